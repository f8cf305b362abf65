#include "hub/flows/identity_services.h"

namespace hub::flows {

std::optional<std::string> IdentityServices::offering(std::string_view operation) const {
    for (const std::string& code : codes_) {
        if (house_.counterparties.capability(code, operation)) return code;
    }
    return std::nullopt;
}

}  // namespace hub::flows
