#include "hub/identity/credential.h"

#include <string>
#include <vector>

#include "tests/support/failures.h"

using namespace hub::core;
using namespace hub::identity;
using hub::contract::CredentialKind;

namespace {

Result<CredentialKey> check(CredentialKind kind, const std::string& number, const std::string& issuer = "h01") {
    return checkCredentialKey({kind, issuer, Sensitive(CardNumber{number})});
}

/// The number it is kept with; "-" when it is none of the kind.
std::string keptAs(CredentialKind kind, const std::string& number) {
    const Result<CredentialKey> checked = check(kind, number);
    return checked.ok() ? checked->number.reveal().text : "-";
}

const std::string kHex64(64, 'a');

}  // namespace

BOOST_AUTO_TEST_SUITE(credential)

BOOST_AUTO_TEST_CASE(full_width_signs_become_plain_and_their_neighbours_stay) {
    BOOST_TEST(plainText("Ａ１２Ｚａｚ０９：") == "A12Zaz09:");
    BOOST_TEST(plainText("！～") == "!~");                    // U+FF01 and U+FF5E, the first and the last
    BOOST_TEST(plainText("\uff00\uff5f") == "\uff00\uff5f");  // one before, one after
    BOOST_TEST(plainText("＿｀") == "_`");                    // where the second byte of UTF-8 changes
    BOOST_TEST(plainText("\xef\xbc") == "\xef\xbc");          // cut
    BOOST_TEST(plainText("\xef\xbc\x80\xef\xbd\xff") == "\xef\xbc\x80\xef\xbd\xff");
}

BOOST_AUTO_TEST_CASE(blanks_at_the_ends_and_line_ends_behind_go_and_nothing_inside) {
    BOOST_TEST(plainText(" \u3000 12 34 \u3000\r\n") == "12 34");
    BOOST_TEST(plainText("1234\n\r\n \n") == "1234");
    BOOST_TEST(plainText("\n1234") == "\n1234");
    BOOST_TEST(plainText("12\r\n34") == "12\r\n34");
    BOOST_TEST(plainText("1234\t") == "1234\t");
    BOOST_TEST(plainText(" \r\n").empty());
    BOOST_TEST(plainText("").empty());
}

BOOST_AUTO_TEST_CASE(a_number_is_kept_in_the_one_writing_of_its_kind) {
    BOOST_TEST(keptAs(CredentialKind::HospitalCard, " hC-００1\r\n") == "hC-001");
    BOOST_TEST(keptAs(CredentialKind::SocialSecurityCard, "a1234567x") == "A1234567X");
    BOOST_TEST(keptAs(CredentialKind::EhealthCard, std::string(64, 'A')) == kHex64);
    BOOST_TEST(keptAs(CredentialKind::InsuranceVoucher, "Index-1") == "Index-1");
}

BOOST_AUTO_TEST_CASE(a_number_that_is_none_of_its_kind_is_refused_on_both_sides_of_every_border) {
    struct Line {
        CredentialKind kind;
        std::string number;
        bool valid;
    };
    const std::vector<Line> lines{
        {CredentialKind::HospitalCard, "1", true},
        {CredentialKind::HospitalCard, "", false},
        {CredentialKind::HospitalCard, " ", false},
        {CredentialKind::HospitalCard, std::string(64, '1'), true},
        {CredentialKind::HospitalCard, std::string(65, '1'), false},
        {CredentialKind::HospitalCard, "!~", true},
        {CredentialKind::HospitalCard, "1 2", false},
        {CredentialKind::HospitalCard, "1\x7f", false},
        {CredentialKind::HospitalCard, "鲁1", false},
        {CredentialKind::InsuranceVoucher, std::string(64, '1'), true},
        {CredentialKind::InsuranceVoucher, std::string(65, '1'), false},
        {CredentialKind::InsuranceVoucher, "", false},
        {CredentialKind::SocialSecurityCard, "A12345678", true},
        {CredentialKind::SocialSecurityCard, "A1234567", false},
        {CredentialKind::SocialSecurityCard, "A123456789", false},
        {CredentialKind::SocialSecurityCard, "A1234-678", false},
        {CredentialKind::EhealthCard, kHex64, true},
        {CredentialKind::EhealthCard, kHex64 + "a", false},
        {CredentialKind::EhealthCard, kHex64.substr(1), false},
        {CredentialKind::EhealthCard, kHex64.substr(1) + "g", false},
        {CredentialKind::EhealthCard, kHex64 + ":1", false},
        {CredentialKind::RegionalCard, "10000000000083", false},
        {CredentialKind::Certificate, "370202199001010015", false},
    };
    for (const Line& line : lines) {
        const auto checked = check(line.kind, line.number);
        BOOST_TEST(checked.ok() == line.valid, line.number);
        if (!checked.ok()) BOOST_TEST(tests::failsWith(checked, Error::CodeNotRecognised));
    }
}

BOOST_AUTO_TEST_CASE(only_a_hospitals_card_has_an_issuer_and_it_must) {
    BOOST_TEST(check(CredentialKind::HospitalCard, "1")->issuer == "h01");
    BOOST_TEST(tests::failsWith(check(CredentialKind::HospitalCard, "1", ""), Error::CodeNotRecognised));
    BOOST_TEST(check(CredentialKind::SocialSecurityCard, "A12345678")->issuer.empty());
    BOOST_TEST(check(CredentialKind::SocialSecurityCard, "A12345678", "").ok());
}

BOOST_AUTO_TEST_CASE(a_refusal_does_not_repeat_the_number) {
    BOOST_TEST(check(CredentialKind::SocialSecurityCard, "B7654-21").failure().detail() == "social_security_card a9999-99");
}

BOOST_AUTO_TEST_SUITE_END()
