#include <memory>
#include <utility>

#include "hub/api/rest/person_look.h"
#include "hub/api/rest/review_views.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/steward.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using audit::Purpose;
using core::Error;
using core::Failure;
using core::Result;
using identity::GivenCertificate;
using identity::PersonId;

namespace {

/// A person for themselves, or a member of staff for what staff may say they need it for. A relative who may speak for the person is not
/// the person. Also: as of calledFor(), PurposeMissing, PurposeNotAllowed.
Result<Called> calledForDetails(const Desk& desk, const Request& request) {
    const Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller.failure();
    const bool themselves = !caller->person.none();
    Result<Called> called = desk.calledFor(request, themselves ? Scope::PersonRead : Scope::PersonUnmask);
    if (!called.ok()) return called;
    Purpose& purpose = called->caller.purpose;
    if (themselves) {
        if (called->caller.person != called->person) return Failure(Error::NotThisPerson);
        if (purpose == Purpose::None) purpose = Purpose::Own;
        if (purpose != Purpose::Own) return Failure(Error::PurposeNotAllowed, std::string(core::enumName(purpose)));
        return called;
    }
    const Result<void> named = access::requireStaff(called->caller);
    if (!named.ok()) return named.failure();
    const Result<void> stated = requirePurpose(called->caller);
    return stated.ok() ? called : stated.failure();
}

/// The answer leaves when the audit's line is durable.
void showDetails(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledForDetails(desk, request);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        const auto seen = std::make_shared<UnmaskedPerson>();  // shared: the unit may run again
        house.carrier.run(
            "unmask", called->person.bits,
            [&house, called = *called, seen](core::Transaction& transaction) -> Result<flows::Next> {
                const auto witnessed = house.witness.witness(
                    transaction, access::auditEntry(called.caller, "person.unmask", called.person, audit::Outcome::Done));
                if (!witnessed.ok()) return witnessed.failure();
                const Result<identity::Person> person = house.people.findPerson(transaction, called.person);
                if (!person.ok()) return person.failure();
                const auto former = house.people.formerCertificatesOf(transaction, called.person);
                if (!former.ok()) return former.failure();
                const auto withdrawn = house.withdrawals.ofPerson(transaction, called.person);
                if (!withdrawn.ok()) return withdrawn.failure();
                *seen = {person->id, person->details, {}, {}};
                for (const identity::FormerCertificate& each : *former)
                    seen->former_certificates.push_back({each.certificate, each.given_up_at});
                for (const identity::Withdrawal& each : *withdrawn) {
                    if (each.state == identity::WithdrawalState::Withdrawn)
                        seen->withdrawn_certificates.push_back({each.certificate, *each.decided_at});
                }
                if (called.caller.purpose == Purpose::Own) return flows::Next{};
                return tellUnmasked(house, transaction, *witnessed);
            },
            [reply, seen](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                reply.send(jsonResponse(200, core::toJson(*seen, core::Exposure::Revealed)));
            });
        return {};
    });
}

/// Perhaps the two are one: staff of the index looks at them, and who asked is told nothing of the other.
Result<void> openReview(House& house, core::Transaction& transaction, const GivenCertificate& given) {
    identity::MatchFinding finding;
    finding.source = given.person.details.certificate ? "certificate" : "newborn";
    const Result<identity::Review> review = house.reviews.open(transaction, given.person.id, *given.taken_by, finding);
    return review.ok() ? Result<void>() : review.failure();
}

/// What goes with the certificate into one unit. What it writes stays also when the answer is no.
Result<flows::Next> noteCertificate(House& house, core::Transaction& transaction, const Called& called, std::string_view action,
                                    const GivenCertificate& given) {
    const Result<void> speaks = requireSpeaker(house, transaction, called.caller, called.person, Acting::Guardian);
    if (!speaks.ok()) return speaks.failure();
    if (given.taken_by) {
        const Result<void> opened = openReview(house, transaction, given);
        if (!opened.ok()) return opened.failure();
    }
    const audit::Outcome outcome = given.taken_by ? audit::Outcome::Refused : audit::Outcome::Done;
    const auto noted = house.witness.note(transaction, access::auditEntry(called.caller, action, called.registration, outcome));
    if (!noted.ok()) return noted.failure();
    return given.taken_by ? Result<flows::Next>(flows::Next{}) : tellOfRelative(house, transaction, called.caller, called.person, action);
}

