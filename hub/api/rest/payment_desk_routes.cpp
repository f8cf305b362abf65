#include <limits>
#include <utility>

#include "hub/api/page_place.h"
#include "hub/api/rest/operators.h"
#include "hub/api/rest/payment_desk_views.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/steward.h"
#include "hub/api/rest/views.h"
#include "hub/core/day_span.h"
#include "hub/core/read_one.h"
#include "hub/flows/payment_story.h"

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Exposure;
using core::Failure;
using core::Result;
using payment::Payment;
using payment::PaymentId;
using payment::PaymentState;
using payment::Refund;
using payment::RefundId;

namespace {

constexpr std::size_t kListed = 50;
constexpr core::Page kAll{core::Page::kLimitMax, std::nullopt};

/// What an operator looks for: one number or person, or what hospital, state and day have in common.
struct Wanted {
    std::optional<std::string> number;
    std::optional<payment::PersonId> person;
    payment::PaymentSearch search{{}, {}, {}, {std::numeric_limits<std::int64_t>::max()}};
    core::Page page;
};

Result<Wanted> wantedIn(const Request& request) {
    Wanted wanted;
    if (const auto number = request.queryValue("number")) wanted.number = *number;
    if (const auto person = request.queryValue("person")) {
        const Result<payment::PersonId> id = payment::PersonId::parse(*person);
        if (!id.ok()) return id.failure();
        wanted.person = *id;
    }
    if (const auto hospital = request.queryValue("hospital")) wanted.search.hospital = *hospital;
    if (const auto state = request.queryValue("state")) {
        wanted.search.state = core::enumFromName<PaymentState>(*state);
        if (!wanted.search.state) return Failure(Error::QueryParameterMissing, "state");
    }
    if (const auto day = request.queryValue("day")) {
        const Result<core::Date> date = core::Date::parse(*day);
        if (!date.ok()) return date.failure();
        const core::DaySpan span = core::spanOf(*date);
        wanted.search.from = span.from;
        wanted.search.until = span.until;
    }
    const Result<core::Page> page = pageAfter(request.queryValue("after"), kListed);
    if (!page.ok()) return page.failure();
    wanted.page = *page;
    if (!wanted.number && !wanted.person && !wanted.search.hospital && !wanted.search.state)
        return Failure(Error::QueryParameterMissing, "number | person | hospital | state");
    return wanted;
}

Result<std::vector<Payment>> byIds(House& house, core::ReadTransaction& transaction, const std::vector<PaymentId>& ids) {
    std::vector<Payment> payments;
    for (const PaymentId id : ids) {
        Result<Payment> payment = house.care.house().payments.find(transaction, id);
        if (!payment.ok()) return payment.failure();
        payments.push_back(*std::move(payment));
    }
    return payments;
}

Result<std::vector<Payment>> paymentsOf(House& house, core::ReadTransaction& transaction, const Wanted& wanted) {
    if (wanted.number) {
        const Result<std::vector<PaymentId>> ids = house.payment_search.byOrder(transaction, *wanted.number, kListed);
        return ids.ok() ? byIds(house, transaction, *ids) : ids.failure();
    }
    if (wanted.person) return house.care.house().payments.ofPerson(transaction, *wanted.person, wanted.page);
    const auto found = house.payment_search.search(transaction, wanted.search, wanted.page);
    if (!found.ok()) return found.failure();
    std::vector<PaymentId> ids;
    for (const auto& one : *found) ids.push_back(one.id);
    return byIds(house, transaction, ids);
}

void findPayments(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = lookingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<Wanted> wanted = wantedIn(request);
        if (!wanted.ok()) return wanted.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<std::vector<Payment>> found = paymentsOf(desk.house(), transaction, *wanted);
            if (!found.ok()) return found.failure();
            FoundPayments view;
            for (const Payment& one : *found) view.payments.push_back(foundOf(one));
            if (!wanted->number && found->size() == wanted->page.limit)
                view.next = placeText({found->back().created_at, found->back().id.bits});
            return core::toJson(view, Exposure::Masked);
        });
        return {};
    });
}

Result<std::string> standingIn(House& house, core::ReadTransaction& transaction, PaymentId id) {
    const flows::House& flows = house.care.house();
    const Result<Payment> payment = flows.payments.find(transaction, id);
    if (!payment.ok()) return payment.failure();
    const Result<std::vector<Refund>> refunds = flows.refunds.ofPayment(transaction, id, kAll);
    if (!refunds.ok()) return refunds.failure();
    Result<std::vector<payment::Case>> cases = flows.cases.ofSubject(transaction, id.bits, kAll);
    if (!cases.ok()) return cases.failure();
    for (const Refund& refund : *refunds) {
        const Result<std::vector<payment::Case>> of_refund = flows.cases.ofSubject(transaction, refund.id.bits, kAll);
        if (!of_refund.ok()) return of_refund.failure();
        cases->insert(cases->end(), of_refund->begin(), of_refund->end());
    }
    const auto decisions = house.decisions.ofPayment(transaction, id, kAll);
    if (!decisions.ok()) return decisions.failure();
    return core::toJson(standingOf(*payment, *refunds, *cases, *decisions), Exposure::Masked);
}

