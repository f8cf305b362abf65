#include "adapters/sim/nhsa/settings.h"

#include <limits>

#include "adapters/sim/common/text.h"
#include "adapters/sim/nhsa/seal.h"

namespace adapters::sim::nhsa {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kAreaLength = 6;
constexpr std::int32_t kMinutesOfDay = 1440;
constexpr std::int64_t kSecondsOfDay = 86'400;

}  // namespace

bool isArea(std::string_view text) { return text.size() == kAreaLength && common::isDigits(text); }

Result<void> check(const NhsaSettings& settings) {
    const auto not_valid = [](const char* what) { return Failure(Error::SimNotValid, what); };
    const auto within = [](std::int64_t value, std::int64_t from, std::int64_t to) { return value >= from && value <= to; };
    if (!within(settings.port, 0, std::numeric_limits<std::uint16_t>::max())) return not_valid("port must be 0 to 65535");
    if (!isArea(settings.area) || !isArea(settings.clearing_office)) return not_valid("area and clearing_office must be six digits");
    if (!within(settings.day_cut_min, 0, kMinutesOfDay - 1)) return not_valid("day_cut_min must be 0 to 1439");
    if (!within(settings.voucher_life_s, 1, kSecondsOfDay)) return not_valid("voucher_life_s must be 1 to 86400");
    if (!settings.counter.path.starts_with('/')) return not_valid("counter.path must begin with /");
    if (settings.counter.paasid.empty() || settings.counter.secret.empty())
        return not_valid("counter.paasid and counter.secret must not be empty");
    if (settings.mobile.app_id.size() < kSm4KeyBytes) return not_valid("mobile.app_id must have at least 16 bytes");
    if (settings.mobile.app_secret.empty()) return not_valid("mobile.app_secret must not be empty");
    if (!within(settings.mobile.processing_ms, 0, kSecondsOfDay * 1000)) return not_valid("mobile.processing_ms must be 0 to 86400000");
    if (!within(settings.mobile.order_life_s, 1, kSecondsOfDay)) return not_valid("mobile.order_life_s must be 1 to 86400");
    if (settings.sm.on && settings.sm.counter_key.size() != kSm4KeyBytes) return not_valid("sm.counter_key must have 16 bytes");
    return {};
}

}  // namespace adapters::sim::nhsa