/// It is about the registration that has the certificate, or gets it; the answer shows who stands for it. The same certificate again is no
/// change, so it needs no key.
Result<void> giveCertificate(Desk& desk, const Request& request, const Reply& reply, const Called& called, flows::Word word,
                             std::string_view action) {
    const Result<RegisterPerson> body = bodyOf<RegisterPerson>(request);
    if (!body.ok()) return body.failure();
    House& house = desk.house();
    house.registering.giveCertificate(
        called.registration, body->person, word,
        [&house, called, action](core::Transaction& transaction, const GivenCertificate& given) {
            return noteCertificate(house, transaction, called, action, given);
        },
        [&house, reply, id = called.person](const Result<GivenCertificate>& given) {
            Result<void> done = given.ok() ? Result<void>() : given.failure();
            if (given.ok() && given->taken_by) done = Failure(Error::RegistrationRefused);
            answerWithPerson(house, reply, done, 200, id);
        });
    return {};
}

void completeIdentity(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledByStaff(request);
        if (!called.ok()) return called.failure();
        return giveCertificate(desk, request, reply, *called, flows::Word::Staff, "person.identity");
    });
}

void renewCertificate(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledToManage(request);
        if (!called.ok()) return called.failure();
        const flows::Word word = called->caller.person.none() ? flows::Word::Staff : flows::Word::Service;
        return giveCertificate(desk, request, reply, *called, word, "person.certificate");
    });
}

void changeContact(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledToManage(request);
        if (!called.ok()) return called.failure();
        const Result<ChangeContact> body = bodyOf<ChangeContact>(request);
        if (!body.ok()) return body.failure();
        if (!body->phone && !body->address) return Failure(Error::JsonNotValid, "phone, address: at least one of them");
        House& house = desk.house();
        const PersonId person = called->person;
        Writing writing;
        writing.resource = personPath(person);
        writing.watched = person.bits;
        writing.aggregate = person.bits;
        writing.status = 200;
        writing.action = "person.contact";
        writing.about = person;
        writing.work = [&house, person, contact = identity::Contact{body->phone, body->address}](core::Transaction& transaction) {
            return house.registering.changeContact(transaction, person, contact);
        };
        writing.look = [&house, person](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            const Result<PersonView> view = personIn(house, transaction, person);
            return view.ok() ? Result<Look>(Look{true, core::toJson(*view, core::Exposure::Masked)}) : view.failure();
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

}  // namespace

std::vector<Route> detailsRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/details",
         .operation = "showDetails",
         .summary =
             "Name, certificate, telephone and address in full: for the person, or for staff who name a Purpose; each look is in the "
             "audit, and the person hears of it",
         .response = schemaReference<UnmaskedPerson>,
         .endpoint = handledBy(desk, showDetails)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/identity",
         .operation = "completeIdentity",
         .summary = "Staff has seen the first certificate and the own name of somebody who had none, or what a birth certificate gave way "
                    "to; one that stands already is looked into",
         .writes = true,
         .request = schemaReference<RegisterPerson>,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, completeIdentity)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/certificate",
         .operation = "renewCertificate",
         .summary = "A renewed passport or pass, or what a birth certificate gave way to: staff has seen it, or the person says so and an "
                    "identity service confirms it; the number before leads to the person still",
         .writes = true,
         .request = schemaReference<RegisterPerson>,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, renewCertificate)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/contact",
         .operation = "changeContact",
         .summary = "A new telephone or address, by the person or by staff",
         .writes = true,
         .request = schemaReference<ChangeContact>,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, changeContact)},
    };
}

}  // namespace hub::api::rest
