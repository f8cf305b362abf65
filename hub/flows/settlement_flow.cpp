#include "hub/flows/settlement_flow.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "hub/core/overload.h"
#include "hub/core/read_one.h"
#include "hub/flows/payment_checks.h"
#include "hub/flows/settlement_calls.h"
#include "hub/identity/certificate.h"

namespace hub::flows {

using core::AttemptState;
using core::Result;
using payment::Settlement;
using payment::SettlementId;
using payment::SettlementStep;
namespace action = payment::settlement_action;
namespace event = payment::settlement_event;

namespace {

event::ContextFound foundBy(const CallAnswer& answer) {
    switch (answer.ending) {
        case contract::Ending::Done:
            return event::ContextFound::Ready;
        case contract::Ending::Refused:
            return event::ContextFound::Refused;
        default:
            return event::ContextFound::NotReadable;
    }
}

/// The insurance that pays: the one that was chosen, else the only one that is active. Several are nobody's to choose among but the
/// person's.
const contract::Insurance* insuranceOf(const contract::InsuredFind::Result& insured, std::string_view chosen) {
    const contract::Insurance* found = nullptr;
    for (const contract::Insurance& one : insured.insurances) {
        if (!one.active || (!chosen.empty() && one.type != chosen)) continue;
        if (found != nullptr) return nullptr;
        found = &one;
    }
    return found;
}

}  // namespace

Result<Next> SettlementFlow::open(core::Transaction& transaction, Settlement blank) {
    const payment::SettlementDecision decision = payment::openSettlement(std::move(blank), house_.clock.utc(), house_.settings.payment);
    const Result<void> added = house_.settlements.add(transaction, decision.next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, decision);
}

Result<Next> SettlementFlow::apply(core::Transaction& transaction, SettlementId id, decltype(payment::SettlementEvent::what) what) {
    const Result<Settlement> before = house_.settlements.find(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<payment::SettlementDecision> decision =
        payment::decide(*before, {house_.clock.utc(), std::move(what)}, house_.settings.payment);
    if (!decision.ok()) return decision.failure();
    const Result<std::int64_t> version = house_.settlements.change(transaction, decision->next);
    if (!version.ok()) return version.failure();
    return carryOut(transaction, *decision);
}

void SettlementFlow::submit(SettlementId id, decltype(payment::SettlementEvent::what) what, Carrier::OnDone on_done) {
    house_.carrier.run(
        kKind, id.bits, [this, id, what = std::move(what)](core::Transaction& transaction) { return apply(transaction, id, what); },
        std::move(on_done));
}

Result<Next> SettlementFlow::carryOut(core::Transaction& transaction, const payment::SettlementDecision& decision) {
    const Settlement& settlement = decision.next;
    const auto after = [](core::Task task) -> Result<Next> { return Next{{}, {std::move(task)}}; };
    const core::Overload each{
        [&](const action::Call& what) { return call(transaction, settlement, what.step); },
        [&](const action::AskContext&) { return after([this, settlement] { askContext(settlement); }); },
        [&](const action::AskQuote&) { return after([this, settlement] { askQuote(settlement); }); },
        [&](const action::AskSettlement& what) {
            return after([this, settlement, number = what.number] { askSettlement(settlement, number); });
        },
        [&](const action::TellPayment& what) { return tellPayment(transaction, settlement, what.told); },
        [&](const action::OpenCase& what) {
            return openCase(house_, transaction, payment::CaseAbout::Settlement, settlement.id.bits, core::enumName(what.kind),
                            settlement.hospital);
        },
    };
    return carryOutEach(decision.actions, each);
}

Result<Next> SettlementFlow::call(core::Transaction& transaction, const Settlement& settlement, core::NumberedStep<SettlementStep> step) {
    StepOrder order{kKind, settlement.id.bits, step.text()};
    order.make = [&]() -> Result<Call> {
        const Result<contract::PersonDetails> person = personOf(transaction, settlement);
        if (!person.ok()) return person.failure();
        return settlementStepCall(settlement, step.step, *person, house_.terms());
    };
    Next next;
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    if (*brought == Steps::Brought::NotOffered)
        next.after.emplace_back([this, id = settlement.id, step] {
            event::StepMoved moved;
            moved.step = step;
            moved.state = AttemptState::NotReached;
            submit(id, std::move(moved));
        });
    return next;
}

Result<Next> SettlementFlow::tellPayment(core::Transaction& transaction, const Settlement& settlement, action::Told told) {
    using payment::payment_event::InsurerSaid;
    payment::payment_event::SettlementMoved moved;
    switch (told) {
        case action::Told::Quoted:
            moved.said = InsurerSaid::Quoted;
            if (settlement.quoted) moved.split = payment::splitOf(*settlement.quoted, settlement.rules);
            break;
        case action::Told::Settled:
            moved.said = InsurerSaid::Settled;
            moved.split = payment::splitOf(settlement.settled->amounts, settlement.rules);
            moved.number = settlement.settled->number;
            break;
        case action::Told::Undone:
            moved.said = InsurerSaid::Undone;
            break;
    }
    return telling_.tell(transaction, settlement.payment, std::move(moved));
}

Result<contract::PersonDetails> SettlementFlow::personOf(core::ReadTransaction& transaction, const Settlement& settlement) {
    Result<identity::Person> person = house_.people.findPerson(transaction, settlement.person);
    if (!person.ok()) return person.failure();
    return std::move(person->details);
}

Result<bool> SettlementFlow::isInsured(core::ReadTransaction& transaction, const Settlement& settlement,
                                       const contract::PersonDetails& theirs) {
    if (!theirs.certificate) return false;
    const auto checked = identity::checkCertificate(*theirs.certificate, house_.terms().today());
    if (!checked.ok()) return false;
    const auto holder = house_.people.personByCertificate(transaction, checked->certificate);
    if (!holder.ok()) return holder.failure();
    if (!*holder) return false;
    const auto root = house_.merges.rootOf(transaction, (*holder)->id);
    if (!root.ok()) return root.failure();
    const auto ours = house_.merges.rootOf(transaction, settlement.person);
    if (!ours.ok()) return ours.failure();
    return *root == *ours;
}

void SettlementFlow::askContext(const Settlement& settlement) {
    const Result<contract::PersonDetails> person =
        core::readOne(house_.reads, [&](core::ReadTransaction& transaction) { return personOf(transaction, settlement); });
    if (!person.ok()) return;  // the next Tick asks again
    house_.counterparties.call(insuredFindCall(settlement, *person, house_.terms()), [this, settlement](const CallAnswer& answer) {
        if (answer.late) return;
        event::ContextSeen seen;
        seen.found = foundBy(answer);
        if (seen.found != event::ContextFound::Ready) return submit(settlement.id, std::move(seen));
        const auto insured = resultOf<contract::InsuredFind>(answer.answer);
        if (insured.ok()) askBill(settlement, *insured);
    });
}

void SettlementFlow::askBill(const Settlement& settlement, const contract::InsuredFind::Result& insured) {
    const Result<bool> is_insured =
        core::readOne(house_.reads, [&](core::ReadTransaction& transaction) { return isInsured(transaction, settlement, insured.person); });
    if (!is_insured.ok()) return;  // the next Tick asks again
    const contract::Insurance* const insurance = insuranceOf(insured, settlement.of.visit.insurance);
    if (!*is_insured || insurance == nullptr)
        return submit(settlement.id, event::ContextSeen{event::ContextFound::Refused, {}, {}});  // what another is insured by pays nothing
    contract::InsuredVisit visit;
    visit.insured_number = insured.insured_number;
    visit.insured_area = insurance->area;
    visit.insurance = insurance->type;
    house_.counterparties.call(insuranceContextCall(settlement, house_.terms()),
                               [this, id = settlement.id, visit](const CallAnswer& answer) {
                                   if (answer.late) return;
                                   event::ContextSeen seen;
                                   seen.found = foundBy(answer);
                                   if (seen.found == event::ContextFound::Ready) {
                                       auto context = resultOf<contract::InsuranceContext>(answer.answer);
                                       if (!context.ok()) return;
                                       seen.visit = visit;
                                       seen.visit.kind = context->bill.kind;
                                       seen.visit.care_type = context->bill.care_type;
                                       seen.visit.hospital_visit = context->bill.hospital_visit;
                                       seen.visit.visit = context->bill.visit.value_or("");
                                       seen.bill = std::move(context->bill);
                                   }
                                   submit(id, std::move(seen));
                               });
}

void SettlementFlow::askQuote(const Settlement& settlement) {
    house_.counterparties.call(settlementQuoteCall(settlement, house_.terms()), [this, id = settlement.id](const CallAnswer& answer) {
        if (answer.late) return;
        event::QuoteSeen seen;
        if (answer.ending == contract::Ending::Refused) seen.found = event::QuoteFound::Refused;
        if (answer.ending == contract::Ending::Done) {
            auto quote = resultOf<contract::SettlementQuote>(answer.answer);
            if (!quote.ok()) return;
            seen = {event::QuoteFound::Quoted, std::move(quote->amounts)};
        }
        submit(id, std::move(seen));
    });
}

void SettlementFlow::askSettlement(const Settlement& settlement, const std::string& number) {
    const Result<contract::PersonDetails> person =
        core::readOne(house_.reads, [&](core::ReadTransaction& transaction) { return personOf(transaction, settlement); });
    if (!person.ok()) return;  // the next Tick asks again
    house_.counterparties.call(settlementFindCall(settlement, number, *person, house_.terms()),
                               [this, id = settlement.id](const CallAnswer& answer) {
                                   if (answer.late || answer.ending != contract::Ending::Done) return;
                                   auto found = resultOf<contract::SettlementFind>(answer.answer);
                                   if (found.ok()) submit(id, event::SettlementSeen{std::move(found->settlement)});
                               });
}

Result<Next> SettlementFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    const SettlementId id{attempt.flow_id};
    const StepName name = StepName::parse(attempt.step);
    const auto step = core::NumberedStep<SettlementStep>::parse(name.step);
    HUB_ASSERT(step.has_value());  // call() wrote it
    const Result<Settlement> settlement = house_.settlements.find(transaction, id);
    if (!settlement.ok()) return settlement.failure();
    if (!endsStep(attempt, end)) return call(transaction, *settlement, *step);
    event::StepMoved moved;
    moved.step = *step;
    moved.state = end.state;
    moved.earlier_step_done = !name.part.empty() && hasEarlierPart(attempt);
    if (end.state != AttemptState::Done) return apply(transaction, id, std::move(moved));
    switch (step->step) {
        case SettlementStep::VisitRegister: {
            auto done = resultOf<contract::VisitRegister>(end.answer);
            if (!done.ok()) return done.failure();
            moved.visit = std::move(done->visit);
            break;
        }
        case SettlementStep::ChargesUpload: {
            auto done = resultOf<contract::ChargesUpload>(end.answer);
            if (!done.ok()) return done.failure();
            moved.order = std::move(done->order);
            break;
        }
        case SettlementStep::SettlementConfirm: {
            auto done = resultOf<contract::SettlementConfirm>(end.answer);
            if (!done.ok()) return done.failure();
            moved.settlement = std::move(done->settlement);
            break;
        }
        case SettlementStep::SettlementRevoke: {
            auto done = resultOf<contract::SettlementRevoke>(end.answer);
            if (!done.ok()) return done.failure();
            moved.settlement = std::move(done->revocation);
            break;
        }
        case SettlementStep::ChargesRevoke:
        case SettlementStep::VisitCancel:
            break;
    }
    return apply(transaction, id, std::move(moved));
}

Result<void> SettlementFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    const Result<Settlement> settlement = house_.settlements.find(transaction, SettlementId{attempt.flow_id});
    if (!settlement.ok()) return settlement.failure();
    return openOverdue(house_, transaction, payment::CaseAbout::Settlement, attempt.flow_id, settlement->hospital);
}

/// Only what makes something at the insurer is reversed: to reverse what takes something back would bring it back.
Result<std::optional<Call>> SettlementFlow::fence(core::ReadTransaction& transaction, const core::Attempt& attempt) {
    const bool makes = attempt.operation == contract::VisitRegister::kName || attempt.operation == contract::ChargesUpload::kName ||
                       attempt.operation == contract::SettlementConfirm::kName;
    if (!makes) return std::optional<Call>();
    const Result<Settlement> settlement = house_.settlements.find(transaction, SettlementId{attempt.flow_id});
    if (!settlement.ok()) return settlement.failure();
    return std::optional(callReverseCall(*settlement, attempt, house_.terms()));
}

}  // namespace hub::flows
