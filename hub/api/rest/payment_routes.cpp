#include <utility>

#include "hub/api/rest/members.h"
#include "hub/api/rest/owned.h"
#include "hub/api/rest/payment_wishes.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;
using payment::Payment;
using payment::PaymentId;
using payment::PaymentState;
using payment::Refund;
using payment::RefundId;

namespace {

constexpr std::size_t kListed = 50;

std::string pathOf(PaymentId id) { return "/api/v1/payments/" + id.text(); }
std::string pathOf(RefundId id) { return "/api/v1/refunds/" + id.text(); }

template <class AnyId>
Result<AnyId> idIn(std::string_view resource) {
    return AnyId::parse(resource.substr(resource.rfind('/') + 1));
}

Result<std::string> paymentJson(House& house, core::ReadTransaction& transaction, const Payment& payment) {
    const auto pay_link = house.care.payments().payLink(transaction, payment.id);
    if (!pay_link.ok()) return pay_link.failure();
    return core::toJson(viewOf(payment, *pay_link), core::Exposure::Masked);
}

/// The payer has to act, or it is over.
Result<Look> paymentLook(House& house, core::ReadTransaction& transaction, std::string_view resource) {
    const Result<PaymentId> id = idIn<PaymentId>(resource);
    if (!id.ok()) return id.failure();
    const Result<Payment> payment = house.care.house().payments.find(transaction, *id);
    if (!payment.ok()) return payment.failure();
    Result<std::string> json = paymentJson(house, transaction, *payment);
    if (!json.ok()) return json.failure();
    const bool asks_person = payment->state == PaymentState::Collecting || payment->state == PaymentState::Agreeing;
    return Look{payment::isFinal(payment->state) || asks_person, std::move(*json)};
}

Result<Look> refundLook(House& house, core::ReadTransaction& transaction, std::string_view resource) {
    const Result<RefundId> id = idIn<RefundId>(resource);
    if (!id.ok()) return id.failure();
    const Result<Refund> refund = house.care.house().refunds.find(transaction, *id);
    if (!refund.ok()) return refund.failure();
    return Look{payment::isFinal(refund->state), core::toJson(viewOf(*refund), core::Exposure::Masked)};
}

Result<std::pair<Payment, Caller>> paymentOf(Desk& desk, const Request& request) {
    const Result<PaymentId> id = pathId<PaymentId>(request, "payment_id");
    if (!id.ok()) return id.failure();
    return owned<Payment>(desk, request, Error::PaymentNotFound,
                          [&](core::ReadTransaction& transaction) { return desk.house().care.house().payments.find(transaction, *id); });
}

/// Where the money comes from. An e-account is the caller's own, or that of the person they pay for. Also: JsonNotValid (both or neither),
/// RelativeNotAllowed (somebody else's), and as of legFrom().
Result<payment::Leg> legOf(House& house, core::ReadTransaction& transaction, const Caller& caller, PersonId person,
                           const MakePayment& body) {
    if (body.channel.has_value() == body.e_account.has_value())
        return Failure(Error::JsonNotValid, "channel, e_account: exactly one of them");
    if (body.channel) return legFrom(house.channels, *body.channel);
    const PersonId own = caller.person == PersonId{} ? person : caller.person;
    const PersonId whose = body.e_account->person_id.value_or(own);
    const Result<PersonId> stands = house.merges.rootOf(transaction, whose);
    if (!stands.ok()) return stands.failure();
    if (*stands != own && *stands != person) return Failure(Error::RelativeNotAllowed);
    const auto account = house.care.eAccounts().of(transaction, *stands);
    if (!account.ok()) return account.failure();
    return legFrom(*account);
}

void makePayment(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        const Result<MakePayment> body = bodyOf<MakePayment>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        const PaymentId id = house.ids.next<PaymentId>();
        Writing writing;
        writing.resource = pathOf(id);
        writing.watched = id.bits;
        writing.aggregate = id.bits;
        writing.money = true;
        writing.action = "payment.create";
        writing.about = called->person;
        writing.acting = Acting::Pay;
        writing.work = [&house, id, person = called->person, caller = called->caller, body = *body,
                        key =
                            std::string(*request.headers.find("Idempotency-Key"))](core::Transaction& transaction) -> Result<flows::Next> {
            const auto people = house.merges.membersOf(transaction, person);
            if (!people.ok()) return people.failure();
            Result<payment::Leg> leg = legOf(house, transaction, caller, person, body);
            if (!leg.ok()) return leg.failure();
            Result<payment::PaymentWish> wish = wishOf(house.care.house(), transaction, *people, body, *std::move(leg));
            if (!wish.ok()) return wish.failure();
            wish->id = id;
            wish->client = caller.client;
            wish->request_key = key;
            if (!body.insurance) return house.care.payments().open(transaction, std::move(*wish));
            Result<payment::Settlement> settlement = settlementOf(house.care.house(), house.hospitals, *body.insurance, *wish);
            if (!settlement.ok()) return settlement.failure();
            return house.care.payInsured(transaction, std::move(*wish), *std::move(settlement));
        };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) {
            return paymentLook(house, transaction, resource);
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

void listPayments(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Pay);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const auto payments = ofMembers<Payment>(
                desk.house(), transaction, called->person, kListed,
                [&](identity::PersonId member) {
                    return desk.house().care.house().payments.ofPerson(transaction, member, {kListed, std::nullopt});
                },
                &Payment::created_at);
            if (!payments.ok()) return payments.failure();
            PaymentsView view;
            for (const Payment& payment : *payments) view.payments.push_back(viewOf(payment, std::nullopt));
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

void showPayment(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const auto found = paymentOf(desk, request);
        if (!found.ok()) return found.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return paymentJson(desk.house(), transaction, found->first); });
        return {};
    });
}

