#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/common/http_server.h"
#include "adapters/sim/wechat_pay/channel.h"
#include "adapters/sim/wechat_pay/signatures.h"

namespace adapters::sim::wechat_pay {

enum class Call { Order, OrderQuery, OrderClose, Refund, RefundQuery, Certificates };
/// As faults name them.
constexpr auto enumNames(Call) {
    using Name = std::pair<Call, std::string_view>;
    return std::array{Name{Call::Order, "order"},   Name{Call::OrderQuery, "order_query"},   Name{Call::OrderClose, "order_close"},
                      Name{Call::Refund, "refund"}, Name{Call::RefundQuery, "refund_query"}, Name{Call::Certificates, "certificates"}};
}

/// A call and the number in its path, decoded.
struct Target {
    Call call;
    std::string number;
};

/// None: no such path or method.
std::optional<Target> targetOf(const common::HttpRequest& request);

/// Before it is signed and before faults. `subject`: the out_trade_no or out_refund_no it was about, empty when it was refused.
struct Reply {
    int status = 200;
    std::string body;
    std::string subject;
};

Reply refusalReply(const Refusal& refusal);

/// Decodes, asks the channel, encodes. Any thread.
class MerchantCalls {
  public:
    /// All outlive it.
    MerchantCalls(Channel& channel, Signatures& signatures, const MerchantSettings& merchant)
        : channel_(channel), signatures_(signatures), merchant_(merchant) {}

    Reply answer(const Target& target, const common::HttpRequest& request);

  private:
    Reply order(const std::string& body);
    Reply orderQuery(const std::string& number, const std::string& query);
    Reply orderClose(const std::string& number, const std::string& body);
    Reply refund(const std::string& body);
    Reply refundQuery(const std::string& number);
    Reply certificates();

    Channel& channel_;
    Signatures& signatures_;
    const MerchantSettings& merchant_;
};

}  // namespace adapters::sim::wechat_pay
