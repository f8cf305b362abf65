#include "adapters/sim/bank/settings.h"

#include <limits>
#include <set>

#include "adapters/sim/bank/records.h"
#include "adapters/sim/common/text.h"

namespace adapters::sim::bank {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

/// The header of a statement holds it.
bool isClientNumber(std::string_view text) { return !text.empty() && text.size() <= kNumberMax && common::isLettersAndDigits(text); }

}  // namespace

Result<void> check(const BankSettings& settings) {
    const auto not_valid = [](const char* what) { return Failure(Error::SimNotValid, what); };
    if (settings.port < 0 || settings.port > std::numeric_limits<std::uint16_t>::max()) return not_valid("port must be 0 to 65535");
    if (!isClientNumber(settings.client.number) || settings.client.serial.empty() || settings.bank.serial.empty())
        return not_valid("client.number must be 1 to 32 letters and digits, client.serial and bank.serial must not be empty");
    std::set<std::string> accounts{settings.client.collection_account};
    for (const HospitalAccountSettings& hospital : settings.hospitals) {
        if (!accounts.insert(hospital.account).second) return not_valid("hospitals: an account stands there twice");
    }
    for (const std::string& account : accounts) {
        if (account.size() != kAccountDigits || !common::isDigits(account) || account.starts_with(kEAccountPrefix))
            return not_valid("collection_account and hospitals.account must be 19 digits and not begin with 6217, as e-accounts do");
    }
    if (!settings.limits.transfer.isPositive() || !settings.limits.day.isPositive())
        return not_valid("limits.transfer_fen and limits.day_fen must be positive");
    const auto& [from, to] = settings.pace;
    if (from < 0 || from > to || to > kDayMs) return not_valid("pace.ends_after_ms_min and _max must be 0 to 86400000 and in order");
    return {};
}

}  // namespace adapters::sim::bank
