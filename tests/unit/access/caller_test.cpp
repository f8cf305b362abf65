#include "hub/access/caller.h"

#include "tests/support/failures.h"

using namespace hub::access;
using namespace hub::core;
using hub::audit::ActorKind;
using hub::audit::AuditEntry;
using hub::audit::Outcome;
using hub::audit::Purpose;
using hub::identity::PersonId;

namespace {

PersonId person(std::uint8_t number) {
    PersonId id;
    id.bits.bytes[15] = number;
    return id;
}

Caller hospital() {
    Caller caller;
    caller.client = "his-h01";
    caller.kind = ClientKind::Hospital;
    caller.hospital = "h01";
    caller.role = Role::Hospital;
    caller.scopes = scopesOf(Role::Hospital);
    caller.purpose = Purpose::Treatment;
    caller.trace = "t-1";
    return caller;
}

Caller phone() {
    Caller caller;
    caller.client = "city-app";
    caller.role = Role::Person;
    caller.scopes = scopesOf(Role::Person);
    caller.person = person(1);
    return caller;
}

const StaffClaim kDoctor{"D0001", "doctor", "D02"};

}  // namespace

BOOST_AUTO_TEST_SUITE(caller)

BOOST_AUTO_TEST_CASE(a_caller_does_what_its_scopes_say) {
    BOOST_TEST(requireScope(hospital(), Scope::HospitalPush).ok());
    const auto refused = requireScope(phone(), Scope::HospitalPush);
    BOOST_TEST(tests::failsWith(refused, Error::ScopeMissing));
    BOOST_TEST(refused.failure().detail() == "hospital.push");
}

BOOST_AUTO_TEST_CASE(a_person_token_is_for_its_person_alone) {
    BOOST_TEST(requirePerson(phone(), person(1)).ok());
    BOOST_TEST(tests::failsWith(requirePerson(phone(), person(2)), Error::NotThisPerson));
    BOOST_TEST(requirePerson(hospital(), person(2)).ok());
}

BOOST_AUTO_TEST_CASE(a_hospital_acts_for_itself_alone) {
    BOOST_TEST(requireHospital(hospital(), "h01").ok());
    BOOST_TEST(tests::failsWith(requireHospital(hospital(), "h02"), Error::NotThisHospital));
    BOOST_TEST(requireHospital(phone(), "h02").ok());
}

BOOST_AUTO_TEST_CASE(only_a_hospital_names_its_staff_and_whole) {
    const auto doctor = withStaff(hospital(), kDoctor);
    BOOST_REQUIRE(doctor.ok());
    BOOST_TEST(doctor->staff->staff_id == "D0001");
    BOOST_TEST(tests::failsWith(withStaff(phone(), kDoctor), Error::ScopeMissing));
    for (const StaffClaim& claim : {StaffClaim{"", "doctor", "D02"}, StaffClaim{"D0001", "", "D02"}, StaffClaim{"D0001", "doctor", ""}})
        BOOST_TEST(tests::failsWith(withStaff(hospital(), claim), Error::StaffClaimNotValid));
}

BOOST_AUTO_TEST_CASE(offices_that_decide_name_their_staff_and_those_that_look_do_not) {
    const auto office = [](Role role) {
        Caller caller;
        caller.client = "city-office";
        caller.kind = ClientKind::Office;
        caller.role = role;
        caller.scopes = scopesOf(role);
        return caller;
    };
    for (const Role role : {Role::Steward, Role::Operator}) BOOST_TEST(withStaff(office(role), kDoctor).ok());
    for (const Role role : {Role::Auditor, Role::Security})
        BOOST_TEST(tests::failsWith(withStaff(office(role), kDoctor), Error::ScopeMissing));
}

// It goes into the audit in clear.
BOOST_AUTO_TEST_CASE(a_claim_is_a_code_and_cannot_hold_a_name_or_a_number_of_somebody) {
    for (const StaffClaim& good :
         {StaffClaim{std::string(64, 'D'), "chief-physician_2.a", "D0203.041"}, StaffClaim{"2015060123", "r1234", "1234567"}})
        BOOST_TEST(withStaff(hospital(), good).ok());
    for (const StaffClaim& bad :
         {StaffClaim{std::string(65, 'D'), "doctor", "D02"}, StaffClaim{"D\n1", "doctor", "D02"}, StaffClaim{"\xff", "doctor", "D02"},
          StaffClaim{"张三", "doctor", "D02"}, StaffClaim{"D0001", "主任医师", "D02"}, StaffClaim{"D0001", "doctor", "内科"},
          StaffClaim{"D 1", "doctor", "D02"}, StaffClaim{"13800001234", "doctor", "D02"}, StaffClaim{"D0001", "r12345", "D02"},
          StaffClaim{"D0001", "doctor", "19900101"}, StaffClaim{"D0001", "doctor", "1990-01-01"},
          StaffClaim{"37020219900101001X", "doctor", "D02"}})
        BOOST_TEST(tests::failsWith(withStaff(hospital(), bad), Error::StaffClaimNotValid));
}

BOOST_AUTO_TEST_CASE(the_audit_names_the_staff_else_the_person_else_the_client) {
    const AuditEntry staff = auditEntry(*withStaff(hospital(), kDoctor), "record.read", person(3), Outcome::Done);
    BOOST_TEST((staff.actor_kind == ActorKind::Staff));
    BOOST_TEST(staff.actor == "D0001");
    BOOST_TEST(staff.role == "doctor");
    BOOST_TEST(staff.department == "D02");
    BOOST_TEST(staff.client == "his-h01");
    BOOST_TEST(staff.hospital == "h01");
    BOOST_TEST(staff.action == "record.read");
    BOOST_TEST((staff.about == person(3)));
    BOOST_TEST((staff.purpose == Purpose::Treatment));
    BOOST_TEST(staff.trace == "t-1");
    const AuditEntry own = auditEntry(phone(), "record.read", person(1), Outcome::Refused);
    BOOST_TEST((own.actor_kind == ActorKind::Person));
    BOOST_TEST(own.actor == person(1).text());
    BOOST_TEST(own.role == "person");
    BOOST_TEST((own.outcome == Outcome::Refused));
    const AuditEntry client = auditEntry(hospital(), "person.register", {}, Outcome::Done);
    BOOST_TEST((client.actor_kind == ActorKind::Client));
    BOOST_TEST(client.actor == "his-h01");
    BOOST_TEST(client.role == "hospital");
}

BOOST_AUTO_TEST_SUITE_END()
