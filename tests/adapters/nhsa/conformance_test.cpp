#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/adapters/conformance/suite.h"
#include "tests/adapters/nhsa/nhsa_subject.h"

namespace {

using adapters::nhsa::Chain;
using tests::conformance::Finding;

std::vector<std::string> foundBy(const std::vector<Finding>& findings, std::string_view check) {
    std::vector<std::string> found;
    for (const Finding& finding : findings) {
        if (finding.check == check) found.push_back(finding.what);
    }
    return found;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_counter_chain_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    static const std::vector<Finding> findings = tests::conformance::findings(tests::nhsa::NhsaSubject(Chain::Counter));
    BOOST_TEST(foundBy(findings, check) == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(the_mobile_chain_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    static const std::vector<Finding> findings = tests::conformance::findings(tests::nhsa::NhsaSubject(Chain::Mobile));
    BOOST_TEST(foundBy(findings, check) == std::vector<std::string>(), boost::test_tools::per_element());
}
