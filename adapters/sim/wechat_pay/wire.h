#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/wechat_pay/records.h"
#include "adapters/sim/wechat_pay/settings.h"

/// The JSON of API v3 in and out; its bytes are those of tests/data/wechat_pay.
namespace adapters::sim::wechat_pay {

/// Refused with PARAM_ERROR or APPID_MCHID_NOT_MATCH; members nobody asks for are passed over.
Answer<NewOrder> readOrder(std::string_view body, const MerchantSettings& merchant);
Answer<NewRefund> readRefund(std::string_view body);
/// The refusal, if it is one: the body of a close, the query of an order.
std::optional<Refusal> refusedClose(std::string_view body, const MerchantSettings& merchant);
std::optional<Refusal> refusedQuery(std::string_view query, const MerchantSettings& merchant);

std::string prepayText(const Trade& trade);
std::string orderText(const Trade& trade, const MerchantSettings& merchant);
std::string refundText(const Refund& refund);
/// What a notification says of a refund that ended.
std::string refundNoticeText(const Refund& refund, const MerchantSettings& merchant);
std::string refusalText(const Refusal& refusal);

/// "2030-01-02T09:30:00+08:00"
std::string timeText(UtcTime time);
/// "20300102", "20300102093000": of the day and time in Shanghai.
std::string compactDay(UtcTime time);
std::string compactTime(UtcTime time);

}  // namespace adapters::sim::wechat_pay
