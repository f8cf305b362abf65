#include "hub/flows/attempt_runner.h"

#include <algorithm>
#include <utility>

#include "hub/vault/vault.h"

namespace hub::flows {

namespace {

using contract::Ending;
using contract::Finding;
using core::Attempt;
using core::AttemptState;

constexpr std::string_view kFenceFlow = "fence";
constexpr std::size_t kWireIdLength = 20;  // fits MSH-10 (20), an insurer's 22 and 30, a channel's 32

/// The id's random bits.
std::string wireIdOf(core::AttemptId id) {
    const std::string text = id.text();
    return text.substr(text.size() - kWireIdLength);
}

AttemptState stateOf(Ending ending) {
    switch (ending) {
        case Ending::Done:
        case Ending::StepDone:
            return AttemptState::Done;
        case Ending::Accepted:
            return AttemptState::Accepted;
        case Ending::Refused:
            return AttemptState::Refused;
        case Ending::NotReached:
            return AttemptState::NotReached;
        case Ending::Unknown:
            return AttemptState::Unknown;
    }
    HUB_ASSERT(false);
}

bool isOpen(AttemptState state) {
    return state == AttemptState::Ready || state == AttemptState::Accepted || state == AttemptState::Unknown;
}

Ending endingOf(AttemptState state) {
    switch (state) {
        case AttemptState::Done:
            return Ending::Done;
        case AttemptState::Refused:
            return Ending::Refused;
        case AttemptState::NotReached:
        case AttemptState::NotHappened:
            return Ending::NotReached;
        default:
            return Ending::Unknown;
    }
}

/// Units of one attempt and target run once, however often they are asked for.
core::WorkOrder orderOf(const Attempt& attempt, AttemptState target) {
    std::string key = "attempt/" + attempt.id.text() + "/" + std::to_string(attempt.version) + "/";
    key += core::enumName(target);
    return {core::WorkKey{std::move(key)}, attempt.flow_id};
}

/// False when the question never got there (queue full, breaker open, out of service): that is no word of the counterparty's.
bool wasAsked(const InquiryAnswer& answer) {
    if (answer.finding != Finding::CannotTell || !answer.answer.trouble) return true;
    const std::optional<core::Error> error = core::errorFromCode(answer.answer.trouble->code);
    return !error || core::errorInfo(*error).implies != core::Implies::Retry;
}

core::Result<Call> callOf(const Attempt& attempt) { return core::fromJson<Call>(attempt.body.reveal()); }

}  // namespace

/// The fences of other flows' attempts are attempts too: `flow_id` is the attempt that is fenced. When one ends, the first is asked again.
class AttemptRunner::FenceFlow final : public Flow {
  public:
    explicit FenceFlow(AttemptRunner& runner) : runner_(runner) {}

    std::string_view kind() const override { return kFenceFlow; }

    core::Result<Next> onEnd(core::Transaction& transaction, const Attempt& attempt, const End& end) override {
        Next next;
        if (isOpen(end.state)) return next;
        core::Result<Attempt> fenced = runner_.house_.attempts.find(transaction, core::AttemptId{attempt.flow_id});
        if (!fenced.ok()) return fenced.failure();
        if (!isOpen(fenced->state)) return next;
        next.after.emplace_back([this, fenced = std::move(*fenced), ending = endingOf(end.state)] { runner_.ask(fenced, ending); });
        return next;
    }

    core::Result<void> onOverdue(core::Transaction&, const Attempt&) override { return {}; }  // the fenced attempt has its own case
    core::Result<std::optional<Call>> fence(core::ReadTransaction&, const Attempt&) override { return std::optional<Call>(); }

