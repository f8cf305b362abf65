#include "hub/identity/registration.h"

#include "tests/support/failures.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;

namespace {

constexpr Date kToday{2026, 11, 21};

PersonDetails details() {
    PersonDetails made;
    made.name = Sensitive(PersonName{"张三"});
    made.certificate = Certificate{CertificateKind::ResidentId, Sensitive(CertificateNumber{"370202199001010015"})};
    return made;
}

PersonDetails withPassport() {
    PersonDetails made = details();
    made.certificate = Certificate{CertificateKind::Passport, Sensitive(CertificateNumber{"e1234567"})};
    made.sex = Sex::Female;
    made.birth_date = Sensitive(Date{1988, 8, 8});
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(details_of_a_person)

BOOST_AUTO_TEST_CASE(a_resident_id_fills_in_sex_and_day_of_birth) {
    const auto checked = checkDetails(details(), kToday);
    BOOST_REQUIRE(checked.ok());
    BOOST_TEST((checked->sex == Sex::Male));
    BOOST_TEST((checked->birth_date->reveal() == Date{1990, 1, 1}));
}

BOOST_AUTO_TEST_CASE(what_is_given_must_not_contradict_the_certificate) {
    PersonDetails same = details();
    same.sex = Sex::Male;
    same.birth_date = Sensitive(Date{1990, 1, 1});
    BOOST_TEST(checkDetails(same, kToday).ok());
    same.sex = Sex::NotStated;
    BOOST_TEST(checkDetails(same, kToday).ok());
    same.sex = Sex::Female;
    const auto other_sex = checkDetails(same, kToday);
    BOOST_TEST(tests::failsWith(other_sex, Error::CertificateContradicts));
    BOOST_TEST(other_sex.failure().detail() == "sex");
    same.sex = Sex::Male;
    same.birth_date = Sensitive(Date{1990, 1, 2});
    const auto other_day = checkDetails(same, kToday);
    BOOST_TEST(tests::failsWith(other_day, Error::CertificateContradicts));
    BOOST_TEST(other_day.failure().detail() == "birth_date");
}

BOOST_AUTO_TEST_CASE(what_the_certificate_does_not_say_must_be_given) {
    BOOST_TEST(checkDetails(withPassport(), kToday).ok());
    BOOST_TEST(checkDetails(withPassport(), kToday)->certificate->number.reveal().text == "E1234567");
    PersonDetails without = withPassport();
    without.sex = Sex::Unknown;
    BOOST_TEST(tests::failsWith(checkDetails(without, kToday), Error::PersonIncomplete));
    without = withPassport();
    without.birth_date.reset();
    BOOST_TEST(checkDetails(without, kToday).failure().detail() == "birth_date");
    without.birth_date = Sensitive(kToday);
    BOOST_TEST(checkDetails(without, kToday).ok());
    without.birth_date = Sensitive(Date{2026, 11, 22});
    BOOST_TEST(checkDetails(without, kToday).failure().detail() == "birth_date");
    without.certificate.reset();
    BOOST_TEST(checkDetails(without, kToday).failure().detail() == "certificate");
}

BOOST_AUTO_TEST_CASE(a_telephone_number_has_five_to_twenty_digits) {
    struct Line {
        std::string phone;
        bool valid;
    };
    for (const Line& line : {Line{"13800001234", true},
                             {"+8613800001234", true},
                             {"12345", true},
                             {"1234", false},
                             {std::string(20, '1'), true},
                             {std::string(21, '1'), false},
                             {"138 0000 1234", false},
                             {"", false},
                             {"+", false},
                             {"1+3800001234", false}}) {
        PersonDetails with = details();
        with.phone = Sensitive(PhoneNumber{line.phone});
        BOOST_TEST(checkDetails(with, kToday).ok() == line.valid, line.phone);
    }
    PersonDetails with = details();
    with.phone = Sensitive(PhoneNumber{"none"});
    BOOST_TEST(tests::failsWith(checkDetails(with, kToday), Error::PhoneNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
