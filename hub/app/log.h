#pragma once

#include <string_view>

#include "hub/app/config/hub_config.h"
#include "hub/core/result.h"

namespace hub::app {

/// The hub's log: lines of `event=… key=value` (or JSON) on stderr, times in UTC. Begun once, by main's thread; then any thread may log.
void beginLog(const config::LoggingConfig& config);

/// `fields` are "key=value key=\"two words\"": ids, codes and counts, never personal data.
void logInfo(std::string_view event, std::string_view fields);
void logWarning(std::string_view event, std::string_view fields);
void logError(std::string_view event, std::string_view fields);

/// code=… detail="…".
std::string logFields(const core::Failure& failure);

}  // namespace hub::app
