#include "adapters/sim/wechat_pay/merchant_calls.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include "adapters/sim/wechat_pay/wire.h"

namespace adapters::sim::wechat_pay {

namespace {

constexpr std::string_view kOrders = "/v3/pay/transactions/out-trade-no/";
constexpr std::string_view kRefunds = "/v3/refund/domestic/refunds";
constexpr std::string_view kClose = "/close";

/// A segment of a path; none when it is empty, is more than one, or is not well encoded.
std::optional<std::string> numberOf(std::string_view segment) {
    if (segment.empty() || segment.find('/') != segment.npos) return std::nullopt;
    try {
        std::string decoded;
        Poco::URI::decode(std::string(segment), decoded);
        return decoded;
    } catch (const Poco::SyntaxException&) {
        return std::nullopt;
    }
}

}  // namespace

std::optional<Target> targetOf(const common::HttpRequest& request) {
    std::string_view path = request.path;
    const bool post = request.method == "POST";
    if (!post && request.method != "GET") return std::nullopt;
    const auto with_number = [](Call call, std::string_view segment) -> std::optional<Target> {
        std::optional<std::string> number = numberOf(segment);
        if (!number) return std::nullopt;
        return Target{call, *std::move(number)};
    };
    if (post && path == "/v3/pay/transactions/jsapi") return Target{Call::Order, ""};
    if (post && path == kRefunds) return Target{Call::Refund, ""};
    if (!post && path == "/v3/certificates") return Target{Call::Certificates, ""};
    if (path.starts_with(kOrders)) {
        path.remove_prefix(kOrders.size());
        if (!post) return with_number(Call::OrderQuery, path);
        if (!path.ends_with(kClose)) return std::nullopt;
        path.remove_suffix(kClose.size());
        return with_number(Call::OrderClose, path);
    }
    if (!post && path.starts_with(kRefunds) && path.size() > kRefunds.size() && path[kRefunds.size()] == '/')
        return with_number(Call::RefundQuery, path.substr(kRefunds.size() + 1));
    return std::nullopt;
}

Reply refusalReply(const Refusal& refusal) { return {httpStatusOf(refusal.code), refusalText(refusal), ""}; }

Reply MerchantCalls::answer(const Target& target, const common::HttpRequest& request) {
    switch (target.call) {
        case Call::Order:
            return order(request.body);
        case Call::OrderQuery:
            return orderQuery(target.number, request.query);
        case Call::OrderClose:
            return orderClose(target.number, request.body);
        case Call::Refund:
            return refund(request.body);
        case Call::RefundQuery:
            return refundQuery(target.number);
        case Call::Certificates:
            return certificates();
    }
    HUB_ASSERT(false);
}

Reply MerchantCalls::order(const std::string& body) {
    const Answer<NewOrder> asked = readOrder(body, merchant_);
    if (!asked.ok()) return refusalReply(asked.refusal());
    const Answer<Trade> trade = channel_.order(*asked);
    if (!trade.ok()) return refusalReply(trade.refusal());
    return {200, prepayText(*trade), trade->order.out_trade_no};
}

Reply MerchantCalls::orderQuery(const std::string& number, const std::string& query) {
    if (const std::optional<Refusal> refusal = refusedQuery(query, merchant_)) return refusalReply(*refusal);
    const Answer<Trade> trade = channel_.findOrder(number);
    if (!trade.ok()) return refusalReply(trade.refusal());
    return {200, orderText(*trade, merchant_), number};
}

Reply MerchantCalls::orderClose(const std::string& number, const std::string& body) {
    if (const std::optional<Refusal> refusal = refusedClose(body, merchant_)) return refusalReply(*refusal);
    const Answer<Trade> trade = channel_.closeOrder(number);
    if (!trade.ok()) return refusalReply(trade.refusal());
    return {204, "", number};
}

Reply MerchantCalls::refund(const std::string& body) {
    const Answer<NewRefund> asked = readRefund(body);
    if (!asked.ok()) return refusalReply(asked.refusal());
    const Answer<Refund> refund = channel_.refund(*asked);
    if (!refund.ok()) return refusalReply(refund.refusal());
    return {200, refundText(*refund), refund->what.out_refund_no};
}

Reply MerchantCalls::refundQuery(const std::string& number) {
    const Answer<Refund> refund = channel_.findRefund(number);
    if (!refund.ok()) return refusalReply(refund.refusal());
    return {200, refundText(*refund), number};
}

Reply MerchantCalls::certificates() {
    const std::optional<std::string> text = signatures_.certificatesText();
    if (!text) return refusalReply({"RESOURCE_NOT_EXISTS", "无可用的平台证书，请使用微信支付公钥验签"});
    return {200, *text, ""};
}

}  // namespace adapters::sim::wechat_pay
