#pragma once

#include <string>
#include <type_traits>

#include "hub/contract/operation.h"

namespace hub::gateway {

/// What a handler in another process will be: every call and its answer pass through their JSON texts to `other` and back. An answer
/// that is not the JSON of an Outcome is Unknown with JsonNotValid.
template <contract::Operation Op>
class JsonReadHandler : public contract::Handler<Op> {
  public:
    using Request = typename Op::Request;
    using Answer = contract::Outcome<typename Op::Result>;

    /// `other` outlives this.
    explicit JsonReadHandler(contract::Handler<Op>& other) : other_(other) {}

    Answer call(const contract::Meta& meta, const Request& request) override {
        core::Result<Answer> answer = core::fromJson<Answer>(contract::callAsJson<Op>(other_, textOf(meta), textOf(request)));
        return answer.ok() ? std::move(*answer) : Answer::unknown(answer.failure());
    }

  protected:
    template <class Value>
    static std::string textOf(const Value& value) {
        return core::toJson(value, core::Exposure::Revealed);
    }

    contract::Handler<Op>& other_;
};

/// The same for a write, whose inquiries pass too. An answer that is not the JSON of an Inquiry is CannotTell with JsonNotValid.
template <contract::Operation Op>
class JsonWriteHandler final : public JsonReadHandler<Op> {
  public:
    using Request = typename Op::Request;
    using Answer = contract::Inquiry<typename Op::Result>;
    using JsonReadHandler<Op>::JsonReadHandler;

    Answer inquire(const contract::Meta& meta, const Request& request) override {
        core::Result<Answer> answer = core::fromJson<Answer>(inquireAsJson(this->textOf(meta), this->textOf(request)));
        return answer.ok() ? std::move(*answer) : Answer::cannotTell(answer.failure());
    }

  private:
    std::string inquireAsJson(std::string_view meta_json, std::string_view request_json) {
        const core::Result<contract::Meta> meta = core::fromJson<contract::Meta>(meta_json);
        if (!meta.ok()) return this->textOf(Answer::cannotTell(meta.failure()));
        const core::Result<Request> request = core::fromJson<Request>(request_json);
        if (!request.ok()) return this->textOf(Answer::cannotTell(request.failure()));
        return this->textOf(this->other_.inquire(*meta, *request));
    }
};

template <contract::Operation Op>
using JsonHandler = std::conditional_t<Op::kWrites, JsonWriteHandler<Op>, JsonReadHandler<Op>>;

}  // namespace hub::gateway
