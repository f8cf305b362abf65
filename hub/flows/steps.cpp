#include "hub/flows/steps.h"

#include <algorithm>
#include <utility>

namespace hub::flows {

using core::Attempt;
using core::AttemptState;
using core::Result;

namespace {

const Attempt* named(const std::vector<Attempt>& attempts, const std::string& text) {
    const auto found = std::ranges::find(attempts, text, &Attempt::step);
    return found == attempts.end() ? nullptr : &*found;
}

bool mayGoAgain(AttemptState state, bool once_more) {
    if (state == AttemptState::NotReached) return true;
    return once_more && (state == AttemptState::Refused || state == AttemptState::NotHappened);
}

Result<contract::StepDone> stepDone(const Attempt& attempt, std::string part) {
    const Result<Answer> answer = core::fromJson<Answer>(attempt.answer.reveal());
    if (!answer.ok()) return answer.failure();
    return contract::StepDone{std::move(part), attempt.wire_id, answer->evidence.value_or(core::Sensitive<std::string>())};
}

}  // namespace

StepName StepName::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return {std::string(text), {}};
    return {std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

Result<Steps::Brought> Steps::bringAbout(core::Transaction& transaction, const StepOrder& order, Next& next) {
    const Result<std::vector<Attempt>> attempts = attempts_.ofFlow(transaction, order.flow);
    if (!attempts.ok()) return attempts.failure();
    const auto send = [&](const Attempt& attempt) -> Result<Brought> {
        if (!mayGoAgain(attempt.state, order.once_more)) return Brought::OnItsWay;
        Result<Attempt> again = runner_.again(transaction, attempt);
        if (!again.ok()) return again.failure();
        next.send.push_back(std::move(*again));
        return Brought::OnItsWay;
    };
    if (const Attempt* whole = named(*attempts, order.step)) return send(*whole);

    Result<Call> call = order.make();
    if (!call.ok()) return call.failure();
    const auto capability = counterparties_.capability(call->meta.counterparty, call->operation);
    if (!capability) return Brought::NotOffered;
    if (capability->steps.empty()) return begin(transaction, order, {order.step, {}}, std::move(*call), next);
    for (const std::string& part : capability->steps) {
        const StepName name{order.step, part};
        const Attempt* attempt = named(*attempts, name.text());
        if (attempt == nullptr) {
            call->meta.step = part;
            return begin(transaction, order, name, std::move(*call), next);
        }
        if (attempt->state != AttemptState::Done) return send(*attempt);
        Result<contract::StepDone> earlier = stepDone(*attempt, part);
        if (!earlier.ok()) return earlier.failure();
        call->meta.steps_done.push_back(std::move(*earlier));
    }
    return Brought::OnItsWay;
}

Result<Steps::Brought> Steps::begin(core::Transaction& transaction, const StepOrder& order, const StepName& name, Call call, Next& next) {
    Attempt attempt = runner_.prepare(order.flow_kind, order.flow, name.text(), std::move(call), order.wire_id);
    const Result<void> added = attempts_.add(transaction, attempt);
    if (!added.ok()) return added.failure();
    next.send.push_back(std::move(attempt));
    return Brought::OnItsWay;
}

Result<std::optional<Attempt>> Steps::find(core::ReadTransaction& transaction, core::IdBits flow, std::string_view step) {
    Result<std::vector<Attempt>> attempts = attempts_.ofFlow(transaction, flow);
    if (!attempts.ok()) return attempts.failure();
    std::optional<Attempt> found;
    for (Attempt& attempt : *attempts) {
        if (StepName::parse(attempt.step).step == step) found = std::move(attempt);  // they come oldest first
    }
    return found;
}

}  // namespace hub::flows
