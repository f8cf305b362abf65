#include "adapters/kit/mapping/spec.h"

#include <fmt/format.h>

#include "hub/core/suggest.h"

namespace adapters::kit::mapping {

namespace core = hub::core;

bool Spec::holdsOnly(const std::vector<std::string_view>& keys) const {
    if (!json_.isObject()) {
        settings::expectedObject(pointer_, problems_);
        return false;
    }
    settings::refuseUnknown(json_, pointer_, keys, problems_);
    return true;
}

std::optional<std::string> Spec::text(std::string_view key) const {
    const auto value = json_.member(key);
    if (!value) return std::nullopt;
    const auto text = value->string();
    if (!text) {
        add(key, "应为文本（加引号）", "expected a text");
        return std::nullopt;
    }
    return std::string(*text);
}

bool Spec::flag(std::string_view key) const {
    const auto value = json_.member(key);
    if (value && !value->boolean()) add(key, "应为 true 或 false", "expected true or false");
    return value && value->boolean().value_or(false);
}

std::size_t Spec::number(std::string_view key) const {
    const auto value = json_.member(key);
    if (!value) return 0;
    const auto number = value->integer();
    if (!number || *number < 1 || *number > 10'000) {
        add(key, "应为 1 至 10000", "expected 1 to 10000");
        return 0;
    }
    return static_cast<std::size_t>(*number);
}

std::vector<std::string> Spec::texts(std::string_view key) const {
    const auto value = json_.member(key);
    if (!value) return {};
    if (const auto one = value->string()) return {std::string(*one)};
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < value->size(); ++i) texts.push_back(std::string(value->at(i).string().value_or("")));
    if (texts.empty() || std::find(texts.begin(), texts.end(), "") != texts.end())
        add(key, "应为文本或文本列表", "expected a text or a list of texts");
    return texts;
}

std::optional<Transform> Spec::transform() const {
    const std::optional<std::string> name = text("as");
    if (!name) return std::nullopt;
    core::Result<Transform> transform = Transform::parse(*name);
    if (transform.ok()) return std::move(*transform);
    add("as", transform.failure().message(core::Language::Chinese), transform.failure().message(core::Language::English));
    return std::nullopt;
}

std::optional<CodeMap> Spec::codeMap(const CodeMaps& maps) const {
    const std::optional<std::string> name = text("map");
    if (!name) return std::nullopt;
    if (const CodeMaps::Entry* entry = maps.find(*name)) return entry->map;
    const std::string_view meant = core::closest(*name, maps.names());
    const std::string list = meant.empty() ? fmt::format("{}", fmt::join(maps.names(), ", ")) : std::string(meant);
    add("map", fmt::format("没有名为 {} 的对照表；可用：{}", *name, list),
        fmt::format("there is no code map {}; there are: {}", *name, list));
    return std::nullopt;
}

void Spec::add(std::string_view key, std::string zh, std::string en) const {
    problems_.add(key.empty() ? pointer_ : pointerOf(key), std::move(zh), std::move(en));
}

void Spec::noSuchField(std::string_view key, std::string_view found) const {
    add(key, fmt::format("枢纽的这项操作没有字段 {}", found), fmt::format("this operation of the hub has no field {}", found));
}

std::vector<std::string> Spec::path(std::string_view pointer, char separator) {
    std::vector<std::string> steps;
    if (pointer.starts_with(separator)) pointer.remove_prefix(1);
    while (true) {
        const std::size_t end = pointer.find(separator);
        steps.emplace_back(pointer.substr(0, end));
        if (end == std::string_view::npos) return steps;
        pointer.remove_prefix(end + 1);
    }
}

}  // namespace adapters::kit::mapping
