#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/core/json.h"
#include "hub/core/result.h"

namespace adapters::kit {

/// PeerAnswerNotValid with the name of the member, never with its value.
hub::core::Failure notValid(std::string_view member, std::string_view what);

/// A member that must be there as a text of 1 to `bytes_max` bytes. Also: PeerAnswerNotValid.
hub::core::Result<std::string> textIn(hub::core::JsonValue content, std::string_view name, std::size_t bytes_max);

/// Nothing when it is not there, null or empty.
hub::core::Result<std::optional<std::string>> optionalTextIn(hub::core::JsonValue content, std::string_view name, std::size_t bytes_max);

/// A member that must be there as a whole number from 1 to `max`. Also: PeerAnswerNotValid.
hub::core::Result<std::int64_t> numberIn(hub::core::JsonValue content, std::string_view name, std::int64_t max);

}  // namespace adapters::kit
