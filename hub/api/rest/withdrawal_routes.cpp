#include <memory>
#include <utility>

#include "hub/api/page_place.h"
#include "hub/api/rest/members.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/steward.h"
#include "hub/api/rest/withdrawal_views.h"

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Exposure;
using core::Failure;
using core::Result;
using identity::PersonId;
using identity::Withdrawal;
using identity::WithdrawalId;
using identity::WithdrawalState;

namespace {

constexpr std::size_t kListed = 50;

std::string pathOf(WithdrawalId id) { return "/api/v1/certificate-withdrawals/" + id.text(); }

WithdrawalView viewOf(const Withdrawal& one) {
    return {one.id,  one.person,      one.state,       one.held,       one.certificate, one.right,
            one.why, one.proposed_by, one.proposed_at, one.decided_by, one.decided_at};
}

Result<Look> withdrawalIn(House& house, core::ReadTransaction& transaction, WithdrawalId id) {
    const Result<Withdrawal> found = house.withdrawals.find(transaction, id);
    return found.ok() ? Result<Look>(Look{true, core::toJson(viewOf(*found), Exposure::Masked)}) : found.failure();
}

/// A steward in the name of a member of staff, for a purpose.
Result<Caller> callerFor(const Desk& desk, const Request& request) {
    Result<Caller> caller = stewardIn(desk, request);
    if (!caller.ok()) return caller;
    const Result<void> stated = requirePurpose(*caller);
    return stated.ok() ? caller : stated.failure();
}

void propose(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = callerFor(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PersonId> person = pathId<PersonId>(request, "person_id");
        if (!person.ok()) return person.failure();
        const Result<WithdrawCertificate> body = bodyOf<WithdrawCertificate>(request);
        if (!body.ok()) return body.failure();
        if (body->why.empty()) return Failure(Error::JsonNotValid, "/why: expected a word");
        House& house = desk.house();
        const auto id = house.ids.next<WithdrawalId>();
        Writing writing;
        writing.resource = pathOf(id);
        writing.watched = id.bits;
        writing.aggregate = person->bits;
        writing.action = "certificate.propose_withdrawal";
        writing.about = *person;
        writing.work = [&house, id, person = *person, body = *body,
                        by = staffNameOf(*caller)](core::Transaction& transaction) -> Result<flows::Next> {
            const auto proposed = house.withdrawals.propose(transaction, id, person, body.certificate, body.right, by, body.why);
            return proposed.ok() ? Result<flows::Next>(flows::Next{}) : proposed.failure();
        };
        writing.look = [&house](core::ReadTransaction& transaction, std::string_view resource) -> Result<Look> {
            const Result<WithdrawalId> made = WithdrawalId::parse(resource.substr(resource.rfind('/') + 1));
            return made.ok() ? withdrawalIn(house, transaction, *made) : made.failure();
        };
        desk.write(request, reply, *caller, std::move(writing));
        return {};
    });
}

/// Decides it once, and answers with how it stands. `step` gets who acts.
template <class Step>
Result<void> decide(Desk& desk, const Request& request, const Reply& reply, std::string action, Step step) {
    const Result<Caller> caller = callerFor(desk, request);
    if (!caller.ok()) return caller.failure();
    const Result<WithdrawalId> id = pathId<WithdrawalId>(request, "withdrawal_id");
    if (!id.ok()) return id.failure();
    House& house = desk.house();
    PersonId person;
    const Result<void> read = house.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<Withdrawal> found = house.withdrawals.find(transaction, *id);
        if (!found.ok()) return found.failure();
        person = found->person;
        return {};
    });
    if (!read.ok()) return read;
    Writing writing;
    writing.resource = pathOf(*id);
    writing.watched = id->bits;
    writing.aggregate = core::IdBits{};  // as every registration: nobody gets a number in the moment in which it is taken away
    writing.status = 200;
    writing.action = std::move(action);
    writing.about = person;
    writing.work = [id = *id, by = staffNameOf(*caller), step = std::move(step)](core::Transaction& transaction) {
        return step(transaction, id, by);
    };
    writing.look = [&house, id = *id](core::ReadTransaction& transaction, std::string_view) {
        return withdrawalIn(house, transaction, id);
    };
    desk.write(request, reply, *caller, std::move(writing));
    return {};
}

void approve(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return decide(
            desk, request, reply, "certificate.withdraw",
            [&house = desk.house()](core::Transaction& transaction, WithdrawalId id, const std::string& by) -> Result<flows::Next> {
                const Result<identity::Withdrawn> done = house.withdrawals.approve(transaction, id, by);
                if (!done.ok()) return done.failure();
                Result<flows::Next> next = flows::publish(house.care.house(), transaction, done->withdrawal.person, "certificate.withdrawn",
                                                          "withdrawal_id", id.bits, done->withdrawal.version, 0);
                if (!next.ok() || !done->changed) return next;
                Result<flows::Next> follows = house.registering.corrected(transaction, *done->changed);
                if (!follows.ok()) return follows;
                join(*next, *std::move(follows));
                return next;
            });
    });
}

void drop(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return decide(
            desk, request, reply, "certificate.drop_withdrawal",
            [&house = desk.house()](core::Transaction& transaction, WithdrawalId id, const std::string& by) -> Result<flows::Next> {
                const Result<Withdrawal> dropped = house.withdrawals.drop(transaction, id, by);
                return dropped.ok() ? Result<flows::Next>(flows::Next{}) : dropped.failure();
            });
    });
}

