#include "adapters/sim/ehealth_card/members.h"

namespace adapters::sim::ehealth_card {

namespace {

std::optional<std::string_view> find(hub::core::JsonValue object, std::string_view name) {
    const auto member = object.member(name);
    return member ? member->string() : std::nullopt;
}

}  // namespace

std::string Members::text(std::string_view name, const Test& test) {
    const auto found = find(object_, name);
    const bool good = found && !found->empty() && (!test || test(*found));
    if (!good && missing_.empty()) missing_ = name;
    return std::string(found.value_or(""));
}

std::string Members::textOrEmpty(std::string_view name) {
    const auto found = find(object_, name);
    if (!found && missing_.empty()) missing_ = name;
    return std::string(found.value_or(""));
}

std::string Members::textIfAny(std::string_view name) const { return std::string(find(object_, name).value_or("")); }

}  // namespace adapters::sim::ehealth_card
