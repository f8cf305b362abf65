#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/kit/http_client.h"
#include "adapters/kit/settings.h"

namespace adapters::kit {

/// What settings of a counterparty that is reached by HTTP have in common.
struct HttpSettings {
    const std::string& url;
    const std::optional<std::string>& authority_file;
    const hub::core::Duration& answer_within;
};

/// Letters and digits only, or with _ and -: nothing that could leave its place in a header. 1 to `length_max` of them.
bool isPlain(std::string_view text, std::size_t length_max);

/// http or https, without a query, blanks or an account.
bool isWebAddress(std::string_view url);

/// Tells an authority file that is missing or has nothing to say, and a time outside 50ms to 5m.
void checkHttpSettings(const HttpSettings& settings, const std::string& pointer, SettingsProblems& problems);

/// `clock` outlives the client. Also: SettingsNotValid, TlsFilesNotUsable.
hub::core::Result<std::unique_ptr<HttpClient>> clientOf(const HttpSettings& settings, const hub::core::Clock& clock,
                                                        std::size_t answer_bytes_max);

/// Adds what only the client can find: an address that is none, a file that is not there.
void checkByClient(const HttpSettings& settings, SettingsProblems& problems);

/// readSettings(), and checkByClient() of settings that are right so far. REQUIRES: T has the three members.
template <hub::core::Named T>
SettingsRead<T> readHttpSettings(std::string_view json) {
    SettingsRead<T> read = readSettings<T>(json);
    if (!read.problems.any()) checkByClient({read.value.url, read.value.authority_file, *read.value.answer_within}, read.problems);
    return read;
}

}  // namespace adapters::kit
