#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/describe.h"

namespace hub::core {

/// A step of a flow as its attempt names it, "order_close_2": where one try has ended, the next one is a step of its own.
template <Enumeration E>
struct NumberedStep {
    E step{};
    std::int32_t number = 1;

    friend bool operator==(const NumberedStep&, const NumberedStep&) = default;

    std::string text() const { return std::string(enumName(step)) + "_" + std::to_string(number); }

    /// Nothing for what text() does not write.
    static std::optional<NumberedStep> parse(std::string_view text) {
        const std::size_t bar = text.rfind('_');
        if (bar == std::string_view::npos) return std::nullopt;
        const std::optional<E> step = enumFromName<E>(text.substr(0, bar));
        NumberedStep parsed{step.value_or(E{}), 0};
        const char* const end = text.data() + text.size();
        const auto [stop, problem] = std::from_chars(text.data() + bar + 1, end, parsed.number);
        if (!step || problem != std::errc{} || stop != end || parsed.text() != text) return std::nullopt;
        return parsed;
    }
};

}  // namespace hub::core
