#include "hub/api/uri.h"

#include <algorithm>

#include "hub/core/text.h"

namespace hub::api {

namespace {

int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool isVisibleAscii(char c) { return c > ' ' && c < 0x7F; }

core::Failure malformed(std::string_view what) { return core::Failure(core::Error::HttpRequestMalformed, std::string(what)); }

core::Result<Parameters> parseQuery(std::string_view query) {
    Parameters parameters;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = percentDecoded(pair.substr(0, equals), /*plus_is_space=*/true);
        auto value = percentDecoded(pair.substr(std::min(equals + 1, pair.size())), /*plus_is_space=*/true);
        if (!name || !value) return malformed("query");
        parameters.emplace_back(std::move(*name), std::move(*value));
    }
    return parameters;
}

}  // namespace

std::optional<std::string> percentDecoded(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexValue(text[i + 1]);
            const int low = hexValue(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (isControl(c)) return std::nullopt;
        decoded += c;
    }
    if (!core::isUtf8(decoded)) return std::nullopt;
    return decoded;
}

core::Result<Target> parseTarget(std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), isVisibleAscii)) return malformed("request target");
    Target target;
    if (text == "*") {
        target.path = "*";
        return target;
    }
    if (!text.starts_with('/')) {
        const std::size_t scheme = text.find("://");
        if (scheme == std::string_view::npos) return malformed("request target");
        if (!sameToken(text.substr(0, scheme), "http") && !sameToken(text.substr(0, scheme), "https")) return malformed("request target");
        text.remove_prefix(scheme + 3);
        const std::size_t end = std::min(text.find_first_of("/?"), text.size());
        target.authority = text.substr(0, end);
        if (target.authority.empty() || target.authority.find('@') != std::string::npos) return malformed("request target");
        text.remove_prefix(end);
    }
    if (text.find('#') != std::string_view::npos) return malformed("request target");
    const std::size_t question = std::min(text.find('?'), text.size());
    target.path = text.substr(0, question);
    if (target.path.empty()) target.path = "/";
    if (!percentDecoded(target.path, /*plus_is_space=*/false)) return malformed("path");
    core::Result<Parameters> query = parseQuery(text.substr(std::min(question + 1, text.size())));
    if (!query.ok()) return query.failure();
    target.query = std::move(*query);
    return target;
}

}  // namespace hub::api
