#include "tests/adapters/wechat_pay/toy_channel.h"

#include <fmt/format.h>

#include <utility>

#include "hub/core/json.h"
#include "tests/adapters/wechat_pay/golden.h"

namespace tests {

namespace core = hub::core;

namespace {

constexpr int kExamples = 100;

ToyChannel::Said no(int status, std::string_view code) { return {status, fmt::format(R"({{"code":"{}","message":"synthetic"}})", code)}; }

/// A member, also of a nested object: "amount.total". Amounts must be integers.
std::string memberOf(const std::string& json, const std::string& path) {
    const auto document = core::JsonDocument::parse(json);
    if (!document.ok()) return "";
    const std::size_t dot = path.find('.');
    std::optional<core::JsonValue> value = document->root().member(path.substr(0, dot));
    if (value && dot != std::string::npos) value = value->member(path.substr(dot + 1));
    if (!value) return "";
    return value->integer() ? std::to_string(*value->integer()) : std::string(value->string().value_or(""));
}

}  // namespace

ToyChannel::ToyChannel(const core::Clock& clock) : clock_(clock) {
    for (int i = 0; i < kExamples; ++i) {
        orders_[fmt::format("PAID{:06}", i)] = {"SUCCESS", "30000"};
        orders_[fmt::format("OPEN{:06}", i)] = {"NOTPAY", "12500"};
        refunds_[fmt::format("RFND{:06}", i)] = {fmt::format("PAID{:06}", i), "100", "30000"};
    }
}

void ToyChannel::say(Said said) {
    const std::lock_guard lock(mutex_);
    said_ = std::move(said);
}

std::string ToyChannel::answer(const HttpCall& call) { return written(said_ ? *std::exchange(said_, std::nullopt) : said(call)); }

std::string ToyChannel::written(const Said& said) const {
    std::string headers = said.status == 204 ? "" : "Content-Type: application/json\r\n";
    for (const auto& [name, value] : Platform::sign(said.body, clock_.utc(), said.signing)) headers += name + ": " + value + "\r\n";
    return httpAnswer(said.status, headers, said.body);
}

bool ToyChannel::isSigned(const HttpCall& request) {
    const std::string nonce = partOf(request.head, "nonce_str");
    const std::string message =
        fmt::format("{}\n{}\n{}\n{}\n{}\n", request.method, request.path, partOf(request.head, "timestamp"), nonce, request.body);
    return request.head.find("Authorization: WECHATPAY2-SHA256-RSA2048 ") != std::string::npos &&
           partOf(request.head, "mchid") == kGoldenMerchant && partOf(request.head, "serial_no") == kGoldenMerchantSerial &&
           nonce.size() <= 32 && nonces_.insert(nonce).second && Platform::isMerchants(message, partOf(request.head, "signature"));
}

ToyChannel::Said ToyChannel::said(const HttpCall& request) {
    constexpr std::string_view kOrders = "/v3/pay/transactions/out-trade-no/";
    constexpr std::string_view kRefunds = "/v3/refund/domestic/refunds/";
    if (!isSigned(request)) {
        Said refused = no(401, "SIGN_ERROR");
        refused.signing.kind = Signing::Kind::Absent;
        return refused;
    }
    const std::string path = request.path.substr(0, request.path.find('?'));
    if (request.method == "POST" && path.ends_with("/close"))
        return closeOrder(path.substr(kOrders.size(), path.size() - kOrders.size() - std::string_view("/close").size()));
    if (request.method == "POST" && path == kRefunds.substr(0, kRefunds.size() - 1)) return makeRefund(request);
    if (request.method == "POST") return makeOrder(request);
    if (path.starts_with(kOrders)) return findOrder(path.substr(kOrders.size()));
    return findRefund(path.substr(kRefunds.size()));
}

ToyChannel::Said ToyChannel::makeOrder(const HttpCall& request) {
    const std::string number = memberOf(request.body, "out_trade_no");
    const auto [order, is_new] = orders_.emplace(number, Order{"NOTPAY", memberOf(request.body, "amount.total")});
    if (order->second.state == "CLOSED") return no(400, "ORDER_CLOSED");
    if (order->second.state == "SUCCESS") return no(400, "ORDERPAID");
    if (is_new) countEffect();
    if (request.path == "/v3/pay/transactions/native")
        return {200, fmt::format(R"({{"code_url":"weixin://wxpay/bizpayurl?pr={}"}})", number)};
    return {200, fmt::format(R"({{"prepay_id":"wx-{}"}})", number)};
}

ToyChannel::Said ToyChannel::closeOrder(const std::string& number) {
    const auto order = orders_.find(number);
    if (order == orders_.end()) return no(404, "ORDER_NOT_EXIST");
    if (order->second.state == "USERPAYING") return no(202, "USERPAYING");
    if (order->second.state == "SUCCESS") return no(400, "ORDERPAID");
    if (order->second.state == "CLOSED") return no(400, "ORDER_CLOSED");
    order->second.state = "CLOSED";
    countEffect();
    return {204, ""};
}

ToyChannel::Said ToyChannel::makeRefund(const HttpCall& request) {
    const Refund refund{memberOf(request.body, "out_trade_no"), memberOf(request.body, "amount.refund"),
                        memberOf(request.body, "amount.total")};
    if (!orders_.contains(refund.order)) return no(404, "RESOURCE_NOT_EXISTS");
    const std::string number = memberOf(request.body, "out_refund_no");
    if (refunds_.emplace(number, refund).second) countEffect();
    return findRefund(number);
}

ToyChannel::Said ToyChannel::findOrder(const std::string& number) const {
    const auto order = orders_.find(number);
    if (order == orders_.end()) return no(404, "ORDER_NOT_EXIST");
    const std::string paid = order->second.state == "SUCCESS"
                                 ? fmt::format(R"(,"success_time":"2026-11-21T08:00:05+08:00","transaction_id":"42{}")", number)
                                 : "";
    return {200, fmt::format(
                     R"({{"amount":{{"currency":"CNY","total":{}}},"appid":"{}","mchid":"{}","out_trade_no":"{}","trade_state":"{}"{}}})",
                     order->second.total, kGoldenApp, kGoldenMerchant, number, order->second.state, paid)};
}

ToyChannel::Said ToyChannel::findRefund(const std::string& number) const {
    const auto refund = refunds_.find(number);
    if (refund == refunds_.end()) return no(404, "RESOURCE_NOT_EXISTS");
    return {
        200,
        fmt::format(R"({{"amount":{{"currency":"CNY","refund":{},"total":{}}},"out_refund_no":"{}","out_trade_no":"{}","refund_id":"50{}",)"
                    R"("status":"PROCESSING"}})",
                    refund->second.amount, refund->second.total, number, refund->second.order, number)};
}

}  // namespace tests
