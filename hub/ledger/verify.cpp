#include "hub/ledger/verify.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>
#include <utility>

#include "hub/ledger/book.h"
#include "hub/ledger/hashes.h"

namespace hub::ledger {

using core::Failure;
using core::Money;
using core::Result;

namespace {

bool endsHold(EntryKind kind) { return kind == EntryKind::Post || kind == EntryKind::Void || kind == EntryKind::Expire; }

std::string transferText(std::int64_t number) { return fmt::format("transfer {}", number); }

/// In fen, not Money: what is read here may be anything.
struct FenSums {
    std::int64_t debit_posted = 0;
    std::int64_t debit_pending = 0;
    std::int64_t credit_posted = 0;
    std::int64_t credit_pending = 0;
};

class Verifier {
  public:
    Verifier(core::ReadTransaction& transaction, LedgerStore& store, const VerifyOptions& options)
        : transaction_(transaction), store_(store), options_(options) {}

    Result<Verification> run() {
        const Result<LedgerStore::Counts> counts = store_.counts(transaction_);
        if (!counts.ok()) return counts.failure();
        found_.counts = *counts;
        rows_all_ = counts->transfers * 3 + counts->holds;  // once in the journal, once on either side
        for (const auto pass : {&Verifier::journal, &Verifier::accounts, &Verifier::holds}) {
            const Result<void> passed = (this->*pass)();
            if (!passed.ok()) return passed.failure();
        }
        compareCounts();
        if (options_.progress) options_.progress(rows_all_, rows_all_);
        return std::move(found_);
    }

  private:
    void broken(std::string_view rule, std::string where, std::string what) {
        ++found_.violations;
        if (found_.first.size() < options_.violations_max) found_.first.push_back({std::string(rule), std::move(where), std::move(what)});
    }

    void expect(bool holds, std::string_view rule, const std::string& where, std::string_view what) {
        if (!holds) broken(rule, where, std::string(what));
    }

    void advance(std::size_t rows) {
        rows_done_ += static_cast<std::int64_t>(rows);
        if (options_.progress) options_.progress(std::min(rows_done_, rows_all_), rows_all_);
    }

    /// The hold with this number, if there is one.
    Result<std::optional<HoldRow>> holdNumbered(std::int64_t number) {
        Result<std::vector<HoldRow>> found = store_.holdsAfter(transaction_, number - 1, 1);
        if (!found.ok()) return found.failure();
        if (found->empty() || found->front().number != number) return std::optional<HoldRow>();
        return std::optional<HoldRow>(std::move(found->front()));
    }

    // The journal, batch by batch.

    Result<void> journal() {
        core::Digest hash;
        std::int64_t epoch = 0;
        while (true) {
            const Result<std::vector<BatchRow>> page = store_.batchesAfter(transaction_, last_batch_, options_.page);
            if (!page.ok()) return page.failure();
            if (page->empty()) return {};
            for (const BatchRow& batch : *page) {
                const std::string where = fmt::format("batch {}", batch.number);
                expect(batch.number == last_batch_ + 1, "I11", where, "the batch before it is missing");
                expect(batch.previous_hash == hash, "I11", where, "it does not go on from the batch before it");
                expect(batch.epoch >= epoch, "I11", where, "its epoch is before that of the batch before it");
                expect(batch.first_transfer == last_transfer_ + 1, "I11", where, "its first transfer does not follow the last one");
                const Result<void> checked = oneBatch(batch, where);
                if (!checked.ok()) return checked;
                hash = batch.hash;
                epoch = batch.epoch;
                last_batch_ = batch.number;
                last_transfer_ = batch.first_transfer + batch.transfers - 1;
                batches_ += 1;
            }
        }
    }

