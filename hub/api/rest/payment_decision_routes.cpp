#include <utility>

#include "hub/api/page_place.h"
#include "hub/api/rest/operators.h"
#include "hub/api/rest/payment_desk_views.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/steward.h"
#include "hub/core/read_one.h"

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Exposure;
using core::Failure;
using core::Result;
using payment::Decision;
using payment::DecisionId;
using payment::DecisionState;
using payment::PaymentId;
using payment::RefundId;
using payment::Verdict;

namespace {

constexpr std::size_t kListed = 50;

std::string pathOf(DecisionId id) { return "/api/v1/payment-decisions/" + id.text(); }

/// In the audit: found by the payment, and by what of it is decided.
std::string subjectOf(const Decision& decision) {
    return "payment/" + decision.payment.text() + (decision.refund ? " refund/" + decision.refund->text() : "") + " decision/" +
           decision.id.text();
}

Result<Look> decisionIn(House& house, core::ReadTransaction& transaction, DecisionId id) {
    const Result<Decision> found = house.decisions.find(transaction, id);
    return found.ok() ? Result<Look>(Look{true, core::toJson(viewOf(*found), Exposure::Masked)}) : found.failure();
}

/// Which verdicts there are about what.
bool isAbout(Verdict verdict, const Decision& decision) {
    return decision.refund ? verdict == Verdict::Again || verdict == Verdict::DoneByHand
                           : verdict == Verdict::Completed || verdict == Verdict::GiveBack;
}

/// A proposal about `about`, whose payment and refund are named; `person` is whose money it is.
Result<void> propose(Desk& desk, const Request& request, const Reply& reply, const Caller& caller, Decision about,
                     payment::PersonId person) {
    const Result<ProposeDecision> body = bodyOf<ProposeDecision>(request);
    if (!body.ok()) return body.failure();
    if (!isAbout(body->decision, about)) return Failure(Error::JsonNotValid, "/decision: not of this");
    if (body->reason.empty()) return Failure(Error::JsonNotValid, "/reason: expected why");
    House& house = desk.house();
    about.id = house.ids.next<DecisionId>();
    Writing writing;
    writing.resource = pathOf(about.id);
    writing.watched = about.id.bits;
    writing.aggregate = about.payment.bits;
    writing.money = true;
    writing.action = "payment.propose_decision";
    writing.subject = subjectOf(about);
    writing.about = person;
    writing.work = [&house, about, body = *body, by = staffNameOf(caller)](core::Transaction& transaction) -> Result<flows::Next> {
        const Result<Decision> proposed =
            about.refund ? house.decisions.propose(transaction, about.id, *about.refund, body.decision, by, body.reason)
                         : house.decisions.propose(transaction, about.id, about.payment, body.decision, by, body.reason);
        return proposed.ok() ? Result<flows::Next>(flows::Next{}) : proposed.failure();
    };
    writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) -> Result<Look> {
        const Result<DecisionId> made = DecisionId::parse(resource.substr(resource.rfind('/') + 1));
        return made.ok() ? decisionIn(house, transaction, *made) : made.failure();
    };
    desk.write(request, reply, caller, std::move(writing));
    return {};
}

void proposeForPayment(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = decidingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PaymentId> id = pathId<PaymentId>(request, "payment_id");
        if (!id.ok()) return id.failure();
        const auto payment = core::readOne(desk.house().reads, [&](core::ReadTransaction& transaction) {
            return desk.house().care.house().payments.find(transaction, *id);
        });
        if (!payment.ok()) return payment.failure();
        Decision about;
        about.payment = payment->id;
        return propose(desk, request, reply, *caller, std::move(about), payment->person);
    });
}

void proposeForRefund(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = decidingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<RefundId> id = pathId<RefundId>(request, "refund_id");
        if (!id.ok()) return id.failure();
        const auto refund = core::readOne(desk.house().reads, [&](core::ReadTransaction& transaction) {
            return desk.house().care.house().refunds.find(transaction, *id);
        });
        if (!refund.ok()) return refund.failure();
        Decision about;
        about.payment = refund->payment;
        about.refund = refund->id;
        return propose(desk, request, reply, *caller, std::move(about), refund->person);
    });
}

/// Moves one on, and answers with how it stands. `step` gets who acts.
template <class Step>
Result<void> moveOn(Desk& desk, const Request& request, const Reply& reply, std::string action, Step step) {
    const Result<Caller> caller = decidingOperatorIn(desk, request);
    if (!caller.ok()) return caller.failure();
    const Result<DecisionId> id = pathId<DecisionId>(request, "decision_id");
    if (!id.ok()) return id.failure();
    House& house = desk.house();
    payment::PersonId person;
    const auto decision = core::readOne(house.reads, [&](core::ReadTransaction& transaction) -> Result<Decision> {
        Result<Decision> found = house.decisions.find(transaction, *id);
        if (!found.ok()) return found;
        const auto payment = house.care.house().payments.find(transaction, found->payment);
        if (!payment.ok()) return payment.failure();
        person = payment->person;
        return found;
    });
    if (!decision.ok()) return decision.failure();
    Writing writing;
    writing.resource = pathOf(*id);
    writing.watched = id->bits;
    writing.aggregate = decision->payment.bits;
    writing.money = true;
    writing.status = 200;
    writing.action = std::move(action);
    writing.subject = subjectOf(*decision);
    writing.about = person;
    writing.work = [id = *id, by = staffNameOf(*caller), step = std::move(step)](core::Transaction& transaction) {
        return step(transaction, id, by);
    };
    writing.look = [&house, id = *id](core::ReadTransaction& transaction, std::string_view) { return decisionIn(house, transaction, id); };
    desk.write(request, reply, *caller, std::move(writing));
    return {};
}

