#include "adapters/sim/common/control.h"

#include "adapters/sim/common/settings.h"
#include "tests/adapters/sim_trancode/caller.h"
#include "tests/support/failures.h"

using namespace tests::sim;
using hub::core::Error;
using tests::failsWith;

BOOST_AUTO_TEST_SUITE(control)

BOOST_AUTO_TEST_CASE(health_says_which_simulator_it_is) {
    Hospital hospital;
    BOOST_TEST(hospital.control("GET", "/_sim/health").body == R"({"simulator":"trancode","state":"up"})");
}

BOOST_AUTO_TEST_CASE(the_books_can_be_read_whole_or_by_table) {
    Hospital hospital;
    const auto whole = hub::core::JsonDocument::parse(hospital.control("GET", "/_sim/books").body);
    BOOST_REQUIRE(whole.ok());
    BOOST_TEST(whole->root().member("patient")->size() == 6);
    BOOST_TEST(whole->root().memberNames().size() == 16);
    const auto patients = hub::core::JsonDocument::parse(hospital.control("GET", "/_sim/books?patient").body);
    BOOST_TEST(patients->root().memberNames().size() == 1);
    BOOST_TEST(hospital.control("GET", "/_sim/books?secret").status == 404);
}

BOOST_AUTO_TEST_CASE(every_effect_carries_the_number_of_the_call_that_made_it) {
    Hospital hospital;
    hospital.call("3005", card(100001, {{"Amt", "10"}, {"OrderNo", "O1"}, {"PayType", "22"}, {"TransactionID", "20300102093000SIM00077"}}));
    const auto effects = hub::core::JsonDocument::parse(hospital.control("GET", "/_sim/books?effect").body);
    const auto rows = *effects->root().member("effect");
    const auto last = rows.at(rows.size() - 1);
    BOOST_TEST(*last.member("caller_number")->string() == "20300102093000SIM00077");
    BOOST_TEST(*last.member("operation")->string() == "3005");
    BOOST_TEST(*last.member("order_number")->string() == "O1");
    BOOST_TEST(*last.member("amount_fen")->integer() == 1000);
}

BOOST_AUTO_TEST_CASE(what_the_control_door_does_not_know_is_said_with_a_code) {
    Hospital hospital;
    const auto refused = [&](const char* method, const char* path, const char* body, int status) {
        const Reply reply = hospital.control(method, path, body);
        BOOST_TEST(reply.status == status, path);
        BOOST_TEST(reply.body.find("\"code\":\"OC-") != std::string::npos, path);
    };
    refused("GET", "/_sim/nothing", "", 404);
    refused("POST", "/_sim/nothing", "{}", 404);
    refused("POST", "/_sim/faults", "not json", 400);
    refused("POST", "/_sim/faults", R"({"operation":"3005","kind":"explode","next":1})", 400);
    refused("POST", "/_sim/faults", R"({"operation":"3005","kind":"hang"})", 422);
    refused("POST", "/_sim/charges/cancel", R"({"number":"A1"})", 404);
    refused("POST", "/_sim/window-payments", R"({"charge_numbers":["A1"],"fund_fen":0,"account_fen":0})", 404);
    BOOST_TEST(hospital.control("GET", "/other").status == 404);
    BOOST_TEST(hospital.control("GET", "/HisService.asmx").status == 405);
}

BOOST_AUTO_TEST_CASE(a_patient_can_be_put_into_the_books) {
    Hospital hospital;
    const common::Patient patient{.id = 0,
                                  .name = "后来者",
                                  .certificate_kind = "01",
                                  .certificate_number = "999999199707070077",
                                  .sex = common::Sex::Male,
                                  .birth_date = {1997, 7, 7},
                                  .phone = "",
                                  .address = "",
                                  .guardian_name = "",
                                  .guardian_number = "",
                                  .balance = {},
                                  .confirmed = false,
                                  .created_at = {}};
    const std::string body = R"({"hospital_card":"C77","patient":)" + hub::core::toJson(patient, hub::core::Exposure::Revealed) + "}";
    BOOST_TEST(hospital.control("POST", "/_sim/patients", body).status == 200);
    BOOST_TEST(hospital.call("2001", {{"CardType", "00"}, {"CardNum", "C77"}}).items().size() == 1);
}

BOOST_AUTO_TEST_CASE(a_body_may_fill_four_mebibytes_and_not_pass_them) {
    Hospital hospital;
    BOOST_TEST(hospital.control("POST", "/_sim/faults", std::string(4U << 20, ' ')).status == 400);
    BOOST_TEST(hospital.control("POST", "/_sim/faults", std::string((4U << 20) + 1, ' ')).status == 413);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_is_a_failure_and_a_stopped_simulator_stops_again) {
    Hospital hospital;
    trancode::TrancodeSettings settings;
    settings.soap.port = hospital.port();
    trancode::TrancodeSimulator second(settings, hospital.faults, hospital.books, hospital.clock);
    BOOST_TEST(failsWith(second.start(), Error::SimNotListening));
    settings.soap.port = 0;
    trancode::TrancodeSimulator third(settings, hospital.faults, hospital.books, hospital.clock);
    BOOST_TEST(third.start().ok());
    third.stop();
    third.stop();
}

BOOST_AUTO_TEST_CASE(settings_that_are_not_named_keep_their_defaults_and_unknown_ones_are_refused) {
    const auto read = [](std::string_view text) { return common::settingsFromJson<trancode::TrancodeSettings>(text); };
    const auto settings =
        read(R"({"soap":{"charset":"gb18030"},"site":{"region":"LZ","site_codes":[{"operation":"4001","code":"4013"}]}})");
    BOOST_REQUIRE(settings.ok());
    BOOST_TEST((settings->soap.charset == trancode::WireCharset::Gb18030));
    BOOST_TEST(settings->soap.argument == "strXml");
    BOOST_TEST((settings->site.region == trancode::Region::Lianzhou));
    BOOST_TEST(settings->site.site_codes.size() == 1);
    BOOST_TEST(failsWith(read(R"({"soap":{"charzet":"gb18030"}})"), Error::JsonNotValid));
    BOOST_TEST(failsWith(read(R"({"soap":[]})"), Error::JsonNotValid));
    BOOST_TEST(failsWith(read("[]"), Error::JsonNotValid));
    BOOST_TEST(failsWith(read("{"), Error::JsonNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
