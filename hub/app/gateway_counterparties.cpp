#include "hub/app/gateway_counterparties.h"

#include <algorithm>

#include "hub/contract/operations.h"

namespace hub::app {

namespace {

using flows::CallAnswer;
using flows::Counterparties;
using flows::InquiryAnswer;

template <class Outcome>
flows::Answer answerOf(const Outcome& outcome) {
    flows::Answer answer;
    if (outcome.result) answer.result = core::Sensitive<std::string>(core::toJson(*outcome.result, core::Exposure::Revealed));
    answer.evidence = outcome.evidence;
    answer.trouble = outcome.trouble;
    if constexpr (requires { outcome.refusal; }) answer.refusal = outcome.refusal;
    return answer;
}

/// Runs `use.operator()<Op>(request)` for the operation of that name. Also: OperationNotOffered, JsonNotValid.
template <class Use>
core::Result<void> withOperation(const flows::Call& call, Use&& use) {
    core::Result<void> done = core::Failure(core::Error::OperationNotOffered, call.meta.counterparty + " " + call.operation);
    contract::forEachOperation([&]<contract::Operation Op>() {
        if (Op::kName != call.operation) return;
        core::Result<typename Op::Request> request = core::fromJson<typename Op::Request>(call.request.reveal());
        done = request.ok() ? use.template operator()<Op>(std::move(*request)) : request.failure();
    });
    return done;
}

}  // namespace

void GatewayCounterparties::call(const flows::Call& call, OnCall on_answer) {
    core::Result<gateway::Counterparty*> counterparty = find_(call.meta.counterparty);
    const auto send = [&]<contract::Operation Op>(typename Op::Request request) -> core::Result<void> {
        const auto deliver = [on_answer](const contract::Outcome<typename Op::Result>& outcome, gateway::Delivery delivery) {
            on_answer(CallAnswer{outcome.ending, answerOf(outcome), delivery == gateway::Delivery::Late});
        };
        (*counterparty)->template call<Op>(call.meta, std::move(request), deliver);
        return {};
    };
    const core::Result<void> sent = counterparty.ok() ? withOperation(call, send) : core::Result<void>(counterparty.failure());
    if (sent.ok()) return;
    CallAnswer refused;
    refused.ending = contract::Ending::NotReached;
    refused.answer.trouble = contract::Trouble::of(sent.failure());
    executor_.post([on_answer = std::move(on_answer), refused] { on_answer(refused); });
}

void GatewayCounterparties::inquire(const flows::Call& call, OnInquiry on_answer) {
    core::Result<gateway::Counterparty*> counterparty = find_(call.meta.counterparty);
    const auto ask = [&]<contract::Operation Op>(typename Op::Request request) -> core::Result<void> {
        if constexpr (Op::kWrites) {
            const auto deliver = [on_answer](const contract::Inquiry<typename Op::Result>& inquiry, gateway::Delivery delivery) {
                if (delivery == gateway::Delivery::OnTime) on_answer(InquiryAnswer{inquiry.finding, answerOf(inquiry)});
            };
            (*counterparty)->template inquire<Op>(call.meta, std::move(request), deliver);
            return {};
        } else {
            return core::Failure(core::Error::OperationNotOffered, call.meta.counterparty + " " + call.operation + " inquire");
        }
    };
    const core::Result<void> asked = counterparty.ok() ? withOperation(call, ask) : core::Result<void>(counterparty.failure());
    if (asked.ok()) return;
    InquiryAnswer nothing;
    nothing.answer.trouble = contract::Trouble::of(asked.failure());
    executor_.post([on_answer = std::move(on_answer), nothing] { on_answer(nothing); });
}

std::optional<contract::Capability> GatewayCounterparties::capability(std::string_view counterparty, std::string_view operation) const {
    const core::Result<gateway::Counterparty*> found = find_(counterparty);
    if (!found.ok()) return std::nullopt;
    for (contract::Capability& capability : (*found)->capabilities()) {
        if (capability.operation == operation) return std::move(capability);
    }
    return std::nullopt;
}

}  // namespace hub::app
