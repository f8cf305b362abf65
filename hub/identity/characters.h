#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace hub::identity {

/// ASCII only: the numbers of cards and codes are written in it.
constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetterOrDigit(char c) { return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
constexpr bool isHexadecimal(char c) { return isDigit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }
constexpr bool isVisible(char c) { return c > ' ' && c < '\x7f'; }

/// `size` characters, every one of which `is`.
template <class Is>
bool areAll(std::string_view text, std::size_t size, const Is& is) {
    return text.size() == size && std::all_of(text.begin(), text.end(), is);
}

inline std::string upperCase(std::string_view text) {
    std::string upper(text);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return upper;
}

inline std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

}  // namespace hub::identity
