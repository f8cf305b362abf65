#include "hub/identity/certificate.h"

#include <string>

#include "tests/support/failures.h"

using namespace hub::contract;
using namespace hub::identity;
using hub::core::CertificateNumber;
using hub::core::Date;
using hub::core::Error;
using hub::core::Result;
using hub::core::Sensitive;

namespace {

constexpr Date kToday{2026, 11, 21};

Result<CheckedCertificate> check(CertificateKind kind, const std::string& number, Date today = kToday) {
    return checkCertificate({kind, Sensitive(CertificateNumber{number})}, today);
}

std::string numberOf(const Result<CheckedCertificate>& checked) { return checked.ok() ? checked->certificate.number.reveal().text : ""; }

struct Vector {
    CertificateKind kind;
    std::string number;
    Date birth_date;
    std::optional<Sex> sex;
};

const std::vector<Vector> kVectors{
    {CertificateKind::ResidentId, "370202199001010015", {1990, 1, 1}, Sex::Male},
    {CertificateKind::ResidentId, "370203200002291228", {2000, 2, 29}, Sex::Female},
    {CertificateKind::ResidentId, "37021220150601003X", {2015, 6, 1}, Sex::Male},
    {CertificateKind::ResidentId, "37020219800101007X", {1980, 1, 1}, Sex::Male},
    {CertificateKind::ResidencePermit, "810000198503151124", {1985, 3, 15}, Sex::Female},
    {CertificateKind::ResidencePermit, "830000197808080012", {1978, 8, 8}, Sex::Male},
    {CertificateKind::PermanentResidence, "911124198108030024", {1981, 8, 3}, std::nullopt},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate)

BOOST_AUTO_TEST_CASE(valid_numbers_tell_the_day_of_birth_and_resident_ids_the_sex) {
    for (const Vector& vector : kVectors) {
        BOOST_TEST_CONTEXT(vector.number) {
            const auto checked = check(vector.kind, vector.number);
            BOOST_REQUIRE(checked.ok());
            BOOST_TEST(checked->certificate.number.reveal().text == vector.number);
            BOOST_TEST((checked->certificate.kind == vector.kind));
            BOOST_TEST((checked->birth_date == vector.birth_date));
            BOOST_TEST((checked->sex == vector.sex));
        }
    }
}

// MOD 11-2 finds every single wrong character and every two neighbours exchanged.
BOOST_AUTO_TEST_CASE(no_neighbour_of_a_valid_number_is_valid) {
    for (const Vector& vector : kVectors) {
        for (std::size_t at = 0; at < 18; ++at) {
            for (const char c : std::string("0123456789X")) {
                if (c == vector.number[at]) continue;
                std::string wrong = vector.number;
                wrong[at] = c;
                BOOST_TEST(!check(vector.kind, wrong).ok(), wrong);
            }
            if (at == 0 || vector.number[at] == vector.number[at - 1]) continue;
            std::string exchanged = vector.number;
            std::swap(exchanged[at], exchanged[at - 1]);
            BOOST_TEST(!check(vector.kind, exchanged).ok(), exchanged);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_lower_case_x_is_kept_as_upper_case) {
    BOOST_TEST(numberOf(check(CertificateKind::ResidentId, "37021220150601003x")) == "37021220150601003X");
}

BOOST_AUTO_TEST_CASE(the_fifteen_digits_of_before_1999_become_the_eighteen_of_the_same_person) {
    BOOST_TEST(numberOf(check(CertificateKind::ResidentId, "370202900101001")) == "370202199001010015");
    BOOST_TEST(numberOf(check(CertificateKind::ResidentId, "370202800101007")) == "37020219800101007X");
    BOOST_TEST(tests::failsWith(check(CertificateKind::ResidentId, "370202901301001"), Error::CertificateNotValid));
    BOOST_TEST(tests::failsWith(check(CertificateKind::ResidentId, "37020290010100"), Error::CertificateNotValid));
    BOOST_TEST(tests::failsWith(check(CertificateKind::ResidentId, "3702029001010011"), Error::CertificateNotValid));
}

BOOST_AUTO_TEST_CASE(a_day_of_birth_must_exist_and_have_come) {
    BOOST_TEST(!check(CertificateKind::ResidentId, "370203200102291225").ok());  // 2001-02-29
    BOOST_TEST(check(CertificateKind::ResidentId, "37021220150601003X", {2015, 6, 1}).ok());
    const auto early = check(CertificateKind::ResidentId, "37021220150601003X", {2015, 5, 31});
    BOOST_TEST(tests::failsWith(early, Error::CertificateNotValid));
    BOOST_TEST(early.failure().detail() == "resident_id, the day of birth has not come");
}

BOOST_AUTO_TEST_CASE(permits_that_are_written_as_resident_ids_are_kept_as_what_they_are) {
    const auto permit = check(CertificateKind::ResidentId, "810000198503151124");
    BOOST_REQUIRE(permit.ok());
    BOOST_TEST((permit->certificate.kind == CertificateKind::ResidencePermit));
    const auto permanent = check(CertificateKind::ResidentId, "911124198108030024");
    BOOST_REQUIRE(permanent.ok());
    BOOST_TEST((permanent->certificate.kind == CertificateKind::PermanentResidence));
}

BOOST_AUTO_TEST_CASE(a_permit_begins_with_one_of_the_three_regions) {
    BOOST_TEST(!check(CertificateKind::ResidencePermit, "370202199001010015").ok());
    BOOST_TEST(!check(CertificateKind::ResidentId, "070202199001010014").ok());  // no region begins with 0
}

BOOST_AUTO_TEST_CASE(forms_without_a_check_digit_are_held_to_their_form) {
    struct Line {
        CertificateKind kind;
        std::string number;
        bool valid;
    };
    const std::vector<Line> lines{
        {CertificateKind::PermanentResidence, "ABC370281010112", true},
        {CertificateKind::PermanentResidence, "abc370281010112", true},
        {CertificateKind::PermanentResidence, "AB3370281010112", false},
        {CertificateKind::PermanentResidence, "ABC37028101011", false},
        {CertificateKind::PermanentResidence, "ABC3702810101123", false},
        {CertificateKind::PermanentResidence, "370202199001010015", false},
        {CertificateKind::HongKongMacauPass, "H12345678", true},
        {CertificateKind::HongKongMacauPass, "M1234567890", true},
        {CertificateKind::HongKongMacauPass, "H123456789", false},
        {CertificateKind::HongKongMacauPass, "H1234567", false},
        {CertificateKind::HongKongMacauPass, "T12345678", false},
        {CertificateKind::HongKongMacauPass, "", false},
        {CertificateKind::TaiwanPass, "12345678", true},
        {CertificateKind::TaiwanPass, "1234567", false},
        {CertificateKind::TaiwanPass, "123456789", false},
        {CertificateKind::TaiwanPass, "1234567A", false},
        {CertificateKind::Passport, "E1234", true},
        {CertificateKind::Passport, "E123", false},
        {CertificateKind::Passport, std::string(17, 'E'), true},
        {CertificateKind::Passport, std::string(18, 'E'), false},
        {CertificateKind::Passport, "E12 345", false},
        {CertificateKind::OfficerCard, "军字第0000001号", true},
        {CertificateKind::BirthCertificate, "A000000001", true},
        {CertificateKind::Other, std::string(64, '1'), true},
        {CertificateKind::Other, std::string(65, '1'), false},
        {CertificateKind::Other, "", false},
        {CertificateKind::Other, " 1", false},
        {CertificateKind::Other, "1 ", false},
        {CertificateKind::Other, "1\n2", false},
        {CertificateKind::Other, "\xff", false},
    };
    for (const Line& line : lines) BOOST_TEST(check(line.kind, line.number).ok() == line.valid, line.number);
}

BOOST_AUTO_TEST_CASE(a_refusal_does_not_repeat_the_number) {
    const auto refused = check(CertificateKind::ResidentId, "370202199001010016");
    BOOST_TEST(tests::failsWith(refused, Error::CertificateNotValid));
    BOOST_TEST(refused.failure().detail() == "resident_id, the check character does not fit");
}

BOOST_AUTO_TEST_CASE(a_certificate_gives_way_to_what_its_holder_comes_to_hold_instead_and_a_number_for_life_to_none) {
    using Kind = CertificateKind;
    struct Holds {
        Kind kind;
        std::string number;
    };
    struct Line {
        Holds old;
        Holds next;
        bool gives_way;
    };
    const Holds birth{Kind::BirthCertificate, "T370000001"};
    const Holds resident{Kind::ResidentId, "370202199001010015"};
    const Holds permit{Kind::ResidencePermit, "810000198503151124"};
    const Holds permanent_2017{Kind::PermanentResidence, "CAN110078010101"};
    const Holds permanent_2023{Kind::PermanentResidence, "911124198108030024"};
    const Holds passport{Kind::Passport, "E12345678"};
    const Holds pass{Kind::HongKongMacauPass, "H12345678"};
    const Holds taiwan{Kind::TaiwanPass, "12345678"};
    const std::vector<Line> lines{
        {birth, resident, true},
        {birth, permit, true},
        {birth, permanent_2023, true},
        {birth, passport, true},
        {birth, pass, true},
        {birth, {Kind::BirthCertificate, "T370000002"}, false},
        {birth, {Kind::Other, "1"}, false},
        {birth, {Kind::OfficerCard, "1"}, false},
        {passport, {Kind::Passport, "E87654321"}, true},
        {pass, {Kind::HongKongMacauPass, "H87654321"}, true},
        {taiwan, {Kind::TaiwanPass, "87654321"}, true},
        {permanent_2017, permanent_2023, true},
        {permanent_2023, permanent_2017, false},
        {permanent_2017, {Kind::PermanentResidence, "CAN110078010102"}, false},
        {resident, {Kind::ResidentId, "370203200002291228"}, false},
        {permit, {Kind::ResidencePermit, "830000197808080012"}, false},
        {resident, passport, false},
        {passport, resident, false},
        {passport, pass, false},
        {resident, birth, false},
        {{Kind::OfficerCard, "1"}, {Kind::OfficerCard, "2"}, false},
        {{Kind::Other, "1"}, resident, false},
    };
    const auto certificateOf = [](const Holds& holds) {
        const auto checked = check(holds.kind, holds.number);
        BOOST_REQUIRE(checked.ok());
        return checked->certificate;
    };
    for (const Line& line : lines) {
        BOOST_TEST_CONTEXT(hub::core::enumName(line.old.kind) << " to " << hub::core::enumName(line.next.kind) << " " << line.next.number)
        BOOST_TEST(givesWay(certificateOf(line.old), certificateOf(line.next)) == line.gives_way);
    }
    BOOST_TEST(isSame(check(Kind::ResidentId, "370202900101001")->certificate, certificateOf(resident)));  // the form of before 1999
    BOOST_TEST(!isSame(check(Kind::Other, resident.number)->certificate, certificateOf(resident)));
}

BOOST_AUTO_TEST_SUITE_END()