  private:
    AttemptRunner& runner_;
};

AttemptRunner::AttemptRunner(const House& house, RunnerSettings settings)
    : house_(house), settings_(std::move(settings)), fences_(std::make_unique<FenceFlow>(*this)) {
    serve(*fences_);
}

AttemptRunner::~AttemptRunner() = default;

void AttemptRunner::serve(Flow& flow) { flows_.emplace(flow.kind(), &flow); }

std::string AttemptRunner::newWireId() { return wireIdOf(house_.ids.next<core::AttemptId>()); }

Attempt AttemptRunner::prepare(std::string_view flow_kind, core::IdBits flow_id, std::string_view step, Call call, std::string wire_id) {
    Attempt attempt;
    attempt.id = house_.ids.next<core::AttemptId>();
    attempt.wire_id = wire_id.empty() ? wireIdOf(attempt.id) : std::move(wire_id);
    call.meta.attempt = attempt.id.text();
    call.meta.wire_id = attempt.wire_id;
    attempt.flow_kind = flow_kind;
    attempt.flow_id = flow_id;
    attempt.step = step;
    attempt.counterparty = call.meta.counterparty;
    attempt.operation = call.operation;
    attempt.body_hash = vault::Vault::digest(call.request.reveal());
    attempt.body = core::Sensitive<std::string>(core::toJson(call, core::Exposure::Revealed));
    attempt.state = AttemptState::Ready;
    attempt.deadline_at = call.meta.deadline_at;
    attempt.next_check_at = attempt.deadline_at + settings_.grace;
    attempt.version = 1;
    return attempt;
}

core::Result<Attempt> AttemptRunner::again(core::Transaction& transaction, Attempt attempt) {
    // Later than the one before: an answer to the earlier send is told by the deadline it had.
    attempt.deadline_at = std::max(house_.clock.utc() + settings_.resend_deadline, attempt.deadline_at + core::Duration(1));
    attempt.next_check_at = attempt.deadline_at + settings_.grace;
    attempt.state = AttemptState::Ready;
    const core::Result<std::int64_t> changed = house_.attempts.change(
        transaction, attempt.id, attempt.version, {attempt.state, attempt.next_check_at, std::nullopt, attempt.deadline_at});
    if (!changed.ok()) return changed.failure();
    attempt.version = *changed;
    return attempt;
}

void AttemptRunner::send(const Attempt& attempt) {
    core::Result<Call> call = callOf(attempt);
    HUB_ASSERT(call.ok());  // prepare() wrote it
    call->meta.deadline_at = attempt.deadline_at;
    ++counters_.sent;
    carryOut(attempt, *call);
}

void AttemptRunner::carryOut(const Attempt& attempt, const Call& call) {
    pass(settings_.crash, CrashPoint::BeforeSend);
    house_.counterparties.call(call, [this, attempt](const CallAnswer& answer) { onCall(attempt, answer); });
    pass(settings_.crash, CrashPoint::AfterSend);
}

void AttemptRunner::onCall(const Attempt& attempt, const CallAnswer& answer) {
    pass(settings_.crash, CrashPoint::AfterAnswer);
    Record record{.end = {stateOf(answer.ending), answer.answer, false}, .of_send = attempt.deadline_at};
    if (answer.late) ++counters_.late;
    if (record.end.state == AttemptState::Unknown) ++counters_.unknown;
    if (isOpen(record.end.state)) record.next_check_at = house_.clock.utc() + askAfter(house_.clock.utc() - attempt.deadline_at);
    this->record(attempt, std::move(record));
}

void AttemptRunner::resolveDue(std::function<void(std::size_t)> on_done) {
    const auto leased = std::make_shared<std::vector<Attempt>>();
    const core::WorkOrder order{core::WorkKey{"resolve/" + house_.ids.next<core::AttemptId>().text()}, core::IdBits{}};
    const auto work = [this, leased](core::Transaction& transaction) -> core::Result<void> {
        auto due = house_.attempts.lease(transaction, house_.clock.utc(), settings_.owner, settings_.lease, settings_.batch);
        if (!due.ok()) return due.failure();
        *leased = std::move(*due);
        return {};
    };
    house_.units.run(order, work, [this, leased, on_done = std::move(on_done)](const core::WorkOutcome& outcome) {
        if (outcome.end != core::WorkEnd::Done) leased->clear();  // a lease that may stand runs out by itself
        for (const Attempt& attempt : *leased) ask(attempt, std::nullopt);
        on_done(leased->size());
    });
}

void AttemptRunner::ask(const Attempt& attempt, std::optional<Ending> fence) {
    const auto capability = house_.counterparties.capability(attempt.counterparty, attempt.operation);
    core::Result<Call> call = callOf(attempt);
    const core::UtcTime now = house_.clock.utc();
    if (!call.ok()) {  // written by another version of the program: only a person can read it
        Record parked{.end = {AttemptState::Parked, {}, false}, .overdue = true};
        parked.end.answer.trouble = contract::Trouble::of(call.failure());
        return record(attempt, std::move(parked));
    }
    if (!capability) {  // out of service right now
        const bool overdue = now >= attempt.deadline_at + settings_.rules.hand_over;
        return askLater(attempt, now + askAfter(now - attempt.deadline_at), overdue);
    }
    const Question question{Finding::CannotTell, *capability, attempt.deadline_at, now, fence};
    if (capability->asks_by == contract::AsksBy::Nothing) return onFinding(attempt, {}, question);
    ++counters_.asked;
    call->meta.deadline_at = now + settings_.inquiry_deadline;  // the call's own is over
    house_.counterparties.inquire(*call, [this, attempt, question](const InquiryAnswer& answer) { onFinding(attempt, answer, question); });
}

void AttemptRunner::onFinding(const Attempt& attempt, const InquiryAnswer& answer, Question question) {
    question.finding = wasAsked(answer) ? answer.finding : Finding::NotYet;
    question.now = house_.clock.utc();
    const Resolved resolved = resolve(question, settings_.rules);
    const auto settle = [&](AttemptState state) {
        record(attempt, {.end = {state, answer.answer, false}, .overdue = resolved.for_a_person});
    };
    switch (resolved.resolution) {
        case Resolution::Settle:
            return settle(answer.finding == Finding::Ours ? AttemptState::Done : AttemptState::SomeoneElse);
        case Resolution::NeverWas:
            return settle(AttemptState::NotHappened);
        case Resolution::Park:
            return settle(AttemptState::Parked);
        case Resolution::Fence:
            return beginFence(attempt);
        case Resolution::SendAgain:
            return sendAgain(attempt);
        case Resolution::AskAgain:
            return askLater(attempt, resolved.at, resolved.for_a_person);
    }
}

void AttemptRunner::askLater(const Attempt& attempt, core::UtcTime at, bool overdue) {
    const AttemptState open = attempt.state == AttemptState::Accepted ? AttemptState::Accepted : AttemptState::Unknown;
    record(attempt, {.end = {open, {}, false}, .next_check_at = at, .overdue = overdue});
}

void AttemptRunner::beginFence(const Attempt& attempt) {
    std::optional<Call> call;
    const core::Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> core::Result<void> {
        auto fence = flowOf(attempt).fence(transaction, attempt);
        if (!fence.ok()) return fence.failure();
        call = std::move(*fence);
        return {};
    });
    if (!read.ok()) {
        ++counters_.not_recorded;  // the lease runs out, and it is asked again
        return;
    }
    if (!call) return record(attempt, {.end = {AttemptState::Parked, {}, false}, .overdue = true});
    ++counters_.fenced;
    const Attempt fence = prepare(kFenceFlow, attempt.id.bits, attempt.step + "/fence", std::move(*call));
    const core::WorkOrder order{core::WorkKey{"fence/" + fence.id.text()}, attempt.flow_id};
    const auto work = [this, attempt, fence](core::Transaction& transaction) -> core::Result<void> {
        const core::Result<void> added = house_.attempts.add(transaction, fence);
        if (!added.ok()) return added.failure();
        const core::UtcTime later = fence.deadline_at + settings_.grace;
        const auto changed =
            house_.attempts.change(transaction, attempt.id, attempt.version, {AttemptState::Unknown, later, std::nullopt, std::nullopt});
        return changed.ok() ? core::Result<void>() : changed.failure();
    };
    house_.units.run(order, work, [this, fence](const core::WorkOutcome& outcome) {
        outcome.end == core::WorkEnd::Done ? send(fence) : static_cast<void>(++counters_.not_recorded);
    });
}

