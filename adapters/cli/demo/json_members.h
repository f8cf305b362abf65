#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hub/core/json.h"

namespace adapters::cli::demo {

/// Members of an object; empty and 0 where there is none of that kind.
inline std::string memberText(const hub::core::JsonValue& value, std::string_view name) {
    const auto found = value.member(name);
    return found && found->string() ? std::string(*found->string()) : std::string();
}

inline std::int64_t memberNumber(const hub::core::JsonValue& value, std::string_view name) {
    const auto found = value.member(name);
    return found && found->integer() ? *found->integer() : 0;
}

}  // namespace adapters::cli::demo
