#include <Poco/Net/ServerSocket.h>

#include "hub/api/open_api.h"
#include "hub/api/rest/routes.h"
#include "tests/e2e/running_hub.h"

using namespace hub;
using adapters::cli::demo::Answer;
using core::Error;
using tests::failsWith;

BOOST_FIXTURE_TEST_SUITE(rest, tests::OpenedHub)

BOOST_AUTO_TEST_CASE(nobody_comes_in_without_a_token_or_with_a_made_up_one) {
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals", ""), Error::TokenMissing));
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals", "oct_made_up"), Error::TokenNotValid));
    BOOST_TEST(call("GET", "/api/v1/hospitals", entrance).body == R"({"hospitals":[{"code":"H01","name":"测试医院"}]})");
}

BOOST_AUTO_TEST_CASE(a_person_registers_once_and_gets_a_token_that_is_for_them_alone) {
    const Answer first = registered();
    BOOST_REQUIRE(first.status == 201);
    BOOST_TEST(registered().body == first.body);
    BOOST_TEST(first.body.find("测试甲") == std::string::npos);  // masked
    const std::string person = "/api/v1/people/" + adapters::cli::demo::textIn(first.body, "person_id");
    const std::string token = adapters::cli::demo::textIn(call("POST", person + "/tokens", entrance).body, "token");
    BOOST_TEST(call("GET", person, token).status == 200);
    BOOST_TEST(call("GET", person + "/card-code", token).status == 200);
    const std::string nobody = "/api/v1/people/" + std::string(26, '0');
    BOOST_TEST(failsWith(refused("GET", nobody, token), Error::NotThisPerson));
}

BOOST_AUTO_TEST_CASE(a_slot_cannot_be_booked_without_a_file_at_the_hospital) {
    const std::string person = "/api/v1/people/" + adapters::cli::demo::textIn(registered().body, "person_id");
    const std::string wish =
        R"({"hospital":"H01","slot":"1","department":"D","department_name":"D","doctor":"1","doctor_name":"D","day":"2030-01-02","session":"morning"})";
    const std::string token = adapters::cli::demo::textIn(call("POST", person + "/tokens", entrance).body, "token");
    BOOST_TEST(failsWith(refused("POST", person + "/bookings", token, wish), Error::HospitalFileNotLinked));
}

BOOST_AUTO_TEST_CASE(a_hospital_that_is_not_there_is_told_apart_from_one_that_is_out_of_service) {
    const std::string person = "/api/v1/people/" + adapters::cli::demo::textIn(registered().body, "person_id");
    const std::string token = adapters::cli::demo::textIn(call("POST", person + "/tokens", entrance).body, "token");
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals/H01/departments", entrance), Error::ScopeMissing));
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals/H99/departments", token), Error::HospitalNotKnown));
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals/H01/departments", token), Error::CounterpartyNotAnswering));
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals/H01/schedules?from=2030-01-02", token), Error::QueryParameterMissing));
    BOOST_TEST(failsWith(refused("GET", "/api/v1/hospitals/H01/schedules?from=2030-01-02&to=tomorrow", token), Error::DateNotValid));
}

BOOST_AUTO_TEST_CASE(a_counterparty_reaches_its_adapter_at_the_bare_address_and_below_it) {
    for (const char* path : {"/in/H99", "/in/H99/", "/in/H99/notify/1"})
        BOOST_TEST(failsWith(refused("POST", path, "", "{}"), Error::CounterpartyNotAnswering), path);
}

BOOST_AUTO_TEST_CASE(a_payment_needs_a_channel_that_is_configured) {
    const std::string person = "/api/v1/people/" + adapters::cli::demo::textIn(registered().body, "person_id");
    const std::string token = adapters::cli::demo::textIn(call("POST", person + "/tokens", entrance).body, "token");
    BOOST_TEST(failsWith(refused("POST", person + "/payments", token, R"({"channel":"GOLD","charges":[]})"), Error::ChannelNotKnown));
}

BOOST_AUTO_TEST_CASE(who_watches_the_process_sees_that_it_lives_and_what_it_does) {
    BOOST_TEST(call("GET", "/livez", "").status == 200);
    BOOST_TEST(call("GET", "/readyz", "").status == 200);
    BOOST_TEST(call("GET", "/metrics", "").body.find("onecard_counterparty_state{counterparty=\"H01\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_matcher_is_in_service_by_itself_and_gets_to_know_who_registers) {
    BOOST_REQUIRE(registered().ok());
    // The job goes on by itself: this asks until it is done.
    std::string figures;
    while (figures.find("\nonecard_match_questions_total 1\n") == std::string::npos) figures = call("GET", "/metrics", "").body;
    BOOST_TEST(figures.find("\nonecard_match_ready 1\n") != std::string::npos);
    BOOST_TEST(figures.find("\nonecard_match_records 1\n") != std::string::npos);
    BOOST_TEST(figures.find("\nonecard_match_reviews_total 0\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_listed_route_is_in_the_document_and_every_path_of_the_document_is_a_route) {
    const std::vector<api::Route> routes = api::rest::restRoutes(nullptr);
    const std::string document = api::openApi(routes, {"OneCard Hub", "1", ""});
    const auto parsed = core::JsonDocument::parse(document);
    BOOST_REQUIRE(parsed.ok());
    const auto paths = parsed->root().member("paths");
    BOOST_REQUIRE(paths.has_value());
    std::size_t listed = 0;
    for (const api::Route& route : routes) {
        if (!route.listed) continue;
        ++listed;
        const auto path = paths->member(route.path);
        BOOST_TEST_CONTEXT(route.path) BOOST_REQUIRE(path.has_value());
        std::string method = route.method;
        for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        BOOST_TEST_CONTEXT(route.path) BOOST_TEST(path->member(method).has_value());
    }
    std::size_t documented = 0;
    for (const std::string_view path : paths->memberNames()) documented += paths->member(path)->memberNames().size();
    BOOST_TEST(documented == listed);
}

BOOST_AUTO_TEST_SUITE_END()
