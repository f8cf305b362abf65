#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "hub/contract/operations/collect.h"
#include "hub/flows/counterparties.h"

namespace hub::simulate {

/// A channel's own books. A number that was closed before it came is dead (payments.md P5); an order that the payer types at, or has paid,
/// is not closed.
class SimulatedChannel {
  public:
    struct Order {
        core::Money amount;
        contract::OrderState state = contract::OrderState::Waiting;
        std::optional<core::UtcTime> paid_at;
        core::Money refunded;
    };
    struct Refund {
        std::string order;
        core::Money amount;
        contract::RefundState state = contract::RefundState::Accepted;
        std::optional<core::UtcTime> refunded_at;
    };

    explicit SimulatedChannel(std::string code) : code_(std::move(code)) {}

    const std::string& code() const { return code_; }

    flows::CallAnswer serve(const flows::Call& call);
    flows::InquiryAnswer find(const flows::Call& call) const;
    static std::optional<contract::Capability> capability(std::string_view operation);

    /// The payer's finger. Nothing happens to an order that is closed.
    void type(const std::string& number);
    /// Whether it was paid by this.
    bool pay(const std::string& number, core::UtcTime now);
    /// An accepted refund comes to its end; false: it had.
    bool settle(const std::string& number, core::UtcTime now, bool rejected);

    std::optional<contract::ChannelOrder> order(const std::string& number) const;
    std::optional<contract::ChannelRefund> refund(const std::string& number) const;

    std::map<std::string, Order> orders;
    std::map<std::string, Refund> refunds;
    bool overdrawn = false;  ///< a refund was asked for that exceeds what was paid

  private:
    flows::CallAnswer create(const flows::Call& call);
    flows::CallAnswer close(const std::string& number);
    flows::CallAnswer giveBack(const flows::Call& call);

    const std::string code_;
    std::set<std::string> dead_;
};

}  // namespace hub::simulate
