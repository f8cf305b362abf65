#include "hub/api/rest/desk.h"

#include <memory>
#include <utility>

#include "hub/api/rest/waiting.h"
#include "hub/core/read_one.h"
#include "hub/identity/relation.h"
#include "hub/vault/vault.h"

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string headerOf(const Request& request, std::string_view name) { return std::string(request.headers.find(name).value_or("")); }

/// Names the request: the same key with another one is a mistake of the client.
core::Digest hashOf(const Request& request) {
    return vault::Vault::digest(request.method + " " + request.path + "\n" + request.body.reveal());
}

}  // namespace

Result<void> requireStaffOf(const Caller& caller) {
    const Result<void> allowed = access::requireScope(caller, access::Scope::StaffAct);
    if (!allowed.ok()) return allowed;
    const Result<void> named = access::requireStaff(caller);
    if (!named.ok()) return named;
    return caller.staff->staff_id == identity::kConsentByPerson ? Result<void>(Failure(Error::StaffClaimNotValid, "staff_id")) : named;
}

Result<Caller> Desk::comesIn(const Request& request) const {
    const std::optional<std::string_view> header = request.headers.find("Authorization");
    if (!header || !header->starts_with(kBearer)) return Failure(Error::TokenMissing);
    const Result<void> let_in = house_.failures.check(request.peer.address);
    if (!let_in.ok()) return let_in.failure();
    Result<Caller> caller = Failure(Error::TokenNotValid);
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        caller = house_.tokens.authenticate(transaction, header->substr(kBearer.size()));
        if (!caller.ok() || caller->person.none()) return {};
        const Result<identity::PersonId> root = house_.merges.rootOf(transaction, caller->person);
        if (!root.ok()) return root.failure();
        caller->person = *root;
        return {};
    });
    if (!read.ok()) return read.failure();
    if (!caller.ok()) {
        house_.failures.failed(request.peer.address);
    }
    return caller;
}

Result<Caller> Desk::caller(const Request& request) const {
    Result<Caller> caller = comesIn(request);
    if (!caller.ok()) return caller;
    caller->trace = request.trace.text();
    if (request.headers.find("Staff-Id"))
        caller = access::withStaff(std::move(*caller),
                                   {headerOf(request, "Staff-Id"), headerOf(request, "Staff-Role"), headerOf(request, "Staff-Department")});
    if (!caller.ok()) return caller;
    if (const auto purpose = request.headers.find("Purpose")) {
        const std::optional<audit::Purpose> named = core::enumFromName<audit::Purpose>(*purpose);
        if (!named) return Failure(Error::PurposeMissing, "Purpose");
        caller->purpose = *named;
    }
    return caller;
}

Result<Called> Desk::calledFor(const Request& request, access::Scope scope, Acting acting) const {
    const Result<identity::PersonId> named = pathId<identity::PersonId>(request, "person_id");
    if (!named.ok()) return named.failure();
    Result<Caller> caller = this->caller(request);
    if (!caller.ok()) return caller.failure();
    const Result<void> allowed = access::requireScope(*caller, scope);
    if (!allowed.ok()) return allowed.failure();
    const Result<identity::PersonId> person = whoIs(*named);
    if (!person.ok()) return person.failure();
    const Result<void> theirs = requireSpeaker(*caller, *person, acting);
    if (!theirs.ok()) return theirs.failure();
    if (named->none()) return Failure(Error::PersonNotFound, named->text());  // for whom no token stands, and nobody can be written down
    return Called{std::move(*caller), *person, *named};
}

Result<identity::PersonId> Desk::whoIs(identity::PersonId person) const {
    return core::readOne(house_.reads, [&](core::ReadTransaction& transaction) { return house_.merges.rootOf(transaction, person); });
}

Result<void> Desk::requireSpeaker(const Caller& caller, identity::PersonId person, Acting acting) const {
    if (caller.person.none()) return {};
    return house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<identity::PersonId> root = house_.merges.rootOf(transaction, person);
        if (!root.ok()) return root.failure();
        return rest::requireSpeaker(house_, transaction, caller, *root, acting);
    });
}

