#include "hub/app/config/units.h"

#include "tests/support/failures.h"

using namespace hub::app::config;
using hub::core::Duration;

BOOST_AUTO_TEST_SUITE(units)

BOOST_AUTO_TEST_CASE(a_duration_is_a_number_and_one_unit) {
    const std::pair<const char*, std::int64_t> good[] = {{"0ms", 0},      {"2ms", 2},        {"3s", 3000},
                                                         {"5m", 300'000}, {"1h", 3'600'000}, {"7d", 604'800'000}};
    for (const auto& [text, ms] : good) BOOST_TEST(parseDuration(text).value().count() == ms, text);
    for (const char* bad : {"", "5", "s", "5 s", " 5s", "5s ", "-5s", "+5s", "1.5s", "5S", "5sec", "1m30s", "5M", "0x5s", "99999999999999d",
                            "9223372036854775808ms", "5w"}) {
        BOOST_TEST(!parseDuration(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(a_size_is_a_number_and_a_unit_of_1024) {
    const std::pair<const char*, std::uint64_t> good[] = {
        {"0B", 0}, {"512B", 512}, {"16KiB", 16'384}, {"1MiB", 1'048'576}, {"2GiB", 2'147'483'648}};
    for (const auto& [text, bytes] : good) BOOST_TEST(parseSize(text).value().bytes == bytes, text);
    for (const char* bad : {"16", "16K", "16KB", "16kib", "16 KiB", "1.5MiB", "-1B", "9999999999999GiB"})
        BOOST_TEST(!parseSize(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(what_is_written_back_means_the_same) {
    for (const char* text : {"0ms", "1ms", "1001ms", "90s", "1m", "36h", "400d"}) BOOST_TEST(toText(*parseDuration(text)) == text);
    BOOST_TEST(toText(*parseDuration("60s")) == "1m");
    for (const char* text : {"0B", "1023B", "16KiB", "1MiB", "1025KiB", "3GiB"}) BOOST_TEST(toText(*parseSize(text)) == text);
}

BOOST_AUTO_TEST_SUITE_END()
