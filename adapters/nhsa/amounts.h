#pragma once

#include <optional>
#include <string_view>

#include "hub/core/json.h"
#include "hub/core/money.h"

namespace adapters::nhsa {

/// A member that must be there as an amount in yuan: a sign where it is negative, at most two decimals, and zeros after them.
/// REQUIRES: of parseTexts(). Also: PeerAnswerNotValid.
hub::core::Result<hub::core::Money> amountIn(hub::core::JsonValue content, std::string_view name);

/// Nothing when it is not there, null or empty. Also: PeerAnswerNotValid.
hub::core::Result<std::optional<hub::core::Money>> optionalAmountIn(hub::core::JsonValue content, std::string_view name);

}  // namespace adapters::nhsa
