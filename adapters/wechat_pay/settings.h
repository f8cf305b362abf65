#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/kit/peer_keys.h"
#include "adapters/kit/settings.h"

namespace adapters::wechat_pay {

/// `spec.settings` of a merchant of WeChat Pay. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "WechatPaySettings";
    std::string url;
    std::optional<std::string> authority_file;
    std::string merchant;
    std::string app;
    std::string merchant_serial;
    kit::Secret private_key;
    kit::Secret notification_key;
    std::vector<kit::PeerKeySetting> platform_keys;
    std::string notify_url;
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(6);

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("url", self.url, "address of the API without a path: https://api.mch.weixin.qq.com");
        field("authority_file", self.authority_file, "PEM file of the authorities that an https address is trusted by");
        field("merchant", self.merchant, "number of the merchant (mchid)");
        field("app", self.app, "the app that is bound to the merchant (appid)");
        field("merchant_serial", self.merchant_serial, "serial of the merchant's API certificate");
        field("private_key", self.private_key, "PEM of the merchant's private key, as {secret: name}");
        field("notification_key", self.notification_key, "the APIv3 key of 32 bytes, as {secret: name}");
        field("platform_keys", self.platform_keys, "the channel's public keys, two while it changes them; the first is asked for");
        field("notify_url", self.notify_url, "where the channel reaches /in/{counterparty} of this hub, without a query");
        field("answer_within", self.answer_within, "how long one call may take, 50ms to 5m; 6s when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

}  // namespace adapters::wechat_pay
