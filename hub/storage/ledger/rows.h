#pragma once

#include <span>
#include <string_view>

#include "hub/ledger/ledger_store.h"
#include "hub/storage/sql/transaction.h"

/// The rows of the books as columns, and back. Reading throws core::Exception for what no writer of ours ever wrote.
namespace hub::storage::ledger {

inline constexpr sql::InsertShape kTransferShape{
    "transfer",
    "no, batch_no, flow_id, step, leg, kind, request_hash, debit, debit_sequence, debit_balance_fen, debit_pending_fen, credit,"
    " credit_sequence, credit_balance_fen, credit_pending_fen, amount_fen, ends, expires_at_ms",
    18};
inline constexpr std::string_view kTransferColumns =
    "t.no, t.batch_no, t.flow_id, t.step, t.leg, t.kind, t.request_hash, t.debit, t.debit_sequence, t.debit_balance_fen,"
    " t.debit_pending_fen, t.credit, t.credit_sequence, t.credit_balance_fen, t.credit_pending_fen, t.amount_fen, t.ends, t.expires_at_ms";
inline constexpr sql::InsertShape kRefusalShape{"command", "flow_id, step, request_hash, batch_no, position, error_code, detail", 7};
inline constexpr sql::InsertShape kBatchShape{
    "batch",
    "no, epoch, first_transfer, transfers, refusals, debit_posted_fen, debit_pending_fen, credit_posted_fen, credit_pending_fen,"
    " booked_at_ms, previous_hash, hash",
    12};
inline constexpr sql::InsertShape kAccountShape{
    "account",
    "id, account_key, normal_side, floor_fen, debit_posted_fen, debit_pending_fen, credit_posted_fen, credit_pending_fen, sequence,"
    " sequence_before, closed",
    11};
inline constexpr sql::InsertShape kHoldShape{"hold", "transfer_no, open_until_ms, ended_by", 3};
inline constexpr std::string_view kHoldColumns =
    "t.no, t.flow_id, t.step, t.leg, t.debit, t.credit, t.amount_fen, t.expires_at_ms, h.ended_by";

using Columns = std::vector<sql::Value>;

/// Appended to `out`, in the order of the shape.
void addColumns(Columns& out, const hub::ledger::JournalRow& row);
void addColumns(Columns& out, const hub::ledger::RefusalRow& row);
void addColumns(Columns& out, const hub::ledger::BatchRow& row);
void addColumns(Columns& out, const hub::ledger::AccountRow& row);  // REQUIRES: it has its kind.
void addColumns(Columns& out, const hub::ledger::HoldRow& row);

/// Columns as in the shapes, or kTransferColumns, kHoldColumns.
hub::ledger::JournalRow journalRowAt(const sql::Row& row);
hub::ledger::RefusalRow refusalRowAt(const sql::Row& row);
hub::ledger::BatchRow batchRowAt(const sql::Row& row);
hub::ledger::AccountRow accountRowAt(const sql::Row& row);
hub::ledger::HoldRow holdRowAt(const sql::Row& row);

/// A kept code of schemas/errors/errors.yaml.
core::Error errorAt(const sql::Row& row, std::size_t column);

}  // namespace hub::storage::ledger
