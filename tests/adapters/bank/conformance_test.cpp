#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/adapters/bank/bank_subject.h"
#include "tests/adapters/conformance/suite.h"

namespace {

using tests::conformance::Finding;

const std::vector<Finding>& bankFindings() {
    static const std::vector<Finding> found = findings(tests::BankSubject());
    return found;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_bank_adapter_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    std::vector<std::string> found;
    for (const Finding& finding : bankFindings()) {
        if (finding.check == check) found.push_back(finding.what);
    }
    BOOST_TEST(found == std::vector<std::string>(), boost::test_tools::per_element());
}
