#include "hub/app/simulate/channel.h"

#include "hub/app/simulate/answering.h"

namespace hub::simulate {

using contract::Finding;
using contract::OrderState;
using contract::RefundState;
using contract::RefusalReason;
using core::Money;
using flows::CallAnswer;
using flows::InquiryAnswer;

std::optional<contract::ChannelOrder> SimulatedChannel::order(const std::string& number) const {
    const auto found = orders.find(number);
    if (found == orders.end()) return std::nullopt;
    const Order& order = found->second;
    return contract::ChannelOrder{number, order.state, order.amount, "42" + number, order.paid_at, order.refunded};
}

std::optional<contract::ChannelRefund> SimulatedChannel::refund(const std::string& number) const {
    const auto found = refunds.find(number);
    if (found == refunds.end()) return std::nullopt;
    const Refund& refund = found->second;
    return contract::ChannelRefund{number, refund.state, refund.amount, "50" + number, refund.refunded_at};
}

CallAnswer SimulatedChannel::serve(const flows::Call& call) {
    if (call.operation == contract::OrderCreate::kName) return create(call);
    if (call.operation == contract::OrderClose::kName) return close(requestOf<contract::OrderClose>(call).our_number);
    if (call.operation == contract::RefundCreate::kName) return giveBack(call);
    if (call.operation == contract::OrderFind::kName)
        return doneWith(contract::OrderFind::Result{order(requestOf<contract::OrderFind>(call).our_number)});
    if (call.operation == contract::RefundFind::kName)
        return doneWith(contract::RefundFind::Result{refund(requestOf<contract::RefundFind>(call).our_number)});
    HUB_ASSERT(false);  // capability() does not offer it
}

CallAnswer SimulatedChannel::create(const flows::Call& call) {
    const std::string& number = call.meta.wire_id;
    if (dead_.contains(number)) return refusedWith(RefusalReason::WrongState);
    orders.try_emplace(number, Order{requestOf<contract::OrderCreate>(call).amount, OrderState::Waiting, std::nullopt, Money()});
    return doneWith(contract::OrderCreate::Result{*order(number), std::nullopt});
}

CallAnswer SimulatedChannel::close(const std::string& number) {
    const auto found = orders.find(number);
    if (found == orders.end()) {
        dead_.insert(number);
        return doneWith(contract::OrderClose::Result{});
    }
    OrderState& state = found->second.state;
    if (state == OrderState::Waiting) state = OrderState::Closed;
    return state == OrderState::Closed ? doneWith(contract::OrderClose::Result{}) : refusedWith(RefusalReason::WrongState);
}

CallAnswer SimulatedChannel::giveBack(const flows::Call& call) {
    const auto request = requestOf<contract::RefundCreate>(call);
    const std::string& number = call.meta.wire_id;
    const auto known = refunds.find(number);
    if (known == refunds.end()) {
        const auto order = orders.find(request.order_number);
        if (order == orders.end() || order->second.state != OrderState::Paid) return refusedWith(RefusalReason::WrongState);
        Money asked = request.amount;
        for (const auto& [other, refund] : refunds) {
            const bool counts = refund.state == RefundState::Accepted || refund.state == RefundState::Done;
            if (refund.order == request.order_number && counts) asked += refund.amount;
        }
        overdrawn = overdrawn || asked > order->second.amount;
        if (asked > order->second.amount) return refusedWith(RefusalReason::AmountRefused);
        refunds.emplace(number, Refund{request.order_number, request.amount, RefundState::Accepted, std::nullopt});
    }
    return doneWith(contract::RefundCreate::Result{*refund(number)});
}

void SimulatedChannel::type(const std::string& number) {
    OrderState& state = orders.at(number).state;
    if (state == OrderState::Waiting) state = OrderState::PayerTyping;
}

bool SimulatedChannel::pay(const std::string& number, core::UtcTime now) {
    Order& order = orders.at(number);
    if (order.state != OrderState::Waiting && order.state != OrderState::PayerTyping) return false;
    order.state = OrderState::Paid;
    order.paid_at = now;
    return true;
}

bool SimulatedChannel::settle(const std::string& number, core::UtcTime now, bool rejected) {
    Refund& refund = refunds.at(number);
    if (refund.state != RefundState::Accepted) return false;
    refund.state = rejected ? RefundState::Rejected : RefundState::Done;
    if (rejected) return true;
    refund.refunded_at = now;
    orders.at(refund.order).refunded += refund.amount;
    return true;
}

InquiryAnswer SimulatedChannel::find(const flows::Call& call) const {
    if (call.operation == contract::OrderCreate::kName) {
        const auto found = order(call.meta.wire_id);
        return found ? foundAs(Finding::Ours, contract::OrderCreate::Result{*found, std::nullopt}) : InquiryAnswer{Finding::NotThere, {}};
    }
    if (call.operation == contract::RefundCreate::kName) {
        const auto found = refund(call.meta.wire_id);
        return found ? foundAs(Finding::Ours, contract::RefundCreate::Result{*found}) : InquiryAnswer{Finding::NotThere, {}};
    }
    const std::string number = requestOf<contract::OrderClose>(call).our_number;
    const auto found = order(number);
    if (dead_.contains(number) || (found && found->state == OrderState::Closed))
        return foundAs(Finding::Ours, contract::OrderClose::Result{});
    return {Finding::NotThere, {}};
}

std::optional<contract::Capability> SimulatedChannel::capability(std::string_view operation) {
    const bool writes =
        operation == contract::OrderCreate::kName || operation == contract::OrderClose::kName || operation == contract::RefundCreate::kName;
    if (!writes && operation != contract::OrderFind::kName && operation != contract::RefundFind::kName) return std::nullopt;
    contract::Capability offered;
    offered.operation = operation;
    offered.asks_by = contract::AsksBy::OurId;
    offered.repeat = contract::Repeat::SameAnswer;
    if (operation == contract::OrderCreate::kName) offered.fence = contract::OrderClose::kName;
    return offered;
}

}  // namespace hub::simulate
