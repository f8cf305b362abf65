#include "adapters/kit/json_members.h"

#include <fmt/format.h>

namespace adapters::kit {

namespace core = hub::core;

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

core::Result<std::int64_t> numberIn(core::JsonValue content, std::string_view name, std::int64_t max) {
    const std::optional<core::JsonValue> value = content.member(name);
    const std::optional<std::int64_t> number = value ? value->integer() : std::nullopt;
    if (!number || *number < 1 || *number > max) return notValid(name, fmt::format("is no whole number from 1 to {}", max));
    return *number;
}

}  // namespace adapters::kit
