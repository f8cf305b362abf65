#include "adapters/kit/json_reading.h"

#include <fmt/format.h>

namespace adapters::kit {

namespace core = hub::core;

namespace {

bool holdsOnly(std::string_view text, std::size_t size, std::string_view allowed) {
    return text.size() == size && text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

core::Failure notValid(std::string_view member, std::string_view what) {
    return core::Failure(core::Error::PeerAnswerNotValid, fmt::format("{} {}", member, what));
}

core::Result<std::optional<std::string>> optionalTextIn(core::JsonValue content, std::string_view name, std::size_t bytes_max) {
    const std::optional<core::JsonValue> value = content.member(name);
    if (!value || value->isNull()) return std::optional<std::string>();
    const std::optional<std::string_view> text = value->string();
    if (!text) return notValid(name, "is no text");
    if (text->size() > bytes_max) return notValid(name, fmt::format("is longer than {} bytes", bytes_max));
    if (text->empty()) return std::optional<std::string>();
    return std::optional<std::string>(*text);
}

core::Result<std::string> textIn(core::JsonValue content, std::string_view name, std::size_t bytes_max) {
    core::Result<std::optional<std::string>> text = optionalTextIn(content, name, bytes_max);
    if (!text.ok()) return text.failure();
    if (!*text) return notValid(name, "is missing");
    return std::move(**text);
}

core::Result<std::int64_t> numberIn(core::JsonValue content, std::string_view name, std::int64_t min, std::int64_t max) {
    const std::optional<core::JsonValue> value = content.member(name);
    const std::optional<std::int64_t> number = value ? value->integer() : std::nullopt;
    if (!number || *number < min || *number > max) return notValid(name, fmt::format("is no whole number from {} to {}", min, max));
    return *number;
}

bool isHexadecimal(std::string_view text, std::size_t digits) { return holdsOnly(text, digits, "0123456789abcdefABCDEF"); }

bool isDigits(std::string_view text, std::size_t digits) { return holdsOnly(text, digits, "0123456789"); }

}  // namespace adapters::kit
