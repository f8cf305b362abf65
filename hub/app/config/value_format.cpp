#include "hub/app/config/value_format.h"

#include <algorithm>
#include <array>

#include "hub/core/assert.h"

namespace hub::app::config {

namespace {

bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

template <class Allowed>
bool all(std::string_view text, std::size_t length_max, Allowed allowed) {
    return !text.empty() && text.size() <= length_max && std::all_of(text.begin(), text.end(), allowed);
}

bool isCode(std::string_view text) {
    return all(text, 16, [](char c) { return isUpper(c) || isDigit(c); }) && text.size() >= 2 && isUpper(text[0]);
}

bool isAdapterId(std::string_view text) {
    return all(text, 40, [](char c) { return isLower(c) || isDigit(c) || c == '_'; }) && isLower(text[0]);
}

// Also a file's name: nothing that leads out of the folder.
bool isSecretName(std::string_view text) {
    return all(text, 64, [](char c) { return isLower(c) || isDigit(c) || c == '_' || c == '.' || c == '-'; }) &&
           (isLower(text[0]) || isDigit(text[0]));
}

bool isHost(std::string_view text) {
    return all(text, 253, [](char c) { return isLower(c) || isUpper(c) || isDigit(c) || c == '.' || c == '-' || c == ':'; });
}

bool isPath(std::string_view text) { return !text.empty() && text.size() <= 1000 && text.find('\0') == std::string_view::npos; }

bool isTimeOfDay(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return false;
    for (const std::size_t i : {0U, 1U, 3U, 4U}) {
        if (!isDigit(text[i])) return false;
    }
    return text.substr(0, 2) < "24" && text[3] < '6';
}

/// mysql://user@host[:port]/name[?option=value]
bool isDatabaseUrl(std::string_view text) {
    constexpr std::string_view kScheme = "mysql://";
    if (text.empty()) return true;
    if (!text.starts_with(kScheme)) return false;
    text.remove_prefix(kScheme.size());
    const std::size_t at = text.find('@');
    const std::size_t slash = text.find('/');
    if (at == std::string_view::npos || at == 0 || slash == std::string_view::npos || slash < at + 2) return false;
    const std::string_view name = text.substr(slash + 1, text.substr(slash + 1).find('?'));
    return isHost(text.substr(at + 1, slash - at - 1)) &&
           all(name, 64, [](char c) { return isLower(c) || isUpper(c) || isDigit(c) || c == '_'; });
}

}  // namespace

const ValueFormat& valueFormat(std::string_view name) {
    static const std::array<ValueFormat, 7> kFormats{{
        {"code", isCode, {"2 到 16 位大写字母和数字，以字母开头", "2 to 16 capital letters and digits, a letter first"}},
        {"adapter_id", isAdapterId, {"小写字母、数字和下划线，以字母开头", "small letters, digits and _, a letter first"}},
        {"secret_name",
         isSecretName,
         {"小写字母、数字和 _ . -，以字母或数字开头，至多 64 位", "small letters, digits and _ . -, a letter or digit first, at most 64"}},
        {"host", isHost, {"主机名或 IP 地址", "a host name or IP address"}},
        {"path", isPath, {"文件路径", "a path of a file"}},
        {"time_of_day", isTimeOfDay, {"时:分，从 00:00 到 23:59", "hours:minutes, 00:00 to 23:59"}},
        {"database_url", isDatabaseUrl, {"空，或 mysql://用户@主机:端口/库名", "empty, or mysql://user@host:port/name"}},
    }};
    const auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const ValueFormat& format) { return format.name == name; });
    HUB_ASSERT(found != kFormats.end());
    return *found;
}

bool hasPassword(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return false;
    const std::string_view authority = url.substr(scheme + 3, url.substr(scheme + 3).find('/'));
    const std::size_t at = authority.rfind('@');
    return at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
}

}  // namespace hub::app::config
