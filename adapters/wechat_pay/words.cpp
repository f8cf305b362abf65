#include "adapters/wechat_pay/words.h"

#include <fmt/format.h>

namespace adapters::wechat_pay {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using core::JsonWriter;
using core::Money;
using kit::CodeMap;

namespace {

constexpr std::string_view kCurrency = "CNY";

core::Failure notValid(std::string_view member, std::string_view what) {
    return core::Failure(core::Error::PeerAnswerNotValid, fmt::format("{} {}", member, what));
}

void member(JsonWriter& out, std::string_view name, std::string_view text) {
    out.key(name);
    out.string(text);
}

void member(JsonWriter& out, std::string_view name, Money amount) {
    out.key(name);
    out.integer(amount.fen());
}

/// Empty when it is not there.
std::string optionalText(JsonValue content, std::string_view name) {
    const std::optional<JsonValue> value = content.member(name);
    return value ? std::string(value->string().value_or("")) : std::string();
}

}  // namespace

bool isOurNumber(std::string_view number) {
    constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return number.size() >= 6 && number.size() <= 32 && number.find_first_not_of(kAllowed) == std::string_view::npos;
}

Words::Words(std::string merchant, std::string app, std::string notify_url)
    : merchant_(std::move(merchant)),
      app_(std::move(app)),
      notify_url_(std::move(notify_url)),
      // REFUND is a paid order of which something has gone back, be it a part. PAYERROR is no end: the payer may try again until the
      // order is closed or expires.
      order_state_(*CodeMap::make("trade_state",
                                  {{"SUCCESS", "paid"},
                                   {"REFUND", "paid"},
                                   {"NOTPAY", "waiting"},
                                   {"USERPAYING", "payer_typing"},
                                   {"CLOSED", "closed"},
                                   {"REVOKED", "closed"},
                                   {"PAYERROR", "waiting"}},
                                  {})),
      refund_state_(*CodeMap::make(
          "refund status", {{"PROCESSING", "accepted"}, {"SUCCESS", "done"}, {"CLOSED", "rejected"}, {"ABNORMAL", "abnormal"}}, {})),
      time_(*kit::mapping::TimeFormat::parse("yyyy-MM-ddTHH:mm:ss+08:00")) {}

std::string Words::ofOrder(const std::string& our_number, const OrderCreate::Request& request) const {
    JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    member(out, "appid", app_);
    member(out, "mchid", merchant_);
    member(out, "description", request.subject);
    member(out, "out_trade_no", our_number);
    member(out, "time_expire", time_.write(request.expires_at));
    member(out, "notify_url", notify_url_);
    out.key("amount");
    out.beginObject();
    member(out, "total", request.amount);
    member(out, "currency", kCurrency);
    out.endObject();
    if (request.payer) {
        out.key("payer");
        out.beginObject();
        member(out, "openid", request.payer->reveal());
        out.endObject();
    }
    out.endObject();
    return out.text();
}

std::string Words::ofClose() const {
    JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    member(out, "mchid", merchant_);
    out.endObject();
    return out.text();
}

std::string Words::ofRefund(const std::string& our_number, const RefundCreate::Request& request) const {
    JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    member(out, "out_trade_no", request.order_number);
    member(out, "out_refund_no", our_number);
    if (!request.reason.empty()) member(out, "reason", request.reason);
    member(out, "notify_url", notify_url_);
    out.key("amount");
    out.beginObject();
    member(out, "refund", request.amount);
    member(out, "total", request.order_amount);
    member(out, "currency", kCurrency);
    out.endObject();
    out.endObject();
    return out.text();
}

core::Result<ChannelOrder> Words::order(JsonValue content) const {
    const core::Result<void> merchant = ofThisMerchant(content);
    if (!merchant.ok()) return merchant.failure();
    const core::Result<std::string> number = text(content, "out_trade_no");
    if (!number.ok()) return number.failure();
    const core::Result<std::string> their_state = text(content, "trade_state");
    if (!their_state.ok()) return their_state.failure();
    const core::Result<OrderState> state = order_state_.ours<OrderState>(*their_state);
    if (!state.ok()) return state.failure();
    const core::Result<Money> total = amount(content, "total");
    if (!total.ok()) return total.failure();
    const core::Result<std::optional<core::UtcTime>> paid_at = time(content, "success_time");
    if (!paid_at.ok()) return paid_at.failure();

    ChannelOrder order;
    order.our_number = *number;
    order.state = *state;
    order.amount = *total;
    order.paid_at = *paid_at;
    const std::string channel_number = optionalText(content, "transaction_id");
    if (!channel_number.empty()) order.channel_number = channel_number;
    if (order.state == OrderState::Paid && !order.channel_number) return notValid("transaction_id", "of a paid order is missing");
    return order;
}

core::Result<ToldRefund> Words::refund(JsonValue content) const {
    if (content.member("mchid")) {  // only notifications name it
        const core::Result<void> merchant = ofThisMerchant(content);
        if (!merchant.ok()) return merchant.failure();
    }
    const core::Result<std::string> number = text(content, "out_refund_no");
    if (!number.ok()) return number.failure();
    const core::Result<std::string> order_number = text(content, "out_trade_no");
    if (!order_number.ok()) return order_number.failure();
    // An answer calls it status, a notification refund_status.
    const core::Result<std::string> their_state = text(content, content.member("refund_status") ? "refund_status" : "status");
    if (!their_state.ok()) return their_state.failure();
    const core::Result<RefundState> state = refund_state_.ours<RefundState>(*their_state);
    if (!state.ok()) return state.failure();
    const core::Result<Money> refunded = amount(content, "refund");
    if (!refunded.ok()) return refunded.failure();
    const core::Result<Money> total = amount(content, "total");
    if (!total.ok()) return total.failure();
    const core::Result<std::optional<core::UtcTime>> refunded_at = time(content, "success_time");
    if (!refunded_at.ok()) return refunded_at.failure();

    ToldRefund told{{}, *order_number, *total};
    told.refund.our_number = *number;
    told.refund.state = *state;
    told.refund.amount = *refunded;
    told.refund.refunded_at = *refunded_at;
    const std::string channel_number = optionalText(content, "refund_id");
    if (!channel_number.empty()) told.refund.channel_number = channel_number;
    return told;
}

core::Result<std::string> Words::text(JsonValue content, std::string_view name) {
    const std::string value = optionalText(content, name);
    if (value.empty()) return notValid(name, "is not there as a text");
    return value;
}

core::Result<Money> Words::amount(JsonValue content, std::string_view name) {
    const std::optional<JsonValue> all = content.member("amount");
    const std::optional<JsonValue> one = all ? all->member(name) : std::nullopt;
    const std::optional<std::int64_t> fen = one ? one->integer() : std::nullopt;
    if (!fen || *fen < 0) return notValid(fmt::format("amount.{}", name), "is not there as a whole number of fen");
    const std::string currency = optionalText(*all, "currency");
    if (!currency.empty() && currency != kCurrency) return notValid("amount.currency", "is not CNY");
    return Money::checkedFen(*fen);
}

core::Result<std::optional<core::UtcTime>> Words::time(JsonValue content, std::string_view name) const {
    const std::string value = optionalText(content, name);
    if (value.empty()) return std::optional<core::UtcTime>();
    const core::Result<core::UtcTime> when = time_.readTime(value);
    if (!when.ok()) return when.failure();
    return std::optional(*when);
}

core::Result<void> Words::ofThisMerchant(JsonValue content) const {
    const core::Result<std::string> merchant = text(content, "mchid");
    if (!merchant.ok()) return merchant.failure();
    if (*merchant != merchant_) return notValid("mchid", "is not this merchant's");
    return {};
}

}  // namespace adapters::wechat_pay
