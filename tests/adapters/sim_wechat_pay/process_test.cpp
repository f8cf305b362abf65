// The simulator as a process of its own, on the system's clock, killed without warning.
#include "tests/adapters/sim_support/process.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_wechat_pay/bench.h"

using namespace tests::wechat_pay;
using tests::sim::Folder;
using tests::sim::Process;
using tests::sim::settingsFile;

namespace {

std::string quickSettings(const Folder& folder) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.folder = folder.path();
    settings.signatures = false;
    settings.payer = {.acts = true, .begins_after_ms_min = 0, .begins_after_ms_max = 0, .types_for_ms_min = 0, .types_for_ms_max = 0};
    return hub::core::toJson(settings, hub::core::Exposure::Revealed);
}

std::string orderRequest(const std::string& notify_url) {
    const std::string body =
        R"({"appid":"wx0000000000000001","mchid":"1900000001","description":"D","out_trade_no":"ORDER1","notify_url":")" + notify_url +
        R"(","amount":{"total":1},"payer":{"openid":"o"}})";
    return "POST /v3/pay/transactions/jsapi HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(a_payer_pays_the_merchant_is_told_and_the_books_survive_a_kill) {
    const Folder folder;
    Process process(sim::runWechatPay, settingsFile(folder, quickSettings(folder)));
    BOOST_REQUIRE(process.port() != 0);
    Receiver receiver;
    BOOST_TEST(tests::RawClient(process.port()).ask(orderRequest(receiver.url())).status == 200);
    BOOST_TEST(receiver.await(1));
    BOOST_TEST(WTERMSIG(process.end(SIGKILL)) == SIGKILL);
    const hub::core::SystemClock clock;
    sim::WechatPaySettings settings = settingsByHand();
    settings.folder = folder.path();
    const auto found = sim::Channel(settings, clock).findOrder("ORDER1");
    BOOST_REQUIRE(found.ok());
    BOOST_TEST((found->state == sim::TradeState::Paid));
}

BOOST_AUTO_TEST_CASE(a_polite_signal_ends_it_with_zero) {
    const Folder folder;
    Process process(sim::runWechatPay, settingsFile(folder, quickSettings(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const int status = process.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    const std::string in_folder = R"({"folder":")" + folder.path() + R"(")";
    for (const std::string& text : {std::string("{"), std::string("{}"), in_folder + "}", in_folder + R"(,"signatures":false})",
                                    in_folder + R"(,"port":-1})", in_folder + R"(,"color":"red"})"})
        BOOST_TEST(Process(sim::runWechatPay, settingsFile(folder, text)).exitCode() == 1, text);
    BOOST_TEST(Process(sim::runWechatPay, folder.path() + "/none.json").exitCode() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
