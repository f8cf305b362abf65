#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/wechat_pay/records.h"
#include "adapters/sim/wechat_pay/settings.h"
#include "adapters/sim/wechat_pay/store.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::sim::wechat_pay {

/// The rules of the channel over its books: orders that payers pay, refunds that end later, notifications that are due. What time alone
/// changes has been done, up to now, before any call is answered. Each call is one transaction. Any thread.
class Channel {
  public:
    /// `clock` outlives the channel. Throws Exception when the books cannot be used. REQUIRES: the settings passed check().
    Channel(WechatPaySettings settings, const hub::core::Clock& clock);

    // What a merchant calls; README.md says which codes refuse.

    Answer<Trade> order(const NewOrder& order);
    Answer<Trade> findOrder(std::string_view out_trade_no);
    Answer<Trade> closeOrder(std::string_view out_trade_no);
    Answer<Refund> refund(const NewRefund& refund);
    Answer<Refund> findRefund(std::string_view out_refund_no);

    // What payers and the back office do by hand. Also: SimNotFound, SimNotPossible.

    /// The payer types until told otherwise.
    hub::core::Result<Trade> type(std::string_view out_trade_no);
    hub::core::Result<Trade> pay(std::string_view out_trade_no);
    hub::core::Result<Trade> decline(std::string_view out_trade_no);
    /// Also: SimNotValid when `status` is no end.
    hub::core::Result<Refund> endRefund(std::string_view out_refund_no, RefundStatus status);

    /// From now on; what is planned stays. Also: SimNotValid.
    hub::core::Result<void> setPayer(const PayerSettings& payer);
    hub::core::Result<void> setRefunds(const RefundSettings& refunds);

    /// Queries do not find it for that time; 0 means ever again. Nothing happens when there is none.
    void hideOrder(std::string_view out_trade_no, hub::core::Duration by);
    void hideRefund(std::string_view out_refund_no, hub::core::Duration by);

    // Notifications. One that was taken is given back by exactly one of the calls below.

    std::optional<Notification> takeDueNotification();
    /// The one that waits to tell of this order or refund, due or not.
    std::optional<Notification> takeNotificationOf(std::string_view subject);
    /// It was sent and got this HTTP status, 0 for none: done, or due again at the next rung of the ladder, or given up after the last.
    void noteSent(Notification notification, int status);
    /// It was sent once more than asked for.
    void noteExtraSend(const Notification& notification, int status);
    void putOff(Notification notification, hub::core::Duration by);
    void drop(Notification notification);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    /// Under the lock and after settling, in a transaction: what it returns is kept unless it is a refusal.
    template <class Work>
    auto transact(const Work& work);

    UtcTime now() const { return clock_.utc(); }
    void settle();
    void advance(Trade& trade);
    void save(const Trade& trade);
    void finishPaying(Trade& trade, UtcTime at);
    Notification newNotification(UtcTime at);
    void finishRefund(Refund& refund, UtcTime at);
    Refund newRefund(const NewRefund& asked, const Trade& trade);
    std::optional<Refusal> refusedRefund(const NewRefund& asked, const Trade& trade);
    /// Any order whose payer can still act.
    hub::core::Result<Trade> payableOrder(std::string_view out_trade_no);
    std::optional<Notification> taken(std::optional<Notification> notification);

    const WechatPaySettings settings_;
    const hub::core::Clock& clock_;
    std::mutex mutex_;  // guards all below
    Store store_;
    PayerSettings payer_;
    RefundSettings refunds_;
};

}  // namespace adapters::sim::wechat_pay
