#include "hub/app/config/plain_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace hub::app::config {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool allDigits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), isDigit); }

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

std::string_view withoutSign(std::string_view text) { return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text; }

/// The JSON number that `digits` in `base` are; nothing past 64 bits.
std::optional<std::string> integerOf(std::string_view digits, int base) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return std::to_string(number);
}

/// JSON's grammar of numbers with a point or an exponent.
bool isJsonDecimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t whole = std::min(text.find_first_of(".eE"), text.size());
    if (!allDigits(text.substr(0, whole)) || (whole > 1 && text[0] == '0')) return false;
    text.remove_prefix(whole);
    if (text.starts_with('.')) {
        const std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
        if (!allDigits(text.substr(1, exponent - 1))) return false;
        text.remove_prefix(exponent);
    }
    return text.empty() || allDigits(withoutSign(text.substr(1)));
}

/// What YAML 1.1 takes for a number and JSON does not: 0123, 1_000, 12:30, .5, 1., +1, 0b1, .inf.
bool looksLikeNumber(std::string_view text) {
    const std::string rest = lowerCase(withoutSign(text));
    if (rest == ".inf" || rest == ".nan") return true;
    if (rest.starts_with("0b") || rest.starts_with("0o") || rest.starts_with("0x")) {
        return rest.size() > 2 &&
               std::all_of(rest.begin() + 2, rest.end(), [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || c == '_'; });
    }
    const bool starts = !rest.empty() && (isDigit(rest[0]) || (rest[0] == '.' && rest.size() > 1 && isDigit(rest[1])));
    if (!starts) return false;
    std::size_t points = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const char c = rest[i];
        if (c == '.') ++points;
        const bool exponent = c == 'e' && i > 0 && i + 1 < rest.size() && allDigits(withoutSign(std::string_view(rest).substr(i + 1)));
        if (exponent) return points <= 1;
        if (!isDigit(c) && c != '_' && c != '.' && c != ':') return false;
    }
    return points <= 1;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::optional<std::string> insteadOfWord(const std::string& lower) {
    constexpr std::array<std::string_view, 3> kTrue{"true", "yes", "on"};
    constexpr std::array<std::string_view, 3> kFalse{"false", "no", "off"};
    if (std::find(kTrue.begin(), kTrue.end(), lower) != kTrue.end()) return "true";
    if (std::find(kFalse.begin(), kFalse.end(), lower) != kFalse.end()) return "false";
    if (lower == "null") return "null";
    return std::nullopt;
}

}  // namespace

PlainScalar readPlain(std::string_view text) {
    const std::string as_written(text);
    if (text.empty() || text == "~" || text == "null") return {Node::Kind::Null, "", {}};
    if (text == "true" || text == "false") return {Node::Kind::Boolean, as_written, {}};
    if (const auto instead = insteadOfWord(lowerCase(text))) return {Node::Kind::Text, as_written, instead};

    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool leading_zero = digits.size() > 1 && digits[0] == '0';
    std::optional<std::string> number;
    if (allDigits(digits) && !leading_zero) number = integerOf(text, 10);
    if (text.starts_with("0x") && text.size() > 2) number = integerOf(text.substr(2), 16);
    if (number) return {Node::Kind::Integer, *number, {}};
    if (!allDigits(digits) && isJsonDecimal(text)) {
        // Past what a double holds one reader says infinite and the next one fails.
        double ignored = 0;
        const bool fits = std::from_chars(text.data(), text.data() + text.size(), ignored).ec == std::errc();
        return {fits ? Node::Kind::Decimal : Node::Kind::Text, as_written, fits ? std::nullopt : std::optional(quoted(text))};
    }
    if (looksLikeNumber(text)) return {Node::Kind::Text, as_written, quoted(text)};
    return {Node::Kind::Text, as_written, {}};
}

}  // namespace hub::app::config