Result<Called> Desk::calledByStaff(const Request& request) const {
    Result<Called> called = calledFor(request, access::Scope::StaffAct);
    if (!called.ok()) return called;
    const Result<void> staff = requireStaffOf(called->caller);
    return staff.ok() ? called : staff.failure();
}

Result<Called> Desk::calledToManage(const Request& request) const {
    Result<Called> called = calledFor(request, access::Scope::CardManage);
    if (!called.ok() || !called->caller.person.none()) return called;
    const Result<void> staff = requireStaffOf(called->caller);
    return staff.ok() ? called : staff.failure();
}

void Desk::read(const Reply& reply, const std::function<Result<std::string>(core::ReadTransaction&)>& read) const {
    Result<std::string> json = Failure(Error::StorageDown);
    const Result<void> done = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        json = read(transaction);
        return {};
    });
    if (!done.ok()) json = done.failure();
    if (!json.ok()) {
        reply.fail(json.failure());
        return;
    }
    reply.send(jsonResponse(200, std::move(*json)));
}

void Desk::write(const Request& request, const Reply& reply, const Caller& caller, Writing writing) const {
    flows::ClientRequest once;
    once.client = caller.client;
    once.key = headerOf(request, "Idempotency-Key");
    once.request_hash = hashOf(request);
    once.kept_until = house_.clock.utc() + (writing.money ? house_.settings.money_kept : house_.settings.kept);
    once.resource = writing.resource;
    audit::AuditEntry entry = access::auditEntry(caller, writing.action, writing.about, audit::Outcome::Done);
    entry.subject = writing.subject.empty() ? writing.resource : writing.subject;

    const auto resource = std::make_shared<std::string>(writing.resource);  // shared: the unit may run again
    const auto shared = std::make_shared<Writing>(std::move(writing));
    const auto work = [this, once, entry, caller, resource, shared](core::Transaction& transaction) -> Result<flows::Next> {
        // What is about nobody yet is the caller's own. A row of a part is the person's as well.
        const Result<identity::PersonId> about = house_.merges.rootOf(transaction, shared->about.none() ? caller.person : shared->about);
        if (!about.ok()) return about.failure();
        // Once more: a relation that has ended since the request came in lets nothing be written.
        const Result<void> speaks = rest::requireSpeaker(house_, transaction, caller, *about, shared->acting);
        if (!speaks.ok()) return speaks.failure();
        const Result<flows::BegunRequest> begun = house_.requests.begin(transaction, once);
        if (!begun.ok()) return begun.failure();
        *resource = begun->resource;
        if (begun->known) return flows::Next{};
        const Result<audit::AuditId> noted = house_.witness.note(transaction, entry);
        if (!noted.ok()) return noted.failure();
        Result<flows::Next> next = shared->work(transaction);
        if (!next.ok()) return next;
        Result<flows::Next> told = tellOfRelative(house_, transaction, caller, *about, shared->action);
        if (!told.ok()) return told;
        flows::join(*next, std::move(*told));
        return next;
    };
    house_.carrier.run("request", shared->aggregate, work, [this, reply, resource, shared](const Result<void>& done) {
        if (!done.ok()) {
            reply.fail(done.failure());
            return;
        }
        answerWhenSettled(reply, *shared, *resource);
    });
}

void Desk::answerWhenSettled(const Reply& reply, const Writing& writing, const std::string& resource) const {
    const auto look = [this, reply, writing, resource](bool last) {
        Result<Look> seen = Failure(Error::StorageDown);
        const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            seen = writing.look(transaction, resource);
            return {};
        });
        if (!read.ok()) seen = read.failure();
        if (!seen.ok()) {
            reply.fail(seen.failure());
            return true;
        }
        if (!seen->settled && !last) return false;
        Response response = jsonResponse(seen->settled ? writing.status : 202, std::move(seen->json));
        response.headers.add("Location", resource);
        reply.send(std::move(response));
        return true;
    };
    Waiting::begin(house_.executor, house_.clock, house_.changes, writing.watched, house_.settings.answer_wait, look);
}

}  // namespace hub::api::rest
