#include "hub/app/config/source.h"

#include <algorithm>
#include <array>
#include <optional>

#include "hub/app/config/display_width.h"

namespace hub::app::config {

namespace {

constexpr std::size_t kExcerptBytesMax = 400;

bool isWordByte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool isBlank(char c) { return c == ' ' || c == '\t'; }

std::size_t skipBlanks(std::string_view text, std::size_t at) {
    while (at < text.size() && isBlank(text[at])) ++at;
    return at;
}

/// Where a literal that starts at `at` ends. Without quotes: with the line, and inside braces at the next comma or brace.
std::size_t valueEnd(std::string_view line, std::size_t at) {
    const std::string_view rest = line.substr(at);
    if (startsQuoted(rest)) return at + std::min(quotedLength(rest), rest.size());
    const bool in_braces = line.substr(0, at).find('{') != std::string_view::npos;
    return rest[0] == '[' || !in_braces ? line.size() : std::min(line.find_first_of(",}", at), line.size());
}

/// The value after a key that ends at `key_end`, when there is a literal one on the same line.
std::optional<Span> literalAfter(std::string_view line, std::size_t key_end) {
    std::size_t at = key_end;
    if (startsQuoted(line.substr(at))) ++at;
    at = skipBlanks(line, at);
    if (at >= line.size() || line[at] != ':') return std::nullopt;
    at = skipBlanks(line, at + 1);
    if (at >= line.size() || line[at] == '{') return std::nullopt;
    return Span{at, valueEnd(line, at) - at};
}

/// `{secret: name}`: the name is not the secret.
bool isReference(std::string_view line, std::size_t key_start, std::string_view key) {
    if (key != "secret") return false;
    while (key_start > 0 && isBlank(line[key_start - 1])) --key_start;
    return key_start > 0 && line[key_start - 1] == '{';
}

/// The password in "scheme://user:password@host".
std::optional<Span> passwordInUrl(std::string_view line) {
    const std::size_t scheme = line.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const std::size_t end = std::min(line.find_first_of(" \t'\"/", scheme + 3), line.size());
    const std::size_t at = line.substr(0, end).rfind('@');
    const std::size_t colon = line.substr(0, end).find(':', scheme + 3);
    if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return std::nullopt;
    return Span{colon + 1, at - colon - 1};
}

std::string starred(std::string_view line) {
    std::vector<Span> hidden;
    for (std::size_t at = 0; at < line.size();) {
        if (!isWordByte(line[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < line.size() && isWordByte(line[end])) ++end;
        const std::string_view word = line.substr(at, end - at);
        if (namesSecret(word) && !isReference(line, at, word)) {
            if (const std::optional<Span> literal = literalAfter(line, end)) hidden.push_back(*literal);
        }
        at = end;
    }
    if (const std::optional<Span> password = passwordInUrl(line)) hidden.push_back(*password);

    std::string shown;
    for (std::size_t at = 0; at < line.size();) {
        const std::string_view character = characterAt(line, at);
        const bool hide = std::any_of(hidden.begin(), hidden.end(), [&](Span s) { return at >= s.offset && at < s.offset + s.length; });
        shown += hide ? "*" : character;
        at += character.size();
    }
    return shown;
}

}  // namespace

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    starts_.push_back(0);
    for (std::size_t at = 0; at < text_.size(); ++at) {
        if (text_[at] == '\n') starts_.push_back(at + 1);
    }
}

std::size_t Source::lineOf(std::size_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

std::string_view Source::line(std::size_t number) const {
    const std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] - 1 : text_.size();
    std::string_view line = std::string_view(text_).substr(starts_[number], end - starts_[number]);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

Place Source::place(Span span) const {
    const std::size_t number = lineOf(std::min(span.offset, text_.size()));
    const std::string_view content = line(number);
    const std::size_t column = std::min(span.offset - starts_[number], content.size());
    const std::string_view concerned = content.substr(column, span.length);
    return Place{name_, number + 1, characterCount(content.substr(0, column)) + 1, std::max<std::size_t>(characterCount(concerned), 1)};
}

std::string Source::excerpt(const Place& place) const {
    if (place.line == 0) return {};
    const std::string_view content = line(place.line - 1);
    return content.size() > kExcerptBytesMax ? std::string() : starred(content);
}

bool startsQuoted(std::string_view text) { return text.starts_with('"') || text.starts_with('\''); }

std::size_t quotedLength(std::string_view text) {
    const bool is_double = text[0] == '"';
    for (std::size_t at = 1; at < text.size(); ++at) {
        const bool escapes = is_double ? text[at] == '\\' : text.substr(at).starts_with("''");
        if (escapes) {
            ++at;
        } else if (text[at] == text[0]) {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

bool namesSecret(std::string_view key) {
    constexpr std::array<std::string_view, 4> kWords{"password", "secret", "token", "key"};
    constexpr std::array<std::string_view, 6> kEndings{"_password", "_secret", "_token", "auth_key", "api_key", "private_key"};
    return std::find(kWords.begin(), kWords.end(), key) != kWords.end() ||
           std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return key.ends_with(ending); });
}

}  // namespace hub::app::config
