#include "adapters/kit/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "adapters/kit/duration.h"
#include "hub/core/suggest.h"

namespace adapters::kit {

namespace core = hub::core;

void SettingsProblems::add(const std::string& pointer, std::string zh, std::string en) {
    constexpr std::size_t kProblemsMax = 100;
    const auto is_here = [&](const hub::contract::SettingsProblem& problem) { return problem.pointer == pointer; };
    if (problems_.size() < kProblemsMax && std::none_of(problems_.begin(), problems_.end(), is_here))
        problems_.push_back({pointer, std::move(zh), std::move(en)});
}

core::Failure SettingsProblems::failure() const {
    HUB_ASSERT(any());
    const hub::contract::SettingsProblem& first = problems_.front();
    return core::Failure(core::Error::SettingsNotValid, (first.pointer.empty() ? "/" : first.pointer) + ": " + first.en);
}

namespace settings {

void read(core::JsonValue in, const std::string& pointer, std::string& value, SettingsProblems& problems) {
    const auto text = in.string();
    if (!text) return problems.add(pointer, "应为文本", "expected a text");
    value = *text;
}

void read(core::JsonValue in, const std::string& pointer, bool& value, SettingsProblems& problems) {
    const auto flag = in.boolean();
    if (!flag) return problems.add(pointer, "应为 true 或 false", "expected true or false");
    value = *flag;
}

void read(core::JsonValue in, const std::string& pointer, std::int32_t& value, SettingsProblems& problems) {
    using Limits = std::numeric_limits<std::int32_t>;
    const auto number = in.integer();
    if (!number || *number < Limits::min() || *number > Limits::max()) return problems.add(pointer, "应为整数", "expected a whole number");
    value = static_cast<std::int32_t>(*number);
}

void read(core::JsonValue in, const std::string& pointer, core::Duration& value, SettingsProblems& problems) {
    const auto duration = parseDuration(in.string().value_or(""));
    if (!duration) return problems.add(pointer, "应为带单位的时长，如 500ms、3s、5m", "expected a duration with its unit: 500ms, 3s, 5m");
    value = *duration;
}

void read(core::JsonValue in, const std::string& pointer, Secret& value, SettingsProblems& problems) {
    const auto name = in.member("secret");
    if (!in.isObject() || !name || in.memberNames().size() != 1 || name->string().value_or("").empty())
        return problems.add(pointer, "密钥不写明文，应为 {secret: 名称}", "a secret is never written here: expected {secret: name}");
    value.secret = *name->string();
}

std::string memberPointer(const std::string& pointer, std::string_view name) {
    std::string member = pointer + "/";
    for (const char c : name) member += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);  // RFC 6901 section 3
    return member;
}

void missing(const std::string& pointer, SettingsProblems& problems) { problems.add(pointer, "缺少此项", "it is missing"); }

void expectedObject(const std::string& pointer, SettingsProblems& problems) { problems.add(pointer, "应为一组键值", "expected a mapping"); }

void expectedArray(const std::string& pointer, SettingsProblems& problems) { problems.add(pointer, "应为列表", "expected a list"); }

void expectedOneOf(const std::string& pointer, const std::vector<std::string_view>& words, SettingsProblems& problems) {
    const std::string list = fmt::format("{}", fmt::join(words, ", "));
    problems.add(pointer, "应为其中之一：" + list, "expected one of: " + list);
}

void refuseUnknown(core::JsonValue in, const std::string& pointer, const std::vector<std::string_view>& known, SettingsProblems& problems) {
    for (const std::string_view name : in.memberNames()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string_view meant = core::closest(name, known);
        const std::string list = fmt::format("{}", fmt::join(known, ", "));
        problems.add(memberPointer(pointer, name),
                     meant.empty() ? "没有此项；可用：" + list : fmt::format("没有此项，是否想写 {}？", meant),
                     meant.empty() ? "no such setting; there are: " + list : fmt::format("no such setting; did you mean {}?", meant));
    }
}

}  // namespace settings

}  // namespace adapters::kit
