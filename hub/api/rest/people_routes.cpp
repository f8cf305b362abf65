#include <utility>

#include "hub/api/rest/members.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"
#include "hub/core/read_one.h"
#include "hub/core/text.h"
#include "hub/identity/certificate.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;

namespace {

constexpr std::string_view kPerson = "person_id";

Result<std::string> personJson(House& house, core::ReadTransaction& transaction, PersonId id) {
    const Result<PersonView> person = personIn(house, transaction, id);
    if (!person.ok()) return person.failure();
    return core::toJson(*person, core::Exposure::Masked);
}

/// A person is known by what they bring, not by an id: the resource is only known in the unit, and a repeat finds the same person.
void registerPerson(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<void> allowed = access::requireScope(*caller, Scope::PersonRegister);
        if (!allowed.ok()) return allowed;
        const Result<RegisterPerson> body = bodyOf<RegisterPerson>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        house.registering.registerPerson(
            body->person,
            [&house, caller = *caller](core::Transaction& transaction, const identity::Registered& registered) -> Result<flows::Next> {
                const Result<audit::AuditId> noted = house.witness.note(
                    transaction, access::auditEntry(caller, "person.register", registered.person.id, audit::Outcome::Done));
                return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
            },
            [&house, reply](const Result<identity::Registered>& registered) {
                const Result<void> done = registered.ok() ? Result<void>() : registered.failure();
                answerWithPerson(house, reply, done, 201, registered.ok() ? registered->person.id : PersonId());
            });
        return {};
    });
}

Result<PersonId> findByCertificate(House& house, core::ReadTransaction& transaction, const contract::Certificate& certificate) {
    const auto checked = identity::checkCertificate(certificate, core::shanghaiDate(house.clock.utc(), core::Duration(0)));
    if (!checked.ok()) return checked.failure();
    const Result<std::optional<identity::Person>> person = house.people.personByCertificate(transaction, checked->certificate);
    if (!person.ok()) return person.failure();
    if (!*person) return Failure(Error::PersonNotFound, std::string(core::enumName(checked->certificate.kind)));
    return (*person)->id;
}

/// Whoever looks people up by numbers: staff of a hospital, or a steward. Also: as of requireStaffOf().
Result<void> requireFinder(const Desk& desk, const Caller& caller) {
    return caller.scopes.has(Scope::IdentityReview) ? desk.requireReader(caller) : requireStaffOf(caller);
}

/// The person of a card, of a certificate, or of a hospital's own file.
Result<PersonId> findIn(House& house, core::ReadTransaction& transaction, const Caller& caller, const FindPerson& what) {
    if (what.card_number) {
        const Result<identity::Card> card = house.cards.activeByNumber(transaction, what.card_number->reveal());
        return card.ok() ? Result<PersonId>(card->person) : card.failure();
    }
    if (what.certificate) return findByCertificate(house, transaction, *what.certificate);
    const std::string hospital = what.hospital.value_or(caller.hospital);
    if (hospital.empty()) return Failure(Error::JsonNotValid, "hospital");
    const Result<void> own = access::requireHospital(caller, hospital);
    if (!own.ok()) return own.failure();
    const auto file = house.people.fileByLocalPatient(transaction, hospital, what.local_patient->reveal());
    if (!file.ok()) return file.failure();
    if (!*file || (*file)->state != identity::LinkState::Linked) return Failure(Error::HospitalFileNotFound);
    return (*file)->person;
}

/// A POST, because a number is no part of a URL.
void findPerson(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<void> finder = requireFinder(desk, *caller);
        if (!finder.ok()) return finder;
        const Result<FindPerson> body = bodyOf<FindPerson>(request);
        if (!body.ok()) return body.failure();
        const int given = int{body->local_patient.has_value()} + int{body->card_number.has_value()} + int{body->certificate.has_value()};
        if (given != 1) return Failure(Error::JsonNotValid, "local_patient, card_number, certificate: one of them");
        House& house = desk.house();
        PersonId person;
        std::string json;
        // Found in a snapshot, so that nobody waits for the write lane to look; shown when the line of it is durable.
        const Result<void> read = house.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            const Result<PersonId> owner = findIn(house, transaction, *caller, *body);
            if (!owner.ok()) return owner.failure();
            const Result<PersonId> root = house.merges.rootOf(transaction, *owner);
            if (!root.ok()) return root.failure();
            person = *root;
            Result<std::string> shown = personJson(house, transaction, person);
            if (!shown.ok()) return shown.failure();
            json = std::move(*shown);
            return {};
        });
        if (!read.ok()) return read;
        house.carrier.run(
            "find", core::IdBits{},
            [&house, entry = access::auditEntry(*caller, "person.find", person, audit::Outcome::Done)](
                core::Transaction& transaction) -> Result<flows::Next> {
                const Result<audit::AuditId> noted = house.witness.note(transaction, entry);
                return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
            },
            [reply, json = std::move(json)](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                reply.send(jsonResponse(200, json));
            });
        return {};
    });
}

