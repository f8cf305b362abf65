#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/common/database.h"
#include "adapters/sim/wechat_pay/records.h"

namespace adapters::sim::wechat_pay {

/// The rows of the channel's books in `folder`/books.sqlite: no rules here. One thread at a time. Throws Exception when the file cannot be
/// used.
class Store {
  public:
    /// What was being sent when the books were left is waiting again.
    explicit Store(const std::string& folder);

    common::Database& database() { return database_; }

    std::optional<Trade> trade(std::string_view out_trade_no);
    std::optional<Trade> tradeOfTransaction(std::string_view transaction_id);
    std::int64_t nextTradeId();
    void insert(const Trade& trade, UtcTime next_at);
    /// `next_at`: when time alone will change it again, 0 for never.
    void update(const Trade& trade, UtcTime next_at);
    /// At most 500, those whose time came first before the others.
    std::vector<Trade> dueTrades(UtcTime now);
    std::int64_t nextPaymentId();
    void insertPayment(const Trade& trade);

    std::optional<Refund> refund(std::string_view out_refund_no);
    std::vector<Refund> refundsOf(std::string_view out_trade_no);
    std::int64_t nextRefundId();
    void insert(const Refund& refund);
    void update(const Refund& refund);
    std::vector<Refund> dueRefunds(UtcTime now);  ///< at most 500

    std::int64_t nextNotificationId();
    void insert(const Notification& notification);
    void update(const Notification& notification);
    /// Waiting ones: the first that is due, or that of `subject` whenever it is due.
    std::optional<Notification> dueNotification(UtcTime now);
    std::optional<Notification> waitingNotification(std::string_view subject);
    /// One sending and the HTTP status it got, 0 for none.
    void noteSend(std::int64_t notification_id, UtcTime at, int status);

    hub::core::Result<std::string> dump(std::string_view table);  ///< Also: SimNotFound.

  private:
    std::int64_t nextIdOf(std::string_view table);
    std::vector<Trade> trades(std::string_view condition, const common::Values& values);
    std::vector<Refund> refunds(std::string_view condition, const common::Values& values);
    std::optional<Notification> notification(std::string_view condition, const common::Values& values);

    common::Database database_;
};

}  // namespace adapters::sim::wechat_pay