/// Gives the verdict to what it is about.
Result<flows::Next> carryOut(flows::CareFlows& care, core::Transaction& transaction, const Decision& decision) {
    using OfPayment = payment::payment_event::Decision;
    using OfRefund = payment::refund_event::Decision;
    switch (decision.verdict) {
        case Verdict::Completed:
            return care.tell(transaction, decision.payment, payment::payment_event::Decided{OfPayment::Completed});
        case Verdict::GiveBack:
            return care.tell(transaction, decision.payment, payment::payment_event::Decided{OfPayment::GiveBack});
        case Verdict::Again:
            return care.tell(transaction, *decision.refund, payment::refund_event::Decided{OfRefund::Again});
        case Verdict::DoneByHand:
            return care.tell(transaction, *decision.refund, payment::refund_event::Decided{OfRefund::DoneByHand});
        case Verdict::StartRefund:
            break;  // was never proposed
    }
    HUB_ASSERT(false);
}

void confirm(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return moveOn(desk, request, reply, "payment.confirm_decision",
                      [&house = desk.house()](core::Transaction& transaction, DecisionId id, const std::string& by) -> Result<flows::Next> {
                          const Result<Decision> confirmed = house.decisions.confirm(transaction, id, by);
                          return confirmed.ok() ? carryOut(house.care, transaction, *confirmed) : confirmed.failure();
                      });
    });
}

void drop(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return moveOn(desk, request, reply, "payment.drop_decision",
                      [&house = desk.house()](core::Transaction& transaction, DecisionId id, const std::string& by) -> Result<flows::Next> {
                          const Result<Decision> dropped = house.decisions.drop(transaction, id, by);
                          return dropped.ok() ? Result<flows::Next>(flows::Next{}) : dropped.failure();
                      });
    });
}

void show(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = lookingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<DecisionId> id = pathId<DecisionId>(request, "decision_id");
        if (!id.ok()) return id.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            Result<Look> look = decisionIn(desk.house(), transaction, *id);
            return look.ok() ? Result<std::string>(std::move(look->json)) : look.failure();
        });
        return {};
    });
}

void list(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = lookingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const auto state = core::enumFromName<DecisionState>(request.queryValue("state").value_or(core::enumName(DecisionState::Proposed)));
        if (!state) return Failure(Error::QueryParameterMissing, "state");
        const Result<core::Page> page = pageAfter(request.queryValue("after"), kListed);
        if (!page.ok()) return page.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<std::vector<Decision>> found = desk.house().decisions.queue(transaction, *state, *page);
            if (!found.ok()) return found.failure();
            DecisionsView view;
            for (const Decision& one : *found) view.decisions.push_back(viewOf(one));
            if (found->size() == page->limit) view.next = placeText(found->back().place());
            return core::toJson(view, Exposure::Masked);
        });
        return {};
    });
}

}  // namespace

std::vector<Route> paymentDecisionRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/payments/{payment_id}/decisions",
         .operation = "proposePaymentDecision",
         .summary = "What to do with a frozen payment: it waits for a second operator",
         .writes = true,
         .request = schemaReference<ProposeDecision>,
         .status = 201,
         .response = schemaReference<DecisionView>,
         .endpoint = handledBy(desk, proposeForPayment)},
        {.method = "POST",
         .path = "/api/v1/refunds/{refund_id}/decisions",
         .operation = "proposeRefundDecision",
         .summary = "What to do with a stuck refund: it waits for a second operator",
         .writes = true,
         .request = schemaReference<ProposeDecision>,
         .status = 201,
         .response = schemaReference<DecisionView>,
         .endpoint = handledBy(desk, proposeForRefund)},
        {.method = "GET",
         .path = "/api/v1/payment-decisions",
         .operation = "listPaymentDecisions",
         .summary = "What operators propose to do with money that has come to rest half-way, 50 a page",
         .query = {{"state", "proposed, confirmed, dropped or overtaken; absent: proposed", false},
                   {"after", "next of the page before", false}},
         .response = schemaReference<DecisionsView>,
         .endpoint = handledBy(desk, list)},
        {.method = "GET",
         .path = "/api/v1/payment-decisions/{decision_id}",
         .operation = "showPaymentDecision",
         .summary = "One of them; for operators",
         .response = schemaReference<DecisionView>,
         .endpoint = handledBy(desk, show)},
        {.method = "POST",
         .path = "/api/v1/payment-decisions/{decision_id}/confirm",
         .operation = "confirmPaymentDecision",
         .summary = "Another operator agrees: payment or refund goes on with it, the questions it answers are closed",
         .writes = true,
         .response = schemaReference<DecisionView>,
         .endpoint = handledBy(desk, confirm)},
        {.method = "POST",
         .path = "/api/v1/payment-decisions/{decision_id}/drop",
         .operation = "dropPaymentDecision",
         .summary = "Payment or refund stays as it is, until somebody proposes again",
         .writes = true,
         .response = schemaReference<DecisionView>,
         .endpoint = handledBy(desk, drop)},
    };
}

}  // namespace hub::api::rest
