#include "hub/ledger/book.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "hub/ledger/hashes.h"

namespace hub::ledger {

using core::Error;
using core::Failure;
using core::Money;
using core::Result;

namespace {

std::string nameOf(const MovementKey& key) { return fmt::format("{}#{}", key.command.text(), key.leg); }

Side other(Side side) { return side == Side::Debit ? Side::Credit : Side::Debit; }

}  // namespace

Balance balanceOf(const AccountRow& row, const AccountKind& kind) {
    const bool owed = kind.normal == Side::Credit;
    const Money posted = row.sums.credit_posted - row.sums.debit_posted;
    return {.balance = owed ? posted : -posted,
            .pending_out = owed ? row.sums.debit_pending : row.sums.credit_pending,
            .pending_in = owed ? row.sums.credit_pending : row.sums.debit_pending,
            .last_entry = row.sequence,
            .closed = row.closed};
}

void Book::know(KeptOutcome outcome) {
    const CommandKey key = outcome.key;
    outcomes_.insert_or_assign(key, std::move(outcome));
}

void Book::know(HoldRow hold) {
    const MovementKey key = hold.movement;
    holds_.insert_or_assign(key, OpenHold{std::move(hold), false});
}

Result<void> Book::know(AccountRow account) {
    const Result<AccountName> name = AccountName::parse(account.key);
    if (!name.ok() || name->id != account.id) return Failure(Error::LedgerDamaged, "account " + account.id.text());
    account.sequence_before = account.sequence;
    account.kind = name->kind;
    const Sums sums = account.sums;
    const AccountId id = account.id;
    accounts_.insert_or_assign(id, Account{std::move(account), sums});
    return {};
}

void Book::addMissing(const Request& request, std::vector<AccountId>& missing) {
    const auto add = [&](AccountId id) {
        if (!id.none() && accounts_.find(id) == accounts_.end() && cache_.find(id) == nullptr) missing.push_back(id);
    };
    for (const RequestedMovement& movement : request.chain) {
        add(movement.debit.id);
        add(movement.credit.id);
        const auto hold = holds_.find(movement.hold);
        if (hold == holds_.end()) continue;
        add(hold->second.row.debit);
        add(hold->second.row.credit);
    }
}

Ledger::Answer Book::decide(const Request& request) {
    if (const auto kept = outcomes_.find(request.key); kept != outcomes_.end()) {
        if (kept->second.request_hash != request.hash) return Failure(Error::IdempotencyMismatch, request.key.text());
        return kept->second.answer;
    }
    const std::size_t transfers = write_.transfers.size();
    const Result<void> ran = run(request);
    if (!ran.ok()) {
        undo(transfers);
        const auto position = static_cast<std::int32_t>(write_.refusals.size());
        write_.refusals.push_back({tail_.batch + 1, position, request.key, request.hash, ran.failure().error(), ran.failure().detail()});
        know(KeptOutcome{request.key, request.hash, ran.failure()});
        return ran.failure();
    }
    write_.messages.insert(write_.messages.end(), request.outbox.begin(), request.outbox.end());
    Booked booked{write_.transfers[transfers].number, static_cast<std::int32_t>(request.chain.size()), at_, true};
    know(KeptOutcome{request.key, request.hash, booked});
    booked.repeated = false;
    return booked;
}

Result<void> Book::run(const Request& request) {
    before_.clear();
    chain_opened_.clear();
    chain_ended_.clear();
    std::int32_t leg = 0;
    for (const RequestedMovement& movement : request.chain) {
        const Result<void> ran = run(request, leg, movement);
        if (!ran.ok()) return ran;
        ++leg;
    }
    return {};
}

Result<void> Book::run(const Request& request, std::int32_t leg, const RequestedMovement& movement) {
    JournalRow row;
    row.movement = {request.key, leg};
    row.kind = movement.kind;
    row.request_hash = request.hash;
    switch (movement.kind) {
        case EntryKind::Transfer:
        case EntryKind::Hold:
            return move(std::move(row), movement);
        case EntryKind::Post:
        case EntryKind::Void:
        case EntryKind::Expire:
            return end(std::move(row), movement);
        case EntryKind::Close:
            return close(std::move(row), movement.debit);
    }
    HUB_ASSERT(false);
}

/// A transfer or a hold.
Result<void> Book::move(JournalRow row, const RequestedMovement& movement) {
    Account& debit = account(movement.debit);
    Account& credit = account(movement.credit);
    row.amount = *movement.amount;
    const bool frozen = row.kind == EntryKind::Hold;
    const Money posted = frozen ? Money() : row.amount;
    const Money pending = frozen ? row.amount : Money();
    const Result<void> debited = add(debit, Side::Debit, posted, pending);
    if (!debited.ok()) return debited;
    const Result<void> credited = add(credit, Side::Credit, posted, pending);
    if (!credited.ok()) return credited;
    row.debit = enter(debit);
    row.credit = enter(credit);
    row.expires_at = movement.expires_at;
    append(row);
    if (!frozen) return {};
    holds_.insert_or_assign(
        row.movement,
        OpenHold{{write_.transfers.back().number, row.movement, row.debit.account, row.credit.account, row.amount, *row.expires_at, {}},
                 true});
    chain_opened_.push_back(row.movement);
    return {};
}

/// A post, void or expire.
Result<void> Book::end(JournalRow row, const RequestedMovement& movement) {
    const auto found = holds_.find(movement.hold);
    if (found == holds_.end()) return Failure(Error::HoldNotFound, nameOf(movement.hold));
    HoldRow& hold = found->second.row;
    const bool due = at_ >= hold.expires_at;
    if (hold.ended_by || (due && row.kind == EntryKind::Post)) return Failure(Error::HoldEnded, nameOf(movement.hold));
    if (!due && row.kind == EntryKind::Expire) return Failure(Error::HoldNotDue, nameOf(movement.hold));
    row.amount = movement.amount.value_or(hold.amount);
    if (row.amount > hold.amount) return Failure(Error::AmountExceedsHold, nameOf(movement.hold));
    const Money posted = row.kind == EntryKind::Post ? row.amount : Money();
    Account& debit = account(hold.debit);
    Account& credit = account(hold.credit);
    const Result<void> debited = add(debit, Side::Debit, posted, -hold.amount);
    if (!debited.ok()) return debited;
    const Result<void> credited = add(credit, Side::Credit, posted, -hold.amount);
    if (!credited.ok()) return credited;
    row.debit = enter(debit);
    row.credit = enter(credit);
    row.ends = hold.number;
    append(std::move(row));
    hold.ended_by = write_.transfers.back().number;
    chain_ended_.push_back(movement.hold);
    return {};
}

Result<void> Book::close(JournalRow row, const AccountName& name) {
    Account& closing = account(name);
    if (closing.row.sequence == 0) return Failure(Error::AccountNotFound, name.key);
    if (closing.row.closed) return Failure(Error::AccountClosed, name.key);
    const Balance left = balanceOf(closing.row, *closing.row.kind);
    if (!left.balance.isZero() || !left.pending_out.isZero() || !left.pending_in.isZero()) return Failure(Error::AccountNotEmpty, name.key);
    remember(closing).row.closed = true;
    row.debit = row.credit = enter(closing);
    append(std::move(row));
    return {};
}

Book::Account& Book::account(const AccountName& name) {
    if (const auto here = accounts_.find(name.id); here != accounts_.end()) return here->second;
    if (cache_.find(name.id) != nullptr) return account(name.id);
    Account opened;
    opened.row.id = name.id;
    opened.row.key = name.key;
    opened.row.kind = name.kind;
    return accounts_.emplace(name.id, std::move(opened)).first->second;
}

/// REQUIRES: it exists.
Book::Account& Book::account(AccountId id) {
    if (const auto here = accounts_.find(id); here != accounts_.end()) return here->second;
    const AccountRow* cached = cache_.find(id);
    HUB_ASSERT(cached != nullptr);
    Account copied{*cached, cached->sums};
    copied.row.sequence_before = copied.row.sequence;
    return accounts_.emplace(id, std::move(copied)).first->second;
}

/// Before the chain changes it.
Book::Account& Book::remember(Account& account) {
    const AccountRow& row = account.row;
    before_.push_back({&account, row.sums, row.sequence, row.closed});
    return account;
}

/// Changes one side of an account. What lowers the balance must leave a guarded one at its floor or above.
Result<void> Book::add(Account& account, Side side, Money posted, Money pending) {
    AccountRow& row = remember(account).row;
    if (row.closed) return Failure(Error::AccountClosed, row.key);
    const bool debits = side == Side::Debit;
    Money& all_posted = debits ? row.sums.debit_posted : row.sums.credit_posted;
    Money& all_pending = debits ? row.sums.debit_pending : row.sums.credit_pending;
    const Result<Money> sum_posted = all_posted.checkedAdd(posted);
    if (!sum_posted.ok()) return sum_posted.failure();
    const Result<Money> sum_pending = all_pending.checkedAdd(pending);
    if (!sum_pending.ok()) return sum_pending.failure();
    const Result<Money> both = sum_posted->checkedAdd(*sum_pending);  // so that no balance leaves the range, whatever is posted
    if (!both.ok()) return both.failure();
    all_posted = *sum_posted;
    all_pending = *sum_pending;
    const AccountKind& kind = *account.row.kind;
    if (kind.floor && side == other(kind.normal) && balanceOf(row, kind).available() < *kind.floor)
        return Failure(Error::InsufficientFunds, row.key);
    return {};
}

/// The entry that what was added makes.
JournalSide Book::enter(Account& account) {
    AccountRow& row = account.row;
    ++row.sequence;
    const Balance now = balanceOf(row, *account.row.kind);
    return {row.id, row.sequence, now.balance, now.pending_out};
}

void Book::append(JournalRow row) {
    row.number = tail_.transfer + static_cast<std::int64_t>(write_.transfers.size()) + 1;
    row.batch = tail_.batch + 1;
    write_.transfers.push_back(std::move(row));
}

void Book::undo(std::size_t transfers) {
    write_.transfers.resize(transfers);
    for (auto change = before_.rbegin(); change != before_.rend(); ++change) {
        AccountRow& row = change->account->row;
        row.sums = change->sums;
        row.sequence = change->sequence;
        row.closed = change->closed;
    }
    for (const MovementKey& key : chain_ended_) holds_.at(key).row.ended_by.reset();
    for (const MovementKey& key : chain_opened_) holds_.erase(key);
}

BatchWrite Book::take() {
    BatchRow& batch = write_.batch;
    batch.number = tail_.batch + 1;
    batch.epoch = tail_.epoch;
    batch.first_transfer = tail_.transfer + 1;
    batch.transfers = static_cast<std::int64_t>(write_.transfers.size());
    batch.refusals = static_cast<std::int64_t>(write_.refusals.size());
    batch.booked_at = at_;
    batch.previous_hash = tail_.hash;
    for (auto& [id, account] : accounts_) {
        AccountRow& row = account.row;
        if (row.sequence == row.sequence_before) continue;
        batch.sums.debit_posted += row.sums.debit_posted.fen() - account.sums_before.debit_posted.fen();
        batch.sums.debit_pending += row.sums.debit_pending.fen() - account.sums_before.debit_pending.fen();
        batch.sums.credit_posted += row.sums.credit_posted.fen() - account.sums_before.credit_posted.fen();
        batch.sums.credit_pending += row.sums.credit_pending.fen() - account.sums_before.credit_pending.fen();
        write_.accounts.push_back(std::move(row));
    }
    // Sums over accounts, where the rows moved amounts: two ways to the same figure before anything is committed.
    HUB_ASSERT(batch.sums.debit_posted == batch.sums.credit_posted && batch.sums.debit_pending == batch.sums.credit_pending);
    for (auto& [key, hold] : holds_) {
        if (hold.is_new) {
            write_.opened.push_back(std::move(hold.row));
        } else if (hold.row.ended_by && *hold.row.ended_by > tail_.transfer) {
            write_.ended.push_back(std::move(hold.row));
        }
    }
    batch.hash = hashOf(batch, write_.transfers, write_.refusals);
    return std::move(write_);
}

}  // namespace hub::ledger
