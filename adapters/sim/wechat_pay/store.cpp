#include "adapters/sim/wechat_pay/store.h"

#include <array>

namespace adapters::sim::wechat_pay {

using common::Row;
using common::Values;

namespace {

constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS trade (
    id INTEGER PRIMARY KEY, prepay_id TEXT NOT NULL, out_trade_no TEXT NOT NULL UNIQUE, description TEXT NOT NULL, attach TEXT NOT NULL,
    notify_url TEXT NOT NULL, openid TEXT NOT NULL, total_fen INTEGER NOT NULL CHECK (total_fen > 0), expires_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL, created_at_ms INTEGER NOT NULL, begins_at_ms INTEGER NOT NULL, acts_at_ms INTEGER NOT NULL,
    declines INTEGER NOT NULL, hidden_until_ms INTEGER NOT NULL, transaction_id TEXT NOT NULL, paid_at_ms INTEGER NOT NULL,
    next_at_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS trade_by_time ON trade (next_at_ms) WHERE next_at_ms > 0;
CREATE UNIQUE INDEX IF NOT EXISTS trade_by_transaction ON trade (transaction_id) WHERE transaction_id <> '';
CREATE TABLE IF NOT EXISTS payment (
    id INTEGER PRIMARY KEY, transaction_id TEXT NOT NULL UNIQUE, out_trade_no TEXT NOT NULL UNIQUE REFERENCES trade (out_trade_no),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), paid_at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS refund (
    id INTEGER PRIMARY KEY, refund_id TEXT NOT NULL UNIQUE, out_refund_no TEXT NOT NULL UNIQUE,
    out_trade_no TEXT NOT NULL REFERENCES payment (out_trade_no), transaction_id TEXT NOT NULL, reason TEXT NOT NULL,
    notify_url TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), total_fen INTEGER NOT NULL, status TEXT NOT NULL,
    will_be TEXT NOT NULL, created_at_ms INTEGER NOT NULL, ends_at_ms INTEGER NOT NULL, hidden_until_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS refund_by_order ON refund (out_trade_no);
CREATE INDEX IF NOT EXISTS refund_by_time ON refund (ends_at_ms) WHERE status = 'PROCESSING';
CREATE TABLE IF NOT EXISTS notification (
    id INTEGER PRIMARY KEY, wire_id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, summary TEXT NOT NULL, subject TEXT NOT NULL, original_type TEXT NOT NULL,
    url TEXT NOT NULL, text TEXT NOT NULL, created_at_ms INTEGER NOT NULL, due_at_ms INTEGER NOT NULL, sends INTEGER NOT NULL,
    state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS notification_by_time ON notification (due_at_ms) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS notification_by_subject ON notification (subject);
CREATE TABLE IF NOT EXISTS notification_send (
    id INTEGER PRIMARY KEY, notification_id INTEGER NOT NULL REFERENCES notification (id), at_ms INTEGER NOT NULL, status INTEGER NOT NULL);
UPDATE notification SET state = 'waiting' WHERE state = 'sending';
)";

constexpr std::array<std::string_view, 5> kTables{"trade", "payment", "refund", "notification", "notification_send"};
constexpr std::string_view kNow = "next_at_ms > 0 AND next_at_ms <= ? ORDER BY next_at_ms, id LIMIT 500";

}  // namespace

Store::Store(const std::string& folder) : database_(folder + "/books.sqlite") { database_.script(kSchema); }

std::int64_t Store::nextIdOf(std::string_view table) {
    std::int64_t id = 0;
    database_.each("SELECT coalesce(max(id), 0) + 1 FROM " + std::string(table), {}, [&](const Row& row) { row.into(id); });
    return id;
}

std::int64_t Store::nextTradeId() { return nextIdOf("trade"); }
std::int64_t Store::nextPaymentId() { return nextIdOf("payment"); }
std::int64_t Store::nextRefundId() { return nextIdOf("refund"); }
std::int64_t Store::nextNotificationId() { return nextIdOf("notification"); }

std::vector<Trade> Store::trades(std::string_view condition, const Values& values) {
    std::vector<Trade> found;
    database_.each(
        "SELECT id, prepay_id, out_trade_no, description, attach, notify_url, openid, total_fen, expires_at_ms, state, created_at_ms, "
        "begins_at_ms, acts_at_ms, declines, hidden_until_ms, transaction_id, paid_at_ms FROM trade WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Trade& trade = found.emplace_back();
            NewOrder& order = trade.order;
            row.into(trade.id, trade.prepay_id, order.out_trade_no, order.description, order.attach, order.notify_url, order.openid,
                     order.total, order.expires_at, trade.state, trade.created_at, trade.begins_at, trade.acts_at, trade.declines,
                     trade.hidden_until, trade.transaction_id, trade.paid_at);
        });
    return found;
}

std::optional<Trade> Store::trade(std::string_view out_trade_no) {
    const std::vector<Trade> found = trades("out_trade_no = ?", {out_trade_no});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<Trade> Store::tradeOfTransaction(std::string_view transaction_id) {
    const std::vector<Trade> found = trades("transaction_id = ? AND transaction_id <> ''", {transaction_id});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Trade> Store::dueTrades(UtcTime now) { return trades(kNow, {now}); }

void Store::insert(const Trade& trade, UtcTime next_at) {
    const NewOrder& order = trade.order;
    database_.run("INSERT INTO trade VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  {trade.id, trade.prepay_id, order.out_trade_no, order.description, order.attach, order.notify_url, order.openid,
                   order.total, order.expires_at, trade.state, trade.created_at, trade.begins_at, trade.acts_at, trade.declines,
                   trade.hidden_until, trade.transaction_id, trade.paid_at, next_at});
}

void Store::update(const Trade& trade, UtcTime next_at) {
    database_.run(
        "UPDATE trade SET state = ?, begins_at_ms = ?, acts_at_ms = ?, hidden_until_ms = ?, transaction_id = ?, paid_at_ms = ?, "
        "next_at_ms = ? WHERE id = ?",
        {trade.state, trade.begins_at, trade.acts_at, trade.hidden_until, trade.transaction_id, trade.paid_at, next_at, trade.id});
}

void Store::insertPayment(const Trade& trade) {
    database_.run("INSERT INTO payment (transaction_id, out_trade_no, amount_fen, paid_at_ms) VALUES (?, ?, ?, ?)",
                  {trade.transaction_id, trade.order.out_trade_no, trade.order.total, trade.paid_at});
}

std::vector<Refund> Store::refunds(std::string_view condition, const Values& values) {
    std::vector<Refund> found;
    database_.each(
        "SELECT id, refund_id, out_refund_no, out_trade_no, transaction_id, reason, notify_url, amount_fen, total_fen, status, will_be, "
        "created_at_ms, ends_at_ms, hidden_until_ms FROM refund WHERE " +
            std::string(condition),
        values, [&](const Row& row) {
            Refund& refund = found.emplace_back();
            NewRefund& what = refund.what;
            row.into(refund.id, refund.refund_id, what.out_refund_no, what.out_trade_no, what.transaction_id, what.reason, what.notify_url,
                     what.amount, what.total, refund.status, refund.will_be, refund.created_at, refund.ends_at, refund.hidden_until);
        });
    return found;
}

std::optional<Refund> Store::refund(std::string_view out_refund_no) {
    const std::vector<Refund> found = refunds("out_refund_no = ?", {out_refund_no});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Refund> Store::refundsOf(std::string_view out_trade_no) { return refunds("out_trade_no = ? ORDER BY id", {out_trade_no}); }

std::vector<Refund> Store::dueRefunds(UtcTime now) {
    return refunds("status = 'PROCESSING' AND ends_at_ms <= ? ORDER BY ends_at_ms, id LIMIT 500", {now});
}

void Store::insert(const Refund& refund) {
    const NewRefund& what = refund.what;
    database_.run("INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  {refund.id, refund.refund_id, what.out_refund_no, what.out_trade_no, what.transaction_id, what.reason, what.notify_url,
                   what.amount, what.total, refund.status, refund.will_be, refund.created_at, refund.ends_at, refund.hidden_until});
}

void Store::update(const Refund& refund) {
    database_.run("UPDATE refund SET status = ?, ends_at_ms = ?, hidden_until_ms = ? WHERE id = ?",
                  {refund.status, refund.ends_at, refund.hidden_until, refund.id});
}

std::optional<Notification> Store::notification(std::string_view condition, const Values& values) {
    std::optional<Notification> found;
    database_.each(
        "SELECT id, wire_id, event, summary, subject, original_type, url, text, created_at_ms, due_at_ms, sends, state FROM notification "
        "WHERE state = 'waiting' AND " +
            std::string(condition),
        values, [&](const Row& row) {
            Notification& one = found.emplace();
            row.into(one.id, one.wire_id, one.event, one.summary, one.subject, one.original_type, one.url, one.text, one.created_at,
                     one.due_at, one.sends, one.state);
        });
    return found;
}

std::optional<Notification> Store::dueNotification(UtcTime now) {
    return notification("due_at_ms <= ? ORDER BY due_at_ms, id LIMIT 1", {now});
}

std::optional<Notification> Store::waitingNotification(std::string_view subject) {
    return notification("subject = ? ORDER BY id LIMIT 1", {subject});
}

void Store::insert(const Notification& one) {
    database_.run(
        "INSERT INTO notification (id, wire_id, event, summary, subject, original_type, url, text, created_at_ms, due_at_ms, sends, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {one.id, one.wire_id, one.event, one.summary, one.subject, one.original_type, one.url, one.text, one.created_at, one.due_at,
         one.sends, one.state});
}

void Store::update(const Notification& one) {
    database_.run("UPDATE notification SET due_at_ms = ?, sends = ?, state = ? WHERE id = ?", {one.due_at, one.sends, one.state, one.id});
}

void Store::noteSend(std::int64_t notification_id, UtcTime at, int status) {
    database_.run("INSERT INTO notification_send (notification_id, at_ms, status) VALUES (?, ?, ?)",
                  {notification_id, at, std::int64_t{status}});
}

hub::core::Result<std::string> Store::dump(std::string_view table) { return common::dumpTables(database_, kTables, table); }

}  // namespace adapters::sim::wechat_pay