using Said = decltype(payment::PaymentEvent::what);

/// What the person says of a payment that stands.
void sayOfPayment(Desk& desk, const Request& request, const Reply& reply, std::string_view action,
                  const std::function<Result<Said>()>& said) {
    answering(reply, [&]() -> Result<void> {
        const auto found = paymentOf(desk, request);
        if (!found.ok()) return found.failure();
        auto what = said();
        if (!what.ok()) return what.failure();
        House& house = desk.house();
        const PaymentId id = found->first.id;
        Writing writing;
        writing.resource = pathOf(id);
        writing.watched = id.bits;
        writing.aggregate = id.bits;
        writing.money = true;
        writing.status = 200;
        writing.action = action;
        writing.about = found->first.person;
        writing.acting = Acting::Pay;
        writing.work = [&house, id, what = *std::move(what)](core::Transaction& transaction) {
            return house.care.payments().apply(transaction, id, what);
        };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) {
            return paymentLook(house, transaction, resource);
        };
        desk.write(request, reply, found->second, std::move(writing));
        return {};
    });
}

void cancelPayment(Desk& desk, const Request& request, const Reply& reply) {
    sayOfPayment(desk, request, reply, "payment.cancel", []() -> Result<Said> { return Said(payment::payment_event::CancelAsked{}); });
}

void agreeToPayment(Desk& desk, const Request& request, const Reply& reply) {
    sayOfPayment(desk, request, reply, "payment.agree", [&]() -> Result<Said> {
        const Result<AgreeToSplit> body = bodyOf<AgreeToSplit>(request);
        if (!body.ok()) return body.failure();
        return Said(payment::payment_event::Agreed{body->split});
    });
}

void makeRefund(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const auto found = paymentOf(desk, request);
        if (!found.ok()) return found.failure();
        const Result<MakeRefund> body = bodyOf<MakeRefund>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        payment::RefundWish wish;
        wish.id = house.ids.next<RefundId>();
        wish.client = found->second.client;
        wish.request_key = std::string(*request.headers.find("Idempotency-Key"));
        wish.cause = payment::RefundCause::PersonAsked;
        wish.item = body->item;
        wish.lines = body->lines;
        wish.amount = body->amount;
        wish.number = house.care.house().runner.newWireId();
        Writing writing;
        writing.resource = pathOf(wish.id);
        writing.watched = wish.id.bits;
        writing.aggregate = found->first.id.bits;
        writing.money = true;
        writing.action = "refund.create";
        writing.about = found->first.person;
        writing.acting = Acting::Pay;
        writing.work = [&house, wish, payment = found->first.id](core::Transaction& transaction) {
            return house.care.refunds().open(transaction, payment, wish);
        };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) {
            return refundLook(house, transaction, resource);
        };
        desk.write(request, reply, found->second, std::move(writing));
        return {};
    });
}

void showRefund(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<RefundId> id = pathId<RefundId>(request, "refund_id");
        if (!id.ok()) return id.failure();
        const auto found = owned<Refund>(desk, request, Error::RefundNotFound, [&](core::ReadTransaction& transaction) {
            return desk.house().care.house().refunds.find(transaction, *id);
        });
        if (!found.ok()) return found.failure();
        reply.send(jsonResponse(200, core::toJson(viewOf(found->first), core::Exposure::Masked)));
        return {};
    });
}

}  // namespace

std::vector<Route> paymentRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/payments",
         .operation = "makePayment",
         .summary = "Begins to pay charges of one file, or the fee of a booking",
         .writes = true,
         .request = schemaReference<MakePayment>,
         .status = 201,
         .response = schemaReference<PaymentView>,
         .endpoint = handledBy(desk, makePayment)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/payments",
         .operation = "listPayments",
         .summary = "The person's last 50 payments",
         .response = schemaReference<PaymentsView>,
         .endpoint = handledBy(desk, listPayments)},
        {.method = "GET",
         .path = "/api/v1/payments/{payment_id}",
         .operation = "showPayment",
         .summary = "A payment",
         .response = schemaReference<PaymentView>,
         .endpoint = handledBy(desk, showPayment)},
        {.method = "POST",
         .path = "/api/v1/payments/{payment_id}/agreement",
         .operation = "agreeToPayment",
         .summary = "Accepts the split that the insurer makes of the bill: it is settled, and the person pays the cash part",
         .writes = true,
         .request = schemaReference<AgreeToSplit>,
         .response = schemaReference<PaymentView>,
         .endpoint = handledBy(desk, agreeToPayment)},
        {.method = "POST",
         .path = "/api/v1/payments/{payment_id}/cancellation",
         .operation = "cancelPayment",
         .summary = "Gives a payment up before the money has moved",
         .writes = true,
         .response = schemaReference<PaymentView>,
         .endpoint = handledBy(desk, cancelPayment)},
        {.method = "POST",
         .path = "/api/v1/payments/{payment_id}/refunds",
         .operation = "makeRefund",
         .summary = "Asks for money back; the hospital has to agree",
         .writes = true,
         .request = schemaReference<MakeRefund>,
         .status = 201,
         .response = schemaReference<RefundView>,
         .endpoint = handledBy(desk, makeRefund)},
        {.method = "GET",
         .path = "/api/v1/refunds/{refund_id}",
         .operation = "showRefund",
         .summary = "A refund",
         .response = schemaReference<RefundView>,
         .endpoint = handledBy(desk, showRefund)},
    };
}

}  // namespace hub::api::rest
