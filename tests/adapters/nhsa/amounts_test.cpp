#include "adapters/nhsa/amounts.h"

#include <fmt/format.h>

#include "adapters/nhsa/canonical.h"
#include "adapters/nhsa/number_texts.h"
#include "tests/adapters/nhsa/golden.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::nhsa::amountIn;
using adapters::nhsa::canonical;
using adapters::nhsa::optionalAmountIn;
using adapters::nhsa::parseTexts;
using core::Error;

/// Fen of a member, written in JSON as it stands here.
core::Result<core::Money> read(const std::string& value) {
    const auto document = parseTexts(fmt::format(R"({{"amount":{}}})", value));
    BOOST_REQUIRE_MESSAGE(document.ok(), value);
    return amountIn(document->root(), "amount");
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_amount_is_the_same_as_text_and_as_number) {
    const std::pair<const char*, std::int64_t> rows[] = {{"12.30", 1230},
                                                         {"12.3", 1230},
                                                         {"12", 1200},
                                                         {"0", 0},
                                                         {"0.05", 5},
                                                         {"-12.30", -1230},
                                                         {"-0.05", -5},
                                                         {"0.00", 0},
                                                         {"-0.00", 0},
                                                         {"12.300", 1230},
                                                         {"12.3000", 1230},
                                                         {"182.68", 18268},
                                                         {"9999999999999.99", 999999999999999},
                                                         {"0.290", 29}};
    for (const auto& [text, fen] : rows) {
        BOOST_TEST_CONTEXT(text) {
            for (const std::string& written : {std::string(text), fmt::format("\"{}\"", text)}) {
                const auto amount = read(written);
                BOOST_REQUIRE(amount.ok());
                BOOST_TEST(amount->fen() == fen);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_third_decimal_that_is_not_zero_is_no_amount_nor_is_anything_else) {
    for (const char* written : {"12.345",
                                "0.001",
                                "12.3001",
                                "\"12.345\"",
                                "\"12.34x\"",
                                "1.23e1",
                                "1E2",
                                "\"1.\"",
                                "\".5\"",
                                "\"+1.00\"",
                                "\"--1\"",
                                "\"1,000.00\"",
                                "\" 1\"",
                                "\"abc\"",
                                "\"-\"",
                                "true",
                                "{}",
                                "[]",
                                "10000000000000.00",
                                "\"100000000000000000000000000000000\""}) {
        const auto amount = read(written);
        BOOST_TEST(tests::failsWith(amount, Error::PeerAnswerNotValid), written);
    }
}

BOOST_AUTO_TEST_CASE(an_amount_that_is_not_there_is_missed_only_where_it_must_be) {
    for (const char* written : {"null", "\"\""}) {
        const auto amount = read(written);
        BOOST_TEST(tests::failsWith(amount, Error::PeerAnswerNotValid), written);
        const auto document = parseTexts(fmt::format(R"({{"amount":{}}})", written));
        const auto optional = optionalAmountIn(document->root(), "amount");
        BOOST_TEST((optional.ok() && !optional->has_value()));
        BOOST_TEST((optionalAmountIn(document->root(), "other").ok() && !optionalAmountIn(document->root(), "other")->has_value()));
    }
}

BOOST_AUTO_TEST_CASE(numbers_become_texts_and_nothing_else_changes) {
    const std::pair<const char*, const char*> rows[] = {
        {R"({"a":1})", R"({"a":"1"})"},
        {R"([ -0.50 , 1e5,12 ])", R"(["-0.50","1e5","12"])"},
        {R"({"a 1":"2 \" 3 \\","b":[true,false,null,{}]})", R"({"a 1":"2 \" 3 \\","b":[true,false,null,{}]})"},
        {R"({"b":1,"a":{"d":"x","c":2}})", R"({"a":{"c":"2","d":"x"},"b":"1"})"},
        {R"(7)", R"("7")"},
        {R"({"名":"㛃1"})", R"({"名":"㛃1"})"},
    };
    for (const auto& [json, texts] : rows) {
        const auto document = parseTexts(json);
        BOOST_REQUIRE_MESSAGE(document.ok(), json);
        BOOST_TEST(canonical(document->root()) == texts);
    }
    for (const char* json : {"", "{", "01", "1.", "{\"a\":1,\"a\":2}", "[1 2]", "\"", "+1", "{\"a\":.5}"}) {
        const auto document = parseTexts(json);
        BOOST_TEST(tests::failsWith(document, Error::JsonNotValid), json);
    }
}
