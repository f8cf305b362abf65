#include "adapters/sim/ehealth_card/settings.h"

#include <limits>

namespace adapters::sim::ehealth_card {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kAreaLength = 6;

}  // namespace

Result<void> check(const EhealthCardSettings& settings) {
    const auto not_valid = [](const char* what) { return Failure(Error::SimNotValid, what); };
    if (settings.port < 0 || settings.port > std::numeric_limits<std::uint16_t>::max()) return not_valid("port must be 0 to 65535");
    if (settings.app.empty() || settings.app_secret.empty()) return not_valid("app and app_secret must not be empty");
    if (settings.app_serial.empty() || settings.app_serial.find(':') != std::string::npos)
        return not_valid("app_serial must not be empty and has no colon, which parts the members of a code");
    if (settings.insured_area.size() != kAreaLength || settings.insured_area.find_first_not_of("0123456789") != std::string::npos)
        return not_valid("insured_area must be six digits");
    return {};
}

}  // namespace adapters::sim::ehealth_card
