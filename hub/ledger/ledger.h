#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/core/money.h"
#include "hub/core/outbox.h"
#include "hub/core/result.h"

/// The hub's books: double entry in whole fen, append-only, one writer. Accounts are named by readable keys
/// ("hospital_payable/H0001"; hub/ledger/chart.h has the kinds) and are open from their first use.
namespace hub::ledger {

/// Names a command for good. `flow` is the payment, the refund, the clearing; `step` (1 to 64 visible ASCII characters) says which
/// of its bookings. Chosen by the caller and stored before submit(), so that it can be submitted again after a crash.
struct CommandKey {
    core::IdBits flow;
    std::string step;
    friend auto operator<=>(const CommandKey&, const CommandKey&) = default;
    std::string text() const { return flow.text() + "/" + step; }
};

/// Names one movement of a command, by its place in the chain from 0. A hold is named by the movement that made it.
struct MovementKey {
    CommandKey command;
    std::int32_t leg = 0;
    friend auto operator<=>(const MovementKey&, const MovementKey&) = default;
};

/// Money moves now: `debit` is debited, `credit` is credited.
struct Transfer {
    std::string debit;
    std::string credit;
    core::Money amount;  ///< positive, at most kAmountMax
    friend bool operator==(const Transfer&, const Transfer&) = default;
};

/// The same, but only frozen: it counts against the floor of a guarded account at once and moves when it is posted.
/// From `expires_at` on it cannot be posted any more, and stays frozen until it is voided or expired.
struct Hold {
    std::string debit;
    std::string credit;
    core::Money amount;  ///< positive, at most kAmountMax
    core::UtcTime expires_at;
    friend bool operator==(const Hold&, const Hold&) = default;
};

/// Ends a hold by moving all of it, or `amount` of it; what is left over is free again. A hold ends once.
struct Post {
    MovementKey hold;
    std::optional<core::Money> amount;  ///< positive; none: all of it
    friend bool operator==(const Post&, const Post&) = default;
};

/// Ends a hold without moving anything.
struct Void {
    MovementKey hold;
    friend bool operator==(const Void&, const Void&) = default;
};

/// Ends a hold whose time has come; before that HoldNotDue. For the job that works off dueHolds(), with a key of its own per hold.
struct Expire {
    MovementKey hold;
    friend bool operator==(const Expire&, const Expire&) = default;
};

/// Closes an account for good: balance zero, nothing frozen on either side, else AccountNotEmpty.
struct Close {
    std::string account;
    friend bool operator==(const Close&, const Close&) = default;
};

using Movement = std::variant<Transfer, Hold, Post, Void, Expire, Close>;

constexpr std::size_t kChainMax = 64;                                         ///< movements of one command
constexpr core::Money kAmountMax = core::Money::fromFen(10'000'000'000'000);  ///< of one movement; past it MoneyOutOfRange
constexpr std::size_t kOutboxMax = 16;                                        ///< messages of one command

/// What is to be booked, all or nothing, in the order given: each movement sees what those before it did.
struct Command {
    CommandKey key;
    std::vector<Movement> chain;              ///< 1 to kChainMax
    std::vector<core::OutboxMessage> outbox;  ///< commit with it when it is accepted for the first time, never again; at most kOutboxMax
};

/// A command that stands in the books.
struct Booked {
    std::int64_t first_transfer = 0;  ///< number of its first movement in the journal; the others follow it without a gap
    std::int32_t movements = 0;
    core::UtcTime booked_at;
    bool repeated = false;  ///< it was booked by an earlier submit of the same key and request: this one changed nothing
};

/// What an account has, as of its last entry. `balance` counts in the account's normal direction: of hospital_payable, what we owe the
/// hospital (credits less debits); of channel_clearing, what the channel has for us (debits less credits).
struct Balance {
    core::Money balance;          ///< posted
    core::Money pending_out;      ///< frozen, would lower the balance
    core::Money pending_in;       ///< frozen, would raise it
    std::int64_t last_entry = 0;  ///< its sequence; entries count from 1 without a gap
    bool closed = false;
    /// What can still be taken from a guarded account.
    core::Money available() const { return balance - pending_out; }
};

enum class EntryKind { Transfer, Hold, Post, Void, Expire, Close };

constexpr auto enumNames(EntryKind) {
    using Name = std::pair<EntryKind, std::string_view>;
    return std::array{Name{EntryKind::Transfer, "transfer"}, Name{EntryKind::Hold, "hold"},     Name{EntryKind::Post, "post"},
                      Name{EntryKind::Void, "void"},         Name{EntryKind::Expire, "expire"}, Name{EntryKind::Close, "close"}};
}

/// One side of a movement, as an account's statement shows it.
struct Entry {
    std::int64_t sequence = 0;  ///< within the account, from 1, without a gap
    std::int64_t transfer = 0;  ///< number in the journal: the other side has the same
    MovementKey movement;
    EntryKind kind = EntryKind::Transfer;
    core::Money change;       ///< of the balance, in the account's normal direction: zero for hold, void, expire and close
    core::Money amount;       ///< moved, frozen or released
    core::Money balance;      ///< after this entry
    core::Money pending_out;  ///< after this entry
    core::UtcTime booked_at;
};

/// A hold whose time has come and that nobody has ended yet.
struct DueHold {
    MovementKey hold;
    core::UtcTime expires_at;
};

/// The books as flows, jobs and pages see them. Any thread.
class Ledger {
  public:
    /// A value: it stands in the books (now or since an earlier submit). A failure that implies
    ///  - final: refused, nothing moved. The refusal is kept: the same key and request get it again, whatever the balances are by then.
    ///    InsufficientFunds (would go below the floor), AccountClosed, AccountNotFound, AccountNotEmpty, HoldNotFound, HoldEnded,
    ///    HoldNotDue, AmountExceedsHold, MoneyOutOfRange. Not kept, because the request can only get it again: CommandNotValid,
    ///    AccountNotValid, MoneyOutOfRange of one amount. IdempotencyMismatch: the key stands with another request; that one keeps its
    ///    outcome.
    ///  - retry: nothing happened, submit the same again later. LedgerBusy, LedgerFenced (another writer has taken over),
    ///    StorageBusy, StorageDown, StorageFull.
    ///  - unknown: CommitUnknown. Submit the same again: it is booked once, whatever happened.
    ///  - bug: LedgerDamaged (the tables do not hold what the writer left; it books nothing more), OutboxOrderTaken.
    using Answer = core::Result<Booked>;
    using OnDone = std::function<void(const Answer&)>;

