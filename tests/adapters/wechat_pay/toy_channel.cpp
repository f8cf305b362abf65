#include "tests/adapters/wechat_pay/toy_channel.h"

#include <fmt/format.h>

#include <chrono>

#include "hub/core/json.h"
#include "tests/adapters/wechat_pay/golden.h"

namespace tests {

namespace core = hub::core;
using conformance::Fault;

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

ToyChannel::ToyChannel(const core::Clock& clock) : clock_(clock), server_([this](TcpConnection& connection) { serve(connection); }) {
    for (int i = 0; i < kExamples; ++i) {
        orders_[fmt::format("PAID{:06}", i)] = {"SUCCESS", "30000"};
        orders_[fmt::format("OPEN{:06}", i)] = {"NOTPAY", "12500"};
        refunds_[fmt::format("RFND{:06}", i)] = {fmt::format("PAID{:06}", i), "100", "30000"};
    }
}

void ToyChannel::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    server_.stop();
}

void ToyChannel::fail(Fault fault, int calls) {
    const std::lock_guard lock(mutex_);
    faults_.assign(static_cast<std::size_t>(calls), fault);
}

void ToyChannel::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

int ToyChannel::effects() const {
    const std::lock_guard lock(mutex_);
    return effects_;
}

bool ToyChannel::waitForCalls(int calls) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(3), [&] { return calls_ >= calls; });
}

void ToyChannel::say(Said said) {
    const std::lock_guard lock(mutex_);
    said_ = std::move(said);
}

std::string ToyChannel::lastCall() const {
    const std::lock_guard lock(mutex_);
    return last_call_;
}

void ToyChannel::serve(TcpConnection& connection) {
    std::string text = connection.readUntil("\r\n\r\n");
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string::npos) return;
    const std::size_t length = text.find("Content-Length: ");
    const std::size_t bytes = length < head ? std::stoul(text.substr(length + 16)) : 0;
    while (text.size() < head + 4 + bytes) {
        const std::string more = connection.read();
        if (more.empty()) return;
        text += more;
    }
    const std::size_t path = text.find(' ') + 1;
    const Request request{text.substr(0, head), text.substr(0, path - 1), text.substr(path, text.find(' ', path) - path),
                          text.substr(head + 4)};

    std::unique_lock lock(mutex_);
    ++calls_;
    last_call_ = request.method + " " + request.path + " " + request.body;
    changed_.notify_all();
    std::optional<Fault> fault;
    if (!faults_.empty()) {
        fault = faults_.back();
        faults_.pop_back();
    }
    const bool acts = fault != Fault::Hang && fault != Fault::ResetBeforeActing;
    const std::string said = acts ? written(said_ ? *std::exchange(said_, std::nullopt) : answer(request)) : "";
    if (fault == Fault::Hold) changed_.wait(lock, [&] { return released_ || stopped_; });
    lock.unlock();
    if (!fault || fault == Fault::Hold) return connection.write(said);
    if (fault == Fault::ResetBeforeActing || fault == Fault::ResetAfterActing) return connection.resetOnClose();
    if (fault == Fault::Garbage)
        return connection.write(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", text.size(), text));
    while (fault == Fault::Hang && !connection.read().empty()) continue;  // until the client gives up
}

std::string ToyChannel::written(const Said& said) const {
    std::string text = fmt::format("HTTP/1.1 {} Said\r\nConnection: close\r\n", said.status);
    for (const auto& [name, value] : Platform::sign(said.body, clock_.utc(), said.signing)) text += name + ": " + value + "\r\n";
    if (said.status != 204) text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", said.body.size());
    return text + "\r\n" + said.body;
}

bool ToyChannel::isSigned(const Request& request) {
    const std::string nonce = partOf(request.head, "nonce_str");
    const std::string message =
        fmt::format("{}\n{}\n{}\n{}\n{}\n", request.method, request.path, partOf(request.head, "timestamp"), nonce, request.body);
    return request.head.find("Authorization: WECHATPAY2-SHA256-RSA2048 ") != std::string::npos &&
           partOf(request.head, "mchid") == kGoldenMerchant && partOf(request.head, "serial_no") == kGoldenMerchantSerial &&
           nonce.size() <= 32 && nonces_.insert(nonce).second && Platform::isMerchants(message, partOf(request.head, "signature"));
}

ToyChannel::Said ToyChannel::answer(const Request& request) {
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

ToyChannel::Said ToyChannel::makeOrder(const Request& request) {
    const std::string number = memberOf(request.body, "out_trade_no");
    const auto [order, is_new] = orders_.emplace(number, Order{"NOTPAY", memberOf(request.body, "amount.total")});
    if (order->second.state == "CLOSED") return no(400, "ORDER_CLOSED");
    if (order->second.state == "SUCCESS") return no(400, "ORDERPAID");
    if (is_new) ++effects_;
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
    ++effects_;
    return {204, ""};
}

ToyChannel::Said ToyChannel::makeRefund(const Request& request) {
    const Refund refund{memberOf(request.body, "out_trade_no"), memberOf(request.body, "amount.refund"),
                        memberOf(request.body, "amount.total")};
    if (!orders_.contains(refund.order)) return no(404, "RESOURCE_NOT_EXISTS");
    const std::string number = memberOf(request.body, "out_refund_no");
    if (refunds_.emplace(number, refund).second) ++effects_;
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
