#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "hub/ledger/account_cache.h"
#include "hub/ledger/journal.h"
#include "hub/ledger/request.h"

namespace hub::ledger {

/// Decides a batch of commands in memory, one after the other, and says what is to be written: every business rule of the books is
/// here. Accounts and holds as of the last command stand over what the store knows. No clock, no SQL. One thread.
class Book {
  public:
    /// The batch after `tail`, all of it booked at `at`. `cache` outlives the book, which reads it and does not change what it says.
    Book(const Tail& tail, core::UtcTime at, AccountCache& cache) : tail_(tail), at_(at), cache_(cache) {}

    // What the store knows of the commands, before they are decided.
    void know(KeptOutcome outcome);
    void know(HoldRow hold);
    /// Also: LedgerDamaged (the row's key is not one of the chart, or not the id's).
    core::Result<void> know(AccountRow account);

    /// Accounts of `request` (and of the holds known) that neither the cache nor the store has named yet, added to `missing`.
    void addMissing(const Request& request, std::vector<AccountId>& missing);

    /// As Ledger::submit answers it. A refusal leaves no trace but its own row.
    Ledger::Answer decide(const Request& request);

    /// The batch, sealed. The book is of no more use.
    BatchWrite take();

  private:
    struct Account {
        AccountRow row;
        Sums sums_before;
    };
    struct Before {
        Account* account;
        Sums sums;
        std::int64_t sequence;
        bool closed;
    };
    struct OpenHold {
        HoldRow row;
        bool is_new = false;
    };

    core::Result<void> run(const Request& request);
    core::Result<void> run(const Request& request, std::int32_t leg, const RequestedMovement& movement);
    core::Result<void> move(JournalRow row, const RequestedMovement& movement);
    core::Result<void> end(JournalRow row, const RequestedMovement& movement);
    core::Result<void> close(JournalRow row, const AccountName& name);
    Account& account(const AccountName& name);
    Account& account(AccountId id);
    Account& remember(Account& account);
    core::Result<void> add(Account& account, Side side, core::Money posted, core::Money pending);
    static JournalSide enter(Account& account);
    void append(JournalRow row);
    void undo(std::size_t transfers);

    const Tail tail_;
    const core::UtcTime at_;
    AccountCache& cache_;
    std::unordered_map<AccountId, Account> accounts_;
    std::map<MovementKey, OpenHold> holds_;
    std::map<CommandKey, KeptOutcome> outcomes_;
    std::vector<Before> before_;             // of the chain being run, newest last
    std::vector<MovementKey> chain_opened_;  // likewise
    std::vector<MovementKey> chain_ended_;
    BatchWrite write_;
};

/// `balance`, and what is frozen, in the normal direction of `kind`.
Balance balanceOf(const AccountRow& row, const AccountKind& kind);

}  // namespace hub::ledger