void AttemptRunner::sendAgain(const Attempt& attempt) {
    core::Result<Call> call = callOf(attempt);
    HUB_ASSERT(call.ok());  // ask() has read it
    const core::UtcTime deadline = std::max(house_.clock.utc() + settings_.resend_deadline, attempt.deadline_at + core::Duration(1));
    call->meta.deadline_at = deadline;
    Attempt again = attempt;
    again.deadline_at = deadline;
    ++counters_.sent_again;
    record(attempt, {.end = {AttemptState::Ready, {}, false},
                     .next_check_at = deadline + settings_.grace,
                     .deadline_at = deadline,
                     .then = [this, again, call = std::move(*call)] { carryOut(again, call); }});
}

void AttemptRunner::record(const Attempt& attempt, Record record) {
    if (record.end.state == AttemptState::Parked) ++counters_.parked;
    const auto next = std::make_shared<Next>();
    const auto work = [this, id = attempt.id, record, next](core::Transaction& transaction) -> core::Result<void> {
        core::Result<Next> written = write(transaction, id, record);
        if (!written.ok()) return written.failure();
        *next = std::move(*written);
        return {};
    };
    const core::WorkOrder order = orderOf(attempt, record.end.state);
    house_.units.run(order, work, [this, next](const core::WorkOutcome& outcome) {
        if (outcome.end != core::WorkEnd::Done || outcome.repeated) {
            counters_.not_recorded += outcome.repeated ? 0 : 1;
            return;
        }
        pass(settings_.crash, CrashPoint::BeforeFollow);
        follow(*next);
    });
}

