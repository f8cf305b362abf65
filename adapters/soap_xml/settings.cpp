#include "adapters/soap_xml/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/core/schema.h"

namespace adapters::soap_xml {

using namespace std::chrono_literals;

namespace {

bool isName(std::string_view text) {
    return !text.empty() && text.find_first_of(" \t\r\n<>&:/\"'") == std::string_view::npos && (text.front() < '0' || text.front() > '9');
}

void checkRange(kit::SettingsProblems& problems, const std::string& pointer, std::int32_t value, std::int32_t max) {
    if (value < 1 || value > max) problems.add(pointer, fmt::format("应为 1 至 {}", max), fmt::format("expected 1 to {}", max));
}

void checkText(kit::SettingsProblems& problems, const std::string& pointer, std::string_view text, std::size_t max) {
    if (text.empty() || text.size() > max)
        problems.add(pointer, fmt::format("应为 1 至 {} 个字符", max), fmt::format("expected 1 to {} characters", max));
}

}  // namespace

void SoapNames::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    if (!isName(*method)) problems.add(pointer + "/method", "不是 XML 名称", "it is no XML name");
    if (!isName(*argument)) problems.add(pointer + "/argument", "不是 XML 名称", "it is no XML name");
    if (action->find_first_of("\"\r\n") != std::string::npos)
        problems.add(pointer + "/action", "不能含引号或换行", "a quotation mark or line break cannot stand in it");
}

void Settings::check(const std::string& pointer, kit::SettingsProblems& problems) const {
    checkText(problems, pointer + "/user", user, 64);
    checkText(problems, pointer + "/hospital_id", hospital_id, 64);
    checkText(problems, pointer + "/pay_type", pay_type, 16);
    if (devices.empty() || devices.size() > 64) problems.add(pointer + "/devices", "应为 1 至 64 个", "expected 1 to 64 of them");
    for (std::size_t i = 0; i < devices.size(); ++i) {
        const std::string at = fmt::format("{}/devices/{}", pointer, i);
        checkText(problems, at, devices[i], 8);
        if (std::find(devices.begin(), devices.begin() + static_cast<std::ptrdiff_t>(i), devices[i]) !=
            devices.begin() + static_cast<std::ptrdiff_t>(i))
            problems.add(at, "设备号重复", "the number stands twice");
    }
    checkRange(problems, pointer + "/days_ahead", *days_ahead, 365);
    checkRange(problems, pointer + "/days_back", *days_back, 3650);
    checkRange(problems, pointer + "/answer_mib_max", *answer_mib_max, 64);
    if (*answer_within < 50ms || *answer_within > 5min) problems.add(pointer + "/answer_within", "应为 50ms 至 5m", "expected 50ms to 5m");
    if (*connect_within < 50ms || *connect_within > 1min)
        problems.add(pointer + "/connect_within", "应为 50ms 至 1m", "expected 50ms to 1m");
}

std::string settingsSchema() {
    // MergePatch says nothing of its members, which a schema of it reads as "none".
    constexpr std::string_view kNone = R"("MergePatch":{"type":"object","properties":{},"required":[],"additionalProperties":false})";
    constexpr std::string_view kAny = R"("MergePatch":{"type":"object"})";
    std::string schema = hub::core::schemaOf<Settings>();
    const std::size_t at = schema.find(kNone);
    HUB_ASSERT(at != std::string::npos);
    return schema.replace(at, kNone.size(), kAny);
}

}  // namespace adapters::soap_xml
