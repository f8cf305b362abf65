#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "hub/api/rest/credential_views.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using contract::CredentialKind;
using core::Error;
using core::Failure;
using core::Result;
using identity::CredentialId;
using identity::Credentials;
using identity::HeldCredential;
using identity::PersonId;

HeldCredentialView viewOf(const HeldCredential& credential) {
    return {credential.id,    credential.kind,     credential.issuer,     credential.number,
            credential.state, credential.bound_at, credential.valid_until};
}

namespace {

Result<std::string> scannedJson(House& house, const flows::Scanned& scanned, contract::CodeUse use) {
    ScannedView view;
    const Result<void> read = house.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        Result<PersonView> person = personIn(house, transaction, scanned.person);
        if (!person.ok()) return person.failure();
        view.person = *std::move(person);
        return {};
    });
    if (!read.ok()) return read.failure();
    view.form = scanned.form;
    view.use = use;
    view.valid_until = scanned.valid_until;
    if (scanned.insurance_token) view.insurance_token = scanned.insurance_token->reveal();
    view.insured_area = scanned.insured_area;
    return core::toJson(view, core::Exposure::Masked);
}

/// A repeat finds a code used up, and nothing else happens: the person shows a fresh one.
void scanCode(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<void> staff = requireStaffOf(*caller);
        if (!staff.ok()) return staff;
        const Result<ScanCode> body = bodyOf<ScanCode>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        house.scanning.scan(
            {body->text, caller->hospital, body->use, caller->trace},
            [&house, caller = *caller](core::Transaction& transaction, const flows::Scanned& scanned) -> Result<void> {
                audit::AuditEntry entry = access::auditEntry(caller, "credential.scan", scanned.person, audit::Outcome::Done);
                entry.subject = core::enumName(scanned.form);
                const Result<audit::AuditId> noted = house.witness.note(transaction, std::move(entry));
                return noted.ok() ? Result<void>() : noted.failure();
            },
            [&house, reply, use = body->use](const Result<flows::Scanned>& scanned) {
                Result<std::string> json = scanned.ok() ? scannedJson(house, *scanned, use) : scanned.failure();
                if (!json.ok()) {
                    reply.fail(json.failure());
                    return;
                }
                reply.send(jsonResponse(200, *std::move(json)));
            });
        return {};
    });
}

/// Of everybody who is a part of the person.
Result<std::vector<HeldCredential>> credentialsOf(House& house, core::ReadTransaction& transaction, PersonId root) {
    const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    std::vector<HeldCredential> all;
    for (const PersonId member : *members) {
        Result<std::vector<HeldCredential>> held = house.credentials.heldBy(transaction, member);
        if (!held.ok()) return held;
        std::ranges::move(*held, std::back_inserter(all));
    }
    return all;
}

Result<std::string> heldJson(House& house, core::ReadTransaction& transaction, PersonId person) {
    const Result<std::vector<HeldCredential>> held = credentialsOf(house, transaction, person);
    if (!held.ok()) return held.failure();
    HeldCredentialsView view;
    for (const HeldCredential& credential : *held) view.credentials.push_back(viewOf(credential));
    return core::toJson(view, core::Exposure::Masked);
}

void listCredentials(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead);
        if (!called.ok()) return called.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return heldJson(desk.house(), transaction, called->person); });
        return {};
    });
}

/// Only this person's: an id alone opens nothing. Also: CredentialNotFound.
Result<HeldCredential> heldBy(House& house, core::ReadTransaction& transaction, PersonId person, CredentialId id) {
    const Result<std::vector<HeldCredential>> held = credentialsOf(house, transaction, person);
    if (!held.ok()) return held.failure();
    const auto found = std::ranges::find(*held, id, &HeldCredential::id);
    if (found == held->end()) return Failure(Error::CredentialNotFound);
    return *found;
}

/// Kinds that staff reads from the card itself; the others are bound when their service decodes a code.
Result<void> requireReadByStaff(CredentialKind kind) {
    if (kind == CredentialKind::HospitalCard || kind == CredentialKind::SocialSecurityCard) return {};
    return Failure(Error::CodeNotRecognised, std::string(core::enumName(kind)));
}

