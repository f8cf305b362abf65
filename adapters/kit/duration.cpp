#include "adapters/kit/duration.h"

#include <array>
#include <charconv>
#include <utility>

namespace adapters::kit {

std::optional<hub::core::Duration> parseDuration(std::string_view text) {
    using namespace std::chrono_literals;
    constexpr std::array kUnits{
        std::pair{std::string_view("ms"), hub::core::Duration(1ms)}, std::pair{std::string_view("s"), hub::core::Duration(1s)},
        std::pair{std::string_view("m"), hub::core::Duration(1min)}, std::pair{std::string_view("h"), hub::core::Duration(1h)}};
    std::uint32_t number = 0;
    const char* end = text.data() + text.size();
    const auto [after, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc()) return std::nullopt;
    for (const auto& [name, unit] : kUnits) {
        if (name != std::string_view(after, static_cast<std::size_t>(end - after))) continue;
        const hub::core::Duration duration = unit * number;
        return duration <= 24h ? std::optional(duration) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace adapters::kit
