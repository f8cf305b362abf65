#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/adapters/conformance/suite.h"
#include "tests/adapters/hl7_mllp/hl7_subject.h"

namespace {

const std::vector<tests::conformance::Finding>& all() {
    static const std::vector<tests::conformance::Finding> found = findings(tests::Hl7Subject());
    return found;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_hl7_adapter_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    std::vector<std::string> found;
    for (const tests::conformance::Finding& finding : all()) {
        if (finding.check == check) found.push_back(finding.what);
    }
    BOOST_TEST(found == std::vector<std::string>(), boost::test_tools::per_element());
}
