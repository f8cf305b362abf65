#include <boost/test/unit_test.hpp>

#include "hub/identity/certificate.h"
#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

Tags newPerson(const std::string& certificate, const std::string& sex = "0", const std::string& born = "19990909") {
    return {{"PatientId", ""}, {"PatientName", "新人"}, {"CertificateType", "01"},      {"CertificateNum", certificate},
            {"Sex", sex},      {"BirthDate", born},     {"MobilePhone", "13900000099"}, {"Address", ""}};
}

std::size_t found(Hospital& hospital, const std::string& kind, const std::string& number) {
    return hospital.call("2001", {{"CardType", kind}, {"CardNum", number}}).items().size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(person_rules)

BOOST_AUTO_TEST_CASE(a_person_is_found_by_card_certificate_and_patient_number) {
    Hospital hospital;
    BOOST_TEST(found(hospital, "00", "C00000001") == 1);
    BOOST_TEST(found(hospital, "01", "379999199001019015") == 1);
    BOOST_TEST(found(hospital, "99", "100001") == 1);
    BOOST_TEST(found(hospital, "90", "C00000001") == 0);
    BOOST_TEST(found(hospital, "99", "100999") == 0);
}

BOOST_AUTO_TEST_CASE(the_hub_takes_the_number_of_every_seeded_person_and_reads_birth_and_sex_of_it_as_they_are) {
    Hospital hospital;
    const hub::core::Date today = *hub::core::Date::parse("2030-01-02");
    for (std::int64_t id = 100001; id <= 100006; ++id) {
        const common::Patient patient = *hospital.books.patient(id);
        const auto checked = hub::identity::checkCertificate(
            {hub::contract::CertificateKind::ResidentId, hub::core::Sensitive(hub::core::CertificateNumber{patient.certificate_number})},
            today);
        BOOST_REQUIRE_MESSAGE(checked.ok(), id);
        BOOST_TEST((checked->birth_date == patient.birth_date), id);
        if (patient.sex != common::Sex::Unknown)
            BOOST_TEST(((checked->sex == hub::contract::Sex::Male) == (patient.sex == common::Sex::Male)), id);
    }
    BOOST_TEST(hospital.books.patient(100006)->guardian_number == hospital.books.patient(100001)->certificate_number);
}

BOOST_AUTO_TEST_CASE(creating_the_same_person_twice_makes_two_files_unless_the_site_refuses_it) {
    Hospital hospital;
    BOOST_TEST(hospital.call("2002", newPerson("999999199909090099")).field("PatientId") == "100007");
    BOOST_TEST(hospital.call("2002", newPerson("999999199909090099")).field("PatientId") == "100008");
    BOOST_TEST(found(hospital, "01", "999999199909090099") == 2);
    trancode::TrancodeSettings settings;
    settings.site.refuse_repeated_orders = true;
    Hospital refuses(settings);
    BOOST_TEST(refuses.call("2002", newPerson("999999199909090099")).ok());
    BOOST_TEST(refuses.call("2002", newPerson("999999199909090099")).result() == "-1");
}

BOOST_AUTO_TEST_CASE(sex_is_zero_one_or_nine_and_a_birthday_exists) {
    Hospital hospital;
    for (const char* sex : {"0", "1", "9"}) BOOST_TEST(hospital.call("2002", newPerson("1", sex)).field("Sex") == sex);
    for (const char* sex : {"2", "M", ""}) BOOST_TEST(hospital.call("2002", newPerson("1", sex)).result() == "-1", sex);
    for (const char* born : {"19990230", "1999-09-09", "199909", ""})
        BOOST_TEST(hospital.call("2002", newPerson("1", "0", born)).result() == "-1", born);
}

BOOST_AUTO_TEST_CASE(a_card_belongs_to_one_patient_and_a_replaced_one_is_void) {
    Hospital hospital;
    BOOST_TEST(hospital.call("2004", {{"PatientId", "100001"}, {"CardType", "2"}, {"CardNum", "S1"}}).ok());
    BOOST_TEST(found(hospital, "90", "S1") == 1);
    BOOST_TEST(hospital.call("2004", {{"PatientId", "100002"}, {"CardType", "2"}, {"CardNum", "S1"}}).result() == "1");
    const auto replace = [&](const std::string& old, const std::string& number) {
        return hospital.call("2005",
                             {{"PatientId", "100001"}, {"CardNumOld", old}, {"CardType", "1"}, {"CardNum", number}, {"UserId", "OP"}});
    };
    BOOST_TEST(replace("C00000002", "N1").result() == "-1");
    BOOST_TEST(replace("C00000001", "C00000002").result() == "-1");
    BOOST_TEST(found(hospital, "00", "C00000001") == 1);
    BOOST_TEST(replace("C00000001", "N1").ok());
    BOOST_TEST(found(hospital, "00", "C00000001") == 0);
    BOOST_TEST(found(hospital, "00", "N1") == 1);
}

BOOST_AUTO_TEST_CASE(a_real_name_is_confirmed_by_the_right_certificate_only) {
    Hospital hospital;
    const auto verify = [&](const std::string& type, const std::string& certificate) {
        return hospital.call("2003", {{"PatientId", "100001"},
                                      {"OperationType", type},
                                      {"PasswordOld", ""},
                                      {"PasswordNew", ""},
                                      {"CertificateType", "01"},
                                      {"CertificateNum", certificate},
                                      {"PhoneNum", "13900000001"},
                                      {"GuardianName", ""},
                                      {"GuardianCerType", ""},
                                      {"GuardianCerNum", ""},
                                      {"GuardianPhoneNum", ""}});
    };
    BOOST_TEST(verify("1", "379999199001019015").result() == "-1");
    BOOST_TEST(verify("2", "379999199001019138").result() == "-1");
    BOOST_TEST(!hospital.books.patient(100001)->confirmed);
    BOOST_TEST(verify("2", "379999199001019015").ok());
    BOOST_TEST(hospital.books.patient(100001)->confirmed);
}

BOOST_AUTO_TEST_CASE(lianzhou_finds_children_by_their_guardian_and_binds_health_codes) {
    trancode::TrancodeSettings settings;
    settings.site.region = trancode::Region::Lianzhou;
    Hospital hospital(settings);
    const auto children = hospital.call("2001", {{"CardType", "01"}, {"CardNum", "379999199001019015"}, {"IsChild", "Y"}}).items();
    BOOST_REQUIRE(children.size() == 1);
    BOOST_TEST(fieldOf(children.front(), "PatientId") == "100006");
    const Tags bind{
        {"PatientId", "100001"}, {"PatientName", "测试甲"}, {"QrCode", "QR1"}, {"idCode", "379999199001019015"}, {"nation", "01"}};
    BOOST_TEST(hospital.call("2011", bind).ok());
    BOOST_TEST(found(hospital, "JK", "QR1") == 1);
    Tags other = bind;
    other[1].second = "测试乙";
    other[2].second = "QR2";
    BOOST_TEST(hospital.call("2011", other).result() == "1");
    BOOST_TEST(found(hospital, "JK", "QR2") == 0);
}

BOOST_AUTO_TEST_CASE(a_doctor_whose_name_holds_a_slash_is_found_by_name_and_code) {
    Hospital hospital;
    const auto doctors = hospital.call("6003", {{"DoctorName", "测试/医师二/1002"}}).items();
    BOOST_REQUIRE(doctors.size() == 1);
    BOOST_TEST(fieldOf(doctors.front(), "DoctorName") == "测试/医师二");
    BOOST_TEST(hospital.call("6003", {{"DoctorName", "测试医师一/1002"}}).items().empty());
    BOOST_TEST(hospital.call("6002", {{"DeptCode", "D01"}}).items().size() == 1);
    BOOST_TEST(hospital.call("4002", {{"RegDate", "20300103"}, {"DeptCode", ""}}).items().size() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
