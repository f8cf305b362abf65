#include "hub/core/day_span.h"

#include "hub/core/decimal.h"
#include "tests/support/failures.h"

using namespace hub::core;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(date)

BOOST_AUTO_TEST_CASE(a_day_is_read_with_and_without_dashes) {
    BOOST_TEST((*Date::parse("2024-02-29") == Date{2024, 2, 29}));
    BOOST_TEST((*Date::parse("18500101") == Date{1850, 1, 1}));
    BOOST_TEST(Date::parse("21991231")->text() == "2199-12-31");
}

BOOST_AUTO_TEST_CASE(a_day_that_does_not_exist_is_refused) {
    for (const char* text : {"", "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-1-1", "2024/01/01", "18491231", "22000101",
                             "2024-01-0a", "202401 1"}) {
        BOOST_TEST(tests::failsWith(Date::parse(text), Error::DateNotValid), text);
    }
}

BOOST_AUTO_TEST_CASE(the_business_date_changes_at_the_day_cut_in_shanghai) {
    const UtcTime midnight{1'795'190'400'000};  // 2026-11-20T16:00Z is 2026-11-21T00:00 in Shanghai
    BOOST_TEST(shanghaiDate(midnight, 0h).text() == "2026-11-21");
    BOOST_TEST(shanghaiDate(midnight + -1ms, 0h).text() == "2026-11-20");
    BOOST_TEST(shanghaiDate(midnight + 2h + -1ms, 2h).text() == "2026-11-20");
    BOOST_TEST(shanghaiDate(midnight + 2h, 2h).text() == "2026-11-21");
}

BOOST_AUTO_TEST_CASE(a_day_in_shanghai_ends_where_the_next_one_begins) {
    const DaySpan span = spanOf(*Date::parse("2026-11-21"));
    BOOST_TEST(span.from.ms == 1'795'190'400'000);
    BOOST_TEST(shanghaiDate(span.until + -1ms, 0h).text() == "2026-11-21");
    BOOST_TEST(spanOf(*Date::parse("2026-11-22")).from.ms == span.until.ms);
    BOOST_TEST(spanOf(*Date::parse("2024-02-28")).until.ms == spanOf(*Date::parse("2024-02-29")).from.ms);
}

BOOST_AUTO_TEST_CASE(a_quantity_keeps_its_text) {
    for (const char* text : {"0", "12.5", "-3", "0.000001", "999999999999999"}) BOOST_TEST(Decimal::parse(text)->text == text);
    for (const char* text : {"", "-", ".5", "5.", "1.0000001", "1e3", "1,0", "9999999999999999", "+1"}) {
        BOOST_TEST(tests::failsWith(Decimal::parse(text), Error::DecimalNotValid), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
