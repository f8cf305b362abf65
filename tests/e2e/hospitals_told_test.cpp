// What a hospital that speaks HL7 hears of its patients: hub, adapter and simulator over real sockets.
#include <Poco/Net/ServerSocket.h>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "adapters/sim/hl7/simulator.h"
#include "tests/e2e/running_hub.h"

namespace {

namespace sim = adapters::sim;
using adapters::cli::demo::textIn;

std::uint16_t freePort() { return Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address().port(); }

/// A hub with an office of stewards, and one hospital.
struct Town : tests::RunningHub {
    const hub::core::SystemClock clock;
    sim::common::Faults faults{1};
    std::unique_ptr<sim::hl7::Hl7Simulator> hospital;
    const Fields nurse{{"Staff-Id", "20417"}, {"Staff-Role", "nurse"}, {"Staff-Department", "D02"}};
    std::string entrance;
    std::string desk;
    std::string office;

    Town() {
        sim::hl7::Hl7HospitalSettings settings;
        settings.folder = (tree.path() / "hospital").string();
        std::filesystem::create_directories(settings.folder);
        settings.facility = "SIMHL701";
        settings.hub.port = freePort();
        auto made = sim::hl7::Hl7Simulator::make(settings, faults, clock);
        BOOST_REQUIRE(made.ok());
        hospital = std::move(*made);
        const auto ports = hospital->startWithPace();
        BOOST_REQUIRE(ports.ok());
        adapters = HL7_PLUGINS;
        tree.write("config/hospitals/HL701.yaml", fmt::format(R"(apiVersion: onecard/v1
kind: Hospital
metadata: {{code: HL701, name: 测试医院}}
spec:
  adapter: hl7_mllp
  settings:
    host: 127.0.0.1
    port: {}
    senders: [{{application: {}, facility: {}}}]
    listen: {{address: 127.0.0.1, port: {}}}
)",
                                                              ports->mllp, settings.application, settings.facility, settings.hub.port));
        start();
        while (server->reachable().listeners.empty()) std::this_thread::yield();
        entrance = tokenOf("city-app", R"({"role":"entrance"})");
        desk = tokenOf("his-h01", R"({"role":"hospital","hospital":"H01"})");
        office = tokenOf("city-office", R"({"role":"steward"})");
    }

    /// Path of somebody called 测试甲, with a file at the hospital.
    std::string patient(const std::string& kind, const std::string& number) {
        const Answer answer = call("POST", "/api/v1/people", entrance,
                                   fmt::format(R"({{"person":{{"name":"测试甲","sex":"male","birth_date":"1990-01-01",)"
                                               R"("certificate":{{"kind":"{}","number":"{}"}},"phone":"13900000001"}}}})",
                                               kind, number));
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        const std::string path = "/api/v1/people/" + textIn(answer.body, "person_id");
        const Answer opened = call("POST", path + "/files", desk, R"({"hospital":"HL701"})", nurse);
        BOOST_REQUIRE_MESSAGE(opened.ok(), opened.body);
        await([&] { return filesOf(path).find(R"("state":"linked")") != std::string::npos; });
        return path;
    }
    std::string filesOf(const std::string& path) { return call("GET", path + "/files", desk, {}, nurse).body; }

    Answer decide(const std::string& staff, const std::string& path, const std::string& json = {}) {
        Answer answer = call("POST", "/api/v1/reviews" + path, office, json,
                             {{"Staff-Id", staff}, {"Staff-Role", "steward"}, {"Staff-Department", "D00"}});
        BOOST_REQUIRE_MESSAGE(answer.ok(), answer.body);
        return answer;
    }
    /// Two of staff decide that the two are one.
    void merge(const std::string& one, const std::string& other) {
        const auto id = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
        const Answer opened = decide("li", "", fmt::format(R"({{"person_id":"{}","other_id":"{}"}})", id(one), id(other)));
        const std::string review = "/" + textIn(opened.body, "review_id");
        decide("li", review + "/claim");
        decide("li", review + "/propose", R"({"verdict":"same","why":"certificates_seen"})");
        decide("wang", review + "/claim");
        BOOST_TEST(textIn(decide("wang", review + "/approve").body, "state") == "same");
    }

    template <class There>
    static void await(There there) {
        while (!there()) std::this_thread::yield();
    }
    /// What the hospital keeps in a table of its books.
    std::string books(std::string_view table) {
        const auto dump = hospital->hospital().dump(table);
        BOOST_REQUIRE(dump.ok());
        return *dump;
    }
    /// A column of one of its patients, the first is 1.
    std::string bookedOf(std::size_t patient_number, std::string_view column) {
        const auto document = hub::core::JsonDocument::parse(books("patient"));
        BOOST_REQUIRE(document.ok());
        const hub::core::JsonValue patients = *document->root().member("patient");
        if (patients.size() < patient_number) return {};
        const auto value = patients.at(patient_number - 1).member(column);
        BOOST_REQUIRE(value.has_value());
        return value->integer() ? std::to_string(*value->integer()) : std::string(value->string().value_or(""));
    }
    std::string unfinished() {
        const auto doubts = hub::cli::askHub(data(), "GET", "/admin/v1/doubts", "");
        BOOST_REQUIRE(doubts.ok());
        return doubts->body;
    }
};

constexpr const char* kNothingUnfinished = R"({"cases":[],"unfinished":[],"events_parked":0})";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hospitals_told, Town, *boost::unit_test::timeout(120))

BOOST_AUTO_TEST_CASE(a_hospital_with_two_files_of_one_person_puts_them_together_and_what_it_says_of_it_is_taken) {
    const std::string one = patient("resident_id", "379999199001010010");
    const std::string other = patient("passport", "E99999999");
    BOOST_TEST(bookedOf(2, "merged_into") == "0");
    merge(one, other);
    await([&] { return bookedOf(1, "merged_into") != "0" || bookedOf(2, "merged_into") != "0"; });
    // The hospital tells of it by an A40 of its own, by which the hub's file moves.
    await([&] { return filesOf(one).find(R"("state":"merged_into")") != std::string::npos; });
    BOOST_TEST(filesOf(one).find(R"("state":"linked")") != std::string::npos);
    await([&] { return unfinished() == kNothingUnfinished; });
}

BOOST_AUTO_TEST_CASE(a_hospital_hears_of_another_telephone_and_of_a_renewed_passport) {
    const std::string path = patient("passport", "E99999999");
    BOOST_TEST(bookedOf(1, "phone") == "13900000001");
    BOOST_REQUIRE(call("POST", path + "/contact", desk, R"({"phone":"13900000002"})", nurse).ok());
    await([&] { return bookedOf(1, "phone") == "13900000002"; });
    BOOST_TEST(bookedOf(1, "certificate_number") == "E99999999");
    const std::string renewed =
        R"({"person":{"name":"测试甲","sex":"male","birth_date":"1990-01-01","certificate":{"kind":"passport","number":"E99999998"}}})";
    const Answer renewing = call("POST", path + "/certificate", desk, renewed, nurse);
    BOOST_REQUIRE_MESSAGE(renewing.ok(), renewing.body);
    await([&] { return bookedOf(1, "certificate_number") == "E99999998"; });
    BOOST_TEST(bookedOf(1, "phone") == "13900000002");
    await([&] { return unfinished() == kNothingUnfinished; });
}

BOOST_AUTO_TEST_SUITE_END()
