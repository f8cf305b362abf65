#include "adapters/sim/nhsa/orders.h"

#include <fmt/format.h>

#include "adapters/sim/common/dice.h"
#include "adapters/sim/nhsa/schema.h"

namespace adapters::sim::nhsa {

using common::Answer;
using common::Row;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kTokenLength = 32;

bool isOver(OrderState state) { return state == OrderState::Failed || state == OrderState::Expired || state == OrderState::Refused; }

bool isUndone(OrderState state) { return state == OrderState::Revoked || state == OrderState::Refunded; }

}  // namespace

std::optional<Order> Orders::orderWhere(std::string_view condition, const common::Values& values) {
    std::optional<Order> found;
    database_.each(
        "SELECT id, pay_ord_id, pay_token, hospital, med_org_ord, org_biz_ser, person_id, visit_id, insutype, med_type, batch, ord_stas, "
        "made_at_ms, settles_at_ms, settlement_id, cash_refunded_fen, insurance_refunded, hidden_until_ms FROM mobile_order WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Order& one = found.emplace();
            std::int64_t state = 0;
            row.into(one.id, one.pay_ord_id, one.pay_token, one.hospital, one.med_org_ord, one.org_biz_ser, one.person_id, one.visit_id,
                     one.insutype, one.med_type, one.batch, state, one.made_at, one.settles_at, one.settlement_id, one.cash_refunded,
                     one.insurance_refunded, one.hidden_until);
            one.state = static_cast<OrderState>(state);
        });
    if (!found) return found;
    const UtcTime now = clock_.utc();
    if (found->state == OrderState::Processing && now >= found->settles_at) found->state = OrderState::Settled;
    if (found->state == OrderState::Uploaded && now >= found->made_at + life_) found->state = OrderState::Expired;
    return found;
}

void Orders::write(const Order& order) {
    database_.run(
        "UPDATE mobile_order SET org_biz_ser = ?, ord_stas = ?, settles_at_ms = ?, settlement_id = ?, cash_refunded_fen = ?, "
        "insurance_refunded = ? WHERE id = ?",
        {order.org_biz_ser, static_cast<std::int64_t>(order.state), order.settles_at, order.settlement_id, order.cash_refunded,
         order.insurance_refunded, order.id});
}

std::optional<Order> Orders::uploaded(std::string_view hospital, std::string_view med_org_ord) {
    return orderWhere("hospital = ? AND med_org_ord = ?", {hospital, med_org_ord});
}

Answer<Order> Orders::upload(const NewOrder& wish) {
    const Visit visit = wish.visit.id == 0 ? visits_.open(wish.visit, area_) : wish.visit;
    if (charges_.batch(visit.id, wish.batch).lines != 0) return refusal(Code::OrderState);
    for (const NewLine& line : wish.lines) {
        const Answer<Line> kept = charges_.add(visit, line, wish.med_org_ord);
        if (kept.ok()) continue;
        // This chain has no number of its own for it.
        if (kept.refusal().code == refusal(Code::LineStands).code) return refusal(Code::NotValid, "feedetlSn");
        return kept.refusal();
    }
    if (charges_.batch(visit.id, wish.batch).cover.amount != wish.total) return refusal(Code::SumsDiffer, "medfeeSumamt");
    Order order;
    order.id = nextIdOf(database_, "mobile_order");
    order.pay_ord_id = fmt::format("ORD{}{:010}", area_, order.id);
    order.pay_token = common::Dice(seed_, fmt::format("order {}", order.id)).hex(kTokenLength);
    order.hospital = visit.hospital;
    order.med_org_ord = wish.med_org_ord;
    order.person_id = visit.person_id;
    order.visit_id = visit.id;
    order.insutype = visit.insutype;
    order.med_type = visit.med_type;
    order.batch = wish.batch;
    order.made_at = clock_.utc();
    database_.run("INSERT INTO mobile_order VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  {order.id, order.pay_ord_id, order.pay_token, order.hospital, order.med_org_ord, order.org_biz_ser, order.person_id,
                   order.visit_id, order.insutype, order.med_type, order.batch, static_cast<std::int64_t>(order.state), order.made_at,
                   order.settles_at, order.settlement_id, order.cash_refunded, order.insurance_refunded, order.hidden_until});
    return order;
}

Answer<Order> Orders::find(std::string_view pay_ord_id) {
    const std::optional<Order> found = orderWhere("pay_ord_id = ?", {pay_ord_id});
    if (!found || clock_.utc() < found->hidden_until) return refusal(Code::NotThere);
    return *found;
}

Answer<Order> Orders::find(std::string_view pay_ord_id, std::string_view pay_token, std::string_view hospital) {
    const Answer<Order> found = find(pay_ord_id);
    if (found.ok() && (found->pay_token != pay_token || found->hospital != hospital)) return refusal(Code::NotThere);
    return found;
}