/// It may be said again: staff has seen the certificate again. It is about the registration that has the certificate.
void checkIdentity(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledByStaff(request);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        house.carrier.run(
            "identity-check", called->registration.bits,
            [&house, caller = called->caller, id = called->registration](core::Transaction& transaction) -> Result<flows::Next> {
                const Result<identity::Person> person = house.registration.verify(transaction, id);
                if (!person.ok()) return person.failure();
                const Result<audit::AuditId> noted =
                    house.witness.note(transaction, access::auditEntry(caller, "person.verify", id, audit::Outcome::Done));
                return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
            },
            [&house, reply, id = called->registration](const Result<void>& done) { answerWithPerson(house, reply, done, 200, id); });
        return {};
    });
}

/// The token names the registration: should it be taken out of the person again, the token goes with it.
void exchangeToken(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonExchange);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        const auto issued = std::make_shared<std::optional<access::IssuedToken>>();  // shared: the unit may run again
        house.carrier.run(
            "token", called->registration.bits,
            [&house, caller = called->caller, id = called->registration, issued](core::Transaction& transaction) -> Result<flows::Next> {
                const Result<identity::Person> person = house.people.findPerson(transaction, id);
                if (!person.ok()) return person.failure();
                Result<access::IssuedToken> token =
                    house.tokens.exchange(transaction, caller, *person, access::scopesOf(access::Role::Person));
                if (!token.ok()) return token.failure();
                *issued = std::move(*token);
                const Result<audit::AuditId> noted =
                    house.witness.note(transaction, access::auditEntry(caller, "person.token", id, audit::Outcome::Done));
                return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
            },
            [reply, issued](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                const TokenView view{(*issued)->text.reveal(), (*issued)->token.expires_at};
                reply.send(jsonResponse(201, core::toJson(view, core::Exposure::Masked)));
            });
        return {};
    });
}

void showPerson(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead, Acting::AnyRelative);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return personJson(desk.house(), transaction, called->person); });
        return {};
    });
}

void showCardCode(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead, Acting::ShowCode);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<std::optional<identity::Card>> card = activeCardOf(desk.house(), transaction, called->person);
            if (!card.ok()) return card.failure();
            if (!*card) return Failure(Error::CardNotActive);
            const core::UtcTime now = desk.house().clock.utc();
            Result<std::string> code = desk.house().card_codes.issue(**card);
            if (!code.ok()) return code.failure();
            return core::toJson(CardCodeView{std::move(*code), now + identity::CardCodes::kValidFor}, core::Exposure::Masked);
        });
        return {};
    });
}

Result<Look> filesLook(House& house, core::ReadTransaction& transaction, PersonId id, std::string_view hospital) {
    const Result<std::vector<identity::HospitalFile>> files = filesOf(house, transaction, id);
    if (!files.ok()) return files.failure();
    FilesView view;
    bool linked = false;
    for (const identity::HospitalFile& file : *files) {
        if (!hospital.empty() && file.hospital != hospital) continue;
        view.files.push_back(viewOf(file));
        linked = linked || file.state == identity::LinkState::Linked;
    }
    return Look{linked, core::toJson(view, core::Exposure::Masked)};
}

/// A file is opened by several units: what a relative does is told before the first.
Result<flows::Next> noteRelativesFile(House& house, core::Transaction& transaction, const Called& called) {
    const Result<void> speaks = requireSpeaker(house, transaction, called.caller, called.person, Acting::Book);
    if (!speaks.ok()) return speaks.failure();
    const Result<audit::AuditId> noted =
        house.witness.note(transaction, access::auditEntry(called.caller, "file.open", called.person, audit::Outcome::Done));
    if (!noted.ok()) return noted.failure();
    return tellOfRelative(house, transaction, called.caller, called.person, "file.open");
}

/// True when somebody who is a part of the person has a file there: the hospital knows the person, and is not asked under another name.
Result<bool> hasFileOfPart(House& house, PersonId root, std::string_view hospital) {
    const Result<std::vector<identity::HospitalFile>> files =
        core::readOne(house.reads, [&](core::ReadTransaction& transaction) { return linkedFilesAt(house, transaction, root, hospital); });
    if (!files.ok()) return files.failure();
    return std::ranges::any_of(*files, [&](const identity::HospitalFile& file) { return file.person != root; });
}

