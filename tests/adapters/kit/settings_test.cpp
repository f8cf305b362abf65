#include "adapters/kit/settings.h"

#include <boost/test/unit_test.hpp>

#include "adapters/kit/duration.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::kit::parseDuration;
using adapters::kit::readSettings;
using adapters::kit::Secret;
using adapters::kit::SettingsProblems;
using namespace std::chrono_literals;

enum class Style { Cdata, Escaped };
constexpr auto enumNames(Style) {
    using Name = std::pair<Style, std::string_view>;
    return std::array{Name{Style::Cdata, "cdata"}, Name{Style::Escaped, "escaped"}};
}

struct Endpoint {
    static constexpr std::string_view kTypeName = "Endpoint";
    std::string url;
    std::optional<core::Duration> within = 3s;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("url", self.url, "address");
        field("within", self.within, "time-out");
    }
};

struct Example {
    static constexpr std::string_view kTypeName = "Example";
    Endpoint endpoint;
    Secret key;
    std::vector<std::string> codes;
    std::optional<Style> style = Style::Cdata;
    std::optional<bool> strict;
    std::optional<std::int32_t> tries = 2;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("endpoint", self.endpoint, "where");
        field("key", self.key, "secret");
        field("codes", self.codes, "list");
        field("style", self.style, "word");
        field("strict", self.strict, "flag");
        field("tries", self.tries, "number");
    }
    void check(const std::string& pointer, SettingsProblems& problems) const {
        if (*tries < 1) problems.add(pointer + "/tries", "至少 1", "at least 1");
    }
};

/// The pointers of all problems, in order.
std::string pointers(std::string_view json) {
    std::string all;
    const auto read = readSettings<Example>(json);
    for (const auto& problem : read.problems.all()) all += (all.empty() ? "" : " ") + problem.pointer;
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_left_out_keeps_its_default) {
    const auto read = readSettings<Example>(R"({"endpoint":{"url":"u"},"key":{"secret":"k"},"codes":[]})");
    BOOST_TEST(!read.problems.any());
    BOOST_TEST((*read.value.endpoint.within == 3s));
    BOOST_TEST((*read.value.style == Style::Cdata));
    BOOST_TEST(*read.value.tries == 2);
    BOOST_TEST(!read.value.strict.has_value());
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read) {
    const auto read = readSettings<Example>(
        R"({"endpoint":{"url":"u","within":"250ms"},"key":{"secret":"k"},"codes":["a","b"],"style":"escaped","strict":true,"tries":1})");
    BOOST_TEST(!read.problems.any());
    BOOST_TEST((*read.value.endpoint.within == 250ms));
    BOOST_TEST(read.value.key.secret == "k");
    BOOST_TEST(read.value.codes.size() == 2U);
    BOOST_TEST((*read.value.style == Style::Escaped));
    BOOST_TEST(*read.value.strict);
    BOOST_TEST(*read.value.tries == 1);
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_place) {
    BOOST_TEST(pointers("{}") == "/endpoint /key /codes");
    BOOST_TEST(pointers(R"({"endpoint":{"urll":"u","within":3},"key":"plain","codes":["a",1],"style":"x","strict":1,"tries":0})") ==
               "/endpoint/url /endpoint/within /endpoint/urll /key /codes/1 /style /strict /tries");
    BOOST_TEST(pointers(R"({"endpoint":[],"key":{"secret":""},"codes":{},"a/b~c":1,"tries":4294967296})") ==
               "/endpoint /key /codes /tries /a~1b~0c");
    BOOST_TEST(pointers(R"({"endpoint":null,"key":{"secret":"k","more":1},"codes":null})") == "/endpoint /key /codes");
    BOOST_TEST(readSettings<Example>("no json").problems.any());
    BOOST_TEST(pointers("[]").empty());
    BOOST_TEST(readSettings<Example>("[]").problems.all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_slip_in_a_key_gets_a_suggestion_and_a_literal_secret_is_not_repeated) {
    const auto read = readSettings<Example>(R"({"endpoint":{"urll":"u","url":"u"},"key":"hunter2","codes":[]})");
    BOOST_REQUIRE(read.problems.all().size() == 2U);
    BOOST_TEST(read.problems.all()[0].en == "no such setting; did you mean url?");
    BOOST_TEST(read.problems.all()[1].en.find("hunter2") == std::string::npos);
    BOOST_TEST(tests::failsWith(core::Result<void>(read.problems.failure()), core::Error::SettingsNotValid));
}

BOOST_AUTO_TEST_CASE(endless_mistakes_are_cut_at_a_hundred) {
    std::string codes;
    for (int i = 0; i < 300; ++i) codes += i == 0 ? "1" : ",1";
    BOOST_TEST(readSettings<Example>(R"({"codes":[)" + codes + "]}").problems.all().size() == 100U);
}

BOOST_AUTO_TEST_CASE(a_duration_is_a_whole_number_and_one_unit) {
    BOOST_TEST((parseDuration("0ms") == core::Duration(0)));
    BOOST_TEST((parseDuration("50ms") == core::Duration(50)));
    BOOST_TEST((parseDuration("3s") == core::Duration(3000)));
    BOOST_TEST((parseDuration("5m") == core::Duration(300000)));
    BOOST_TEST((parseDuration("24h") == core::Duration(86400000)));
    for (const std::string_view wrong : {"", "3", "s", "3 s", "-3s", "+3s", "1.5s", "3S", "3sec", "25h", "1441m", "4294967296ms", "3s "})
        BOOST_TEST(!parseDuration(wrong).has_value(), wrong);
}
