#include "hub/app/config/display_width.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace hub::app::config {

namespace {

struct Range {
    char32_t first, last;
};

// EastAsianWidth.txt of Unicode 15, W and F, joined into the ranges that matter on a terminal.
constexpr std::array kWide = {
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x25FD, 0x25FE},   Range{0x2614, 0x2615},
    Range{0x2648, 0x2653},   Range{0x26AA, 0x26AB},   Range{0x2705, 0x2705},   Range{0x270A, 0x270B},   Range{0x274C, 0x274C},
    Range{0x2753, 0x2755},   Range{0x2795, 0x2797},   Range{0x2B1B, 0x2B1C},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE10, 0xFE19},   Range{0xFE30, 0xFE6F},   Range{0xFF01, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x16FE0, 0x18CFF},
    Range{0x1B000, 0x1B2FF}, Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
};
constexpr std::array kZero = {
    Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xE0100, 0xE01EF},
};

template <std::size_t size>
bool isIn(const std::array<Range, size>& ranges, char32_t character) {
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), character, [](char32_t c, const Range& range) { return c < range.first; });
    return after != ranges.begin() && character <= std::prev(after)->last;
}

std::size_t lengthByLead(std::uint8_t lead) { return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1; }

char32_t codePoint(std::string_view character) {
    const auto lead = static_cast<std::uint8_t>(character[0]);
    if (character.size() == 1) return lead;
    char32_t value = lead & (0xFFU >> (character.size() + 1));
    for (const char byte : character.substr(1)) value = value << 6 | (static_cast<std::uint8_t>(byte) & 0x3FU);
    return value;
}

}  // namespace

std::string_view characterAt(std::string_view text, std::size_t at) {
    const std::size_t length = lengthByLead(static_cast<std::uint8_t>(text[at]));
    const std::string_view character = text.substr(at, length);
    const auto follows = [](char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0U) == 0x80U; };
    const bool whole = character.size() == length && std::all_of(character.begin() + 1, character.end(), follows);
    return whole ? character : text.substr(at, 1);
}

std::size_t characterOffset(std::string_view text, std::size_t from, std::size_t characters) {
    for (; characters > 0 && from < text.size(); --characters) from += characterAt(text, from).size();
    return std::min(from, text.size());
}

std::size_t characterCount(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += characterAt(text, at).size()) ++count;
    return count;
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = characterAt(text, at);
        const char32_t value = codePoint(character);
        width += isIn(kWide, value) ? 2 : isIn(kZero, value) ? 0 : 1;
        at += character.size();
    }
    return width;
}

}  // namespace hub::app::config