Result<flows::Next> tell(House& house, core::Transaction& transaction, std::string_view event, const HeldCredential& cause,
                         std::int64_t version) {
    return flows::publish(house.care.house(), transaction, cause.person, event, "credential_id", cause.id.bits, version, 0);
}

std::string subjectOf(CredentialId id) { return "credential/" + id.text(); }

/// It needs no key of its own: what stands as the person's already comes back as it stands.
void bindCredential(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledByStaff(request);
        if (!called.ok()) return called.failure();
        const Result<BindCredential> body = bodyOf<BindCredential>(request);
        if (!body.ok()) return body.failure();
        const Result<void> read_by_staff = requireReadByStaff(body->kind);
        if (!read_by_staff.ok()) return read_by_staff;
        House& house = desk.house();
        const identity::CredentialKey key{body->kind, called->caller.hospital, body->number};
        const auto bound = std::make_shared<HeldCredential>();  // shared: the unit may run again
        const auto work = [&house, caller = called->caller, id = called->person, key,
                           bound](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<void> active = requireActive(house, transaction, id);
            if (!active.ok()) return active.failure();
            const Result<std::vector<HeldCredential>> before = credentialsOf(house, transaction, id);
            if (!before.ok()) return before.failure();
            const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, id);
            if (!members.ok()) return members.failure();
            const Result<std::optional<PersonId>> holder = house.credentials.holderAmong(transaction, *members, key);
            if (!holder.ok()) return holder.failure();
            const Result<HeldCredential> held = house.credentials.bind(transaction, holder->value_or(id), key);
            if (!held.ok()) return held.failure();
            *bound = *held;
            audit::AuditEntry entry = access::auditEntry(caller, "credential.bind", id, audit::Outcome::Done);
            entry.subject = subjectOf(held->id);
            const Result<audit::AuditId> noted = house.witness.note(transaction, std::move(entry));
            if (!noted.ok()) return noted.failure();
            if (std::ranges::find(*before, held->id, &HeldCredential::id) != before->end()) return flows::Next{};
            return tell(house, transaction, "credential.bound", *held, held->version);
        };
        house.carrier.run("credential/bind", called->person.bits, work, [reply, bound](const Result<void>& done) {
            if (!done.ok()) {
                reply.fail(done.failure());
                return;
            }
            reply.send(jsonResponse(201, core::toJson(viewOf(*bound), core::Exposure::Masked)));
        });
        return {};
    });
}

/// What can be done with a credential that is bound.
struct CredentialVerb {
    std::string_view action;  ///< of the audit
    std::string_view event;
    Result<HeldCredential> (Credentials::*move)(core::Transaction&, CredentialId);
    bool only_issuer;  ///< a hospital's card is touched like this by no other hospital
};
constexpr CredentialVerb kLost{"credential.report-loss", "credential.lost", &Credentials::reportLoss, false};
constexpr CredentialVerb kFound{"credential.found", "credential.found", &Credentials::found, true};
constexpr CredentialVerb kRevoke{"credential.revoke", "credential.revoked", &Credentials::revoke, true};

/// A person may do with their own what they like.
Result<void> requireIssuer(const Caller& caller, const HeldCredential& credential) {
    return credential.issuer.empty() ? Result<void>() : access::requireHospital(caller, credential.issuer);
}

/// What a write about a person's credential has in common.
Writing writingAbout(PersonId person, CredentialId id, std::string_view action) {
    Writing writing;
    writing.subject = subjectOf(id);
    writing.resource = personPath(person) + "/credentials";
    writing.watched = person.bits;
    writing.aggregate = person.bits;
    writing.status = 200;
    writing.action = action;
    writing.about = person;
    return writing;
}

