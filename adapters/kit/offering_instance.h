#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/kit/guard.h"
#include "hub/contract/adapter.h"

namespace adapters::kit {

/// What a counterparty promises about one of its writes (CONTRACT 3).
struct Promise {
    hub::contract::AsksBy asks_by = hub::contract::AsksBy::Nothing;
    hub::contract::Repeat repeat = hub::contract::Repeat::ActsAgain;
    std::optional<std::string> fence = std::nullopt;
    std::vector<std::string> steps = {};
};

/// An Instance whose constructor says what it offers, each operation with what carries it out:
///
///     offer<ChargeList>([this](const Meta& meta, const ChargeList::Request& request) { return listCharges(meta, request); });
///     offer<PaymentConfirm>({AsksBy::OurId, Repeat::SameAnswer}, confirm, inquireAfterConfirm);
///
/// The functions are called on the counterparty's threads, several at a time; what they throw is caught (kit::guard).
class OfferingInstance : public hub::contract::Instance {
  public:
    std::vector<hub::contract::Capability> capabilities() const final;
    hub::contract::AnyHandler* handler(std::string_view port, std::string_view operation) final;

  protected:
    /// A read. REQUIRES, as for a write: only in the constructor, and each operation once.
    template <hub::contract::Operation Op, class Call>
    requires(!Op::kWrites) void offer(Call call) {
        add({std::string(Op::kName), hub::contract::AsksBy::Nothing, hub::contract::Repeat::SameAnswer, std::nullopt, {}}, Op::kPort,
            std::make_unique<Read<Op, Call>>(std::move(call)));
    }

    /// A write never comes without the way to ask after it. `call` gives an Outcome, `inquire` an Inquiry.
    template <hub::contract::Operation Op, class Call, class Inquire>
    requires(Op::kWrites) void offer(Promise promise, Call call, Inquire inquire) {
        add({std::string(Op::kName), promise.asks_by, promise.repeat, std::move(promise.fence), std::move(promise.steps)}, Op::kPort,
            std::make_unique<Write<Op, Call, Inquire>>(std::move(call), std::move(inquire)));
    }

  private:
    template <class Op, class Call>
    class Read final : public hub::contract::ReadHandler<Op> {
      public:
        explicit Read(Call call) : call_(std::move(call)) {}
        hub::contract::Outcome<typename Op::Result> call(const hub::contract::Meta& meta, const typename Op::Request& request) override {
            return guard(Op::kName, [&] { return call_(meta, request); });
        }

      private:
        Call call_;
    };

    template <class Op, class Call, class Inquire>
    class Write final : public hub::contract::WriteHandler<Op> {
      public:
        Write(Call call, Inquire inquire) : call_(std::move(call)), inquire_(std::move(inquire)) {}
        hub::contract::Outcome<typename Op::Result> call(const hub::contract::Meta& meta, const typename Op::Request& request) override {
            return guard(Op::kName, [&] { return call_(meta, request); });
        }
        hub::contract::Inquiry<typename Op::Result> inquire(const hub::contract::Meta& meta, const typename Op::Request& request) override {
            return guard(Op::kName, [&] { return inquire_(meta, request); });
        }

      private:
        Call call_;
        Inquire inquire_;
    };

    struct Offer {
        hub::contract::Capability capability;
        std::string_view port;
        std::unique_ptr<hub::contract::AnyHandler> handler;
    };

    void add(hub::contract::Capability capability, std::string_view port, std::unique_ptr<hub::contract::AnyHandler> handler);
    const Offer* find(std::string_view port, std::string_view operation) const;

    std::vector<Offer> offers_;  // constant after construction, so that any thread may read it
};

}  // namespace adapters::kit