core::Result<Next> AttemptRunner::write(core::Transaction& transaction, core::AttemptId id, const Record& record) {
    const core::Result<Attempt> attempt = house_.attempts.find(transaction, id);
    if (!attempt.ok()) return attempt.failure();
    End end = record.end;
    const bool ended_before = !isOpen(attempt->state);
    if (ended_before && (isOpen(end.state) || end.state == attempt->state || attempt->state == AttemptState::Done)) return Next{};
    // It was sent again since: what did not happen the first time may be happening now. Only a success still counts.
    if (record.of_send && *record.of_send != attempt->deadline_at && end.state != AttemptState::Done) return Next{};
    if (record.of_send && end.state == AttemptState::Done) {
        const core::Result<bool> reversed = isReversed(transaction, id);
        if (!reversed.ok()) return reversed.failure();
        if (*reversed) return Next{};  // what it did is undone, or about to be: the fence's own end counts
    }
    end.late = ended_before;  // evidence that comes after an end says otherwise: the flow puts it right

    core::AttemptChange change{end.state, record.next_check_at, std::nullopt, record.deadline_at};
    if (!isOpen(end.state)) change.answer = core::Sensitive<std::string>(core::toJson(end.answer, core::Exposure::Revealed));
    const auto changed = house_.attempts.change(transaction, id, attempt->version, change);
    if (!changed.ok()) return changed.failure();
    core::Result<Next> next = Next{};
    if (record.then) {
        next->after.push_back(record.then);
    } else if (attempt->state != end.state) {
        next = flowOf(*attempt).onEnd(transaction, *attempt, end);
        if (!next.ok()) return next;
    }
    if (record.overdue) {
        const core::Result<void> told = flowOf(*attempt).onOverdue(transaction, *attempt);
        if (!told.ok()) return told.failure();
    }
    return next;
}

core::Result<bool> AttemptRunner::isReversed(core::Transaction& transaction, core::AttemptId id) const {
    const auto fences = house_.attempts.ofFlow(transaction, id.bits);
    if (!fences.ok()) return fences.failure();
    return std::ranges::any_of(*fences, [](const Attempt& fence) {
        return fence.flow_kind == kFenceFlow && contract::undoes(fence.operation) &&
               (isOpen(fence.state) || fence.state == AttemptState::Done);
    });
}

core::Result<std::optional<Next>> AttemptRunner::conclude(core::Transaction& transaction, std::string_view counterparty,
                                                          std::string_view wire_id, const End& end) {
    const core::Result<std::optional<Attempt>> attempt = house_.attempts.findByWireId(transaction, counterparty, wire_id);
    if (!attempt.ok()) return attempt.failure();
    if (!*attempt) return std::optional<Next>();
    core::Result<Next> next = write(transaction, (*attempt)->id, {.end = end});
    if (!next.ok()) return next.failure();
    return std::optional(std::move(*next));
}

void AttemptRunner::follow(const Next& next) {
    for (const Attempt& attempt : next.send) send(attempt);
    for (const auto& after : next.after) after();
}

Flow& AttemptRunner::flowOf(const Attempt& attempt) {
    const auto found = flows_.find(attempt.flow_kind);
    HUB_ASSERT(found != flows_.end());  // app serves every kind that was ever written
    return *found->second;
}

}  // namespace hub::flows
