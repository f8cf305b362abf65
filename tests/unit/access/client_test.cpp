#include "hub/access/client.h"

#include <algorithm>
#include <vector>

#include "hub/access/scope.h"
#include "tests/support/failures.h"

using namespace hub::access;
using hub::core::Error;

namespace {

Client client(const std::string& code, ClientKind kind = ClientKind::Entrance, const std::string& hospital = {}) {
    return {code, kind, hospital, ClientState::Active, {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_and_scope)

BOOST_AUTO_TEST_CASE(a_code_has_two_to_thirty_two_small_letters_digits_and_dashes) {
    for (const std::string& code : {std::string("ab"), std::string("city-app-2"), std::string(32, 'a')})
        BOOST_TEST(checkClient(client(code)).ok());
    for (const std::string& code : {std::string("a"), std::string(33, 'a'), std::string("2a"), std::string("-a"), std::string("City"),
                                    std::string("a_b"), std::string("a b"), std::string()})
        BOOST_TEST(tests::failsWith(checkClient(client(code)), Error::ClientNotValid));
}

BOOST_AUTO_TEST_CASE(a_hospitals_client_names_its_hospital_and_no_other_does) {
    BOOST_TEST(checkClient(client("his-h01", ClientKind::Hospital, "h01")).ok());
    BOOST_TEST(checkClient(client("his-h01", ClientKind::Hospital)).failure().detail() == "hospital");
    BOOST_TEST(!checkClient(client("city-app", ClientKind::Entrance, "h01")).ok());
    BOOST_TEST(!checkClient(client("office", ClientKind::Office, "h01")).ok());
}

BOOST_AUTO_TEST_CASE(each_kind_of_client_has_its_roles_and_none_a_persons) {
    struct Line {
        ClientKind kind;
        std::vector<Role> roles;
    };
    for (const Line& line : {Line{ClientKind::Entrance, {Role::Entrance}}, Line{ClientKind::Hospital, {Role::Hospital}},
                             Line{ClientKind::Office, {Role::Operator, Role::Security, Role::Auditor, Role::Steward}}}) {
        for (const auto& [role, name] : enumNames(Role{})) {
            const bool expected = std::find(line.roles.begin(), line.roles.end(), role) != line.roles.end();
            BOOST_TEST(mayHave(line.kind, role) == expected, name);
        }
    }
}

// GB/T 22239-2019, level 3: three hands.
BOOST_AUTO_TEST_CASE(no_role_decides_cases_manages_access_and_reads_the_audit_at_once) {
    for (const auto& [role, name] : enumNames(Role{})) {
        int hands = 0;
        for (const Scope scope : {Scope::CaseDecide, Scope::AccessManage, Scope::AuditRead}) hands += scopesOf(role).has(scope) ? 1 : 0;
        BOOST_TEST(hands <= 1, name);
    }
    BOOST_TEST(scopesOf(Role::Auditor).has(Scope::AuditRead));
}

BOOST_AUTO_TEST_CASE(a_set_of_scopes_survives_the_database_and_drops_what_it_does_not_know) {
    const Scopes scopes{Scope::PersonRegister, Scope::AccessManage};
    BOOST_TEST((Scopes::fromBits(scopes.bits()) == scopes));
    BOOST_TEST((Scopes::fromBits(scopes.bits() | 1U << 31U) == scopes));
    BOOST_TEST((scopes.both({Scope::AccessManage, Scope::Pay}) == Scopes{Scope::AccessManage}));
    BOOST_TEST((scopes.without(Scope::AccessManage) == Scopes{Scope::PersonRegister}));
    BOOST_TEST((scopes.without(Scope::Pay) == scopes));
}

BOOST_AUTO_TEST_SUITE_END()
