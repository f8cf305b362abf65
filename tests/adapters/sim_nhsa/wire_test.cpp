// Amounts, decimals, names and texts of the wire.
#include "adapters/sim/nhsa/wire.h"

#include <boost/test/unit_test.hpp>

#include "adapters/sim/nhsa/times.h"
#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;

BOOST_AUTO_TEST_SUITE(wire)

BOOST_AUTO_TEST_CASE(an_amount_has_two_decimals_and_a_third_only_when_it_is_0) {
    const auto read = [](std::string_view text) {
        const auto amount = sim::amountFrom(text);
        return amount ? amount->fen() : -1;
    };
    BOOST_TEST(read("12.30") == 1230);
    BOOST_TEST(read("12.3") == 1230);
    BOOST_TEST(read("12") == 1200);
    BOOST_TEST(read("0.01") == 1);
    BOOST_TEST(read("12.300") == 1230);
    BOOST_TEST(read("12.3000000") == 1230);
    BOOST_TEST(read("999999999.99") == 99'999'999'999);
    for (const char* wrong : {"", "12.301", "12.305", "1000000000", "-1", "+1", "1e3", "1.", ".5", " 1", "1,000.00", "12.30元"})
        BOOST_TEST(read(wrong) == -1, wrong);
}

BOOST_AUTO_TEST_CASE(amounts_are_written_as_texts_or_as_numbers) {
    using sim::AmountStyle;
    const auto both = [](std::int64_t amount) {
        return sim::amountJson(AmountStyle::Text, Money::fromFen(amount)) + " " +
               sim::amountJson(AmountStyle::Number, Money::fromFen(amount));
    };
    BOOST_TEST(both(1230) == R"("12.30" 12.3)");
    BOOST_TEST(both(1200) == R"("12.00" 12)");
    BOOST_TEST(both(0) == R"("0.00" 0)");
    BOOST_TEST(both(-5) == R"("-0.05" -0.05)");
    BOOST_TEST(both(100'000) == R"("1000.00" 1000)");
    BOOST_TEST(sim::codeJson(AmountStyle::Number, "-1") == "-1");
    BOOST_TEST(sim::codeJson(AmountStyle::Number, "no") == R"("no")");
    BOOST_TEST(sim::codeJson(AmountStyle::Text, "0") == R"("0")");
}

BOOST_AUTO_TEST_CASE(numbers_become_texts_and_nothing_else_does) {
    const auto document = sim::parsedWithTexts(R"({"a":12.30,"b":[-1,2e3],"c":"7 \"8\" \\","d":true,"e":null,"f1":{"g":0}})");
    BOOST_REQUIRE(document.ok());
    BOOST_TEST(sim::canonical(document->root()) == R"({"a":"12.30","b":["-1","2e3"],"c":"7 \"8\" \\","d":true,"e":null,"f1":{"g":"0"}})");
    for (const char* wrong : {"", "{", R"({"a":01})", R"({"a":1.})", R"({"a":1,"a":2})", "{}x"})
        BOOST_TEST(!sim::parsedWithTexts(wrong).ok(), wrong);
}

BOOST_AUTO_TEST_CASE(canonical_text_is_sorted_by_bytes_in_every_object) {
    const auto document = sim::parsedWithTexts(R"({ "b": [ {"z":"1", "A":"2"} ], "a": "医保", "B": {} })");
    BOOST_TEST(sim::canonical(document->root()) == R"({"B":{},"a":"医保","b":[{"A":"2","z":"1"}]})");
}

BOOST_AUTO_TEST_CASE(names_of_the_mobile_chain_are_those_of_the_counter_in_camel_case) {
    const auto camel = [](std::string_view name) { return sim::nameIn(sim::NameStyle::Camel, name); };
    BOOST_TEST(camel("det_item_fee_sumamt") == "detItemFeeSumamt");
    BOOST_TEST(camel("insutype") == "insutype");
    BOOST_TEST(sim::nameIn(sim::NameStyle::Snake, "det_item_fee_sumamt") == "det_item_fee_sumamt");
}

BOOST_AUTO_TEST_CASE(decimals_are_read_in_units_without_losing_any) {
    const auto read = [](std::string_view text, int decimals) { return sim::scaledFrom(text, decimals).value_or(-1); };
    BOOST_TEST(read("0.3333", 4) == 3333);
    BOOST_TEST(read("0.33330", 4) == 3333);
    BOOST_TEST(read("0.33333", 4) == -1);
    BOOST_TEST(read("3", 0) == 3);
    BOOST_TEST(read("3.0", 0) == 3);
    BOOST_TEST(read("3.5", 0) == -1);
    BOOST_TEST(read("1.234567", 6) == 1'234'567);
}

BOOST_AUTO_TEST_CASE(times_are_of_days_that_exist) {
    BOOST_TEST(sim::timeText({1'893'547'800'123}) == "2030-01-02 09:30:00");
    BOOST_TEST(sim::digits17({1'893'547'800'123}) == "20300102093000123");
    for (const char* good : {"2028-02-29 00:00:00", "2030-12-31 23:59:59"}) BOOST_TEST(sim::isTimeText(good), good);
    for (const char* wrong : {"2030-02-29 00:00:00", "2030-01-02 24:00:00", "2030-01-02 09:60:00", "2030-01-02 09:30:60",
                              "2030-01-02T09:30:00", "2030-01-02", "20300102093000", "2030-01-02 9:30:000"})
        BOOST_TEST(!sim::isTimeText(wrong), wrong);
    BOOST_TEST(sim::isDigits14("20300102093000"));
    for (const char* wrong : {"2030010209300", "20300229093000", "20300102243000", "2030010209300x"})
        BOOST_TEST(!sim::isDigits14(wrong), wrong);
}

BOOST_AUTO_TEST_SUITE_END()
