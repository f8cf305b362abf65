#include "adapters/sim/wechat_pay/wire.h"

#include <fmt/format.h>

#include <chrono>

#include "adapters/sim/common/text.h"
#include "hub/core/date.h"
#include "hub/core/json.h"

namespace adapters::sim::wechat_pay {

using hub::core::JsonValue;
using hub::core::JsonWriter;

namespace {

constexpr std::int64_t kTotalMax = 100'000'000;
constexpr std::size_t kUrlMax = 255;
constexpr std::string_view kOrderSigns = "_-|*";
constexpr std::string_view kRefundSigns = "_-|*@";

/// "hh:mm" as minutes.
std::optional<std::int64_t> minutesOf(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = common::wholeNumber(text.substr(0, 2));
    const auto minutes = common::wholeNumber(text.substr(3, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return *hours * 60 + *minutes;
}

/// RFC 3339 with an offset and without fractions.
std::optional<UtcTime> timeOf(std::string_view text) {
    if (text.size() != 25 || text[4] != '-' || text[10] != 'T' || text[16] != ':' || (text[19] != '+' && text[19] != '-'))
        return std::nullopt;
    const hub::core::Result<hub::core::Date> day = hub::core::Date::parse(text.substr(0, 10));
    const auto clock = minutesOf(text.substr(11, 5));
    const auto seconds = common::wholeNumber(text.substr(17, 2));
    const auto offset = minutesOf(text.substr(20, 5));
    if (!day.ok() || !clock || !seconds || *seconds > 59 || !offset) return std::nullopt;
    const std::chrono::sys_days midnight = std::chrono::year(day->year) / day->month / day->day;
    const std::int64_t minutes = *clock + (text[19] == '+' ? -*offset : *offset);
    return UtcTime{std::chrono::milliseconds(midnight.time_since_epoch()).count() + (minutes * 60 + *seconds) * 1000};
}

/// A simulator calls nobody but its own machine.
bool isUrl(std::string_view text) {
    const bool here = text.starts_with("http://127.0.0.1:") || text.starts_with("http://localhost:");
    return here && text.find_first_of("?# ") == text.npos;
}

Refusal parameterError(std::string_view path) { return {"PARAM_ERROR", fmt::format("参数错误：{}", path)}; }

/// Members of a body; remembers the first that does not fit.
class Members {
  public:
    explicit Members(std::string_view body) : document_(hub::core::JsonDocument::parse(body)) {
        if (!document_.ok() || !document_->root().isObject()) problem_ = "JSON";
    }

    const std::string& problem() const { return problem_; }
    void refuse(std::string_view path) {
        if (problem_.empty()) problem_ = path;
    }
    /// Characters from..to.
    std::string text(std::string_view path, std::size_t from, std::size_t to) {
        const std::optional<JsonValue> value = find(path);
        const std::optional<std::string_view> text = value ? value->string() : std::nullopt;
        if (!text || common::characters(*text) < from || common::characters(*text) > to) {
            refuse(path);
            return {};
        }
        return std::string(*text);
    }
    std::string optionalText(std::string_view path, std::size_t to) { return find(path) ? text(path, 0, to) : std::string(); }
    std::string number(std::string_view path, std::size_t from, std::size_t to, std::string_view signs) {
        std::string text = this->text(path, from, to);
        if (!common::isLettersAndDigits(text, signs)) refuse(path);
        return text;
    }
    std::string url(std::string_view path) {
        std::string text = this->text(path, 1, kUrlMax);
        if (!isUrl(text)) refuse(path);
        return text;
    }
    Money fen(std::string_view path) {
        const std::optional<JsonValue> value = find(path);
        const std::optional<std::int64_t> number = value ? value->integer() : std::nullopt;
        if (!number || *number < 1 || *number > kTotalMax) {
            refuse(path);
            return {};
        }
        return Money::fromFen(*number);
    }
    void mustBe(std::string_view path, std::string_view wanted) {
        if (text(path, 1, kUrlMax) != wanted) refuse(path);
    }
    bool has(std::string_view path) const { return find(path).has_value(); }

  private:
    /// "amount.total" looks into amount.
    std::optional<JsonValue> find(std::string_view path) const {
        if (!document_.ok()) return std::nullopt;
        std::optional<JsonValue> value = document_->root();
        while (value && !path.empty()) {
            const std::size_t dot = path.find('.');
            value = value->member(path.substr(0, dot));
            path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
        }
        return value;
    }

    hub::core::Result<hub::core::JsonDocument> document_;
    std::string problem_;
};

std::string_view descriptionOf(TradeState state) {
    switch (state) {
        case TradeState::Unpaid:
            return "订单未支付";
        case TradeState::Typing:
            return "用户支付中，需要输入密码";
        case TradeState::Paid:
            return "支付成功";
        case TradeState::Declined:
            return "支付失败";
        case TradeState::Closed:
            return "订单已关闭";
        case TradeState::Refunded:
            return "订单发生过退款，退款详情请查询退款单";
    }
    HUB_ASSERT(false);
}

constexpr std::string_view kWallet = "支付用户零钱";

/// Writes members one after the other.
class Writer {
  public:
    Writer() : out_(hub::core::Exposure::Revealed) { out_.beginObject(); }

    Writer& text(std::string_view name, std::string_view value) {
        out_.key(name);
        out_.string(value);
        return *this;
    }
    Writer& fen(std::string_view name, Money value) {
        out_.key(name);
        out_.integer(value.fen());
        return *this;
    }
    Writer& object(std::string_view name) {
        out_.key(name);
        out_.beginObject();
        return *this;
    }
    Writer& end() {
        out_.endObject();
        return *this;
    }
    Writer& noElements(std::string_view name) {
        out_.key(name);
        out_.beginArray();
        out_.endArray();
        return *this;
    }
    std::string whole() {
        out_.endObject();
        return out_.text();
    }

  private:
    JsonWriter out_;
};

}  // namespace

std::string timeText(UtcTime time) { return common::shanghaiText("{:%Y-%m-%dT%H:%M:%S}+08:00", time); }
std::string compactDay(UtcTime time) { return common::shanghaiText("{:%Y%m%d}", time); }
std::string compactTime(UtcTime time) { return common::shanghaiText("{:%Y%m%d%H%M%S}", time); }

Answer<NewOrder> readOrder(std::string_view body, const MerchantSettings& merchant) {
    Members in(body);
    in.mustBe("mchid", merchant.mchid);
    const std::string appid = in.text("appid", 1, 32);
    NewOrder order;
    order.description = in.text("description", 1, 127);
    order.out_trade_no = in.number("out_trade_no", 6, 32, kOrderSigns);
    if (in.has("time_expire")) {
        const std::optional<UtcTime> time = timeOf(in.text("time_expire", 1, 64));
        if (!time) in.refuse("time_expire");
        order.expires_at = time.value_or(UtcTime{});
    }
    order.attach = in.optionalText("attach", 128);
    order.notify_url = in.url("notify_url");
    order.total = in.fen("amount.total");
    if (in.has("amount.currency")) in.mustBe("amount.currency", "CNY");
    order.openid = in.text("payer.openid", 1, 128);
    if (!in.problem().empty()) return parameterError(in.problem());
    if (appid != merchant.appid) return Refusal{"APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配"};
    return order;
}

Answer<NewRefund> readRefund(std::string_view body) {
    Members in(body);
    NewRefund refund;
    if (in.has("transaction_id")) {
        refund.transaction_id = in.text("transaction_id", 1, 32);
        if (in.has("out_trade_no")) in.refuse("out_trade_no");
    } else {
        refund.out_trade_no = in.number("out_trade_no", 6, 32, kOrderSigns);
    }
    refund.out_refund_no = in.number("out_refund_no", 1, 64, kRefundSigns);
    refund.reason = in.optionalText("reason", 80);
    if (in.has("notify_url")) refund.notify_url = in.url("notify_url");
    refund.amount = in.fen("amount.refund");
    refund.total = in.fen("amount.total");
    in.mustBe("amount.currency", "CNY");
    if (!in.problem().empty()) return parameterError(in.problem());
    return refund;
}

std::optional<Refusal> refusedClose(std::string_view body, const MerchantSettings& merchant) {
    Members in(body);
    in.mustBe("mchid", merchant.mchid);
    return in.problem().empty() ? std::nullopt : std::optional(parameterError(in.problem()));
}

std::optional<Refusal> refusedQuery(std::string_view query, const MerchantSettings& merchant) {
    return query == "mchid=" + merchant.mchid ? std::nullopt : std::optional(parameterError("mchid"));
}

std::string prepayText(const Trade& trade) { return Writer().text("prepay_id", trade.prepay_id).whole(); }

std::string orderText(const Trade& trade, const MerchantSettings& merchant) {
    Writer out;
    out.object("amount").text("currency", "CNY");
    if (trade.isPaid()) out.text("payer_currency", "CNY").fen("payer_total", trade.order.total);
    out.fen("total", trade.order.total).end().text("appid", merchant.appid);
    if (trade.isPaid()) {
        if (!trade.order.attach.empty()) out.text("attach", trade.order.attach);
        out.text("bank_type", "OTHERS");
    }
    out.text("mchid", merchant.mchid).text("out_trade_no", trade.order.out_trade_no);
    if (trade.isPaid()) out.object("payer").text("openid", trade.order.openid).end();
    out.noElements("promotion_detail");
    if (trade.isPaid()) out.text("success_time", timeText(trade.paid_at));
    out.text("trade_state", hub::core::enumName(trade.state)).text("trade_state_desc", descriptionOf(trade.state));
    if (trade.isPaid()) out.text("trade_type", "JSAPI").text("transaction_id", trade.transaction_id);
    return out.whole();
}

std::string refundText(const Refund& refund) {
    const NewRefund& what = refund.what;
    Writer out;
    out.object("amount").text("currency", "CNY").fen("discount_refund", Money()).fen("payer_refund", what.amount);
    out.fen("payer_total", what.total).fen("refund", what.amount).fen("settlement_refund", what.amount);
    out.fen("settlement_total", what.total).fen("total", what.total).end();
    out.text("channel", "ORIGINAL").text("create_time", timeText(refund.created_at)).text("funds_account", "AVAILABLE");
    out.text("out_refund_no", what.out_refund_no).text("out_trade_no", what.out_trade_no).noElements("promotion_detail");
    out.text("refund_id", refund.refund_id).text("status", hub::core::enumName(refund.status));
    if (refund.status == RefundStatus::Done) out.text("success_time", timeText(refund.ends_at));
    return out.text("transaction_id", what.transaction_id).text("user_received_account", kWallet).whole();
}

std::string refundNoticeText(const Refund& refund, const MerchantSettings& merchant) {
    const NewRefund& what = refund.what;
    Writer out;
    out.text("mchid", merchant.mchid).text("out_trade_no", what.out_trade_no).text("transaction_id", what.transaction_id);
    out.text("out_refund_no", what.out_refund_no).text("refund_id", refund.refund_id);
    out.text("refund_status", hub::core::enumName(refund.status));
    if (refund.status == RefundStatus::Done) out.text("success_time", timeText(refund.ends_at));
    out.text("user_received_account", kWallet);
    out.object("amount").fen("total", what.total).fen("refund", what.amount).fen("payer_total", what.total);
    return out.fen("payer_refund", what.amount).end().whole();
}

std::string refusalText(const Refusal& refusal) { return Writer().text("code", refusal.code).text("message", refusal.message).whole(); }

int httpStatusOf(std::string_view code) {
    struct Status {
        std::string_view code;
        int http;
    };
    static constexpr std::array kStatuses{Status{"USERPAYING", 202},        Status{"SIGN_ERROR", 401},
                                          Status{"NOT_ENOUGH", 403},        Status{"RULE_LIMIT", 403},
                                          Status{"NO_AUTH", 403},           Status{"TRADE_ERROR", 403},
                                          Status{"ORDER_NOT_EXIST", 404},   Status{"RESOURCE_NOT_EXISTS", 404},
                                          Status{"FREQUENCY_LIMITED", 429}, Status{"FREQUENCY_LIMIT_EXCEEDED", 429},
                                          Status{"SYSTEM_ERROR", 500}};
    const auto* const found = std::find_if(kStatuses.begin(), kStatuses.end(), [&](const Status& one) { return one.code == code; });
    return found == kStatuses.end() ? 400 : found->http;
}

}  // namespace adapters::sim::wechat_pay
