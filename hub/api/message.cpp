#include "hub/api/message.h"

#include <algorithm>

#include "hub/core/json.h"

namespace hub::api {

namespace {

constexpr std::string_view kRetryAfterSeconds = "1";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes what stands before the first `separator` off `rest`.
std::string_view cut(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return trimmed(part);
}

/// Thousandths of "q=0.8"; 1000 when there is none, 0 for what is no number.
int quality(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string_view parameter = cut(parameters, ';');
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
        const std::string_view digits = parameter.substr(2);
        if (digits.starts_with("1")) return 1000;
        int thousandths = 0;
        int weight = 100;
        for (const char c : digits.substr(std::min<std::size_t>(2, digits.size()))) {
            if (c < '0' || c > '9') return 0;
            thousandths += weight * (c - '0');
            weight /= 10;
        }
        return thousandths;
    }
    return 1000;
}

std::optional<std::string_view> valueOf(const Parameters& parameters, std::string_view name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& parameter) { return parameter.first == name; });
    if (found == parameters.end()) return std::nullopt;
    return found->second;
}

/// The text of the code with nothing in its gap: the same for every occurrence, as RFC 9457 wants of a title.
std::string titleOf(const core::ErrorInfo& info, core::Language language) { return core::Failure(info.error, "…").message(language); }

}  // namespace

bool sameToken(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const Field& field) { return sameToken(field.name, name); });
    add(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) { return sameToken(field.name, name); });
    if (found == fields_.end()) return std::nullopt;
    return found->value;
}

std::optional<std::string_view> Request::queryValue(std::string_view name) const { return valueOf(query, name); }

const std::string& Request::pathValue(std::string_view name) const {
    const auto found = std::find_if(path_parameters.begin(), path_parameters.end(), [&](const auto& one) { return one.first == name; });
    HUB_ASSERT(found != path_parameters.end());
    return found->second;
}

core::Language Request::language() const {
    int chinese = -1;
    int english = -1;
    std::string_view rest = headers.find("Accept-Language").value_or("");
    while (!rest.empty()) {
        std::string_view parameters = cut(rest, ',');
        std::string_view range = cut(parameters, ';');
        const std::string_view primary = cut(range, '-');
        if (sameToken(primary, "zh")) chinese = std::max(chinese, quality(parameters));
        if (sameToken(primary, "en")) english = std::max(english, quality(parameters));
    }
    return english > std::max(chinese, 0) ? core::Language::English : core::Language::Chinese;
}

Response jsonResponse(int status, std::string json) {
    Response response{status, {}, std::move(json)};
    response.headers.add("Content-Type", "application/json");
    return response;
}

Response problem(const core::Failure& failure, core::Language language, const TraceId& trace) {
    const core::ErrorInfo& info = core::errorInfo(failure.error());
    core::JsonWriter out(core::Exposure::Masked);
    const auto member = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    out.beginObject();
    member("type", "urn:onecard:error:" + std::string(info.code));
    member("title", titleOf(info, language));
    out.key("status");
    out.integer(info.http_status);
    member("detail", failure.message(language));
    member("code", info.code);
    member("implies", core::impliesName(info.implies));
    member("trace", trace.text());
    out.endObject();

    Response response{info.http_status, {}, out.text()};
    response.headers.add("Content-Type", "application/problem+json");
    response.headers.add("Content-Language", language == core::Language::Chinese ? "zh-CN" : "en");
    response.headers.add("Cache-Control", "no-store");
    if (info.http_status == 429 || info.http_status == 503) response.headers.add("Retry-After", std::string(kRetryAfterSeconds));
    return response;
}

}  // namespace hub::api
