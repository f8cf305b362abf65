#include "adapters/wechat_pay/their_codes.h"

#include <algorithm>
#include <array>

#include "hub/core/text.h"

namespace adapters::wechat_pay {

using hub::contract::RefusalReason;

namespace {

constexpr auto kCodes = std::to_array<TheirCode>({
    {"ORDER_NOT_EXIST", Verdict::Refused},
    {"RESOURCE_NOT_EXISTS", Verdict::Refused},
    {"USER_PAYING", Verdict::Refused, RefusalReason::WrongState},
    {"ORDER_PAID", Verdict::Refused, RefusalReason::AlreadyPaid},
    {"ORDER_CLOSED", Verdict::Refused, RefusalReason::WrongState},
    {"ORDER_REVERSED", Verdict::Refused, RefusalReason::WrongState},
    {"TRADE_ERROR", Verdict::Refused, RefusalReason::WrongState},
    {"OUT_TRADE_NO_USED", Verdict::Refused, RefusalReason::DuplicateNumber},
    {"NOT_ENOUGH", Verdict::Refused, RefusalReason::BalanceTooLow},
    {"NO_ENOUGH", Verdict::Refused, RefusalReason::BalanceTooLow},
    {"RULE_LIMIT", Verdict::Refused, RefusalReason::NotAllowed},
    {"REQUEST_BLOCKED", Verdict::Refused, RefusalReason::NotAllowed},
    {"ACCOUNT_ERROR", Verdict::Refused, RefusalReason::NotAllowed},
    {"USER_ACCOUNT_ABNORMAL", Verdict::Refused, RefusalReason::NotAllowed},
    {"PARAM_ERROR", Verdict::Refused},
    {"INVALID_REQUEST", Verdict::Refused},
    {"INVALID_TRANSACTION_ID", Verdict::Refused},
    {"OPENID_MISMATCH", Verdict::Refused},
    {"APPID_MCHID_NOT_MATCH", Verdict::Refused},
    {"MCH_NOT_EXISTS", Verdict::Refused},
    {"FREQUENCY_LIMITED", Verdict::Busy},
    {"FREQUENCY_LIMIT_EXCEED", Verdict::Busy},
    {"FREQUENCY_LIMIT_EXCEEDED", Verdict::Busy},
    {"RATE_LIMIT_EXCEEDED", Verdict::Busy},
    {"SIGN_ERROR", Verdict::NotTrusted},
    {"NO_AUTH", Verdict::NotTrusted},
    {"SYSTEM_ERROR", Verdict::Unclear},
    {"BANK_ERROR", Verdict::Unclear},
    {"BIZ_ERR_NEED_RETRY", Verdict::Unclear},
});

}  // namespace

bool isCode(std::string_view code, std::string_view known) {
    const auto plain = [](std::string_view text) {
        std::string without(text);
        std::erase(without, '_');
        return without;
    };
    return plain(code) == plain(known);
}

bool numberIsTaken(const hub::contract::Refusal& refusal) {
    constexpr std::string_view kOtherParameters = "201 ";  // INVALID_REQUEST has many meanings; with this text: the number stands already
    if (isCode(refusal.their_code, "INVALID_REQUEST")) return refusal.their_text.reveal().starts_with(kOtherParameters);
    return isCode(refusal.their_code, "ORDER_PAID") || isCode(refusal.their_code, "ORDER_CLOSED") ||
           refusal.reason == RefusalReason::DuplicateNumber;
}

TheirCode theirCode(std::string_view code) {
    const auto found = std::find_if(kCodes.begin(), kCodes.end(), [&](const TheirCode& known) { return isCode(code, known.code); });
    return found == kCodes.end() ? TheirCode{code, Verdict::Unclear} : *found;
}

std::string shownCode(std::string_view code) {
    constexpr std::size_t kLengthMax = 64;
    const bool plain =
        code.size() <= kLengthMax && code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
    return plain ? std::string(code) : hub::core::shapeOf(code);
}

}  // namespace adapters::wechat_pay
