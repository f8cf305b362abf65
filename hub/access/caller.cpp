#include "hub/access/caller.h"

#include <algorithm>
#include <utility>

#include "hub/core/describe.h"

namespace hub::access {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kClaimMax = 64;

/// A claim goes into the audit in clear: it is a code, never a name in Chinese, and has too few digits for the number of anybody else.
struct ClaimPart {
    const char* name;
    std::string_view text;
    std::ptrdiff_t digits_max;
};

bool isClaim(const ClaimPart& part) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto isOfCode = [&](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
    };
    const std::string_view text = part.text;
    return !text.empty() && text.size() <= kClaimMax && std::all_of(text.begin(), text.end(), isOfCode) &&
           std::count_if(text.begin(), text.end(), isDigit) <= part.digits_max;
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
    if (!caller.scopes.has(Scope::StaffAct) && !caller.scopes.has(Scope::IdentityReview) && !caller.scopes.has(Scope::CaseDecide))
        return Failure(Error::ScopeMissing, std::string(core::enumName(Scope::StaffAct)));
    for (const ClaimPart& part :
         {ClaimPart{"staff_id", claim.staff_id, 10}, {"role", claim.role, 4}, {"department", claim.department, 7}}) {
        if (!isClaim(part)) return Failure(Error::StaffClaimNotValid, part.name);
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
