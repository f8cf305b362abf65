#include "hub/access/caller.h"

#include <algorithm>
#include <utility>

#include "hub/core/describe.h"
#include "hub/core/text.h"

namespace hub::access {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kClaimMax = 64;

bool isClaim(std::string_view text) {
    const bool visible = std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
    return !text.empty() && text.size() <= kClaimMax && visible && core::isUtf8(text);
}

}  // namespace

Result<void> requireScope(const Caller& caller, Scope scope) {
    if (caller.scopes.has(scope)) return {};
    return Failure(Error::ScopeMissing, std::string(core::enumName(scope)));
}

Result<void> requirePerson(const Caller& caller, identity::PersonId person) {
    if (caller.person.none() || caller.person == person) return {};
    return Failure(Error::NotThisPerson);
}

Result<void> requireHospital(const Caller& caller, std::string_view hospital) {
    if (caller.hospital.empty() || caller.hospital == hospital) return {};
    return Failure(Error::NotThisHospital, std::string(hospital));
}

Result<Caller> withStaff(Caller caller, const StaffClaim& claim) {
    if (!caller.scopes.has(Scope::StaffAct) && !caller.scopes.has(Scope::IdentityReview))
        return Failure(Error::ScopeMissing, std::string(core::enumName(Scope::StaffAct)));
    for (const auto& [name, text] :
         {std::pair<const char*, std::string_view>{"staff_id", claim.staff_id}, {"role", claim.role}, {"department", claim.department}}) {
        if (!isClaim(text)) return Failure(Error::StaffClaimNotValid, name);
    }
    caller.staff = claim;
    return caller;
}

Result<void> requireStaff(const Caller& caller) {
    if (caller.staff) return {};
    return Failure(Error::StaffClaimNotValid, "staff_id");
}

audit::AuditEntry auditEntry(const Caller& caller, std::string_view action, identity::PersonId about, audit::Outcome outcome) {
    audit::AuditEntry entry;
    if (caller.staff) {
        entry.actor_kind = audit::ActorKind::Staff;
        entry.actor = caller.staff->staff_id;
        entry.role = caller.staff->role;
        entry.department = caller.staff->department;
    } else {
        const bool person = !caller.person.none();
        entry.actor_kind = person ? audit::ActorKind::Person : audit::ActorKind::Client;
        entry.actor = person ? caller.person.text() : caller.client;
        entry.role = core::enumName(caller.role);
    }
    entry.client = caller.client;
    entry.hospital = caller.hospital;
    entry.action = action;
    entry.about = about;
    entry.purpose = caller.purpose;
    entry.outcome = outcome;
    entry.trace = caller.trace;
    return entry;
}

}  // namespace hub::access
