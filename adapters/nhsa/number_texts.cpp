#include "adapters/nhsa/number_texts.h"

#include <algorithm>
#include <string>

namespace adapters::nhsa {

namespace core = hub::core;

namespace {

bool beginsNumber(char c) { return c == '-' || (c >= '0' && c <= '9'); }

/// REQUIRES: `json` is well-formed.
std::string quoted(std::string_view json) {
    std::string text;
    text.reserve(json.size() + json.size() / 8);
    for (std::size_t at = 0; at < json.size();) {
        const std::size_t begin = at;
        if (json[at] == '"') {
            for (++at; json[at] != '"'; ++at) {
                if (json[at] == '\\') ++at;
            }
            text += json.substr(begin, ++at - begin);
        } else if (beginsNumber(json[at])) {
            at = std::min(json.find_first_not_of("+-.0123456789Ee", at), json.size());
            text.append("\"").append(json.substr(begin, at - begin)).append("\"");
        } else {
            text += json[at++];
        }
    }
    return text;
}

}  // namespace

core::Result<core::JsonDocument> parseTexts(std::string_view json) {
    core::Result<core::JsonDocument> as_it_stands = core::JsonDocument::parse(json);
    if (!as_it_stands.ok()) return as_it_stands;
    return core::JsonDocument::parse(quoted(json));
}

}  // namespace adapters::nhsa
