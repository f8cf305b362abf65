#pragma once

#include <filesystem>
#include <optional>

#include "hub/api/http/server.h"
#include "hub/app/config/hub_config.h"
#include "hub/app/config/secret_source.h"

namespace hub::app {

/// hub.yaml's part on the HTTP front.
api::http::Settings httpSettings(const config::HttpConfig& config);

/// Its certificate and key, read once; none: the front speaks HTTP. Also: TlsFilesNotUsable (a file cannot be read), SecretMissing,
/// SecretNotUsable.
core::Result<std::optional<api::http::TlsFiles>> tlsFiles(const config::HttpConfig& config, const config::SecretSource& secrets,
                                                          const std::filesystem::path& config_folder);

}  // namespace hub::app
