#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "adapters/hl7_mllp/settings.h"
#include "adapters/hl7_mllp/words.h"
#include "hub/core/schema.h"
#include "tests/support/failures.h"

namespace {

using adapters::hl7_mllp::FieldTable;
using adapters::hl7_mllp::Settings;
using hub::core::Error;

std::vector<std::string> pointersOf(const std::string& more) {
    const auto read = adapters::kit::readSettings<Settings>(
        R"({"host":"127.0.0.1","port":9100,"senders":[{"application":"HIS","facility":"SIM"}])" + more + "}");
    std::vector<std::string> pointers;
    for (const auto& problem : read.problems.all()) pointers.push_back(problem.pointer);
    return pointers;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_settings) {
    std::ostringstream file;
    file << std::ifstream("adapters/hl7_mllp/settings.schema.json").rdbuf();
    BOOST_TEST(file.str() == hub::core::schemaOf<Settings>() + "\n");
}

BOOST_AUTO_TEST_CASE(a_setting_out_of_its_range_is_told_at_its_place) {
    BOOST_TEST(pointersOf("").empty());
    BOOST_TEST(pointersOf(R"(,"listen":{"port":65535})").empty());
    BOOST_TEST(pointersOf(R"(,"listen":{"port":65536})") == std::vector<std::string>{"/listen/port"}, boost::test_tools::per_element());
    BOOST_TEST(pointersOf(R"(,"listen":{"idle":"99ms"})") == std::vector<std::string>{"/listen/idle"}, boost::test_tools::per_element());
    BOOST_TEST(pointersOf(R"(,"answer_within":"6m")") == std::vector<std::string>{"/answer_within"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_path_that_is_none_is_told_at_its_place) {
    BOOST_TEST(pointersOf(R"(,"fields":[{"field":"charge.key","places":["PV1-19.1+FT1-4"]}])").empty());
    BOOST_TEST(
        pointersOf(R"(,"fields":[{"field":"charge.key","places":["FT1-2","FT1"]}])") == std::vector<std::string>{"/fields/0/places/1"},
        boost::test_tools::per_element());
    FieldTable table;
    BOOST_TEST(tests::failsWith(table.set(adapters::hl7_mllp::Field::ChargeKey, {"FT1"}), Error::Hl7PathNotValid));
}

BOOST_AUTO_TEST_CASE(a_word_that_the_hub_does_not_know_is_refused) {
    BOOST_TEST(pointersOf(R"(,"sexes":[{"theirs":"1","ours":"male"}])").empty());
    BOOST_TEST(pointersOf(R"(,"sexes":[{"theirs":"1","ours":"man"}])").size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_operation_that_is_not_offered_is_one_that_could_be) {
    BOOST_TEST(pointersOf(R"(,"not_offered":["patient.merge","patient.update","slot.list"])").empty());
    BOOST_TEST(pointersOf(R"(,"not_offered":["patient.merge","patient.find"])") == std::vector<std::string>{"/not_offered/1"},
               boost::test_tools::per_element());
}
