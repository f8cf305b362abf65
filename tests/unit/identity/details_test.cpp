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

BOOST_AUTO_TEST_CASE(who_is_under_fourteen_comes_with_a_guardian_and_from_the_birthday_on_alone) {
    struct Line {
        Date birth;
        Date today;
        bool alone;
    };
    const std::vector<Line> lines{
        {{2012, 11, 22}, {2026, 11, 21}, false},                                           // fourteen tomorrow
        {{2012, 11, 21}, {2026, 11, 21}, true},                                            // today
        {{2012, 11, 20}, {2026, 11, 21}, true},  {{2026, 11, 21}, {2026, 11, 21}, false},  // born today
        {{2012, 2, 29}, {2026, 2, 28}, false},   {{2012, 2, 29}, {2026, 3, 1}, true},      // there is no 29 February
        {{2012, 3, 1}, {2026, 3, 1}, true},      {{2014, 2, 28}, {2028, 2, 28}, true},    {{2014, 3, 1}, {2028, 2, 29}, false},
    };
    for (const Line& line : lines) {
        PersonDetails made = withPassport();
        made.birth_date = Sensitive(line.birth);
        BOOST_TEST_CONTEXT(line.birth.text() << " on " << line.today.text()) {
            const auto checked = checkAlone(made, line.today);
            BOOST_TEST(checked.ok() == line.alone);
            if (!line.alone) BOOST_TEST(tests::failsWith(checked, Error::GuardianMissing));
            BOOST_TEST(checkDetails(made, line.today).ok());
        }
    }
    BOOST_TEST(tests::failsWith(checkAlone(withPassport(), {1988, 8, 7}), Error::PersonIncomplete));  // what is wrong comes first
    BOOST_TEST(checkAge(PersonDetails(), kToday).ok());
}

BOOST_AUTO_TEST_CASE(a_contact_is_a_telephone_and_an_address_of_one_to_two_hundred_characters) {
    const auto phone = [](const std::string& digits) { return checkContact({Sensitive(PhoneNumber{digits}), {}}); };
    const auto address = [](const std::string& text) { return checkContact({{}, Sensitive(text)}); };
    BOOST_TEST(checkContact({}).ok());
    BOOST_TEST(phone("12345").ok());
    BOOST_TEST(phone("+86" + std::string(18, '1')).ok());
    for (const std::string& wrong : {std::string("1234"), std::string(21, '1'), std::string("139 0000"), std::string()})
        BOOST_TEST(tests::failsWith(phone(wrong), Error::PhoneNotValid), wrong);
    std::string longest;
    for (std::size_t i = 0; i < kAddressMost; ++i) longest += "路";
    BOOST_TEST(address(longest).ok());
    BOOST_TEST(address("9").ok());
    BOOST_TEST(tests::failsWith(address(longest + "9"), Error::FieldTooLong));
    for (const char* wrong : {"", " ", "a\nb", "\xff"}) BOOST_TEST(tests::failsWith(address(wrong), Error::PersonIncomplete), wrong);
    BOOST_TEST(tests::failsWith(checkContact({Sensitive(PhoneNumber{"1"}), Sensitive<std::string>("某路9号")}), Error::PhoneNotValid));
}

BOOST_AUTO_TEST_CASE(what_is_unknown_is_filled_in_and_what_is_known_stays) {
    PersonDetails known = details();
    PersonDetails said = withPassport();
    said.phone = Sensitive(PhoneNumber{"13800001234"});
    said.address = Sensitive<std::string>("某路9号");
    BOOST_TEST(fillUnknown(known, said));
    BOOST_TEST((known.sex == Sex::Female));
    BOOST_TEST((known.birth_date->reveal() == Date{1988, 8, 8}));
    BOOST_TEST((known.certificate->kind == CertificateKind::ResidentId));
    BOOST_TEST(known.address->reveal() == "某路9号");
    said.phone = Sensitive(PhoneNumber{"13900005678"});
    BOOST_TEST(!fillUnknown(known, said));
    BOOST_TEST(known.phone->reveal().text == "13800001234");
    const Contact contact{Sensitive(PhoneNumber{"13900005678"}), {}};
    BOOST_TEST(takeContact(known, contact));  // this is said to be new
    BOOST_TEST(!takeContact(known, contact));
    BOOST_TEST(known.phone->reveal().text == "13900005678");
    BOOST_TEST(known.address->reveal() == "某路9号");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_contradicts_nothing) {
    PersonDetails known = withPassport();
    PersonDetails said = withPassport();
    BOOST_TEST(checkAgreement(known, said).ok());
    said.birth_date = Sensitive(Date{1988, 8, 9});
    BOOST_TEST(tests::failsWith(checkAgreement(known, said), Error::CertificateContradicts));
    known.birth_date.reset();
    BOOST_TEST(checkAgreement(known, said).ok());
    said.sex = Sex::Male;
    BOOST_TEST(tests::failsWith(checkAgreement(known, said), Error::CertificateContradicts));
    known.sex = Sex::NotStated;
    BOOST_TEST(checkAgreement(known, said).ok());
}

BOOST_AUTO_TEST_SUITE_END()
