#include "adapters/nhsa/settings.h"

#include "adapters/kit/json_reading.h"
#include "adapters/kit/settings_checks.h"
#include "adapters/nhsa/sm.h"

namespace adapters::nhsa {

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
    for (const auto& [name, text] : {std::pair("mac", &mac), {"ip", &ip}}) {
        if (text->empty() || text->size() > kCodeMax) wrong(name, "应为 1 至 64 个字符", "expected 1 to 64 characters");
    }
    kit::checkPlainWord(operator_code, kCodeMax, pointer + "/operator_code", problems);
    kit::checkPlainWord(access, kCodeMax, pointer + "/access", problems);
    kit::checkPlainWord(receiver, kReceiverMax, pointer + "/receiver", problems);
    if (!kit::isDigits(area, kAreaDigits)) wrong("area", "应为六位数字", "expected six digits");
    if (*upload_calls < 1 || *upload_calls > kCallsMax) wrong("upload_calls", "应为 1 至 50", "expected 1 to 50");
}

void MobileSettings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    constexpr std::size_t kAppMax = 64;
    kit::checkPlainWord(app, kAppMax, pointer + "/app", problems);
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
    if (institution.size() != kInstitutionSize || !kit::isPlainWord(institution, kInstitutionSize) ||
        institution.find_first_of("_-") != std::string::npos)
        problems.add(pointer + "/institution", "应为 12 个字母与数字", "expected 12 letters and digits");
    kit::checkAuthority(url, authority_file, pointer + "/authority_file", problems);
    kit::checkAnswerTime(*answer_within, pointer + "/answer_within", problems);

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
