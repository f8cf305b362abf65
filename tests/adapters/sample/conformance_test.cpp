#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/adapters/conformance/suite.h"
#include "tests/adapters/sample/sample_subject.h"

namespace {

using tests::SampleSubject;
using tests::conformance::Finding;

/// SAMPLE_PLUGINS is the folder of the sample's plugin, BROKEN_PLUGINS that of its broken variants (tests/adapters/sample/CMakeLists.txt).
const std::vector<Finding>& sampleFindings() {
    static const std::vector<Finding> found = findings(SampleSubject(SAMPLE_PLUGINS "/sample.so", "adapters/sample/manifest.yaml"));
    return found;
}

std::vector<Finding> brokenFindings(const std::string& id) {
    return findings(SampleSubject(BROKEN_PLUGINS "/" + id + ".so", BROKEN_PLUGINS "/" + id + "/manifest.yaml"));
}

/// That the suite has seen it, at these checks and at no other.
void foundBy(const std::string& id, const std::set<std::string>& checks) {
    std::set<std::string> found;
    for (const Finding& finding : brokenFindings(id)) found.insert(finding.check);
    BOOST_TEST(found == checks, boost::test_tools::per_element());
}

}  // namespace

BOOST_DATA_TEST_CASE(the_sample_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    std::vector<std::string> found;
    for (const Finding& finding : sampleFindings()) {
        if (finding.check == check) found.push_back(finding.what);
    }
    BOOST_TEST(found == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_suite_finds_an_adapter_that_calls_a_lost_answer_not_reached) {
    foundBy("says_not_reached", {"a write whose answer is lost is unknown and then found", "a silent peer is given up in time"});
}

BOOST_AUTO_TEST_CASE(the_suite_finds_an_adapter_that_writes_a_name_into_a_failure) {
    foundBy("leaks_a_name", {"no failure or notice holds a name, a number or a secret"});
}

BOOST_AUTO_TEST_CASE(the_suite_finds_an_adapter_that_repeats_what_it_declares_to_be_the_same) {
    foundBy("acts_again", {"a repeat does what is declared"});
}

BOOST_AUTO_TEST_CASE(the_suite_finds_an_adapter_that_throws) {
    const std::vector<Finding> found = brokenFindings("throws");
    BOOST_TEST(!found.empty());
    BOOST_TEST(found.front().what == "patient.create threw");
}