    virtual ~Ledger() = default;

    /// Returns at once. `on_done` is called exactly once, on the executor, after the COMMIT or without one; it must not wait.
    /// Commands are decided in the order submitted; a full queue is LedgerBusy before any effect. Not inside a unit of work.
    /// The request is the chain alone: another outbox under the same key is no mismatch and is dropped.
    virtual void submit(Command command, OnDone on_done) = 0;

    // Reads see what is committed, on the calling thread. Also, each: StorageBusy, StorageDown.

    /// Also: AccountNotValid, AccountNotFound (never used).
    virtual core::Result<Balance> balance(std::string_view account) = 0;

    /// The entries after sequence `after` (0: from the first), at most `limit` (1 to 1000). Also: as balance().
    virtual core::Result<std::vector<Entry>> statement(std::string_view account, std::int64_t after, std::size_t limit) = 0;

    /// The outcome kept under `key`, whatever its request was: none if the ledger has never decided it.
    virtual core::Result<std::optional<Answer>> outcome(const CommandKey& key) = 0;

    /// Open holds with `expires_at` at or before `now`, the longest due first, at most `limit` (1 to 1000).
    virtual core::Result<std::vector<DueHold>> dueHolds(core::UtcTime now, std::size_t limit) = 0;
};

}  // namespace hub::ledger
