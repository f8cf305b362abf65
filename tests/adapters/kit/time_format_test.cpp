#include "adapters/kit/mapping/time_format.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::kit::mapping::TimeFormat;
using core::Error;

TimeFormat format(std::string_view forms) { return *TimeFormat::parse(forms); }

/// 2026-11-21 08:30:05.123 in Shanghai.
constexpr core::UtcTime kTime{1795221005123};

}  // namespace

BOOST_AUTO_TEST_CASE(each_form_reads_and_writes_its_own_text) {
    const std::pair<std::string_view, std::string_view> forms[] = {
        {"yyyyMMdd HHmmss", "20261121 083005"},         {"yyyyMMddHHmmss", "20261121083005"},
        {"yyyy-MM-dd HH:mm:ss", "2026-11-21 08:30:05"}, {"yyyy-MM-ddTHH:mm:ss", "2026-11-21T08:30:05"},
        {"yyyyMMddHHmmssfff", "20261121083005123"},     {"dd/MM/yyyy HH:mm", "21/11/2026 08:30"}};
    for (const auto& [form, text] : forms) {
        BOOST_TEST(format(form).write(kTime) == text);
        const core::Result<core::UtcTime> time = format(form).readTime(text);
        BOOST_REQUIRE(time.ok());
        BOOST_TEST(format(form).write(*time) == text);
    }
    BOOST_TEST(format("yyyyMMddHHmmssfff").readTime("20261121083005123")->ms == kTime.ms);
    BOOST_TEST(format("yyyyMMdd").readDate("20261121")->text() == "2026-11-21");
    BOOST_TEST(format("yyyyMMdd").write(core::Date{2026, 11, 21}) == "20261121");
}

BOOST_AUTO_TEST_CASE(the_first_form_is_written_and_all_are_read) {
    const TimeFormat forms = format("yyyyMMdd|yyyy-MM-dd|yyyyMMddHHmmss");
    BOOST_TEST(forms.readDate("2026-11-21")->text() == "2026-11-21");
    BOOST_TEST(forms.readDate("20261121235959")->text() == "2026-11-21");
    BOOST_TEST(forms.write(core::Date{2026, 11, 21}) == "20261121");
}

BOOST_AUTO_TEST_CASE(a_day_begins_at_midnight_in_shanghai) {
    BOOST_TEST(format("yyyyMMdd").readTime("19700101")->ms == -8 * 3600 * 1000);
    BOOST_TEST(format("yyyyMMddHHmmss").write(core::UtcTime{-8 * 3600 * 1000 - 1}) == "19691231235959");
    BOOST_TEST(format("yyyyMMddHHmmss").write(core::Date{1970, 1, 1}) == "19700101000000");
}

BOOST_AUTO_TEST_CASE(what_is_not_the_whole_text_or_no_moment_is_refused) {
    const TimeFormat times = format("yyyyMMddHHmmss");
    BOOST_TEST(times.readTime("20240229235959").ok());
    for (const std::string_view wrong : {"", "2024022923595", "202402292359590", "20230229000000", "20240229240000", "20240229236000",
                                         "20240229235960", "2024022923595x", " 20240229235959", "00000000000000", "18491231000000"})
        BOOST_TEST(tests::failsWith(times.readTime(wrong), Error::ValueNotInForm), wrong);
    BOOST_TEST(times.readTime("王小明").failure().detail() == "?????????");
}

BOOST_AUTO_TEST_CASE(a_form_names_every_part_once_and_none_is_skipped) {
    for (const std::string_view wrong : {"", "yyyy", "yyyyMM", "yyMMdd", "yyyyMMddyyyy", "yyyyMMddmm", "yyyyMMddHHss", "HHmmss",
                                         "yyyyMMdd|", "yyyyMMddHHmmssff", "yyyyMMddfff"})
        BOOST_TEST(tests::failsWith(TimeFormat::parse(wrong), Error::TransformNotValid), wrong);
}
