#pragma once

#include <string_view>

/// The few questions about single bytes that the parts of this folder share. Independent of the locale.
namespace adapters::codec::hl7v2 {

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Blanks and control characters. Not bytes above 7F.
constexpr bool isBlank(char c) { return c >= '\0' && c <= ' '; }
constexpr bool isLineEnd(char c) { return c == '\r' || c == '\n'; }

/// A letter and two letters or digits, in any case.
constexpr bool isSegmentId(std::string_view id) {
    if (id.size() != 3 || !isUpper(upper(id[0]))) return false;
    return (isUpper(upper(id[1])) || isDigit(id[1])) && (isUpper(upper(id[2])) || isDigit(id[2]));
}

/// Case does not matter (45). `wanted` is upper case.
constexpr bool equalIds(std::string_view id, std::string_view wanted) {
    if (id.size() != wanted.size()) return false;
    for (std::size_t i = 0; i < id.size(); ++i) {
        if (upper(id[i]) != wanted[i]) return false;
    }
    return true;
}

}  // namespace adapters::codec::hl7v2
