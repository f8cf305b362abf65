// Hospitals of a region and the platform know the same people.
#include <boost/test/unit_test.hpp>

#include "adapters/cli/region_people.h"
#include "adapters/sim/trancode/simulator.h"
#include "tests/adapters/sim_ehealth_card/bench.h"
#include "tests/support/failures.h"

using namespace tests::ehealth_card;

namespace {

struct Hospital {
    Hospital() : books(folder.path(), clock), simulator(settings, faults, books, clock) {
        const auto started = simulator.start();
        BOOST_REQUIRE(started.ok());
        port = *started;
    }

    tests::sim::HandClock clock;
    tests::sim::Folder folder;
    adapters::sim::trancode::TrancodeSettings settings;
    common::Faults faults{1};
    common::Books books;
    adapters::sim::trancode::TrancodeSimulator simulator;
    std::uint16_t port = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(the_platform_knows_the_patients_of_a_hospital_under_their_names_and_numbers) {
    Bench bench;
    const Hospital hospital;
    BOOST_TEST(adapters::cli::introducePeople(hospital.port, bench.port).ok());
    BOOST_TEST(adapters::cli::introducePeople(hospital.port, bench.port).ok());
    BOOST_TEST(bench.rows("person") == 6U);  // three of them are those of the bench
    const auto verified = [&](std::string_view name, std::string_view number) {
        return member(bench.call("verifyRealName", object({{"name", name}, {"idType", "01"}, {"idNumber", number}})), "rsp.verifyResult");
    };
    BOOST_TEST(verified("测试甲", "379999199001019015") == "1");
    BOOST_TEST(verified("𠮷㛃䶮", kUnknown) == "1");
    BOOST_TEST(verified("A&B<C>]]>D", "379999202006069067") == "1");
    const std::string present = bench.decode(bench.shown("379999195002029022", "voucher"));
    BOOST_TEST(member(present, "data.userName") == "测试乙");
    BOOST_TEST(member(present, "data.gender") == "2");
    BOOST_TEST(member(present, "data.birthday") == "1950-02-02");
}

BOOST_AUTO_TEST_CASE(people_cannot_be_introduced_by_or_to_somebody_who_is_no_such_simulator) {
    Bench bench;
    const Hospital hospital;
    BOOST_TEST(tests::failsWith(adapters::cli::introducePeople(bench.port, bench.port), hub::core::Error::ChildNotReady));
    BOOST_TEST(tests::failsWith(adapters::cli::introducePeople(hospital.port, hospital.port), hub::core::Error::ChildNotReady));
    bench.simulator->stop();
    BOOST_TEST(tests::failsWith(adapters::cli::introducePeople(hospital.port, bench.port), hub::core::Error::ChildNotReady));
}

BOOST_AUTO_TEST_SUITE_END()
