#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/access/token.h"
#include "hub/audit/audit_entry.h"
#include "hub/core/result.h"

namespace hub::access {

/// A member of staff, as the hospital's client names them in a call: a claim, kept in the audit in clear. Each is a code: 1 to 64 letters
/// and digits of ASCII, '.', '_' and '-', with no more digits than are said.
struct StaffClaim {
    std::string staff_id;    ///< the hospital's own number of the person; 10 digits
    std::string role;        ///< "doctor", "cashier": the hospital's word; 4 digits
    std::string department;  ///< the hospital's code of it; 7 digits
};

/// Who is calling, for which hospital, with which scopes, for which purpose. Made by Tokens::authenticate; the api adds what the request
/// says. A plain value, given to every flow.
struct Caller {
    TokenId token;
    std::string client;
    ClientKind kind = ClientKind::Entrance;
    std::string hospital;  ///< of a hospital's client; else empty
    Role role = Role::Entrance;
    Scopes scopes;
    identity::PersonId person;  ///< none for a system token
    std::optional<StaffClaim> staff;
    audit::Purpose purpose = audit::Purpose::None;
    std::string trace;
};

/// Also: ScopeMissing.
core::Result<void> requireScope(const Caller& caller, Scope scope);

/// A person token is for its person alone; a system token may name any person its scopes let it. Also: NotThisPerson.
core::Result<void> requirePerson(const Caller& caller, identity::PersonId person);

/// A hospital's client acts for its hospital alone; entrances and offices for each. Also: NotThisHospital.
core::Result<void> requireHospital(const Caller& caller, std::string_view hospital);

/// The caller with this member of staff acting. Also: ScopeMissing (neither staff.act, identity.review nor case.decide: no staff stands
/// behind such a client), StaffClaimNotValid.
core::Result<Caller> withStaff(Caller caller, const StaffClaim& claim);

/// A member of staff must be named as acting. Also: StaffClaimNotValid.
core::Result<void> requireStaff(const Caller& caller);

/// The part of an audit entry that says who acts: the member of staff, else the person, else the client.
audit::AuditEntry auditEntry(const Caller& caller, std::string_view action, identity::PersonId about, audit::Outcome outcome);

}  // namespace hub::access
