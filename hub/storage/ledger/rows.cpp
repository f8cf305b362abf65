#include "hub/storage/ledger/rows.h"

#include <fmt/format.h>

#include "hub/core/describe.h"
#include "hub/core/exception.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::ledger {

using hub::ledger::AccountId;
using hub::ledger::AccountRow;
using hub::ledger::BatchRow;
using hub::ledger::EntryKind;
using hub::ledger::HoldRow;
using hub::ledger::JournalRow;
using hub::ledger::JournalSide;
using hub::ledger::RefusalRow;
using sql::blob;
using sql::Row;
using sql::Value;

namespace {

core::Exception damaged(std::string_view what) {
    return core::Exception(fmt::format("the ledger's tables hold {}: they were changed by other hands", what));
}

core::Money moneyAt(const Row& row, std::size_t column) {
    const core::Result<core::Money> money = core::Money::checkedFen(row.integer(column));
    if (!money.ok()) throw damaged("an amount out of range");
    return *money;
}

std::optional<std::int64_t> numberOrNoneAt(const Row& row, std::size_t column) {
    return row.isNull(column) ? std::nullopt : std::optional(row.integer(column));
}

Value numberOrNull(std::optional<std::int64_t> number) { return number ? Value(*number) : Value(); }

void addSide(Columns& out, const JournalSide& side) {
    out.push_back(blob(side.account.bits));
    out.emplace_back(side.sequence);
    out.emplace_back(side.balance.fen());
    out.emplace_back(side.pending.fen());
}

JournalSide sideAt(const Row& row, std::size_t column) {
    return {AccountId{sql::idAt(row, column)}, row.integer(column + 1), moneyAt(row, column + 2), moneyAt(row, column + 3)};
}

EntryKind kindAt(const Row& row, std::size_t column) {
    const std::optional<EntryKind> kind = core::enumFromName<EntryKind>(row.bytes(column));
    if (!kind) throw damaged("an unknown kind of transfer");
    return *kind;
}

}  // namespace

void addColumns(Columns& out, const JournalRow& row) {
    out.emplace_back(row.number);
    out.emplace_back(row.batch);
    out.push_back(blob(row.movement.command.flow));
    out.push_back(blob(row.movement.command.step));
    out.emplace_back(std::int64_t{row.movement.leg});
    out.push_back(blob(core::enumName(row.kind)));
    out.push_back(blob(row.request_hash));
    addSide(out, row.debit);
    addSide(out, row.credit);
    out.emplace_back(row.amount.fen());
    out.push_back(numberOrNull(row.ends));
    out.push_back(sql::timeOrNull(row.expires_at));
}

void addColumns(Columns& out, const RefusalRow& row) {
    out.push_back(blob(row.key.flow));
    out.push_back(blob(row.key.step));
    out.push_back(blob(row.request_hash));
    out.emplace_back(row.batch);
    out.emplace_back(std::int64_t{row.position});
    out.push_back(blob(core::errorInfo(row.error).code));
    out.push_back(blob(row.detail));
}

void addColumns(Columns& out, const BatchRow& row) {
    for (const std::int64_t one : {row.number, row.epoch, row.first_transfer, row.transfers, row.refusals, row.sums.debit_posted,
                                   row.sums.debit_pending, row.sums.credit_posted, row.sums.credit_pending, row.booked_at.ms})
        out.emplace_back(one);
    out.push_back(blob(row.previous_hash));
    out.push_back(blob(row.hash));
}

void addColumns(Columns& out, const AccountRow& row) {
    HUB_ASSERT(row.kind != nullptr);
    out.push_back(blob(row.id.bits));
    out.push_back(blob(row.key));
    out.emplace_back(std::int64_t{row.kind->normal == hub::ledger::Side::Credit ? 1 : 0});
    out.push_back(row.kind->floor ? Value(row.kind->floor->fen()) : Value());
    out.emplace_back(row.sums.debit_posted.fen());
    out.emplace_back(row.sums.debit_pending.fen());
    out.emplace_back(row.sums.credit_posted.fen());
    out.emplace_back(row.sums.credit_pending.fen());
    out.emplace_back(row.sequence);
    out.emplace_back(row.sequence_before);
    out.emplace_back(std::int64_t{row.closed ? 1 : 0});
}

void addColumns(Columns& out, const HoldRow& row) {
    out.emplace_back(row.number);
    out.push_back(row.ended_by ? Value() : Value(row.expires_at.ms));
    out.push_back(numberOrNull(row.ended_by));
}

JournalRow journalRowAt(const Row& row) {
    JournalRow out;
    out.number = row.integer(0);
    out.batch = row.integer(1);
    out.movement = {{sql::idAt(row, 2), row.bytes(3)}, static_cast<std::int32_t>(row.integer(4))};
    out.kind = kindAt(row, 5);
    out.request_hash = sql::digestAt(row, 6);
    out.debit = sideAt(row, 7);
    out.credit = sideAt(row, 11);
    out.amount = moneyAt(row, 15);
    out.ends = numberOrNoneAt(row, 16);
    out.expires_at = sql::timeOrNoneAt(row, 17);
    return out;
}

RefusalRow refusalRowAt(const Row& row) {
    return {.batch = row.integer(3),
            .position = static_cast<std::int32_t>(row.integer(4)),
            .key = {sql::idAt(row, 0), row.bytes(1)},
            .request_hash = sql::digestAt(row, 2),
            .error = errorAt(row, 5),
            .detail = row.bytes(6)};
}

BatchRow batchRowAt(const Row& row) {
    return {.number = row.integer(0),
            .epoch = row.integer(1),
            .first_transfer = row.integer(2),
            .transfers = row.integer(3),
            .refusals = row.integer(4),
            .sums = {row.integer(5), row.integer(6), row.integer(7), row.integer(8)},
            .booked_at = sql::timeAt(row, 9),
            .previous_hash = sql::digestAt(row, 10),
            .hash = sql::digestAt(row, 11)};
}

AccountRow accountRowAt(const Row& row) {
    return {.id = AccountId{sql::idAt(row, 0)},
            .key = row.bytes(1),
            .kind = nullptr,
            .sums = {moneyAt(row, 4), moneyAt(row, 5), moneyAt(row, 6), moneyAt(row, 7)},
            .sequence = row.integer(8),
            .sequence_before = row.integer(9),
            .closed = row.integer(10) != 0};
}

HoldRow holdRowAt(const Row& row) {
    return {.number = row.integer(0),
            .movement = {{sql::idAt(row, 1), row.bytes(2)}, static_cast<std::int32_t>(row.integer(3))},
            .debit = AccountId{sql::idAt(row, 4)},
            .credit = AccountId{sql::idAt(row, 5)},
            .amount = moneyAt(row, 6),
            .expires_at = sql::timeAt(row, 7),
            .ended_by = numberOrNoneAt(row, 8)};
}

core::Error errorAt(const Row& row, std::size_t column) {
    const std::optional<core::Error> error = core::errorFromCode(row.bytes(column));
    if (!error) throw damaged("an unknown error code");
    return *error;
}

}  // namespace hub::storage::ledger
