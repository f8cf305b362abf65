#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/json.h"

namespace hub::app {

/// For answers that cannot be read back as what they were made from, because they are masked: the text or number of a member, empty where
/// there is none.
inline std::string textAt(const core::JsonValue& value, std::string_view name) {
    const auto member = value.member(name);
    if (!member) return {};
    if (const auto text = member->string()) return std::string(*text);
    if (const auto number = member->integer()) return std::to_string(*number);
    return {};
}

/// The elements of a member that is an array; none where it is not.
inline std::vector<core::JsonValue> elementsAt(const core::JsonValue& value, std::string_view name) {
    std::vector<core::JsonValue> elements;
    const auto member = value.member(name);
    for (std::size_t i = 0; member && i < member->size(); ++i) elements.push_back(member->at(i));
    return elements;
}

inline core::UtcTime timeAt(const core::JsonValue& value, std::string_view name) {
    const auto member = value.member(name);
    return core::UtcTime{member && member->integer() ? *member->integer() : 0};
}

}  // namespace hub::app
