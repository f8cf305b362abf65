#include "hub/storage/sql/legs.h"

#include <fmt/format.h>
#include <array>
#include <iterator>

#include "hub/storage/sql/row.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using payment::Leg;
using payment::Payment;

namespace {

constexpr std::string_view kTable = "leg";

template <class Columns, class Self>
void describe(Columns& column, Self& leg) {
    column("kind", leg.kind);
    column("state", leg.state);
    column("settles", leg.settles);
    column("e_account_id", leg.e_account);
    column("channel", leg.channel, 64);
    column("merchant", leg.merchant, 64);
    column("order_number", leg.order_number, 64);
    column("amount_fen", leg.amount);
    column("channel_number", leg.channel_number, 200);
    column("paid_at_ms", leg.paid_at);
    column("in_suspense", leg.in_suspense);
    column("refund_reserved_fen", leg.refund_reserved);
    column("refunded_fen", leg.refunded);
}

std::string columnNames() {
    ColumnNames column;
    const Leg example{};
    describe(column, example);
    return column.text();
}

/// The place in the leg plan, from 1.
std::int64_t legNo(std::size_t at) { return static_cast<std::int64_t>(at) + 1; }

}  // namespace

Legs::Legs(const vault::Vault& vault)
    : vault_(vault),
      columns_(columnNames()),
      insert_columns_("payment_id, leg_no, " + columns_),
      update_(fmt::format("UPDATE leg SET {} WHERE payment_id = ? AND leg_no = ?", assignments(columns_))),
      select_(fmt::format("SELECT {} FROM leg WHERE payment_id = ? ORDER BY leg_no", columns_)) {}

Result<void> Legs::add(core::Transaction& transaction, const Payment& payment) const {
    for (std::size_t at = 0; at < payment.legs.size(); ++at) {
        Result<std::vector<Value>> described = values(transaction, payment.legs[at]);
        if (!described.ok()) return described.failure();
        std::vector<Value> row{blob(payment.id.bits), legNo(at)};
        row.insert(row.end(), std::make_move_iterator(described->begin()), std::make_move_iterator(described->end()));
        const Result<void> added = SqlTransaction::of(transaction).insert({kTable, insert_columns_, row.size()}, row);
        if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::OrderNumberTaken, payment.legs[at].channel);
        if (!added.ok()) return added;
    }
    return {};
}

Result<void> Legs::change(core::Transaction& transaction, const Payment& payment) const {
    for (std::size_t at = 0; at < payment.legs.size(); ++at) {
        Result<std::vector<Value>> described = values(transaction, payment.legs[at]);
        if (!described.ok()) return described.failure();
        described->push_back(blob(payment.id.bits));
        described->emplace_back(legNo(at));
        const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(update_, *described);
        if (!changed.ok()) return changed.failure();
        if (*changed != 1) return Failure(Error::RowNotReadable, std::string(kTable));
    }
    return {};
}

Result<std::vector<Leg>> Legs::of(core::ReadTransaction& transaction, payment::PaymentId payment) const {
    std::vector<Leg> legs;
    Result<void> readable;
    const auto each = [&](const Row& row) {
        RowReader column(kTable, row);
        describe(column, legs.emplace_back());
        if (readable.ok()) readable = column.end();
    };
    const Result<void> asked = SqlTransaction::of(transaction).query(select_, std::array<Value, 1>{blob(payment.bits)}, each);
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    if (legs.empty()) return Failure(Error::RowNotReadable, std::string(kTable));  // a payment has one at least
    return legs;
}

Result<std::vector<Value>> Legs::values(core::Transaction& transaction, const Leg& leg) const {
    RowWriter column(kTable, vault_, transaction);
    describe(column, leg);
    return std::move(column).take();
}

}  // namespace hub::storage::sql