/// In full for a stated purpose: whoever approves compares the numbers with the certificates. The answer leaves when the audit's line is
/// durable, and the person hears of it.
Result<void> showInFull(Desk& desk, const Reply& reply, const Caller& caller, WithdrawalId id) {
    const Result<void> named = access::requireStaff(caller);
    if (!named.ok()) return named;
    const Result<void> stated = requirePurpose(caller);
    if (!stated.ok()) return stated;
    House& house = desk.house();
    const auto seen = std::make_shared<std::string>();  // shared: the unit may run again
    house.carrier.run(
        "unmask", id.bits,
        [&house, caller, id, seen](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<Withdrawal> found = house.withdrawals.find(transaction, id);
            if (!found.ok()) return found.failure();
            audit::AuditEntry entry = access::auditEntry(caller, "certificate.unmask", found->person, audit::Outcome::Done);
            entry.subject = pathOf(id);
            const auto witnessed = house.witness.witness(transaction, std::move(entry));
            if (!witnessed.ok()) return witnessed.failure();
            *seen = core::toJson(viewOf(*found), Exposure::Revealed);
            return tellUnmasked(house, transaction, *witnessed);
        },
        [reply, seen](const Result<void>& done) {
            if (!done.ok()) {
                reply.fail(done.failure());
                return;
            }
            reply.send(jsonResponse(200, *seen));
        });
    return {};
}

void show(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<WithdrawalId> id = pathId<WithdrawalId>(request, "withdrawal_id");
        if (!id.ok()) return id.failure();
        if (caller->purpose != audit::Purpose::None) return showInFull(desk, reply, *caller, *id);
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            Result<Look> look = withdrawalIn(desk.house(), transaction, *id);
            return look.ok() ? Result<std::string>(std::move(look->json)) : look.failure();
        });
        return {};
    });
}

void list(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const auto state =
            core::enumFromName<WithdrawalState>(request.queryValue("state").value_or(core::enumName(WithdrawalState::Proposed)));
        if (!state) return Failure(Error::QueryParameterMissing, "state");
        const Result<core::Page> page = pageAfter(request.queryValue("after"), kListed);
        if (!page.ok()) return page.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<std::vector<Withdrawal>> found = desk.house().withdrawals.queue(transaction, *state, *page);
            if (!found.ok()) return found.failure();
            WithdrawalsView view;
            for (const Withdrawal& one : *found) view.withdrawals.push_back(viewOf(one));
            if (found->size() == page->limit) view.next = placeText(found->back().place());
            return core::toJson(view, Exposure::Masked);
        });
        return {};
    });
}

void listOfPerson(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PersonId> person = pathId<PersonId>(request, "person_id");
        if (!person.ok()) return person.failure();
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<identity::Person> found = house.people.findPerson(transaction, *person);
            if (!found.ok()) return found.failure();
            const Result<std::vector<Withdrawal>> all = withdrawalsOf(house, transaction, *person);
            if (!all.ok()) return all.failure();
            WithdrawalsView view;
            for (const Withdrawal& one : *all) view.withdrawals.push_back(viewOf(one));
            return core::toJson(view, Exposure::Masked);
        });
        return {};
    });
}

}  // namespace

std::vector<Route> withdrawalRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/certificate-withdrawals",
         .operation = "proposeWithdrawal",
         .summary =
             "A certificate of the person was entered wrongly: it waits for a second member of staff; for stewards, who state a Purpose",
         .writes = true,
         .request = schemaReference<WithdrawCertificate>,
         .status = 201,
         .response = schemaReference<WithdrawalView>,
         .endpoint = handledBy(desk, propose)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/certificate-withdrawals",
         .operation = "listWithdrawalsOfPerson",
         .summary = "What of the person's certificates was, or is to be, taken back, masked; for stewards",
         .response = schemaReference<WithdrawalsView>,
         .endpoint = handledBy(desk, listOfPerson)},
        {.method = "GET",
         .path = "/api/v1/certificate-withdrawals",
         .operation = "listWithdrawals",
         .summary = "What of certificates is to be taken back, 50 a page, masked; for stewards",
         .query = {{"state", "proposed, withdrawn or dropped; absent: proposed", false}, {"after", "next of the page before", false}},
         .response = schemaReference<WithdrawalsView>,
         .endpoint = handledBy(desk, list)},
        {.method = "GET",
         .path = "/api/v1/certificate-withdrawals/{withdrawal_id}",
         .operation = "showWithdrawal",
         .summary = "Masked; in full for staff who state a Purpose, which is in the audit, and the person hears of it",
         .response = schemaReference<WithdrawalView>,
         .endpoint = handledBy(desk, show)},
        {.method = "POST",
         .path = "/api/v1/certificate-withdrawals/{withdrawal_id}/approve",
         .operation = "approveWithdrawal",
         .summary =
             "Another member of staff agrees: the certificate leads to the person no more, and its holder may register; the person hears "
             "of it",
         .writes = true,
         .response = schemaReference<WithdrawalView>,
         .endpoint = handledBy(desk, approve)},
        {.method = "POST",
         .path = "/api/v1/certificate-withdrawals/{withdrawal_id}/drop",
         .operation = "dropWithdrawal",
         .summary = "The certificate stays as it was",
         .writes = true,
         .response = schemaReference<WithdrawalView>,
         .endpoint = handledBy(desk, drop)},
    };
}

}  // namespace hub::api::rest