    Result<void> oneBatch(const BatchRow& batch, const std::string& where) {
        BatchHash hash(batch);
        FenSums sums;
        std::int64_t after = batch.first_transfer - 1;
        const std::int64_t last = after + batch.transfers;
        while (after < last) {
            const auto limit = std::min(options_.page, static_cast<std::size_t>(last - after));
            const Result<std::vector<JournalRow>> page = store_.transfersAfter(transaction_, after, limit);
            if (!page.ok()) return page.failure();
            for (const JournalRow& row : *page) {
                if (row.number > last) break;
                hash.add(row);
                const Result<void> checked = oneTransfer(row, batch, sums);
                if (!checked.ok()) return checked;
            }
            advance(page->size());
            if (page->empty()) break;
            after = page->back().number;
        }
        const Result<std::vector<RefusalRow>> refusals = store_.refusalsOf(transaction_, batch.number);
        if (!refusals.ok()) return refusals.failure();
        for (const RefusalRow& refusal : *refusals) hash.add(refusal);
        const Result<void> once = refusedOnce(*refusals);
        if (!once.ok()) return once;
        expect(hash.take() == batch.hash, "I11", where, "its rows are not those it was sealed with");
        expect(batch.sums.debit_posted == batch.sums.credit_posted && batch.sums.debit_pending == batch.sums.credit_pending, "I1", where,
               "debits and credits of its accounts differ");
        expect(batch.sums.debit_posted == sums.debit_posted && batch.sums.debit_pending == sums.debit_pending, "I1", where,
               "its sums are not those of its transfers");
        return {};
    }

    Result<void> oneTransfer(const JournalRow& row, const BatchRow& batch, FenSums& sums) {
        const std::string where = transferText(row.number);
        ++transfers_;
        expect(row.number == ++row_expected_, "I11", where, "the transfer before it is missing");
        row_expected_ = row.number;
        expect(row.batch == batch.number, "I11", where, "it is not of the batch that counts it");
        checkChain(row, where);
        const bool closes = row.kind == EntryKind::Close;
        closes_ += closes ? 1 : 0;
        expect((row.debit.account == row.credit.account) == closes, "I1", where, "its two sides are one account");
        expect(closes ? row.amount.isZero() : row.amount.isPositive(), "I1", where, "its amount cannot be");
        expect(row.expires_at.has_value() == (row.kind == EntryKind::Hold), "I6", where, "only a hold expires, and each does");
        expect(row.ends.has_value() == endsHold(row.kind), "I6", where, "it must name the hold it ends, or none");
        if (row.kind == EntryKind::Hold) {
            ++hold_rows_;
            sums.debit_pending += row.amount.fen();
        }
        if (row.kind == EntryKind::Transfer || row.kind == EntryKind::Post) sums.debit_posted += row.amount.fen();
        if (!row.ends) return {};
        ++end_rows_;
        const Result<std::optional<HoldRow>> hold = holdNumbered(*row.ends);
        if (!hold.ok()) return hold.failure();
        if (!*hold) {
            broken("I6", where, fmt::format("it ends hold {}, which is not there", *row.ends));
            return {};
        }
        sums.debit_pending -= (*hold)->amount.fen();
        expect((*hold)->number < row.number && (*hold)->ended_by == row.number, "I6", where, "the hold it ends was ended by another");
        expect((*hold)->debit == row.debit.account && (*hold)->credit == row.credit.account, "I6", where,
               "the hold it ends is between other accounts");
        const bool whole = row.kind != EntryKind::Post;
        expect(whole ? row.amount == (*hold)->amount : row.amount <= (*hold)->amount, "I6", where, "its amount is not that of its hold");
        const bool due = batch.booked_at >= (*hold)->expires_at;
        expect(row.kind == EntryKind::Void || due == (row.kind == EntryKind::Expire), "I6", where, "it ends its hold at the wrong time");
        return {};
    }

    /// The movements of a command stand one after the other, under one request hash. That no key stands twice, the table guarantees.
    void checkChain(const JournalRow& row, const std::string& where) {
        const bool goes_on = last_row_ && last_row_->movement.command == row.movement.command;
        if (goes_on) {
            expect(row.movement.leg == last_row_->movement.leg + 1 && row.batch == last_row_->batch, "I4", where,
                   "the movement before it in its command is missing");
            expect(row.request_hash == last_row_->request_hash, "I5", where, "its command has two requests");
        } else {
            expect(row.movement.leg == 0, "I4", where, "the movement before it in its command is missing");
        }
        last_row_ = row;
    }

