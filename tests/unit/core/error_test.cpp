#include "hub/core/error.h"

#include <set>

#include "tests/support/failures.h"

using namespace hub::core;

BOOST_AUTO_TEST_SUITE(error)

BOOST_AUTO_TEST_CASE(every_code_is_found_by_its_text_and_stands_once) {
    std::set<std::string_view> codes;
    for (std::uint16_t i = 0; i < kErrorCount; ++i) {
        const ErrorInfo& info = errorInfo(static_cast<Error>(i));
        BOOST_TEST(codes.insert(info.code).second, info.code);
        BOOST_TEST((errorFromCode(info.code) == static_cast<Error>(i)), info.code);
        BOOST_TEST(!info.operator_zh.empty(), info.code);
    }
    BOOST_TEST(!errorFromCode("OC-COR-000").has_value());
}

BOOST_AUTO_TEST_CASE(the_detail_stands_where_the_text_has_its_gap) {
    const Failure failure(Error::MoneyNotYuan, "9.999");
    BOOST_TEST(failure.message(Language::English).find("'9.999'") != std::string::npos);
    BOOST_TEST(failure.message(Language::Chinese).find("9.999") != std::string::npos);
    BOOST_TEST(failure.message(Language::Chinese).find("{}") == std::string::npos);
    BOOST_TEST(failure.code() == "OC-COR-001");
    BOOST_TEST((failure.implies() == Implies::Final));
}

BOOST_AUTO_TEST_CASE(the_four_implications_have_names) {
    BOOST_TEST(impliesName(Implies::Final) == "final");
    BOOST_TEST(impliesName(Implies::Retry) == "retry");
    BOOST_TEST(impliesName(Implies::Unknown) == "unknown");
    BOOST_TEST(impliesName(Implies::Bug) == "bug");
}

BOOST_AUTO_TEST_SUITE_END()
