#include "adapters/sim/wechat_pay/channel.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "adapters/sim/common/dice.h"
#include "adapters/sim/wechat_pay/wire.h"
#include "hub/core/text.h"

namespace adapters::sim::wechat_pay {

using common::Dice;
using hub::core::Duration;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;
using namespace std::chrono_literals;

namespace {

constexpr UtcTime kNever{};
constexpr UtcTime kForEver{std::numeric_limits<std::int64_t>::max()};

/// The channel's own distances between the first sending and the repeats.
constexpr std::array<Duration, 15> kLadder{15s, 15s, 30s, 3min, 10min, 20min, 30min, 30min, 30min, 60min, 3h, 3h, 3h, 6h, 6h};

bool isDue(UtcTime time, UtcTime now) { return time != kNever && time <= now; }

/// When time alone will change it again.
UtcTime nextChange(const Trade& trade) {
    const UtcTime expires = trade.canExpire() ? trade.order.expires_at : kNever;
    if (trade.state == TradeState::Typing) return trade.acts_at;
    if (trade.state != TradeState::Unpaid || trade.begins_at == kNever) return expires;
    return expires == kNever ? trade.begins_at : std::min(trade.begins_at, expires);
}

UtcTime hiddenUntil(UtcTime now, Duration by) { return by == Duration(0) ? kForEver : now + by; }

}  // namespace

Channel::Channel(WechatPaySettings settings, const hub::core::Clock& clock)
    : settings_(std::move(settings)), clock_(clock), store_(settings_.folder), payer_(settings_.payer), refunds_(settings_.refunds) {}

template <class Work>
auto Channel::transact(const Work& work) {
    const std::lock_guard lock(mutex_);
    (void)common::transact(store_.database(), [&]() -> Result<void> {  // it refuses nothing
        settle();
        return {};
    });
    return common::transact(store_.database(), work);
}

void Channel::settle() {
    for (std::vector<Trade> due = store_.dueTrades(now()); !due.empty(); due = store_.dueTrades(now())) {
        for (Trade& trade : due) advance(trade);
    }
    for (std::vector<Refund> due = store_.dueRefunds(now()); !due.empty(); due = store_.dueRefunds(now())) {
        for (Refund& refund : due) {
            refund.status = refund.will_be;
            finishRefund(refund, refund.ends_at);
        }
    }
}

void Channel::advance(Trade& trade) {
    const UtcTime expires = trade.order.expires_at;
    const bool begins = isDue(trade.begins_at, now()) && (expires == kNever || trade.begins_at < expires);
    if (trade.state == TradeState::Unpaid && begins) trade.state = TradeState::Typing;
    if (trade.state == TradeState::Typing && isDue(trade.acts_at, now())) {
        if (trade.declines) {
            trade.state = TradeState::Declined;
        } else {
            finishPaying(trade, trade.acts_at);
        }
    }
    if (trade.canExpire() && isDue(expires, now())) trade.state = TradeState::Closed;
    save(trade);
}

void Channel::save(const Trade& trade) { store_.update(trade, nextChange(trade)); }

void Channel::finishPaying(Trade& trade, UtcTime at) {
    trade.state = TradeState::Paid;
    trade.paid_at = at;
    trade.transaction_id = fmt::format("4200000000{}{:010}", compactDay(at), store_.nextPaymentId());
    store_.insertPayment(trade);
    Notification notice = newNotification(at);
    notice.event = "TRANSACTION.SUCCESS";
    notice.summary = "支付成功";
    notice.subject = trade.order.out_trade_no;
    notice.original_type = "transaction";
    notice.url = trade.order.notify_url;
    notice.text = orderText(trade, settings_.merchant);
    store_.insert(notice);
}

Answer<Trade> Channel::order(const NewOrder& order) {
    return transact([&]() -> Answer<Trade> {
        if (const std::optional<Trade> known = store_.trade(order.out_trade_no)) {
            if (known->order != order) return Refusal{"INVALID_REQUEST", "201 商户订单号重复"};
            if (known->isPaid()) return Refusal{"ORDERPAID", "该订单已支付"};
            if (known->state == TradeState::Closed) return Refusal{"ORDER_CLOSED", "该订单已关闭"};
            return *known;
        }
        if (isDue(order.expires_at, now())) return Refusal{"PARAM_ERROR", "参数错误：time_expire"};
        Trade trade;
        trade.id = store_.nextTradeId();
        trade.prepay_id = fmt::format("wx{}{:020}", compactTime(now()), trade.id);
        trade.order = order;
        trade.created_at = now();
        Dice dice(settings_.seed, order.out_trade_no);
        if (payer_.acts) {
            trade.begins_at = now() + Duration(dice.between(payer_.begins_after_ms_min, payer_.begins_after_ms_max));
            trade.acts_at = trade.begins_at + Duration(dice.between(payer_.types_for_ms_min, payer_.types_for_ms_max));
            trade.declines = dice.happens(payer_.decline_per_mille);
        }
        store_.insert(trade, nextChange(trade));
        return trade;
    });
}

Answer<Trade> Channel::findOrder(std::string_view out_trade_no) {
    return transact([&]() -> Answer<Trade> {
        const std::optional<Trade> trade = store_.trade(out_trade_no);
        if (!trade || trade->hidden_until > now()) return Refusal{"ORDER_NOT_EXIST", "订单不存在"};
        return *trade;
    });
}

Answer<Trade> Channel::closeOrder(std::string_view out_trade_no) {
    return transact([&]() -> Answer<Trade> {
        std::optional<Trade> trade = store_.trade(out_trade_no);
        if (!trade) return Refusal{"ORDER_NOT_EXIST", "订单不存在"};
        if (trade->isPaid()) return Refusal{"ORDERPAID", "该订单已支付"};
        if (trade->state == TradeState::Typing) return Refusal{"USERPAYING", "用户支付中，需要输入密码"};
        trade->state = TradeState::Closed;
        save(*trade);
        return *trade;
    });
}

Result<Trade> Channel::payableOrder(std::string_view out_trade_no) {
    const std::optional<Trade> trade = store_.trade(out_trade_no);
    if (!trade) return Failure(Error::SimNotFound, "order " + hub::core::shapeOf(out_trade_no));
    if (trade->isPaid() || trade->state == TradeState::Closed)
        return Failure(Error::SimNotPossible, fmt::format("the order is {}", hub::core::enumName(trade->state)));
    return *trade;
}

Result<Trade> Channel::type(std::string_view out_trade_no) {
    return transact([&]() -> Result<Trade> {
        Result<Trade> trade = payableOrder(out_trade_no);
        if (!trade.ok()) return trade;
        trade->state = TradeState::Typing;
        trade->acts_at = kNever;
        save(*trade);
        return trade;
    });
}

Result<Trade> Channel::pay(std::string_view out_trade_no) {
    return transact([&]() -> Result<Trade> {
        Result<Trade> trade = payableOrder(out_trade_no);
        if (!trade.ok()) return trade;
        finishPaying(*trade, now());
        save(*trade);
        return trade;
    });
}

Result<Trade> Channel::decline(std::string_view out_trade_no) {
    return transact([&]() -> Result<Trade> {
        Result<Trade> trade = payableOrder(out_trade_no);
        if (!trade.ok()) return trade;
        trade->state = TradeState::Declined;
        save(*trade);
        return trade;
    });
}

Result<void> Channel::setPayer(const PayerSettings& payer) {
    if (const Result<void> good = check(payer); !good.ok()) return good.failure();
    const std::lock_guard lock(mutex_);
    payer_ = payer;
    return {};
}

Result<void> Channel::setRefunds(const RefundSettings& refunds) {
    if (const Result<void> good = check(refunds); !good.ok()) return good.failure();
    const std::lock_guard lock(mutex_);
    refunds_ = refunds;
    return {};
}

void Channel::hideOrder(std::string_view out_trade_no, Duration by) {
    const std::lock_guard lock(mutex_);
    std::optional<Trade> trade = store_.trade(out_trade_no);
    if (!trade) return;
    trade->hidden_until = hiddenUntil(now(), by);
    save(*trade);
}

// Refunds

std::optional<Refusal> Channel::refusedRefund(const NewRefund& asked, const Trade& trade) {
    constexpr Duration kRefundableFor = 365 * 24h;
    constexpr std::size_t kRefundsMax = 50;
    const auto invalid = [](const char* message) { return Refusal{"INVALID_REQUEST", message}; };
    if (!trade.isPaid()) return invalid("订单未支付");
    if (asked.total != trade.order.total) return invalid("订单金额不一致");
    if (trade.paid_at + kRefundableFor < now()) return invalid("订单已超过可退款的最大期限");
    const std::vector<Refund> others = store_.refundsOf(trade.order.out_trade_no);
    if (others.size() >= kRefundsMax) return invalid("该订单退款次数已达上限");
    Money sum = asked.amount;
    for (const Refund& other : others) {
        if (other.status != RefundStatus::Closed) sum += other.what.amount;
    }
    if (sum > trade.order.total) return invalid("累计退款金额大于支付金额");
    return std::nullopt;
}

Refund Channel::newRefund(const NewRefund& asked, const Trade& trade) {
    Refund refund;
    refund.id = store_.nextRefundId();
    refund.refund_id = fmt::format("5030000000{}{:011}", compactDay(now()), refund.id);
    refund.what = asked;
    refund.what.out_trade_no = trade.order.out_trade_no;
    refund.what.transaction_id = trade.transaction_id;
    refund.created_at = now();
    Dice dice(settings_.seed, asked.out_refund_no);
    refund.ends_at = now() + Duration(dice.between(refunds_.ends_after_ms_min, refunds_.ends_after_ms_max));
    if (dice.happens(refunds_.abnormal_per_mille)) refund.will_be = RefundStatus::Abnormal;
    return refund;
}

Answer<Refund> Channel::refund(const NewRefund& asked) {
    return transact([&]() -> Answer<Refund> {
        if (const std::optional<Refund> known = store_.refund(asked.out_refund_no)) {
            const NewRefund& first = known->what;
            const bool same_order = asked.out_trade_no == first.out_trade_no || asked.transaction_id == first.transaction_id;
            if (!same_order || asked.amount != first.amount || asked.total != first.total)
                return Refusal{"INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试"};
            return *known;
        }
        std::optional<Trade> trade =
            asked.out_trade_no.empty() ? store_.tradeOfTransaction(asked.transaction_id) : store_.trade(asked.out_trade_no);
        if (!trade) return Refusal{"RESOURCE_NOT_EXISTS", "订单不存在"};
        if (const std::optional<Refusal> refusal = refusedRefund(asked, *trade)) return *refusal;
        const Refund refund = newRefund(asked, *trade);
        store_.insert(refund);
        trade->state = TradeState::Refunded;
        save(*trade);
        return refund;
    });
}

Answer<Refund> Channel::findRefund(std::string_view out_refund_no) {
    return transact([&]() -> Answer<Refund> {
        const std::optional<Refund> refund = store_.refund(out_refund_no);
        if (!refund || refund->hidden_until > now()) return Refusal{"RESOURCE_NOT_EXISTS", "退款单不存在"};
        return *refund;
    });
}

void Channel::finishRefund(Refund& refund, UtcTime at) {
    refund.ends_at = at;
    store_.update(refund);
    if (refund.what.notify_url.empty()) return;
    Notification notice = newNotification(at);
    notice.event = fmt::format("REFUND.{}", hub::core::enumName(refund.status));
    notice.summary = refund.status == RefundStatus::Done ? "退款成功" : refund.status == RefundStatus::Closed ? "退款关闭" : "退款异常";
    notice.subject = refund.what.out_refund_no;
    notice.original_type = "refund";
    notice.url = refund.what.notify_url;
    notice.text = refundNoticeText(refund, settings_.merchant);
    store_.insert(notice);
}

Result<Refund> Channel::endRefund(std::string_view out_refund_no, RefundStatus status) {
    if (status == RefundStatus::Processing) return Failure(Error::SimNotValid, "status must be SUCCESS, ABNORMAL or CLOSED");
    return transact([&]() -> Result<Refund> {
        std::optional<Refund> refund = store_.refund(out_refund_no);
        if (!refund) return Failure(Error::SimNotFound, "refund " + hub::core::shapeOf(out_refund_no));
        if (refund->status != RefundStatus::Processing)
            return Failure(Error::SimNotPossible, fmt::format("the refund is {}", hub::core::enumName(refund->status)));
        refund->status = status;
        finishRefund(*refund, now());
        return *refund;
    });
}

void Channel::hideRefund(std::string_view out_refund_no, Duration by) {
    const std::lock_guard lock(mutex_);
    std::optional<Refund> refund = store_.refund(out_refund_no);
    if (!refund) return;
    refund->hidden_until = hiddenUntil(now(), by);
    store_.update(*refund);
}

// Notifications

Notification Channel::newNotification(UtcTime at) {
    Notification notice;
    notice.id = store_.nextNotificationId();
    const std::string hex = Dice(settings_.seed, fmt::format("notification {}", notice.id)).hex(32);
    notice.wire_id =
        fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20));
    notice.created_at = at;
    notice.due_at = at + Duration(settings_.notifications.after_ms);
    return notice;
}

