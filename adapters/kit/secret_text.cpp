#include "adapters/kit/secret_text.h"

namespace adapters::kit {

namespace core = hub::core;

core::Result<core::Sensitive<std::string>> secretText(const Secret& secret, hub::contract::Host& host) {
    core::Result<core::Sensitive<std::string>> value = host.secret(secret.secret);
    if (!value.ok()) return value;
    const std::string& text = value->reveal();
    constexpr std::string_view kBlanks = " \t\r\n";
    if (text.empty() || kBlanks.find(text.front()) != std::string_view::npos || kBlanks.find(text.back()) != std::string_view::npos)
        return core::Failure(core::Error::SecretNotUsable, secret.secret + " is empty, or begins or ends with white space");
    return value;
}

}  // namespace adapters::kit