template <const CredentialVerb& verb>
void moveCredential(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledToManage(request);
        if (!called.ok()) return called.failure();
        const Result<CredentialId> id = pathId<CredentialId>(request, "credential_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        const PersonId person = called->person;
        Writing writing = writingAbout(person, *id, verb.action);
        writing.work = [&house, caller = called->caller, person, id = *id](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<HeldCredential> before = heldBy(house, transaction, person, id);
            if (!before.ok()) return before.failure();
            const Result<void> allowed = verb.only_issuer ? requireIssuer(caller, *before) : Result<void>();
            if (!allowed.ok()) return allowed.failure();
            const Result<HeldCredential> moved = (house.credentials.*verb.move)(transaction, id);
            if (!moved.ok()) return moved.failure();
            if (moved->version == before->version) return flows::Next{};
            return tell(house, transaction, verb.event, *moved, moved->version);
        };
        writing.look = [&house, person, id = *id](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            const Result<HeldCredential> held = heldBy(house, transaction, person, id);
            if (!held.ok()) return held.failure();
            return Look{true, core::toJson(viewOf(*held), core::Exposure::Masked)};
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

/// Hospitals that know the old one are not told: their own systems keep it until they are.
void replaceCredential(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledByStaff(request);
        if (!called.ok()) return called.failure();
        const Result<CredentialId> id = pathId<CredentialId>(request, "credential_id");
        if (!id.ok()) return id.failure();
        const Result<ReplaceCredential> body = bodyOf<ReplaceCredential>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        const PersonId person = called->person;
        Writing writing = writingAbout(person, *id, "credential.replace");
        writing.work = [&house, caller = called->caller, person, id = *id,
                        number = body->number](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<void> active = requireActive(house, transaction, person);
            if (!active.ok()) return active.failure();
            const Result<HeldCredential> old = heldBy(house, transaction, person, id);
            if (!old.ok()) return old.failure();
            Result<void> allowed = requireReadByStaff(old->kind);
            if (allowed.ok()) allowed = requireIssuer(caller, *old);
            if (!allowed.ok()) return allowed.failure();
            const Result<HeldCredential> fresh = house.credentials.replace(transaction, id, number.reveal());
            if (!fresh.ok()) return fresh.failure();
            return tell(house, transaction, "credential.replaced", *old, old->version + 1);  // it is revoked by that
        };
        writing.look = [&house, person](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            Result<std::string> json = heldJson(house, transaction, person);
            return json.ok() ? Result<Look>(Look{true, *std::move(json)}) : json.failure();
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

}  // namespace

std::vector<Route> credentialRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/credentials/scan",
         .operation = "scanCode",
         .summary = "The person behind any code or card that staff of a hospital scans; a code that works once is used up by it; audited",
         .writes = true,
         .request = schemaReference<ScanCode>,
         .response = schemaReference<ScannedView>,
         .endpoint = handledBy(desk, scanCode)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/credentials",
         .operation = "listCredentials",
         .summary = "Cards and numbers of others by which the person is found, whatever their state",
         .response = schemaReference<HeldCredentialsView>,
         .endpoint = handledBy(desk, listCredentials)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/credentials",
         .operation = "bindCredential",
         .summary = "Staff has read the person's card: from now on the person is found by it; once more changes nothing",
         .writes = true,
         .request = schemaReference<BindCredential>,
         .status = 201,
         .response = schemaReference<HeldCredentialView>,
         .endpoint = handledBy(desk, bindCredential)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/credentials/{credential_id}/lost",
         .operation = "reportCredentialLost",
         .summary = "Freezes a credential; by the person, or by staff of any hospital",
         .writes = true,
         .response = schemaReference<HeldCredentialView>,
         .endpoint = handledBy(desk, moveCredential<kLost>)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/credentials/{credential_id}/found",
         .operation = "reportCredentialFound",
         .summary = "Takes the report of loss back; by the person, or by staff, of a hospital's card by that hospital's",
         .writes = true,
         .response = schemaReference<HeldCredentialView>,
         .endpoint = handledBy(desk, moveCredential<kFound>)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/credentials/{credential_id}/revoke",
         .operation = "revokeCredential",
         .summary = "The credential is nobody's any more; whoever holds the thing may have it bound anew",
         .writes = true,
         .response = schemaReference<HeldCredentialView>,
         .endpoint = handledBy(desk, moveCredential<kRevoke>)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/credentials/{credential_id}/replace",
         .operation = "replaceCredential",
         .summary = "Staff has given out a new card for the old one, which is revoked; answers with all the person has",
         .writes = true,
         .request = schemaReference<ReplaceCredential>,
         .response = schemaReference<HeldCredentialsView>,
         .endpoint = handledBy(desk, replaceCredential)},
    };
}

}  // namespace hub::api::rest
