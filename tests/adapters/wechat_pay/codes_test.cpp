#include <boost/test/unit_test.hpp>

#include "adapters/wechat_pay/their_codes.h"

namespace {

using namespace adapters::wechat_pay;
using hub::contract::Refusal;
using hub::contract::RefusalReason;

bool taken(std::string code, std::string text = "", RefusalReason reason = RefusalReason::Other) {
    return numberIsTaken(Refusal{reason, std::move(code), hub::core::Sensitive<std::string>(std::move(text))});
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_code_means_the_same_with_and_without_underscores) {
    for (const char* code : {"ORDER_PAID", "ORDERPAID"}) BOOST_TEST((theirCode(code).reason == RefusalReason::AlreadyPaid));
    for (const char* code : {"SYSTEM_ERROR", "SYSTEMERROR"}) BOOST_TEST((theirCode(code).verdict == Verdict::Unclear));
    BOOST_TEST(!isCode("ORDERPAID", "ORDER_PAYED"));
}

BOOST_AUTO_TEST_CASE(a_code_nobody_knows_is_no_refusal) {
    for (const char* code : {"", "SOMETHING_NEW", "order_paid"}) BOOST_TEST((theirCode(code).verdict == Verdict::Unclear), code);
}

BOOST_AUTO_TEST_CASE(what_is_no_code_is_shown_by_its_shape) {
    BOOST_TEST(shownCode("ORDER_PAID") == "ORDER_PAID");
    BOOST_TEST(shownCode("990101199003079990 x") == "999999999999999999?a");
    BOOST_TEST(shownCode(std::string(64, 'A')) == std::string(64, 'A'));
    BOOST_TEST(shownCode(std::string(65, 'A')).size() < 64);
}

BOOST_AUTO_TEST_CASE(a_refusal_of_our_number_is_told_from_other_refusals) {
    BOOST_TEST(taken("ORDERPAID"));
    BOOST_TEST(taken("ORDER_CLOSED"));
    BOOST_TEST(taken("OUT_TRADE_NO_USED", "", RefusalReason::DuplicateNumber));
    BOOST_TEST(taken("INVALID_REQUEST", "201 商户订单号重复"));
    BOOST_TEST(!taken("INVALID_REQUEST", "无效请求"));
    BOOST_TEST(!taken("PARAM_ERROR", "201 商户订单号重复"));
}
