#pragma once

#include "adapters/kit/settings.h"
#include "hub/contract/host.h"

namespace adapters::kit {

/// The value of a secret that is a text. Also: SecretMissing; SecretNotUsable when it is empty, or begins or ends with white space, as
/// files do that were written with an editor.
hub::core::Result<hub::core::Sensitive<std::string>> secretText(const Secret& secret, hub::contract::Host& host);

}  // namespace adapters::kit
