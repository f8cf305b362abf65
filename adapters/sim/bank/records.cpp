#include "adapters/sim/bank/records.h"

#include <algorithm>
#include <chrono>

#include "adapters/sim/common/text.h"
#include "hub/core/assert.h"

namespace adapters::sim::bank {

using namespace std::chrono_literals;

namespace {

constexpr hub::core::Duration kDayBegins = -1h;
constexpr hub::core::Duration kShanghai = 8h;
constexpr hub::core::Duration kMadeAfterMidnight = 1h;

constexpr std::size_t kCardMin = 12;
constexpr std::size_t kCardMax = 19;
constexpr std::array<std::string_view, 6> kCertificateTypes{"01", "03", "06", "07", "09", "10"};

struct CodeText {
    std::string_view code;
    std::string_view text;
};

constexpr std::array kRefusals{
    CodeText{"number_used", "该流水号已用于另一笔请求"},
    CodeText{"no_such_transfer", "没有该流水号的交易"},
    CodeText{"no_such_account", "账户不存在"},
    CodeText{"balance_too_low", "余额不足"},
    CodeText{"person_differs", "姓名、证件或绑定卡不是同一人的"},
    CodeText{"no_such_card", "绑定卡不存在"},
    CodeText{"no_such_original", "没有可退回的原付款"},
    CodeText{"too_much", "退回金额超过原付款"},
    CodeText{"over_limit", "超过单笔或单日限额"},
    CodeText{"account_frozen", "账户已冻结"},
    CodeText{"not_ready", "对账文件尚未生成"},
    CodeText{"busy", "系统繁忙，请稍后重试"},
};

}  // namespace

bool isCertificateType(std::string_view code) {
    return std::find(kCertificateTypes.begin(), kCertificateTypes.end(), code) != kCertificateTypes.end();
}

bool isCardNumber(std::string_view text) { return text.size() >= kCardMin && text.size() <= kCardMax && common::isDigits(text); }

Date bankDay(UtcTime time) { return hub::core::shanghaiDate(time, kDayBegins); }

UtcTime statementMadeAt(Date day) {
    const std::chrono::sys_days midnight = std::chrono::year(day.year) / day.month / day.day;
    const auto next = std::chrono::time_point_cast<hub::core::Duration>(midnight + std::chrono::days(1));
    return {(next.time_since_epoch() + kMadeAfterMidnight - kShanghai).count()};
}

std::string timeText(UtcTime time) { return time == UtcTime{} ? "" : common::shanghaiText("{:%Y-%m-%d %H:%M:%S}", time); }

std::string compactDay(Date day) {
    std::string text = day.text();
    std::erase(text, '-');
    return text;
}

Refusal refusal(std::string_view code) {
    const auto* const found = std::find_if(kRefusals.begin(), kRefusals.end(), [&](const CodeText& one) { return one.code == code; });
    HUB_ASSERT(found != kRefusals.end());
    return {std::string(found->code), std::string(found->text)};
}

Refusal notValid(std::string what) { return {"not_valid", std::move(what)}; }

int httpStatusOf(std::string_view code) {
    if (code == "not_valid") return 400;
    if (code == "not_ready") return 404;
    return code == "busy" ? 503 : 409;
}

}  // namespace adapters::sim::bank
