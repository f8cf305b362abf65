#include "adapters/sim/wechat_pay/settings.h"

#include <limits>

namespace adapters::sim::wechat_pay {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

bool isRange(std::int64_t from, std::int64_t to) { return from >= 0 && from <= to && to <= kDayMs; }
bool isShare(std::int32_t per_mille) { return per_mille >= 0 && per_mille <= 1000; }

Failure notValid(const char* what) { return Failure(Error::SimNotValid, what); }

}  // namespace

Result<void> check(const PayerSettings& settings) {
    if (!isRange(settings.begins_after_ms_min, settings.begins_after_ms_max))
        return notValid("payer.begins_after_ms_min and _max must be 0 to 86400000 and in order");
    if (!isRange(settings.types_for_ms_min, settings.types_for_ms_max))
        return notValid("payer.types_for_ms_min and _max must be 0 to 86400000 and in order");
    if (!isShare(settings.decline_per_mille)) return notValid("payer.decline_per_mille must be 0 to 1000");
    return {};
}

Result<void> check(const RefundSettings& settings) {
    if (!isRange(settings.ends_after_ms_min, settings.ends_after_ms_max))
        return notValid("refunds.ends_after_ms_min and _max must be 0 to 86400000 and in order");
    if (!isShare(settings.abnormal_per_mille)) return notValid("refunds.abnormal_per_mille must be 0 to 1000");
    return {};
}

Result<void> check(const WechatPaySettings& settings) {
    if (const Result<void> payer = check(settings.payer); !payer.ok()) return payer.failure();
    if (const Result<void> refunds = check(settings.refunds); !refunds.ok()) return refunds.failure();
    if (!isRange(0, settings.notifications.after_ms)) return notValid("notifications.after_ms must be 0 to 86400000");
    if (!isShare(settings.notifications.retry_scale_per_mille)) return notValid("notifications.retry_scale_per_mille must be 0 to 1000");
    if (!isRange(1, settings.notifications.answer_within_ms)) return notValid("notifications.answer_within_ms must be 1 to 86400000");
    if (settings.port < 0 || settings.port > std::numeric_limits<std::uint16_t>::max()) return notValid("port must be 0 to 65535");
    return {};
}

}  // namespace adapters::sim::wechat_pay