std::optional<Notification> Channel::taken(std::optional<Notification> notification) {
    if (notification) {
        notification->state = NotificationState::Sending;
        store_.update(*notification);
    }
    return notification;
}

std::optional<Notification> Channel::takeDueNotification() {
    return *transact([&]() -> Result<std::optional<Notification>> { return taken(store_.dueNotification(now())); });
}

std::optional<Notification> Channel::takeNotificationOf(std::string_view subject) {
    return *transact([&]() -> Result<std::optional<Notification>> { return taken(store_.waitingNotification(subject)); });
}

void Channel::noteSent(Notification notification, int status) {
    const auto work = [&]() -> Result<void> {
        store_.noteSend(notification.id, now(), status);
        if (status == 200 || status == 204) {
            notification.state = NotificationState::Received;
        } else if (notification.sends < std::ssize(kLadder)) {
            const Duration rung = kLadder.at(static_cast<std::size_t>(notification.sends));
            notification.due_at = now() + Duration(rung.count() * settings_.notifications.retry_scale_per_mille / 1000);
            notification.state = NotificationState::Waiting;
        } else {
            notification.state = NotificationState::GivenUp;
        }
        ++notification.sends;
        store_.update(notification);
        return {};
    };
    (void)transact(work);  // it refuses nothing
}

void Channel::noteExtraSend(const Notification& notification, int status) {
    const std::lock_guard lock(mutex_);
    store_.noteSend(notification.id, now(), status);
}

void Channel::putOff(Notification notification, Duration by) {
    const std::lock_guard lock(mutex_);
    notification.due_at = now() + by;
    notification.state = NotificationState::Waiting;
    store_.update(notification);
}

void Channel::drop(Notification notification) {
    const std::lock_guard lock(mutex_);
    notification.state = NotificationState::Dropped;
    store_.update(notification);
}

Result<std::string> Channel::dump(std::string_view table) {
    return transact([&]() -> Result<std::string> { return store_.dump(table); });
}

}  // namespace adapters::sim::wechat_pay
