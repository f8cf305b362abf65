#include "hub/core/text.h"

#include <cstdint>

namespace hub::core {

namespace {

constexpr std::size_t kShapeLength = 32;

char shapeOf(char c) {
    if (c >= '0' && c <= '9') return '9';
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 'a';
    return c > ' ' && c < '\x7f' ? c : '?';
}

/// Bytes of the sequence that starts at `text`, or 0 when it is malformed.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    const std::uint8_t second = byte(1);
    if (lead == 0xE0 && second < 0xA0) return 0;  // overlong
    if (lead == 0xED && second > 0x9F) return 0;  // surrogates
    if (lead == 0xF0 && second < 0x90) return 0;  // overlong
    if (lead == 0xF4 && second > 0x8F) return 0;  // past U+10FFFF
    return length;
}

}  // namespace

std::string shapeOf(std::string_view text) {
    std::string shape;
    for (const char c : text.substr(0, kShapeLength)) shape += shapeOf(c);
    if (text.size() > kShapeLength) shape += "...";
    return shape;
}

std::string clearType(std::string_view type) {
    constexpr std::size_t kTypeMax = 64;
    constexpr int kDigitsMax = 6;
    constexpr int kDigitsTogetherMax = 3;  // A28: no day, no year, no number of a file
    if (type.size() > kTypeMax) return shapeOf(type);
    int digits = 0;
    int together = 0;
    for (const char c : type) {
        const char shape = shapeOf(c);
        const bool digit = shape == '9';
        digits += digit ? 1 : 0;
        together = digit ? together + 1 : 0;
        const bool of_type = digit || shape == 'a' || c == '^' || c == '_' || c == '.';
        if (!of_type || digits > kDigitsMax || together > kDigitsTogetherMax) return shapeOf(type);
    }
    return std::string(type);
}

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace hub::core