void showStanding(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = lookingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PaymentId> id = pathId<PaymentId>(request, "payment_id");
        if (!id.ok()) return id.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return standingIn(desk.house(), transaction, *id); });
        return {};
    });
}

void tellStory(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = lookingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PaymentId> id = pathId<PaymentId>(request, "payment_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        const Result<flows::PaymentStory> story = flows::storyOf({house.care.house(), house.decisions, house.audit}, *id);
        if (!story.ok()) return story.failure();
        reply.send(jsonResponse(200, core::toJson(*story, Exposure::Masked)));
        return {};
    });
}

/// What the wish leaves out: the whole of the item, or of the only one.
Result<core::Money> amountOf(const Payment& payment, const StartRefund& wish) {
    if (wish.amount) return *wish.amount;
    for (const payment::PaidItem& item : payment.items) {
        if (wish.item ? item.key == *wish.item : payment.items.size() == 1) return item.total;
    }
    return Failure(Error::PaymentNotRefundable, payment.id.text());
}

void startRefund(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = decidingOperatorIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PaymentId> id = pathId<PaymentId>(request, "payment_id");
        if (!id.ok()) return id.failure();
        const Result<StartRefund> body = bodyOf<StartRefund>(request);
        if (!body.ok()) return body.failure();
        if (body->reason.empty()) return Failure(Error::JsonNotValid, "/reason: expected why");
        House& house = desk.house();
        const Result<Payment> payment = core::readOne(
            house.reads, [&](core::ReadTransaction& transaction) { return house.care.house().payments.find(transaction, *id); });
        if (!payment.ok()) return payment.failure();
        const Result<core::Money> amount = amountOf(*payment, *body);
        if (!amount.ok()) return amount.failure();
        payment::RefundWish wish;
        wish.id = house.ids.next<RefundId>();
        wish.client = caller->client;
        wish.request_key = std::string(*request.headers.find("Idempotency-Key"));
        wish.cause = payment::RefundCause::PersonAsked;
        wish.item = body->item;
        wish.lines = body->lines;
        wish.amount = *amount;
        wish.number = house.care.house().runner.newWireId();
        Writing writing;
        writing.resource = "/api/v1/refunds/" + wish.id.text();
        writing.watched = wish.id.bits;
        writing.aggregate = id->bits;
        writing.money = true;
        writing.action = "payment.refund_on_behalf";
        writing.subject = "payment/" + id->text() + " refund/" + wish.id.text();
        writing.about = payment->person;
        writing.work = [&house, wish, payment = *id, decision = house.ids.next<payment::DecisionId>(), by = staffNameOf(*caller),
                        reason = body->reason](core::Transaction& transaction) -> Result<flows::Next> {
            Result<flows::Next> next = house.care.refunds().open(transaction, payment, wish);
            if (!next.ok()) return next;
            const auto noted = house.decisions.started(transaction, decision, payment, wish.id, by, reason);
            return noted.ok() ? std::move(next) : noted.failure();
        };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) -> Result<Look> {
            const Result<RefundId> made = RefundId::parse(resource.substr(resource.rfind('/') + 1));
            if (!made.ok()) return made.failure();
            const Result<Refund> refund = house.care.house().refunds.find(transaction, *made);
            if (!refund.ok()) return refund.failure();
            // An operator is the one for whom a stuck refund waits.
            const bool settled = payment::isFinal(refund->state) || refund->state == payment::RefundState::Stuck;
            return Look{settled, core::toJson(viewOf(*refund), Exposure::Masked)};
        };
        desk.write(request, reply, *caller, std::move(writing));
        return {};
    });
}

}  // namespace

std::vector<Route> paymentDeskRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/payments",
         .operation = "findPayments",
         .summary = "Payments of all people, 50 a page; for operators. One of number, person, hospital and state is needed",
         .query = {{"number", "our number of the channel's order, or the channel's own", false},
                   {"person", "id of the person", false},
                   {"hospital", "code of the hospital", false},
                   {"state", "where the payment stands", false},
                   {"day", "on which it was made in Asia/Shanghai; with hospital or state", false},
                   {"after", "next of the page before", false}},
         .response = schemaReference<FoundPayments>,
         .endpoint = handledBy(desk, findPayments)},
        {.method = "GET",
         .path = "/api/v1/payments/{payment_id}/standing",
         .operation = "showPaymentStanding",
         .summary = "A payment with its legs, refunds, open questions and decisions; for operators",
         .response = schemaReference<PaymentStanding>,
         .endpoint = handledBy(desk, showStanding)},
        {.method = "GET",
         .path = "/api/v1/payments/{payment_id}/story",
         .operation = "tellPaymentStory",
         .summary = "What is kept about a payment in order of time, and what comes next; for operators",
         .response = schemaReference<flows::PaymentStory>,
         .endpoint = handledBy(desk, tellStory)},
        {.method = "POST",
         .path = "/api/v1/payments/{payment_id}/refunds-on-behalf",
         .operation = "startRefund",
         .summary = "An operator asks for money back for the person; the hospital has to agree",
         .writes = true,
         .request = schemaReference<StartRefund>,
         .status = 201,
         .response = schemaReference<RefundView>,
         .endpoint = handledBy(desk, startRefund)},
    };
}

}  // namespace hub::api::rest
