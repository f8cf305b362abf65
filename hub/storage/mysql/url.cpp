#include "hub/storage/mysql/url.h"

#include <algorithm>
#include <charconv>

namespace hub::storage::mysql {

namespace {

core::Failure notValid(std::string_view why) { return core::Failure(core::Error::DatabaseUrlNotValid, std::string(why)); }

bool isName(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    });
}

}  // namespace

core::Result<DatabaseUrl> DatabaseUrl::parse(std::string_view text) {
    constexpr std::string_view kScheme = "mysql://";
    constexpr std::string_view kSocket = "?socket=";
    if (!text.starts_with(kScheme)) return notValid("it does not begin with mysql://");
    text.remove_prefix(kScheme.size());

    const std::size_t at = text.find('@');
    const std::size_t slash = text.find('/');
    if (at == std::string_view::npos || slash == std::string_view::npos || slash < at)
        return notValid("the user or the database is missing");
    const std::string_view user = text.substr(0, at);
    if (user.find(':') != std::string_view::npos) return notValid("it holds a password");
    if (!isName(user)) return notValid("the user is not a plain name");

    DatabaseUrl url;
    url.user = user;
    std::string_view host = text.substr(at + 1, slash - at - 1);
    if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
        const std::string_view port = host.substr(colon + 1);
        const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (problem != std::errc() || end != port.data() + port.size() || url.port == 0) return notValid("the port is not 1 to 65535");
        host = host.substr(0, colon);
    }
    if (!isName(host)) return notValid("the host is not a name or an IPv4 address");
    url.host = host;

    std::string_view database = text.substr(slash + 1);
    if (const std::size_t question = database.find('?'); question != std::string_view::npos) {
        const std::string_view option = database.substr(question);
        if (!option.starts_with(kSocket) || !option.substr(kSocket.size()).starts_with('/'))
            return notValid("after ? only socket=/path is known");
        url.socket = option.substr(kSocket.size());
        database = database.substr(0, question);
    }
    if (!isName(database)) return notValid("the database is not a plain name");
    url.database = database;
    return url;
}

}  // namespace hub::storage::mysql
