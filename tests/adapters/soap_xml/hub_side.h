#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "adapters/soap_xml/settings.h"
#include "hub/contract/adapter.h"
#include "hub/contract/operations.h"
#include "tests/adapters/sim_trancode/caller.h"

namespace adapters::soap_xml {
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}  // namespace adapters::soap_xml

/// What the tests of the adapter share: the hub's side of a simulated hospital.
namespace tests::soap_xml {

namespace contract = hub::contract;
namespace core = hub::core;

/// A hub at the time of the hospital's clock, with one secret.
class Host final : public contract::Host {
  public:
    explicit Host(const core::Clock& clock) : clock_(clock) {}
    core::Result<contract::Acceptance> accept(contract::Inbound) override { return contract::Acceptance{}; }
    core::Result<core::Sensitive<std::string>> secret(std::string_view name) override {
        if (name != "sim.key") return core::Failure(core::Error::SecretMissing, std::string(name));
        return core::Sensitive<std::string>("SIM-KEY-00000001");
    }
    const core::Clock& clock() const override { return clock_; }
    void notice(const core::Failure& what) override { notices.push_back(what); }

    std::vector<core::Failure> notices;

  private:
    const core::Clock& clock_;
};

/// Good settings for a hospital on that port, as JSON; `more` is laid over them (RFC 7396), and a
/// text "@null" in it is a null that stays in the settings.
std::string settingsJson(std::uint16_t port, const std::string& more = "{}");

/// The adapter, opened against a running hospital.
class Hub {
  public:
    Hub(sim::Hospital& hospital, const std::string& more_settings = "{}", const std::string& charset = "UTF-8");
    ~Hub();

    /// A call with a wire id of its own, or that of an earlier one. The business date is the hospital's day.
    contract::Meta meta(const std::string& wire_id = "");

    template <contract::Operation Op>
    contract::Outcome<typename Op::Result> call(const typename Op::Request& request, const contract::Meta& meta) {
        contract::Handler<Op>* handler = contract::handlerOf<Op>(*instance_);
        HUB_ASSERT(handler != nullptr);
        return handler->call(meta, request);
    }
    template <contract::Operation Op>
    contract::Outcome<typename Op::Result> call(const typename Op::Request& request) {
        return call<Op>(request, meta());
    }
    /// The result of a call that is to be done.
    template <contract::Operation Op>
    typename Op::Result done(const typename Op::Request& request, const contract::Meta& meta) {
        contract::Outcome<typename Op::Result> outcome = call<Op>(request, meta);
        requireDone(Op::kName, core::enumName(outcome.ending), outcome.trouble);
        return std::move(*outcome.result);
    }
    template <contract::Operation Op>
    typename Op::Result done(const typename Op::Request& request) {
        return done<Op>(request, meta());
    }
    template <contract::Operation Op>
    contract::Inquiry<typename Op::Result> inquire(const typename Op::Request& request, const contract::Meta& meta) {
        return contract::handlerOf<Op>(*instance_)->inquire(meta, request);
    }

    contract::Instance& instance() { return *instance_; }
    Host host;

  private:
    static void requireDone(std::string_view operation, std::string_view ending, const std::optional<contract::Trouble>& trouble);

    std::unique_ptr<contract::Adapter> adapter_;
    std::unique_ptr<contract::Instance> instance_;
    int calls_ = 0;
};

inline core::Sensitive<core::CardNumber> file(const std::string& number) { return core::Sensitive(core::CardNumber{number}); }
inline core::Date day(int year, int month, int number) {
    return {static_cast<std::int16_t>(year), static_cast<std::int8_t>(month), static_cast<std::int8_t>(number)};
}
contract::PatientFind::Request byCard(const std::string& number);
contract::PatientFind::Request byResidentId(const std::string& number);

/// The fault on the next call of that code.
void failNext(sim::Hospital& hospital, const std::string& code, sim::common::FaultKind kind, bool acts = true);

}  // namespace tests::soap_xml