/// Opening a file is looking for one first, so it needs no key of its own: a second call finds what the first one made.
void openFile(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::Book);
        if (!called.ok()) return called.failure();
        const Result<OpenFile> body = bodyOf<OpenFile>(request);
        if (!body.ok()) return body.failure();
        if (!desk.house().hospitals.contains(body->hospital)) return Failure(Error::HospitalNotKnown, core::shapeOf(body->hospital));
        House& house = desk.house();
        const auto answer = [&desk, &house, reply, id = called->person, hospital = body->hospital](const Result<void>& done) {
            if (!done.ok()) {
                reply.fail(done.failure());
                return;
            }
            Writing writing;
            writing.resource = personPath(id) + "/files";
            writing.watched = id.bits;
            writing.look = [&house, id, hospital](core::ReadTransaction& transaction, std::string_view) {
                return filesLook(house, transaction, id, hospital);
            };
            desk.answerWhenSettled(reply, writing, writing.resource);
        };
        const Result<bool> known = hasFileOfPart(house, called->person, body->hospital);
        if (!known.ok()) return known.failure();
        if (*known) {
            answer({});
            return {};
        }
        const auto open = [&house, reply, answer, id = called->person, hospital = body->hospital](const Result<void>& told) {
            if (!told.ok()) {
                reply.fail(told.failure());
                return;
            }
            house.files.open(id, hospital, answer);
        };
        if (!actsForRelative(called->caller, called->person)) {
            open({});
            return {};
        }
        house.carrier.run(
            "file-open", called->person.bits,
            [&house, called = *called](core::Transaction& transaction) { return noteRelativesFile(house, transaction, called); }, open);
        return {};
    });
}

void listFiles(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<Look> look = filesLook(desk.house(), transaction, called->person, "");
            return look.ok() ? Result<std::string>(look->json) : look.failure();
        });
        return {};
    });
}

void issueTicket(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead);
        if (!called.ok()) return called.failure();
        const Result<core::Sensitive<std::string>> ticket = desk.house().tickets.issue(called->person.bits);
        if (!ticket.ok()) return ticket.failure();
        reply.send(jsonResponse(201, core::toJson(TicketView{ticket->reveal()}, core::Exposure::Masked)));
        return {};
    });
}

/// By token, or by a ticket where the browser can send no header.
void listen(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<PersonId> named = pathId<PersonId>(request, kPerson);
        if (!named.ok()) return named.failure();
        const Result<PersonId> id = desk.whoIs(*named);
        if (!id.ok()) return id.failure();
        if (const auto ticket = request.queryValue("ticket")) {
            const Result<core::IdBits> whose = desk.house().tickets.redeem(*ticket);
            if (!whose.ok()) return whose.failure();
            if (*whose != id->bits) return Failure(Error::EventTicketNotValid);
        } else {
            const Result<Called> called = desk.calledFor(request, Scope::PersonRead);
            if (!called.ok()) return called.failure();
        }
        desk.house().streams.answer(reply, flows::personStream(id->bits), request.headers.find("Last-Event-ID"));
        return {};
    });
}

}  // namespace

std::vector<Route> peopleRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people",
         .operation = "registerPerson",
         .summary = "Registers a person of 14 or older by real name; the same person again is the same person",
         .writes = true,
         .request = schemaReference<RegisterPerson>,
         .status = 201,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, registerPerson)},
        {.method = "POST",
         .path = "/api/v1/people/search",
         .operation = "findPerson",
         .summary = "The person whose number staff of a hospital, or a steward, has typed: of a card, of a certificate, or of a hospital's "
                    "own file; audited",
         .writes = true,
         .request = schemaReference<FindPerson>,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, findPerson)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/identity-check",
         .operation = "checkIdentity",
         .summary = "Staff of a hospital has seen the person's certificate: the person is verified, and may be shown their records",
         .writes = true,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, checkIdentity)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}",
         .operation = "showPerson",
         .summary = "The person and the active card; of somebody who is a part of another person, that person",
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, showPerson)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/tokens",
         .operation = "exchangeToken",
         .summary = "A person token for a person whom the entrance has just logged in by real name",
         .writes = true,
         .status = 201,
         .response = schemaReference<TokenView>,
         .endpoint = handledBy(desk, exchangeToken)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/card-code",
         .operation = "showCardCode",
         .summary = "A new code of the card, for the phone's screen",
         .response = schemaReference<CardCodeView>,
         .endpoint = handledBy(desk, showCardCode)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/files",
         .operation = "openFile",
         .summary = "Finds or makes the person's file at a hospital",
         .writes = true,
         .request = schemaReference<OpenFile>,
         .status = 201,
         .response = schemaReference<FilesView>,
         .endpoint = handledBy(desk, openFile)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/files",
         .operation = "listFiles",
         .summary = "The person's files at hospitals",
         .response = schemaReference<FilesView>,
         .endpoint = handledBy(desk, listFiles)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/event-tickets",
         .operation = "issueEventTicket",
         .summary = "A ticket for the event stream, for a browser that can send no header",
         .writes = true,
         .status = 201,
         .response = schemaReference<TicketView>,
         .endpoint = handledBy(desk, issueTicket)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/events",
         .operation = "listen",
         .summary = "What happens to the person's bookings, charges, payments and records",
         .query = {{"ticket", "instead of a token: single use", false}},
         .response_type = "text/event-stream",
         .endpoint = handledBy(desk, listen)},
    };
}

}  // namespace hub::api::rest
