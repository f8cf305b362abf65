#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/unit/payment/examples.h"

namespace tests::payment {

/// What a channel knows of one payment of ours. Naive on purpose: numbers, amounts, and the order in which things came.
class SimulatedChannel {
  public:
    struct Order {
        Money amount;
        contract::OrderState state = contract::OrderState::Waiting;
        Money refunded;
    };

    /// A number that was closed before it came is dead (payments.md P5). Nothing: refused.
    std::optional<contract::ChannelOrder> create(const std::string& number, Money amount) {
        if (closed_before_.contains(number)) return std::nullopt;
        orders.try_emplace(number, Order{amount, contract::OrderState::Waiting, {}});
        return find(number);
    }

    std::optional<contract::ChannelOrder> find(const std::string& number) const {
        const auto found = orders.find(number);
        if (found == orders.end()) return std::nullopt;
        contract::ChannelOrder order;
        order.our_number = number;
        order.state = found->second.state;
        order.amount = found->second.amount;
        order.refunded = found->second.refunded;
        return order;
    }

    /// False: refused, because the payer types or has paid.
    bool close(const std::string& number) {
        const auto found = orders.find(number);
        if (found == orders.end()) {
            closed_before_.insert(number);
            return true;
        }
        contract::OrderState& state = found->second.state;
        if (state == contract::OrderState::Waiting) state = contract::OrderState::Closed;
        return state == contract::OrderState::Closed;
    }

    /// The payer's finger. False: there is nothing to pay.
    bool pay(const std::string& number, bool only_begin) {
        const auto found = orders.find(number);
        if (found == orders.end()) return false;
        contract::OrderState& state = found->second.state;
        if (state != contract::OrderState::Waiting && state != contract::OrderState::PayerTyping) return false;
        state = only_begin ? contract::OrderState::PayerTyping : contract::OrderState::Paid;
        return !only_begin;
    }

    contract::ChannelRefund refund(const std::string& number, const std::string& order, Money amount) {
        const auto [found, is_new] = refunds.try_emplace(number, channelRefund(contract::RefundState::Accepted, amount));
        contract::ChannelRefund& refund = found->second;
        if (refund.state == contract::RefundState::Rejected) refund.state = contract::RefundState::Accepted;  // tried once more
        if (is_new) {
            refund.our_number = number;
            order_of_[number] = order;
        }
        return refund;
    }

    /// Accepted becomes refunded, or is turned down.
    void settle(const std::string& number, bool rejected) {
        contract::ChannelRefund& refund = refunds.at(number);
        if (refund.state != contract::RefundState::Accepted) return;
        Order& order = orders.at(order_of_.at(number));
        const bool fits = order.state == contract::OrderState::Paid && order.refunded + refund.amount <= order.amount;
        overdrawn = overdrawn || !fits;
        refund.state = rejected || !fits ? contract::RefundState::Rejected : contract::RefundState::Done;
        if (refund.state == contract::RefundState::Done) order.refunded += refund.amount;
    }

    std::optional<contract::ChannelRefund> findRefund(const std::string& number) const {
        const auto found = refunds.find(number);
        if (found == refunds.end()) return std::nullopt;
        return found->second;
    }

    std::map<std::string, Order> orders;
    std::map<std::string, contract::ChannelRefund> refunds;
    bool overdrawn = false;  ///< a refund was asked for that exceeds what was paid

  private:
    std::map<std::string, std::string> order_of_;
    std::set<std::string> closed_before_;
};

/// What a hospital knows of the one bill.
class SimulatedHospital {
  public:
    /// Nothing: taken. The same number gets the same answer.
    std::optional<contract::RefusalReason> confirm(const std::string& number, std::int64_t expected_version, bool in_the_mood) {
        if (paid_by == number) return std::nullopt;
        if (dead_.contains(number) || refused_.contains(number)) return contract::RefusalReason::Other;
        if (paid_by) return contract::RefusalReason::AlreadyPaid;
        if (expected_version != version || !in_the_mood) {
            refused_.insert(number);
            return expected_version != version ? contract::RefusalReason::ChargeChanged : contract::RefusalReason::Other;
        }
        paid_by = number;
        return std::nullopt;
    }

    /// The fence of confirm. False: it is paid by that number.
    bool kill(const std::string& number) {
        if (paid_by == number) return false;
        dead_.insert(number);
        return true;
    }

    void postRefund(const std::string& number, Money amount) { posted.try_emplace(number, amount); }

    std::int64_t version = 1;
    std::optional<std::string> paid_by;
    std::map<std::string, Money> posted;

  private:
    std::set<std::string> dead_;
    std::set<std::string> refused_;
};

/// Books commands by their key, once.
class SimulatedLedger {
  public:
    void submit(const LedgerCommand& command) {
        const auto [found, is_new] = commands_.try_emplace({command.flow, command.step}, command);
        mismatched = mismatched || !(found->second == command);
        if (!is_new) return;
        for (const LedgerTransfer& transfer : command.transfers) {
            mismatched = mismatched || !transfer.amount.isPositive();
            balances_[transfer.debit] += transfer.amount;
            balances_[transfer.credit] -= transfer.amount;
        }
    }

    /// Debits less credits.
    Money balance(const std::string& account) const {
        const auto found = balances_.find(account);
        return found == balances_.end() ? Money() : found->second;
    }

    Money sum() const {
        Money sum;
        for (const auto& [account, balance] : balances_) sum += balance;
        return sum;
    }

    bool mismatched = false;  ///< one key with two requests, or an amount that is none

  private:
    std::map<std::pair<core::IdBits, std::string>, LedgerCommand> commands_;
    std::map<std::string, Money> balances_;
};

}  // namespace tests::payment
