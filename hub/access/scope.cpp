#include "hub/access/scope.h"

#include "hub/core/assert.h"

namespace hub::access {

Scopes scopesOf(Role role) {
    switch (role) {
        case Role::Entrance:
            return {Scope::PersonRegister, Scope::PersonExchange};
        case Role::Hospital:
            return {Scope::PersonRegister, Scope::PersonRead, Scope::CardManage,   Scope::Book,        Scope::Pay,
                    Scope::RecordRead,     Scope::StaffAct,   Scope::HospitalPush, Scope::PersonUnmask};
        case Role::Person:
            return {Scope::PersonRead, Scope::CardManage, Scope::Book, Scope::Pay, Scope::RecordRead};
        case Role::Operator:
            return {Scope::ConsoleRead, Scope::PersonRead, Scope::CaseDecide};
        case Role::Security:
            return {Scope::ConsoleRead, Scope::AccessManage};
        case Role::Auditor:
            return {Scope::ConsoleRead, Scope::AuditRead};
        case Role::Steward:
            return {Scope::ConsoleRead, Scope::PersonRead, Scope::IdentityReview, Scope::PersonUnmask};
    }
    HUB_ASSERT(false);
}

bool mayHave(ClientKind kind, Role role) {
    switch (kind) {
        case ClientKind::Entrance:
            return role == Role::Entrance;
        case ClientKind::Hospital:
            return role == Role::Hospital;
        case ClientKind::Office:
            return role == Role::Operator || role == Role::Security || role == Role::Auditor || role == Role::Steward;
    }
    HUB_ASSERT(false);
}

}  // namespace hub::access