Answer<Order> Orders::pay(Order order, std::string_view org_biz_ser, bool use_account) {
    if (order.state == OrderState::Settled || order.state == OrderState::Processing) return order;
    if (isUndone(order.state)) return refusal(Code::UndoneAlready);
    if (order.state != OrderState::Uploaded) return refusal(Code::OrderState);
    const Visit visit = visits_.byId(order.visit_id);
    const Money total = charges_.batch(order.visit_id, order.batch).cover.amount;
    order.settles_at = clock_.utc() + processing_;
    // Its accounts and funds are booked now: an order that is being settled has them frozen.
    const Answer<Settlement> settled =
        settlements_.settle({visit, order.batch, order.med_type, use_account}, total, order.pay_ord_id, order.settles_at);
    if (!settled.ok()) return settled.refusal();
    order.org_biz_ser = org_biz_ser;
    order.settlement_id = settled->id;
    order.state = processing_ > hub::core::Duration(0) ? OrderState::Processing : OrderState::Settled;
    write(order);
    return order;
}

std::optional<std::string> Orders::refunded(std::string_view app_refd_sn) {
    std::optional<std::string> refd_sn;
    database_.each("SELECT id FROM mobile_refund WHERE app_refd_sn = ?", {app_refd_sn}, [&](const Row& row) {
        std::int64_t id = 0;
        row.into(id);
        refd_sn = fmt::format("REF{}{:010}", area_, id);
    });
    return refd_sn;
}

Answer<std::string> Orders::refund(Order order, const NewRefund& refund) {
    const OrderView seen = view(order);
    const Money cash_left = seen.split.cash - order.cash_refunded;
    const bool takes_insurance = refund.type != RefundType::Cash;
    const bool only_cash_is_left = order.state == OrderState::Refunded && cash_left.isPositive();
    if (isUndone(order.state) && (takes_insurance || !only_cash_is_left)) return refusal(Code::UndoneAlready);
    if (order.state != OrderState::Settled && !only_cash_is_left) return refusal(Code::OrderState);
    if (refund.cash > cash_left || refund.account > seen.split.account || refund.fund > seen.fundPay()) return refusal(Code::MoreThanPaid);
    if (refund.type == RefundType::All && refund.cash != cash_left) return refusal(Code::SumsDiffer);
    if (takes_insurance && (refund.account != seen.split.account || refund.fund != seen.fundPay())) return refusal(Code::SumsDiffer);
    if (takes_insurance) {
        const Done unbooked = unbook(order);
        if (!unbooked.ok()) return unbooked.refusal();
        order.insurance_refunded = true;
    }
    order.cash_refunded += refund.cash;
    const bool all_cash_is_back = order.cash_refunded == seen.split.cash;
    if (order.insurance_refunded || (all_cash_is_back && (seen.split.account + seen.fundPay()).isZero()))
        order.state = OrderState::Refunded;
    write(order);
    database_.run(
        "INSERT INTO mobile_refund (app_refd_sn, order_id, type, cash_fen, account_fen, fund_fen, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {refund.app_refd_sn, order.id, refund.type, refund.cash, refund.account, refund.fund, clock_.utc()});
    return *refunded(refund.app_refd_sn);
}

Done Orders::unbook(const Order& order) {
    const Settlement settlement = settlements_.byId(order.settlement_id);
    const Answer<Settlement> revoked = settlements_.revoke(settlement, fmt::format("undo {}", order.pay_ord_id));
    if (!revoked.ok()) return revoked.refusal();
    return charges_.revoke(order.visit_id, {order.batch, {}}, order.pay_ord_id);
}

Answer<Order> Orders::revoke(Order order) {
    if (isUndone(order.state)) return refusal(Code::UndoneAlready);
    if (isOver(order.state)) return refusal(Code::OrderState);
    if (order.state == OrderState::Uploaded) {
        const Done taken_back = charges_.revoke(order.visit_id, {order.batch, {}}, order.pay_ord_id);
        if (!taken_back.ok()) return taken_back.refusal();
    } else {
        const Date day = settlements_.byId(order.settlement_id).day;
        if (order.state == OrderState::Settled && day != settlements_.clearingDay(clock_.utc())) return refusal(Code::OrderState);
        const Done unbooked = unbook(order);
        if (!unbooked.ok()) return refusal(Code::OrderState);
    }
    order.state = OrderState::Revoked;
    write(order);
    return order;
}

OrderView Orders::view(const Order& order) {
    OrderView seen{order, {}};
    if (order.settlement_id != 0) seen.split = settlements_.byId(order.settlement_id).split;
    return seen;
}

Result<void> Orders::end(std::string_view pay_ord_id, OrderState state) {
    if (!isOver(state)) return Failure(Error::SimNotValid, "ordStas must be 14, 15 or 16");
    std::optional<Order> order = orderWhere("pay_ord_id = ?", {pay_ord_id});
    if (!order) return Failure(Error::SimNotFound, "order");
    const bool is_open = order->state == OrderState::Uploaded || order->state == OrderState::Processing;
    if (!is_open) return Failure(Error::SimNotPossible, "the order has ended");
    const Done taken_back =
        order->state == OrderState::Processing ? unbook(*order) : charges_.revoke(order->visit_id, {order->batch, {}}, order->pay_ord_id);
    if (!taken_back.ok()) return Failure(Error::SimNotPossible, "it is cleared");
    order->state = state;
    write(*order);
    return {};
}

void Orders::hide(std::string_view pay_ord_id, UtcTime until) {
    database_.run("UPDATE mobile_order SET hidden_until_ms = ? WHERE pay_ord_id = ?", {until, pay_ord_id});
}

}  // namespace adapters::sim::nhsa
