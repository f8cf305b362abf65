#include "tests/adapters/wechat_pay/wechat_subject.h"

#include <fmt/format.h>

#include "hub/core/json.h"
#include "tests/adapters/wechat_pay/golden.h"
#include "tests/adapters/wechat_pay/toy_channel.h"

namespace tests {

using conformance::Example;

std::string WechatSubject::settingsJson(const std::string& url, hub::core::Duration within) {
    hub::core::JsonWriter key(hub::core::Exposure::Revealed);
    key.string(goldenFile("keys/platform_public.pem"));
    return fmt::format(R"({{"url":"{}","merchant":"{}","app":"{}","merchant_serial":"{}","private_key":{{"secret":"wechat.private"}},)"
                       R"("notification_key":{{"secret":"wechat.apiv3"}},"platform_keys":[{{"serial":"{}","public_key":{}}}],)"
                       R"("notify_url":"{}","answer_within":"{}ms"}})",
                       url, kGoldenMerchant, kGoldenApp, kGoldenMerchantSerial, kGoldenPlatformSerial, key.text(), kGoldenNotifyUrl,
                       within.count());
}

std::map<std::string, std::string> WechatSubject::keys() {
    return {{"wechat.private", goldenFile("keys/merchant_private.pem")}, {"wechat.apiv3", goldenFile("keys/api_v3_key.txt")}};
}

std::filesystem::path WechatSubject::plugin() const { return WECHAT_PAY_PLUGIN; }

std::unique_ptr<conformance::Peer> WechatSubject::peer(std::string_view) const { return std::make_unique<ToyChannel>(clock_); }

hub::contract::InstanceSettings WechatSubject::settings(const conformance::Peer& peer, std::string_view charset,
                                                        hub::core::Duration within) const {
    return {"SIM001", std::string(charset), settingsJson(static_cast<const ToyChannel&>(peer).url(), within)};
}

std::optional<Example> WechatSubject::example(std::string_view operation, int number) const {
    const auto numbered = [&](std::string_view kind) { return fmt::format("{}{:06}", kind, number); };
    const auto by_number = [&](std::string_view kind) { return fmt::format(R"({{"our_number":"{}"}})", numbered(kind)); };
    if (operation == "ping") return Example{"{}", "their_time_ms"};
    if (operation == "order.find") return Example{by_number("PAID"), numbered("PAID")};
    if (operation == "refund.find") return Example{by_number("RFND"), numbered("RFND")};
    if (operation == "order.close") return Example{by_number("OPEN"), "{}"};
    if (operation == "order.create")
        return Example{
            fmt::format(R"({{"amount_fen":{},"subject":"{}","expires_at_ms":4102444800000}})", 10000 + number, conformance::nameOf(number)),
            fmt::format(R"("amount_fen":{})", 10000 + number)};
    if (operation == "refund.create")
        return Example{fmt::format(R"({{"order_number":"{}","order_amount_fen":30000,"amount_fen":{},"reason":"{}"}})", numbered("PAID"),
                                   20000 + number, conformance::nameOf(number)),
                       fmt::format(R"("amount_fen":{})", 20000 + number)};
    return std::nullopt;
}

}  // namespace tests
