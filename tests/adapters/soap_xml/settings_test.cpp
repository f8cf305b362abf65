#include "adapters/soap_xml/settings.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "tests/adapters/soap_xml/hub_side.h"
#include "tests/support/failures.h"

using namespace tests::soap_xml;
using core::Error;

namespace {

std::vector<std::string> placesOf(const std::string& more) {
    const contract::InstanceSettings settings{"SIM001", "UTF-8", settingsJson(80, more)};
    std::vector<std::string> places;
    for (const contract::SettingsProblem& problem : adapters::soap_xml::makeAdapter()->check(settings)) {
        BOOST_TEST(!problem.zh.empty());
        BOOST_TEST(!problem.en.empty());
        places.push_back(problem.pointer);
    }
    return places;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_settings) {
    std::ostringstream file;
    file << std::ifstream("adapters/soap_xml/settings.schema.json").rdbuf();
    BOOST_TEST(file.str() == adapters::soap_xml::settingsSchema() + "\n");
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_place) {
    BOOST_TEST(placesOf("{}").empty());
    const std::pair<const char*, const char*> rows[] = {
        {R"({"endpoint":"ftp://x"})", "/endpoint"},
        {R"({"endpoint":"https://x/y"})", "/endpoint"},
        {R"({"endpoint":"https://x/y","tls":{"authority_file":"/no/such.pem"}})", "/tls"},
        {R"({"auth_key":"SIM-KEY"})", "/auth_key"},
        {R"({"user":""})", "/user"},
        {R"({"devices":[]})", "/devices"},
        {R"({"devices":["123456789"]})", "/devices/0"},
        {R"({"devices":["A","B","A"]})", "/devices/2"},
        {R"({"pay_type":null})", "/pay_type"},
        {R"({"days_back":0})", "/days_back"},
        {R"({"days_back":3651})", "/days_back"},
        {R"({"days_ahead":366})", "/days_ahead"},
        {R"({"answer_mib_max":65})", "/answer_mib_max"},
        {R"({"answer_within":"49ms"})", "/answer_within"},
        {R"({"connect_within":"61s"})", "/connect_within"},
        {R"({"soap":{"version":"1.3"}})", "/soap/version"},
        {R"({"soap":{"method":"In voke"}})", "/soap/method"},
        {R"({"soap":{"argument":"1x"}})", "/soap/argument"},
        {R"({"soap":{"action":"a\"b"}})", "/soap/action"},
        {R"({"not_offered":["ping"]})", "/not_offered/0"},
        {R"({"code_maps":{"booking_state":"@null"}})", "/calls/booking.find/answer/rows/fields/state/map"},
        {R"({"code_maps":{"booking_state":{"codes":{"0":"@null","1":"@null","2":"@null","3":"@null","4":"@null"}}}})",
         "/code_maps/booking_state/codes"},
        {R"({"code_maps":{"sex":{"codes":{"1":"femal"}}}})", "/calls/patient.find.by_credential/answer/rows/fields/person.sex/map"},
        {R"({"code_maps":[]})", "/code_maps"},
        {R"({"success":{"yes":["0","1"]}})", "/success/no"},
        {R"({"calls":{"charge.lists":{}}})", "/calls/charge.lists"},
        {R"({"calls":{"ping":"@null"}})", "/calls/ping"},
        {R"({"calls":{"ping":{"code":""}}})", "/calls/ping/code"},
        {R"({"calls":{"slot.lock":{"request":{"TimeCode":{"from":"/request/slots"}}}}})", "/calls/slot.lock/request/TimeCode/from"},
        {R"({"calls":{"slot.list":{"answer":{"rows":{"fields":{"key":"@null"}}}}}})", "/calls/slot.list/answer/rows/fields"},
        {R"({"calls":{"slot.list":{"answer":{"rows":{"fields":{"available":{"as":"cuont"}}}}}}})",
         "/calls/slot.list/answer/rows/fields/available/as"}};
    for (const auto& [more, place] : rows) {
        const std::vector<std::string> places = placesOf(more);
        BOOST_TEST((std::find(places.begin(), places.end(), place) != places.end()), more);
    }
}

BOOST_AUTO_TEST_CASE(what_is_told_when_it_is_checked_keeps_it_from_being_opened) {
    const core::SystemClock clock;
    Host host(clock);
    const auto opened = [&](const std::string& more, const std::string& charset) {
        return adapters::soap_xml::makeAdapter()->open({"SIM001", charset, settingsJson(80, more)}, host);
    };
    BOOST_TEST(opened("{}", "GBK").ok());
    BOOST_TEST(tests::failsWith(opened("{}", "EBCDIC"), Error::CharsetUnknown));
    BOOST_TEST(tests::failsWith(opened(R"({"user":""})", "UTF-8"), Error::SettingsNotValid));
    BOOST_TEST(tests::failsWith(opened(R"({"auth_key":{"secret":"no.such"}})", "UTF-8"), Error::SecretMissing));
}

BOOST_AUTO_TEST_SUITE_END()
