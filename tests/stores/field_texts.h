#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "hub/core/describe.h"

namespace tests {

/// What a field holds, as a text that another value does not have.
inline std::string fieldText(const std::string& value) { return value; }
inline std::string fieldText(bool value) { return value ? "true" : "false"; }
inline std::string fieldText(std::int32_t value) { return std::to_string(value); }
inline std::string fieldText(std::int64_t value) { return std::to_string(value); }
inline std::string fieldText(hub::core::Money value) { return std::to_string(value.fen()); }
inline std::string fieldText(hub::core::UtcTime value) { return std::to_string(value.ms); }
inline std::string fieldText(const hub::core::IdBits& value) { return value.text(); }
template <class Kind>
std::string fieldText(const hub::core::Id<Kind>& value) {
    return value.text();
}
template <hub::core::Enumeration E>
std::string fieldText(E value) {
    return std::string(hub::core::enumName(value));
}
template <hub::core::Named T>
std::string fieldText(const T& value) {
    return hub::core::toJson(value, hub::core::Exposure::Revealed);
}
inline std::string fieldText(const hub::core::Sensitive<hub::core::CardNumber>& value) { return value.reveal().text; }
inline std::string fieldText(const hub::core::Sensitive<std::string>& value) { return value.reveal(); }
template <class T>
std::string fieldText(const std::optional<T>& value) {
    return value ? "some " + fieldText(*value) : "none";
}
template <class T>
std::string fieldText(const std::vector<T>& values) {
    std::string text;
    for (const T& value : values) text.append("[").append(fieldText(value)).append("]");
    return text;
}

/// Of every field handed in, in that order.
template <class... Fields>
std::vector<std::string> fieldTexts(const Fields&... fields) {
    return {fieldText(fields)...};
}

/// True when no two fields hold the same, flags apart: then a field that comes back in the place of another is noticed.
inline bool areDistinct(std::vector<std::string> texts) {
    std::erase_if(texts, [](const std::string& text) { return text == "true" || text == "false"; });
    std::ranges::sort(texts);
    return std::ranges::adjacent_find(texts) == texts.end();
}

}  // namespace tests
