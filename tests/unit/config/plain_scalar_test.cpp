#include "hub/app/config/plain_scalar.h"

#include "tests/support/failures.h"

using namespace hub::app::config;
using Kind = Node::Kind;

BOOST_AUTO_TEST_SUITE(plain_scalar)

BOOST_AUTO_TEST_CASE(what_every_reader_agrees_on_has_its_kind) {
    const std::tuple<const char*, Kind, const char*> rows[] = {
        {"", Kind::Null, ""},
        {"~", Kind::Null, ""},
        {"null", Kind::Null, ""},
        {"true", Kind::Boolean, "true"},
        {"false", Kind::Boolean, "false"},
        {"0", Kind::Integer, "0"},
        {"-7", Kind::Integer, "-7"},
        {"9223372036854775807", Kind::Integer, "9223372036854775807"},
        {"0x0B", Kind::Integer, "11"},
        {"1.10", Kind::Decimal, "1.10"},
        {"-0.5", Kind::Decimal, "-0.5"},
        {"1e3", Kind::Decimal, "1e3"},
        {"1e308", Kind::Decimal, "1e308"},
        {"2.5E-3", Kind::Decimal, "2.5E-3"},
    };
    for (const auto& [text, kind, value] : rows) {
        const PlainScalar read = readPlain(text);
        BOOST_TEST((read.kind == kind), text);
        BOOST_TEST(read.text == value);
        BOOST_TEST(!read.unambiguous.has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(text_is_text) {
    for (const char* text :
         {"abc", "10.20.1.8", "10.20.1.8:8443",       "2.5.1", "2026-01-31", "GB18030", "5m",  "2ms", "7d",       "-",  "a: b",    "e3",
          "0x",  "0xZZ",      "https://his.example/", "n",     "Y",          "nothing", "one", "1-2", "三级甲等", "1e", ".hidden", "."}) {
        const PlainScalar read = readPlain(text);
        BOOST_TEST((read.kind == Kind::Text), text);
        BOOST_TEST(read.text == text);
        BOOST_TEST(!read.unambiguous.has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(what_readers_disagree_about_comes_with_a_way_to_write_it) {
    const std::pair<const char*, const char*> rows[] = {{"on", "true"},
                                                        {"Yes", "true"},
                                                        {"TRUE", "true"},
                                                        {"off", "false"},
                                                        {"NO", "false"},
                                                        {"False", "false"},
                                                        {"Null", "null"},
                                                        {"0372", "\"0372\""},
                                                        {"-01", "\"-01\""},
                                                        {"00", "\"00\""},
                                                        {"12:30", "\"12:30\""},
                                                        {"1:30:00", "\"1:30:00\""},
                                                        {"1_000", "\"1_000\""},
                                                        {".5", "\".5\""},
                                                        {"1.", "\"1.\""},
                                                        {"+1", "\"+1\""},
                                                        {".inf", "\".inf\""},
                                                        {"-.INF", "\"-.INF\""},
                                                        {".NaN", "\".NaN\""},
                                                        {"0b101", "\"0b101\""},
                                                        {"0o17", "\"0o17\""},
                                                        {"01.5", "\"01.5\""},
                                                        {"1e309", "\"1e309\""},
                                                        {"1e-999", "\"1e-999\""},
                                                        {"9223372036854775808", "\"9223372036854775808\""},
                                                        {"0xFFFFFFFFFFFFFFFF", "\"0xFFFFFFFFFFFFFFFF\""}};
    for (const auto& [text, unambiguous] : rows) BOOST_TEST(readPlain(text).unambiguous.value_or("agreed") == unambiguous, text);
}

BOOST_AUTO_TEST_SUITE_END()