    /// A command that was refused was not booked as well.
    Result<void> refusedOnce(const std::vector<RefusalRow>& refusals) {
        refusals_ += static_cast<std::int64_t>(refusals.size());
        for (const RefusalRow& refusal : refusals) {
            const CommandKey* const key = &refusal.key;
            const Result<std::vector<KeptOutcome>> kept = store_.outcomes(transaction_, std::span(&key, 1));
            if (!kept.ok()) return kept.failure();
            expect(kept->size() == 1, "I4", "command " + refusal.key.text(), "it was booked and refused");
        }
        return {};
    }

    // The accounts, entry by entry.

    Result<void> accounts() {
        FenSums ledger;
        AccountId after;
        while (true) {
            const Result<std::vector<AccountRow>> page = store_.accountsAfter(transaction_, after, options_.page);
            if (!page.ok()) return page.failure();
            if (page->empty()) break;
            for (const AccountRow& account : *page) {
                ++accounts_;
                ledger.debit_posted += account.sums.debit_posted.fen();
                ledger.credit_posted += account.sums.credit_posted.fen();
                ledger.debit_pending += account.sums.debit_pending.fen();
                ledger.credit_pending += account.sums.credit_pending.fen();
                const Result<void> checked = oneAccount(account);
                if (!checked.ok()) return checked;
            }
            after = page->back().id;
        }
        expect(ledger.debit_posted == ledger.credit_posted, "I1", "ledger", "debits and credits of all accounts differ");
        expect(ledger.debit_pending == ledger.credit_pending, "I1", "ledger", "what is frozen on either side differs");
        pending_all_ = ledger.debit_pending;
        expect(entries_ == 2 * found_.counts.transfers - closes_, "I3", "ledger", "some transfers are entries of no account");
        return {};
    }

    Result<void> oneAccount(const AccountRow& account) {
        const std::string where = "account " + account.key;
        const Result<AccountName> name = AccountName::parse(account.key);
        if (!name.ok() || name->id != account.id) {
            broken("I3", where, "the chart has no such account, or its id is another's");
            return {};
        }
        FenSums sums;
        bool closed = false;
        std::int64_t sequence = 0;
        while (true) {
            const Result<std::vector<LedgerStore::AccountEntry>> page = store_.entries(transaction_, account.id, sequence, options_.page);
            if (!page.ok()) return page.failure();
            for (const LedgerStore::AccountEntry& entry : *page) {
                const JournalSide& side = entry.debited ? entry.row.debit : entry.row.credit;
                ++entries_;
                expect(side.sequence == sequence + 1, "I3", where, fmt::format("entry {} is missing", sequence + 1));
                expect(!closed, "I3", where, fmt::format("entry {} comes after it was closed", side.sequence));
                sequence = side.sequence;
                closed = closed || entry.row.kind == EntryKind::Close;
                const Result<void> added = add(sums, entry);
                if (!added.ok()) return added;
                checkRunning(*name->kind, sums, side, entry.row.number, where);
            }
            advance(page->size());
            if (page->size() < options_.page) break;
        }
        expect(sequence == account.sequence, "I3", where, fmt::format("its last entry is {}, not {}", sequence, account.sequence));
        expect(sums.debit_posted == account.sums.debit_posted.fen() && sums.credit_posted == account.sums.credit_posted.fen() &&
                   sums.debit_pending == account.sums.debit_pending.fen() && sums.credit_pending == account.sums.credit_pending.fen(),
               "I3", where, "its sums are not those of its entries");
        expect(closed == account.closed, "I3", where, "it is closed, or open, without an entry that says so");
        return {};
    }

    Result<void> add(FenSums& sums, const LedgerStore::AccountEntry& entry) {
        const JournalRow& row = entry.row;
        std::int64_t pending = row.kind == EntryKind::Hold ? row.amount.fen() : 0;
        if (row.ends) {
            const Result<std::optional<HoldRow>> hold = holdNumbered(*row.ends);
            if (!hold.ok()) return hold.failure();
            if (*hold) pending = -(*hold)->amount.fen();
        }
        const bool moves = row.kind == EntryKind::Transfer || row.kind == EntryKind::Post;
        (entry.debited ? sums.debit_posted : sums.credit_posted) += moves ? row.amount.fen() : 0;
        (entry.debited ? sums.debit_pending : sums.credit_pending) += pending;
        return {};
    }

