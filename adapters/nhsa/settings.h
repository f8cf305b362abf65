#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/kit/settings.h"

namespace adapters::nhsa {

/// The two ways to settle: at the institution's counter, or by an order that the person pays with a phone.
enum class Chain { Counter, Mobile };
constexpr auto enumNames(Chain) {
    using Name = std::pair<Chain, std::string_view>;
    return std::array{Name{Chain::Counter, "counter"}, Name{Chain::Mobile, "mobile"}};
}

struct CounterSettings {
    static constexpr std::string_view kTypeName = "NhsaCounterSettings";
    std::string institution_name;
    std::string area;
    std::string receiver;
    std::string operator_code;
    std::string operator_name;
    std::string mac;
    std::string ip;
    std::string access;
    kit::Secret access_secret;
    std::optional<std::int32_t> upload_calls = 10;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("institution_name", self.institution_name, "name of the institution (fixmedins_name)");
        field("area", self.area, "area where people are treated, six digits (mdtrtarea_admvs)");
        field("receiver", self.receiver, "the receiving system, at most 10 characters (recer_sys_code)");
        field("operator_code", self.operator_code, "who signs in (opter_no)");
        field("operator_name", self.operator_name, "the name that goes with it (opter_name)");
        field("mac", self.mac, "address of the machine's network card, as agreed with the insurer");
        field("ip", self.ip, "address of the machine, as agreed with the insurer");
        field("access", self.access, "whom the insurer's gateway knows us as (x-tif-paasid)");
        field("access_secret", self.access_secret, "the secret that belongs to it, as {secret: name}");
        field("upload_calls", self.upload_calls, "how many calls of 100 lines one upload may need, 1 to 50; 10 when left out");
    }
    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

struct MobileSettings {
    static constexpr std::string_view kTypeName = "NhsaMobileSettings";
    std::string app;
    kit::Secret app_secret;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("app", self.app, "the application (appId)");
        field("app_secret", self.app_secret, "the application's secret (appSecret), as {secret: name}");
    }
    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

struct SmSettings {
    static constexpr std::string_view kTypeName = "NhsaSmSettings";
    kit::Secret private_key;
    std::string insurer_key;
    std::optional<kit::Secret> shared_key;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("private_key", self.private_key, "PEM of our SM2 private key, as {secret: name}");
        field("insurer_key", self.insurer_key, "PEM of the insurer's SM2 public key or certificate");
        field("shared_key", self.shared_key, "counter: the SM4 key of 16 bytes, as {secret: name}");
    }
    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

/// `spec.settings` of an insurer. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "NhsaSettings";
    Chain chain = Chain::Counter;
    std::string url;
    std::optional<std::string> authority_file;
    std::string institution;
    std::optional<CounterSettings> counter;
    std::optional<MobileSettings> mobile;
    std::optional<SmSettings> sm;
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(10);

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("chain", self.chain, "counter: settled at the institution; mobile: by orders that people pay with a phone");
        field("url", self.url, "counter: the one address of all calls; mobile: the address before /org/local/api/hos");
        field("authority_file", self.authority_file, "PEM file of the authorities that an https address is trusted by");
        field("institution", self.institution, "code of the institution, 12 letters and digits (fixmedins_code, orgCodg)");
        field("counter", self.counter, "what the counter chain needs");
        field("mobile", self.mobile, "what the mobile chain needs");
        field("sm", self.sm, "keys where messages are sealed and signed by SM algorithms; plain when left out");
        field("answer_within", self.answer_within, "how long one exchange may take, 50ms to 5m; 10s when left out");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

}  // namespace adapters::nhsa
