#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/kit/http_client.h"
#include "adapters/kit/settings.h"

namespace adapters::kit {

/// Letters, digits, _ and -, at least one: nothing that could leave its place in a header or a path.
bool isPlainWord(std::string_view text, std::size_t length_max);

/// http or https, without a query, and nothing that ends it early in a message.
bool isWebAddress(std::string_view url);

// Each adds what is wrong at `pointer`, once.
void checkPlainWord(std::string_view text, std::size_t length_max, const std::string& pointer, SettingsProblems& problems);
void checkAddressWithoutPath(std::string_view url, const std::string& pointer, SettingsProblems& problems);
/// `authority_file` of an address: https has one, http none.
void checkAuthority(std::string_view url, const std::optional<std::string>& authority_file, const std::string& pointer,
                    SettingsProblems& problems);
void checkAnswerTime(hub::core::Duration within, const std::string& pointer, SettingsProblems& problems);

/// Adds at /url or /authority_file why a client could not be made of otherwise good settings.
void checkClient(const hub::core::Result<std::unique_ptr<HttpClient>>& client, SettingsProblems& problems);

}  // namespace adapters::kit
