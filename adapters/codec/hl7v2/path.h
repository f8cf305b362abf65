#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace adapters::codec::hl7v2 {

/// A place inside a segment. All numbers count from 1; 0 names no such level, so the place is the whole above it:
/// {.field = 3} is PID-3 with all its repetitions, {.field = 3, .component = 4} is component 4 of the first one.
struct Place {
    std::uint32_t field = 0;
    std::uint32_t repetition = 0;
    std::uint32_t component = 0;
    std::uint32_t subcomponent = 0;
    friend constexpr bool operator==(const Place&, const Place&) = default;
};

/// A place in a message, as people write it: "PID-3", "PID-3(2).4.2" (second repetition, component 4, subcomponent 2),
/// "OBX(3)-5.1" (third OBX of the message).
class Path {
  public:
    static constexpr std::uint32_t kNumberMax = 9'999;        ///< of fields, repetitions, components, subcomponents
    static constexpr std::uint32_t kOccurrenceMax = 999'999;  ///< of segments

    /// For paths out of configuration. Also: Hl7PathNotValid.
    static hub::core::Result<Path> parse(std::string_view text);

    /// For literals: one that is not valid does not compile.
    template <std::size_t N>
    consteval Path(const char (&literal)[N])
        : Path(read(std::string_view(literal, N - 1)).value()) {}  // NOLINT(google-explicit-constructor)

    constexpr std::string_view segment() const { return {id_.data(), id_.size()}; }
    constexpr std::uint32_t occurrence() const { return occurrence_; }
    constexpr const Place& place() const { return place_; }

    /// The shortest text that parses to this path.
    std::string text() const;

    friend constexpr bool operator==(const Path&, const Path&) = default;

  private:
    constexpr Path() = default;
    static constexpr std::optional<Path> read(std::string_view text);

    std::array<char, 3> id_{};
    std::uint32_t occurrence_ = 1;
    Place place_;
};

namespace path_detail {

/// Takes a number of 1 to `max` without leading zeros off the front of `text`.
constexpr std::optional<std::uint32_t> takeNumber(std::string_view& text, std::uint32_t max) {
    std::uint32_t number = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        number = number * 10 + static_cast<std::uint32_t>(text[0] - '0');
        if (number == 0 || number > max) return std::nullopt;
        text.remove_prefix(1);
    }
    return number == 0 ? std::nullopt : std::optional(number);
}

constexpr bool take(std::string_view& text, char c) {
    if (text.empty() || text[0] != c) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace path_detail

constexpr std::optional<Path> Path::read(std::string_view text) {
    using path_detail::take;
    using path_detail::takeNumber;
    Path path;
    if (text.size() < path.id_.size()) return std::nullopt;
    for (std::size_t i = 0; i < path.id_.size(); ++i) {
        const bool letter = text[i] >= 'A' && text[i] <= 'Z';
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (!letter && (i == 0 || !digit)) return std::nullopt;
        path.id_[i] = text[i];
    }
    text.remove_prefix(path.id_.size());
    if (take(text, '(')) {
        const auto number = takeNumber(text, kOccurrenceMax);
        if (!number || !take(text, ')')) return std::nullopt;
        path.occurrence_ = *number;
    }
    const auto readInto = [&text](std::uint32_t& level) {
        const auto number = takeNumber(text, kNumberMax);
        level = number.value_or(0);
        return number.has_value();
    };
    if (!take(text, '-') || !readInto(path.place_.field)) return std::nullopt;
    if (take(text, '(') && (!readInto(path.place_.repetition) || !take(text, ')'))) return std::nullopt;
    if (take(text, '.')) {
        if (!readInto(path.place_.component)) return std::nullopt;
        if (take(text, '.') && !readInto(path.place_.subcomponent)) return std::nullopt;
    }
    return text.empty() ? std::optional(path) : std::nullopt;
}

}  // namespace adapters::codec::hl7v2
