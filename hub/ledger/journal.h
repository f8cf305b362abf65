#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hub/core/digest.h"
#include "hub/core/error.h"
#include "hub/ledger/chart.h"
#include "hub/ledger/ledger.h"

/// The rows of the books, as the writer makes them, the store keeps them and verify() reads them again.
namespace hub::ledger {

/// One side of a movement and where it left its account.
struct JournalSide {
    AccountId account;
    std::int64_t sequence = 0;
    core::Money balance;  ///< in the account's normal direction
    core::Money pending;  ///< frozen, would lower the balance
    friend bool operator==(const JournalSide&, const JournalSide&) = default;
};

/// One movement. Never changed, never deleted. A close has one side, written in both places, and no amount.
struct JournalRow {
    std::int64_t number = 0;  ///< from 1, without a gap
    std::int64_t batch = 0;
    MovementKey movement;
    EntryKind kind = EntryKind::Transfer;
    core::Digest request_hash;
    JournalSide debit;
    JournalSide credit;
    core::Money amount;                       ///< moved or frozen; of a void or expire: released
    std::optional<std::int64_t> ends;         ///< the number of the hold this ends
    std::optional<core::UtcTime> expires_at;  ///< of a hold
};

/// A command that was refused.
struct RefusalRow {
    std::int64_t batch = 0;
    std::int32_t position = 0;  ///< among the refusals of its batch, from 0
    CommandKey key;
    core::Digest request_hash;
    core::Error error = core::Error::CommandNotValid;
    std::string detail;
};

/// What an account's four columns come to.
struct Sums {
    core::Money debit_posted;
    core::Money debit_pending;
    core::Money credit_posted;
    core::Money credit_pending;
    friend bool operator==(const Sums&, const Sums&) = default;
};

/// By how much the accounts of a batch changed, in fen, added up over the accounts. Not Money: a batch may move more than one account
/// holds.
struct BatchSums {
    std::int64_t debit_posted = 0;
    std::int64_t debit_pending = 0;
    std::int64_t credit_posted = 0;
    std::int64_t credit_pending = 0;
    friend bool operator==(const BatchSums&, const BatchSums&) = default;
};

/// What one COMMIT added. Batches are a chain: each hash covers the one before it and every row of its own.
struct BatchRow {
    std::int64_t number = 0;  ///< from 1, without a gap
    std::int64_t epoch = 0;   ///< of the writer that made it
    std::int64_t first_transfer = 0;
    std::int64_t transfers = 0;
    std::int64_t refusals = 0;
    BatchSums sums;
    core::UtcTime booked_at;
    core::Digest previous_hash;
    core::Digest hash;
};

/// What the entries of an account have come to.
struct AccountRow {
    AccountId id;
    std::string key;
    const AccountKind* kind = nullptr;  ///< of the chart; null as a store reads the row
    Sums sums;
    std::int64_t sequence = 0;         ///< of its last entry
    std::int64_t sequence_before = 0;  ///< what the store must find; 0: no such account
    bool closed = false;
};

/// What has become of a hold.
struct HoldRow {
    std::int64_t number = 0;  ///< of its JournalRow
    MovementKey movement;
    AccountId debit;
    AccountId credit;
    core::Money amount;
    core::UtcTime expires_at;
    std::optional<std::int64_t> ended_by;
};

/// Where the next batch goes on.
struct Tail {
    std::int64_t epoch = 0;
    std::int64_t batch = 0;     ///< number of the last one
    std::int64_t transfer = 0;  ///< number of the last one
    core::Digest hash;
};

/// All that a batch adds and changes.
struct BatchWrite {
    BatchRow batch;
    std::vector<JournalRow> transfers;
    std::vector<RefusalRow> refusals;
    std::vector<AccountRow> accounts;           ///< touched, each once
    std::vector<HoldRow> opened;                ///< some may be ended already
    std::vector<HoldRow> ended;                 ///< of earlier batches
    std::vector<core::OutboxMessage> messages;  ///< of accepted commands
};

/// The outcome kept for a command.
struct KeptOutcome {
    CommandKey key;
    core::Digest request_hash;
    Ledger::Answer answer;  ///< with `repeated` set
};

}  // namespace hub::ledger
