#include "hub/identity/scanned_code.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "hub/identity/paper_codes.h"
#include "tests/support/failures.h"

using namespace hub::core;
using namespace hub::identity;

namespace {

/// What a text can be, in order: "certificate/passport=E12345678 hospital_card@h01=E12345678"; "-" when it is nothing that is known.
std::string meanings(std::string_view text, std::string_view hospital = {}) {
    const auto codes = recognise(text, hospital);
    if (!codes.ok()) {
        BOOST_TEST(tests::failsWith(codes, Error::CodeNotRecognised));
        return "-";
    }
    std::string all;
    for (const ScannedCode& code : *codes) {
        if (!all.empty()) all += ' ';
        all += enumName(code.form);
        if (code.certificate) all.append("/").append(enumName(code.certificate->kind));
        if (code.credential && !code.credential->issuer.empty()) all.append("@").append(code.credential->issuer);
        all.append("=").append(code.text.reveal());
    }
    return all;
}

const std::string kHex64 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const std::string kHex32 = "fedcba9876543210fedcba9876543210";
const std::string kVoucher = "1234567890123456789012345678";

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string wide(const std::string& text) {
    std::string made;
    for (const char c : text) {
        const int at = c - '!';  // of U+FF01
        made += '\xef';
        made += at < 0x3f ? '\xbc' : '\xbd';
        made += static_cast<char>(at < 0x3f ? 0x81 + at : 0x80 + at - 0x3f);
    }
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scanned_code)

// One line, one text, everything it can be, in the order to try. Without a hospital, so that what fits nothing is seen.
BOOST_AUTO_TEST_CASE(a_text_is_what_its_shape_and_check_characters_say) {
    struct Line {
        std::string text;
        std::string is;
    };
    const std::string card_code = "OC1" + std::string(197, '7');
    const std::string paper_code = "OC2" + std::string(192, '7');
    BOOST_TEST(paper_code.size() == PaperCodes::kTextSize);
    const std::string dynamic = kHex64 + ":0:" + kHex32 + ":";
    const std::vector<Line> lines{
        {card_code, "card_code=" + card_code},
        {card_code + "7", "-"},
        {card_code.substr(0, 199), "-"},
        {"OC3" + std::string(197, '7'), "-"},
        {card_code.substr(0, 199) + "-", "-"},
        {paper_code, "paper_code=" + paper_code},
        {paper_code + "7", "-"},
        {paper_code.substr(0, 194), "-"},
        {"OC1" + std::string(192, '7'), "-"},

        {"10000000000083", "regional_card=10000000000083 certificate/passport=10000000000083"},
        {"10000000000084", "certificate/passport=10000000000084"},  // a check digit is wrong
        {"1000000000083", "certificate/passport=1000000000083"},

        {kHex64 + ":1", "ehealth_static=" + kHex64 + ":1"},
        {kHex64 + ":2", "-"},
        {kHex64 + ":", "-"},
        {kHex64, "-"},
        {kHex64 + "0:1", "-"},
        {kHex64.substr(1) + ":1", "-"},
        {"g" + kHex64.substr(1) + ":1", "-"},
        {dynamic + "S", "ehealth_dynamic=" + dynamic + "S"},
        {dynamic + "a:b", "ehealth_dynamic=" + dynamic + "a:b"},
        {dynamic, "-"},
        {kHex64 + ":1:" + kHex32 + ":S", "-"},
        {kHex64 + ":0:" + kHex32.substr(1) + ":S", "-"},
        {kHex64 + ":0:" + kHex32 + "0:S", "-"},
        {kHex64 + ":0:" + "g" + kHex32.substr(1) + ":S", "-"},
        {"g" + kHex64.substr(1) + ":0:" + kHex32 + ":S", "-"},
        {dynamic + std::string(512 - dynamic.size(), 's'), "ehealth_dynamic=" + dynamic + std::string(512 - dynamic.size(), 's')},
        {dynamic + std::string(513 - dynamic.size(), 's'), "-"},

        {kVoucher, "insurance_voucher=" + kVoucher},
        {kVoucher + "0", "-"},
        {kVoucher.substr(1), "-"},
        {kVoucher.substr(1) + "A", "-"},

        {"370202199001010015", "certificate/resident_id=370202199001010015"},
        {"370202199001010016", "-"},
        {"370202200102291223", "-"},
        {"37021220150601003x", "certificate/resident_id=37021220150601003X"},
        {"370202900101001", "certificate/resident_id=370202199001010015 certificate/passport=370202900101001"},
        {"370202901301001", "certificate/passport=370202901301001"},  // there is no month 13
        {"810000198503151124", "certificate/residence_permit=810000198503151124"},
        {"810000198503151125", "-"},
        {"911124198108030024", "certificate/permanent_residence=911124198108030024"},
        {"911124198108030025", "-"},
        {"abc370281010112", "certificate/permanent_residence=ABC370281010112 certificate/passport=ABC370281010112"},
        {"AB3370281010112", "certificate/passport=AB3370281010112"},

        {"A1234567B", "social_security_card=A1234567B certificate/passport=A1234567B"},
        {"a1234567b", "social_security_card=A1234567B certificate/passport=A1234567B"},
        {"A1234567", "certificate/passport=A1234567"},
        {"A1234567BC", "certificate/passport=A1234567BC"},
        {"A1234-67B", "-"},

        {"H12345678", "social_security_card=H12345678 certificate/hong_kong_macau_pass=H12345678 certificate/passport=H12345678"},
        {"M1234567890", "certificate/hong_kong_macau_pass=M1234567890 certificate/passport=M1234567890"},
        {"T1234567890", "certificate/passport=T1234567890"},
        {"12345678", "certificate/taiwan_pass=12345678 certificate/passport=12345678"},
        {"1234567", "certificate/passport=1234567"},
        {"E1234", "certificate/passport=E1234"},
        {"E123", "-"},
        {"E1234567890123456", "certificate/passport=E1234567890123456"},
        {"E12345678901234567", "-"},

        {"", "-"},
        {" \r\n", "-"},
        {"https://example.org/a", "-"},
        {"张三", "-"},
    };
    for (const Line& line : lines) BOOST_TEST(meanings(line.text) == line.is, line.text << " is " << meanings(line.text));
}

BOOST_AUTO_TEST_CASE(the_hospitals_own_card_comes_last_and_takes_1_to_64_visible_bytes) {
    BOOST_TEST(meanings("A1234567B", "h01") == "social_security_card=A1234567B certificate/passport=A1234567B hospital_card@h01=A1234567B");
    BOOST_TEST(meanings("0", "h01") == "hospital_card@h01=0");
    BOOST_TEST(meanings("hC-1%?", "h02") == "hospital_card@h02=hC-1%?");  // its case is the hospital's affair
    BOOST_TEST(meanings(kVoucher, "h01") == "insurance_voucher=" + kVoucher + " hospital_card@h01=" + kVoucher);
    BOOST_TEST(meanings(std::string(64, '-'), "h01") == "hospital_card@h01=" + std::string(64, '-'));
    BOOST_TEST(meanings(std::string(65, '-'), "h01") == "-");
    BOOST_TEST(meanings("1 2", "h01") == "-");
    BOOST_TEST(meanings("", "h01") == "-");
    BOOST_TEST(meanings("0") == "-");
}

BOOST_AUTO_TEST_CASE(what_scanners_and_input_methods_do_is_undone) {
    const std::string card_code = "OC1" + std::string(68, 'Z') + std::string(129, 'F');
    const std::string paper_code = "OC2" + std::string(64, 'Z') + std::string(128, 'F');
    const std::string dynamic = kHex64 + ":0:" + kHex32 + ":Serial";
    for (const std::string& text : {card_code, paper_code, kHex64 + ":1", dynamic, kVoucher, std::string("10000000000083"),
                                    std::string("37021220150601003X"), std::string("A1234567B"), std::string("hC-1")}) {
        const std::string plain = meanings(text, "h01");
        BOOST_TEST(plain != "-", text);
        for (const std::string& around : {text + "\r\n", text + "\n", text + "\r", "  " + text + " ", "\u3000" + text + "\u3000 \r\n"})
            BOOST_TEST(meanings(around, "h01") == plain, around);
        if (3 * text.size() <= kScannedBytesMax) BOOST_TEST(meanings(wide(text), "h01") == plain, wide(text));
    }
    BOOST_TEST(meanings(lower(card_code)) == meanings(card_code));
    BOOST_TEST(meanings(lower(paper_code)) == meanings(paper_code));
    BOOST_TEST(meanings(upper(kHex64) + ":1") == meanings(kHex64 + ":1"));
    BOOST_TEST(meanings(upper(kHex64) + ":0:" + kHex32 + ":Serial") == meanings(dynamic));
    // What works once is asked about as it was scanned: the page of the platform does not say that case does not count there.
    BOOST_TEST(meanings(kHex64 + ":0:" + upper(kHex32) + ":Serial") == "ehealth_dynamic=" + kHex64 + ":0:" + upper(kHex32) + ":Serial");
}

BOOST_AUTO_TEST_CASE(control_characters_inside_are_of_no_code) {
    for (const char c : {'\x01', '\t', '\r', '\n', '\x1d', '\x1f', '\x7f'}) {
        BOOST_TEST(meanings(std::string("A12") + c + "456", "h01") == "-");
        BOOST_TEST(meanings(c + std::string("A123456"), "h01") == "-");
    }
    BOOST_TEST(meanings(std::string("A12") + '\0' + "456", "h01") == "-");
    BOOST_TEST(meanings("A12 456", "h01") == "-");  // ' ' is the last that is none
    BOOST_TEST(meanings("A12!456", "h01") != "-");  // '!' the first that is one
    BOOST_TEST(meanings("A12~456", "h01") != "-");
}

BOOST_AUTO_TEST_CASE(what_credentials_are_asked_for_is_named_where_they_may_know_it) {
    const auto static_code = recognise(upper(kHex64) + ":1", {});
    BOOST_REQUIRE(static_code.ok());
    BOOST_REQUIRE(static_code->front().credential.has_value());
    BOOST_TEST((static_code->front().credential->kind == hub::contract::CredentialKind::EhealthCard));
    BOOST_TEST(static_code->front().credential->number.reveal().text == kHex64);
    // Anybody can write a card's id in front of a dynamic code: only its platform says whose it is.
    BOOST_TEST(!recognise(kHex64 + ":0:" + kHex32 + ":S", {})->front().credential.has_value());
    BOOST_TEST(!recognise(kVoucher, {})->front().credential.has_value());
    const auto card = recognise("a1234567b", "h01");
    BOOST_TEST(card->front().credential->number.reveal().text == "A1234567B");
    BOOST_TEST(card->back().credential->number.reveal().text == "a1234567b");
}

BOOST_AUTO_TEST_CASE(a_refusal_tells_the_shape_and_never_the_text) {
    BOOST_TEST(recognise("370202199001010016", {}).failure().detail() == "999999999999999999");
    BOOST_TEST(recognise(std::string(513, '1'), "h01").failure().detail() == std::string(32, '9') + "...");
}

// Whatever a scanner sends: an answer, the same one each time, and each code in a writing that is recognised as itself again.
BOOST_AUTO_TEST_CASE(random_bytes_are_answered_and_always_alike) {
    std::mt19937 random(20261121);
    const std::string likely = "0123456789abcdefABCDEFOCHM:1X-\r\n \xef\xbc\xbd\x90";
    const std::vector<std::string> seeds{
        kHex64 + ":1", kHex64 + ":0:" + kHex32 + ":S", kVoucher,         "370202199001010015", "10000000000083",
        "A1234567B",   "OC2" + std::string(192, '7'),  wide("H12345678")};
    std::size_t recognised = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        if (round % 2 == 0) text = seeds[random() % seeds.size()];
        const std::size_t changes = random() % (round % 4 < 2 ? 4 : 80);
        for (std::size_t i = 0; i < changes; ++i) {
            const char c = random() % 4 == 0 ? static_cast<char>(random() % 256) : likely[random() % likely.size()];
            text.insert(text.begin() + static_cast<std::ptrdiff_t>(random() % (text.size() + 1)), c);
        }
        const auto codes = recognise(text, "h01");
        const auto again = recognise(text, "h01");
        BOOST_REQUIRE(codes.ok() == again.ok());
        if (!codes.ok()) continue;
        ++recognised;
        BOOST_REQUIRE(!codes->empty());
        BOOST_REQUIRE(meanings(text, "h01") == meanings(text, "h01"));
        for (const ScannedCode& code : *codes) {
            const auto itself = recognise(code.text.reveal(), "h01");
            BOOST_REQUIRE(itself.ok());
            BOOST_REQUIRE(std::any_of(itself->begin(), itself->end(),
                                      [&](const ScannedCode& other) { return other.form == code.form && other.text == code.text; }));
        }
    }
    BOOST_TEST(recognised > 2000U);  // so the loop sees both
    BOOST_TEST(recognised < 18'000U);
}

BOOST_AUTO_TEST_SUITE_END()
