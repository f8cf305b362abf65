#include "adapters/codec/hl7v2/delimiters.h"

#include <array>

namespace adapters::codec::hl7v2 {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kSeparatorAt = 3;

bool canDelimit(char c) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return c > ' ' && c < '\x7F' && !alphanumeric;
}

/// MSH-1 and MSH-2 together. Each character once, each fit to delimit.
Result<void> checkCharacters(std::string_view characters) {
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const bool repeated = characters.substr(0, i).find(characters[i]) != std::string_view::npos;
        if (repeated || !canDelimit(characters[i])) {
            return Failure{Error::Hl7DelimitersNotValid, i == 0 ? "MSH-1" : "MSH-2", kSeparatorAt + i};
        }
    }
    return {};
}

}  // namespace

Result<Delimiters> Delimiters::ofHeader(std::string_view segment) {
    HUB_ASSERT(segment.size() >= kSeparatorAt);
    if (segment.size() == kSeparatorAt) return Failure{Error::Hl7DelimitersNotValid, "MSH-1", kSeparatorAt};
    const char field = segment[kSeparatorAt];
    const std::string_view rest = segment.substr(kSeparatorAt + 1);
    const std::string_view characters = rest.substr(0, rest.find_first_of(std::string{field, '\r', '\n'}));
    Delimiters delimiters{field, kNone, kNone, kNone, kNone, kNone};
    const std::array<char*, 5> places{&delimiters.component, &delimiters.repetition, &delimiters.escape, &delimiters.subcomponent,
                                      &delimiters.truncation};
    if (characters.empty() || characters.size() > places.size()) return Failure{Error::Hl7DelimitersNotValid, "MSH-2", kSeparatorAt + 1};
    if (const auto checked = checkCharacters(segment.substr(kSeparatorAt, characters.size() + 1)); !checked.ok()) return checked.failure();
    for (std::size_t i = 0; i < characters.size(); ++i) *places[i] = characters[i];
    return delimiters;
}

Result<void> Delimiters::check() const {
    if (component == kNone) return Failure{Error::Hl7DelimitersNotValid, "MSH-2", kSeparatorAt + 1};
    return checkCharacters(field + encodingCharacters());
}

std::string Delimiters::encodingCharacters() const {
    std::string characters;
    for (const char c : {component, repetition, escape, subcomponent, truncation}) {
        if (c == kNone) break;
        characters += c;
    }
    return characters;
}

}  // namespace adapters::codec::hl7v2
