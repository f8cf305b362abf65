#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/adapters/conformance/suite.h"
#include "tests/adapters/ehealth_card/ehealth_subject.h"

namespace {

using tests::conformance::Finding;

const std::vector<Finding>& ehealthFindings() {
    static const std::vector<Finding> found = findings(tests::EhealthSubject());
    return found;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_ehealth_card_adapter_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    std::vector<std::string> found;
    for (const Finding& finding : ehealthFindings()) {
        if (finding.check == check) found.push_back(finding.what);
    }
    BOOST_TEST(found == std::vector<std::string>(), boost::test_tools::per_element());
}