    void checkRunning(const AccountKind& kind, const FenSums& sums, const JournalSide& side, std::int64_t number,
                      const std::string& where) {
        const bool owed = kind.normal == Side::Credit;
        const std::int64_t balance = owed ? sums.credit_posted - sums.debit_posted : sums.debit_posted - sums.credit_posted;
        const std::int64_t pending = owed ? sums.debit_pending : sums.credit_pending;
        expect(side.balance.fen() == balance && side.pending.fen() == pending, "I3", where,
               fmt::format("{}: entry {} says {} fen, {} frozen; the entries come to {} and {}", transferText(number), side.sequence,
                           side.balance.fen(), side.pending.fen(), balance, pending));
        if (kind.floor && balance - pending < kind.floor->fen())
            broken("I2", where, fmt::format("{}: entry {} leaves it below its floor", transferText(number), side.sequence));
    }

    // The holds.

    Result<void> holds() {
        std::int64_t after = 0;
        std::int64_t open = 0;
        while (true) {
            const Result<std::vector<HoldRow>> page = store_.holdsAfter(transaction_, after, options_.page);
            if (!page.ok()) return page.failure();
            if (page->empty()) break;
            for (const HoldRow& hold : *page) {
                ++holds_;
                open += hold.ended_by ? 0 : hold.amount.fen();
                ended_ += hold.ended_by ? 1 : 0;
            }
            advance(page->size());
            after = page->back().number;
        }
        expect(open == pending_all_, "I6", "ledger", "the open holds are not what the accounts have frozen");
        expect(ended_ == end_rows_, "I6", "ledger", "some holds were ended without a transfer that says so, or twice");
        expect(holds_ == hold_rows_, "I6", "ledger", "some holds are not in the journal, or have no state");
        return {};
    }

    /// Rows that no page led to.
    void compareCounts() {
        const LedgerStore::Counts& counts = found_.counts;
        expect(counts.batches == batches_ && counts.lease_batch == last_batch_, "I11", "ledger", "the writer's last batch is another");
        expect(counts.transfers == transfers_, "I11", "ledger", "some transfers are of no batch");
        expect(counts.refusals == refusals_, "I11", "ledger", "some refusals are of no batch");
        expect(counts.accounts == accounts_, "I3", "ledger", "some accounts were not found by their id");
        expect(counts.holds == holds_, "I6", "ledger", "some holds are not in the journal");
    }

    core::ReadTransaction& transaction_;
    LedgerStore& store_;
    const VerifyOptions& options_;
    Verification found_;
    std::int64_t rows_done_ = 0;
    std::int64_t rows_all_ = 0;
    std::int64_t last_batch_ = 0;
    std::int64_t last_transfer_ = 0;
    std::int64_t row_expected_ = 0;
    std::optional<JournalRow> last_row_;
    std::int64_t batches_ = 0;
    std::int64_t transfers_ = 0;
    std::int64_t refusals_ = 0;
    std::int64_t closes_ = 0;
    std::int64_t hold_rows_ = 0;
    std::int64_t end_rows_ = 0;
    std::int64_t accounts_ = 0;
    std::int64_t entries_ = 0;
    std::int64_t pending_all_ = 0;
    std::int64_t holds_ = 0;
    std::int64_t ended_ = 0;
};

}  // namespace

Result<Verification> verify(core::Reads& reads, LedgerStore& store, const VerifyOptions& options) {
    HUB_ASSERT(options.page >= 1);
    std::optional<Result<Verification>> answer;
    const Result<void> read = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        answer.emplace(Verifier(transaction, store, options).run());
        if (!answer->ok()) return answer->failure();
        return {};
    });
    if (!read.ok()) return read.failure();
    return *std::move(answer);
}

}  // namespace hub::ledger
