#pragma once

#include <string>
#include <string_view>

#include "adapters/kit/code_map.h"
#include "adapters/kit/mapping/time_format.h"
#include "hub/contract/operations/collect.h"
#include "hub/core/json.h"

namespace adapters::wechat_pay {

/// A refund as the channel tells of it, with the order it belongs to.
struct ToldRefund {
    hub::contract::ChannelRefund refund;
    std::string order_number;
    hub::core::Money order_amount;
};

/// A number of ours in the form that orders and refunds share: 6 to 32 letters, digits, _ and -.
bool isOurNumber(std::string_view number);

/// Turns canonical values into the channel's JSON and back. Knows no sockets and no keys. Constant; any thread. What cannot be read
/// is PeerAnswerNotValid with the name of the member, or CodeNotMapped. Amounts are whole numbers of fen and nothing else.
class Words {
  public:
    Words(std::string merchant, std::string app, std::string notify_url);

    std::string ofOrder(const std::string& our_number, const hub::contract::OrderCreate::Request& request) const;
    std::string ofClose() const;
    std::string ofRefund(const std::string& our_number, const hub::contract::RefundCreate::Request& request) const;

    /// An order, from a query or a notification. One of another merchant is not read.
    hub::core::Result<hub::contract::ChannelOrder> order(hub::core::JsonValue content) const;

    /// A refund, from an answer or a notification.
    hub::core::Result<ToldRefund> refund(hub::core::JsonValue content) const;

    /// A member that must be there and is a text.
    static hub::core::Result<std::string> text(hub::core::JsonValue content, std::string_view name);

  private:
    /// A member of "amount" in fen.
    static hub::core::Result<hub::core::Money> amount(hub::core::JsonValue content, std::string_view name);
    /// Nothing when it is not there or empty.
    hub::core::Result<std::optional<hub::core::UtcTime>> time(hub::core::JsonValue content, std::string_view name) const;
    hub::core::Result<void> ofThisMerchant(hub::core::JsonValue content) const;

    const std::string merchant_;
    const std::string app_;
    const std::string notify_url_;
    const kit::CodeMap order_state_;
    const kit::CodeMap refund_state_;
    const kit::mapping::TimeFormat time_;
};

}  // namespace adapters::wechat_pay
