#include "adapters/nhsa/settings.h"

#include <algorithm>

#include "adapters/kit/http_settings.h"
#include "adapters/nhsa/sm.h"

namespace adapters::nhsa {

namespace {

bool isDigitsOnly(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

void CounterSettings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    constexpr std::size_t kTextMax = 200;
    constexpr std::size_t kCodeMax = 64;
    constexpr std::size_t kReceiverMax = 10;
    constexpr std::size_t kAreaDigits = 6;
    constexpr std::int32_t kCallsMax = 50;
    const auto wrong = [&](std::string_view name, std::string_view zh, std::string_view en) {
        problems.add(pointer + "/" + std::string(name), std::string(zh), std::string(en));
    };
    for (const auto& [name, text] : {std::pair("institution_name", &institution_name), {"operator_name", &operator_name}}) {
        if (text->empty() || text->size() > kTextMax) wrong(name, "应为 1 至 200 字节的文本", "expected a text of 1 to 200 bytes");
    }
    for (const auto& [name, text] : {std::pair("operator_code", &operator_code), {"access", &access}}) {
        if (!kit::isPlain(*text, kCodeMax)) wrong(name, "应为 1 至 64 个字母、数字、_ 与 -", "expected 1 to 64 letters, digits, _ and -");
    }
    for (const auto& [name, text] : {std::pair("mac", &mac), {"ip", &ip}}) {
        if (text->empty() || text->size() > kCodeMax) wrong(name, "应为 1 至 64 个字符", "expected 1 to 64 characters");
    }
    if (!kit::isPlain(receiver, kReceiverMax)) wrong("receiver", "应为 1 至 10 个字母与数字", "expected 1 to 10 letters and digits");
    if (area.size() != kAreaDigits || !isDigitsOnly(area)) wrong("area", "应为六位数字", "expected six digits");
    if (*upload_calls < 1 || *upload_calls > kCallsMax) wrong("upload_calls", "应为 1 至 50", "expected 1 to 50");
}

void MobileSettings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    constexpr std::size_t kAppMax = 64;
    if (!kit::isPlain(app, kAppMax))
        problems.add(pointer + "/app", "应为 1 至 64 个字母、数字、_ 与 -", "expected 1 to 64 letters, digits, _ and -");
}

void SmSettings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    const hub::core::Result<VerifyingKey> key = VerifyingKey::read(insurer_key);
    if (!key.ok())
        problems.add(pointer + "/insurer_key", key.failure().message(hub::core::Language::Chinese),
                     key.failure().message(hub::core::Language::English));
}

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    constexpr std::size_t kInstitutionSize = 12;
    if (!kit::isWebAddress(url) || url.ends_with('/'))
        problems.add(pointer + "/url", "应为 https 地址，不带参数，末尾没有 /",
                     "expected an https address without a query and without a / at its end");
    if (institution.size() != kInstitutionSize || !kit::isPlain(institution, kInstitutionSize) ||
        institution.find_first_of("_-") != std::string::npos)
        problems.add(pointer + "/institution", "应为 12 个字母与数字", "expected 12 letters and digits");
    kit::checkHttpSettings({url, authority_file, *answer_within}, pointer, problems);

    const auto only = [&](std::string_view name, bool wanted, bool there) {
        const std::string at = pointer + "/" + std::string(name);
        if (wanted && !there) kit::settings::missing(at, problems);
        if (!wanted && there) problems.add(at, "此通道没有此项", "this chain has no such setting");
    };
    only("counter", chain == Chain::Counter, counter.has_value());
    only("mobile", chain == Chain::Mobile, mobile.has_value());
    if (!sm) return;
    only("sm/shared_key", chain == Chain::Counter, sm->shared_key.has_value());
    if (mobile && mobile->app.size() < SharedKey::kSize)
        problems.add(pointer + "/mobile/app", "用国密时至少 16 个字符：密钥由它推出",
                     "with sm it has at least 16 characters: the key is made from it");
}

}  // namespace adapters::nhsa
