#pragma once

#include <cstdint>
#include <string>

#include "hub/core/describe.h"

/// A payment channel like WeChat Pay, API v3. README.md says what it offers and which member is what.
namespace adapters::sim::wechat_pay {

struct MerchantSettings {
    static constexpr std::string_view kTypeName = "MerchantSettings";
    std::string appid = "wx0000000000000001";
    std::string mchid = "1900000001";
    std::string serial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
    std::string public_key;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("appid", self.appid, "application the merchant collects with");
        field("mchid", self.mchid, "number of the merchant");
        field("serial", self.serial, "serial number of the merchant's certificate");
        field("public_key", self.public_key, "PEM of the RSA key that verifies the merchant's requests");
    }
};

struct PlatformSettings {
    static constexpr std::string_view kTypeName = "PlatformSettings";
    std::string serial = "PUB_KEY_ID_0119000000012029010100000000000001";
    std::string private_key;
    std::string certificate;
    std::string api_v3_key;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("serial", self.serial, "what answers name as the key they are signed with");
        field("private_key", self.private_key, "PEM of the RSA key that signs answers and notifications");
        field("certificate", self.certificate, "PEM of its certificate; empty for public key mode");
        field("api_v3_key", self.api_v3_key, "32 bytes that encrypt resources");
    }
};

struct PayerSettings {
    static constexpr std::string_view kTypeName = "PayerSettings";
    bool acts = true;
    std::int64_t begins_after_ms_min = 500;
    std::int64_t begins_after_ms_max = 2000;
    std::int64_t types_for_ms_min = 500;
    std::int64_t types_for_ms_max = 3000;
    std::int32_t decline_per_mille = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("acts", self.acts, "false: payers act when told to only");
        field("begins_after_ms_min", self.begins_after_ms_min, "at least so long after the order the payer begins to type");
        field("begins_after_ms_max", self.begins_after_ms_max, "and at most");
        field("types_for_ms_min", self.types_for_ms_min, "at least so long the payer types");
        field("types_for_ms_max", self.types_for_ms_max, "and at most");
        field("decline_per_mille", self.decline_per_mille, "of a thousand payments so many are declined");
    }
};

struct RefundSettings {
    static constexpr std::string_view kTypeName = "RefundSettings";
    std::int64_t ends_after_ms_min = 500;
    std::int64_t ends_after_ms_max = 2000;
    std::int32_t abnormal_per_mille = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("ends_after_ms_min", self.ends_after_ms_min, "at least so long a refund is processed");
        field("ends_after_ms_max", self.ends_after_ms_max, "and at most");
        field("abnormal_per_mille", self.abnormal_per_mille, "of a thousand refunds so many end ABNORMAL");
    }
};

struct NotificationSettings {
    static constexpr std::string_view kTypeName = "NotificationSettings";
    std::int64_t after_ms = 0;
    std::int32_t retry_scale_per_mille = 1000;
    std::int64_t answer_within_ms = 5000;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("after_ms", self.after_ms, "how long after the fact the first notification leaves");
        field("retry_scale_per_mille", self.retry_scale_per_mille,
              "1000 repeats at the channel's own distances, 1 a thousand times as fast");
        field("answer_within_ms", self.answer_within_ms, "a later answer is none");
    }
};

struct WechatPaySettings {
    static constexpr std::string_view kTypeName = "WechatPaySettings";
    std::string folder;
    std::int64_t seed = 1;
    std::int32_t port = 0;
    bool signatures = true;
    MerchantSettings merchant;
    PlatformSettings platform;
    PayerSettings payer;
    RefundSettings refunds;
    NotificationSettings notifications;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("folder", self.folder, "existing folder of the books");
        field("seed", self.seed, "of payers, refunds, nonces and of the faults that are drawn");
        field("port", self.port, "port on 127.0.0.1; 0 for a free one");
        field("signatures", self.signatures, "false: nothing is verified and nothing is signed");
        field("merchant", self.merchant, "who collects");
        field("platform", self.platform, "the channel's own keys");
        field("payer", self.payer, "how people pay");
        field("refunds", self.refunds, "how long refunds take");
        field("notifications", self.notifications, "when the merchant is told");
    }
};

/// Also: SimNotValid (a range whose end is before its start, a time outside 0 to one day, a share outside 0 to 1000).
hub::core::Result<void> check(const PayerSettings& settings);
hub::core::Result<void> check(const RefundSettings& settings);
/// All of it but the keys. Also: SimNotValid.
hub::core::Result<void> check(const WechatPaySettings& settings);

}  // namespace adapters::sim::wechat_pay
