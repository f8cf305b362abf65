#include "adapters/sim/wechat_pay/spoil.h"

#include <array>
#include <string_view>

#include "adapters/sim/common/json_members.h"

namespace adapters::sim::wechat_pay {

using common::FaultKind;

namespace {

/// The sums that must stay the same are changed together, so that only a comparison with what was asked finds it.
void changeAmounts(std::string& text, bool third_decimal) {
    const bool is_refund = common::placeOf(text, "refund").found();
    constexpr std::array<std::string_view, 2> kOrder{"payer_total", "total"};
    constexpr std::array<std::string_view, 3> kRefund{"payer_refund", "refund", "settlement_refund"};
    for (const std::string_view member : kOrder) {
        if (!is_refund) common::spoilAmount(text, member, third_decimal);
    }
    for (const std::string_view member : kRefund) {
        if (is_refund) common::spoilAmount(text, member, third_decimal);
    }
}

constexpr std::array<std::string_view, 4> kResults{"trade_state", "refund_status", "status", "prepay_id"};

void setResult(std::string& text) {
    for (const std::string_view member : kResults) {
        if (!common::placeOf(text, member).found()) continue;
        common::setMember(text, member, member == "prepay_id" ? R"("")" : R"("PENDING_REVIEW")");
        return;
    }
}

void removeResult(std::string& text) {
    for (const std::string_view member : kResults) {
        if (!common::placeOf(text, member).found()) continue;
        common::removeMember(text, member);
        return;
    }
}

}  // namespace

std::string spoiled(std::string text, const common::Fate& fate) {
    if (fate.find(FaultKind::WrongAmount) != nullptr) changeAmounts(text, /*third_decimal=*/false);
    if (fate.find(FaultKind::ThirdDecimal) != nullptr) changeAmounts(text, /*third_decimal=*/true);
    if (fate.find(FaultKind::OddResult) != nullptr) setResult(text);
    if (fate.find(FaultKind::NoResult) != nullptr) removeResult(text);
    return text;
}

}  // namespace adapters::sim::wechat_pay
