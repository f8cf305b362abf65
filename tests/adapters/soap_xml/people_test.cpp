// Files, and what is found after a lost create.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/soap_xml/hub_side.h"

using namespace tests::soap_xml;
using namespace hub::contract;
using tests::sim::Hospital;
using tests::sim::common::FaultKind;

namespace {

PatientCreate::Request personWith(const std::string& name, const std::string& certificate) {
    PatientCreate::Request request;
    request.person.name = core::Sensitive(core::PersonName{name});
    request.person.sex = Sex::Female;
    request.person.birth_date = core::Sensitive(day(1999, 9, 9));
    request.person.certificate = Certificate{CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{certificate})};
    request.person.phone = core::Sensitive(core::PhoneNumber{"13900000099"});
    return request;
}

constexpr const char* kNewNumber = "999999199909090099";

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(a_file_found_by_certificate_has_what_a_link_needs) {
    Hospital hospital;
    Hub hub(hospital);
    const HospitalFile found = hub.done<PatientFind>(byResidentId("379999199001019015")).files.front();
    BOOST_TEST(found.person.name.reveal().text == "测试甲");
    BOOST_TEST((found.person.sex == Sex::Male));
    BOOST_TEST((found.person.birth_date->reveal() == day(1990, 1, 1)));
    BOOST_TEST((found.person.certificate->kind == CertificateKind::ResidentId));
    BOOST_REQUIRE(found.credentials.size() == 1U);
    BOOST_TEST((found.credentials.front().kind == CredentialKind::HospitalCard));
}

BOOST_AUTO_TEST_CASE(a_lost_create_is_found_when_the_whole_person_agrees) {
    Hospital hospital;
    Hub hub(hospital);
    const PatientCreate::Request request = personWith("新人", kNewNumber);
    const Meta meta = hub.meta();
    BOOST_TEST((hub.inquire<PatientCreate>(request, meta).finding == Finding::NotThere));
    failNext(hospital, "2002", FaultKind::Reset);
    BOOST_TEST((hub.call<PatientCreate>(request, meta).ending == Ending::Unknown));
    const auto found = hub.inquire<PatientCreate>(request, meta);
    BOOST_REQUIRE((found.finding == Finding::Ours));
    BOOST_TEST(found.result->file.person.name.reveal().text == "新人");
}

BOOST_AUTO_TEST_CASE(a_file_with_our_certificate_and_another_name_sex_or_birth_date_is_not_called_ours) {
    Hospital hospital;
    Hub hub(hospital);
    const PatientCreate::Request request = personWith("新人", kNewNumber);
    hub.done<PatientCreate>(request);
    PatientCreate::Request other_name = personWith("别人", kNewNumber);
    PatientCreate::Request other_sex = request;
    other_sex.person.sex = Sex::Male;
    PatientCreate::Request other_birth_date = request;
    other_birth_date.person.birth_date = core::Sensitive(day(1999, 9, 8));
    for (const PatientCreate::Request& other : {other_name, other_sex, other_birth_date}) {
        const Finding finding = hub.inquire<PatientCreate>(other, hub.meta()).finding;
        BOOST_TEST((finding == Finding::CannotTell || finding == Finding::NotThere));
    }
    BOOST_TEST((hub.inquire<PatientCreate>(request, hub.meta()).finding == Finding::Ours));
}

BOOST_AUTO_TEST_CASE(a_person_without_what_the_form_needs_is_not_sent) {
    Hospital hospital;
    Hub hub(hospital);
    PatientCreate::Request no_certificate = personWith("新人", kNewNumber);
    no_certificate.person.certificate.reset();
    BOOST_TEST((hub.call<PatientCreate>(no_certificate).ending == Ending::NotReached));
    BOOST_TEST((hub.inquire<PatientCreate>(no_certificate, hub.meta()).finding == Finding::CannotTell));
    PatientCreate::Request no_birth_date = personWith("新人", kNewNumber);
    no_birth_date.person.birth_date.reset();
    BOOST_TEST((hub.call<PatientCreate>(no_birth_date).ending == Ending::NotReached));
    PatientCreate::Request no_row = personWith("新人", kNewNumber);
    no_row.person.certificate->kind = CertificateKind::BirthCertificate;
    BOOST_TEST((hub.call<PatientCreate>(no_row).ending == Ending::NotReached));
    BOOST_TEST(hospital.books.effects("2002") == 0);
}

BOOST_AUTO_TEST_CASE(a_card_that_is_anothers_by_now_is_told_so) {
    Hospital hospital;
    Hub hub(hospital);
    const Credential card{CredentialKind::HospitalCard, core::Sensitive(core::CardNumber{"C00000002"})};
    BOOST_TEST((hub.inquire<CredentialBind>({file("100001"), {}, card}, hub.meta()).finding == Finding::SomeoneElse));
    const Credential none{CredentialKind::HospitalCard, core::Sensitive(core::CardNumber{"C99999999"})};
    BOOST_TEST((hub.inquire<CredentialBind>({file("100001"), {}, none}, hub.meta()).finding == Finding::NotThere));
    const Credential social{CredentialKind::SocialSecurityCard, core::Sensitive(core::CardNumber{"S1"})};
    BOOST_TEST((hub.call<CredentialReplace>({file("100001"), card, social}).ending == Ending::NotReached));
}

BOOST_AUTO_TEST_CASE(the_card_number_is_looked_up_where_the_hospital_wants_it) {
    Hospital hospital;
    Hub hub(hospital, R"({"card_number":"looked_up"})");
    hospital.raiseCharge(100001);
    const core::Date today = day(2030, 1, 2);
    BOOST_TEST(hub.done<ChargeList>({file("100001"), today, today}).charges.size() == 1U);
    BOOST_TEST((hub.call<ChargeList>({file("999999"), today, today}).ending == Ending::NotReached));
}

BOOST_AUTO_TEST_SUITE_END()
