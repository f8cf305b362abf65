#include "hub/ledger/writer.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <utility>

#include "hub/ledger/book.h"

namespace hub::ledger {

using core::Error;
using core::Failure;
using core::Result;
using core::WorkEnd;
using core::WorkOutcome;

namespace {

constexpr std::size_t kPageMax = 1000;

/// What no later batch of this writer can do better about.
bool stops(Error error) { return error == Error::LedgerFenced || error == Error::LedgerDamaged; }

Entry entryOf(const LedgerStore::AccountEntry& found, const AccountKind& kind) {
    const JournalRow& row = found.row;
    const JournalSide& own = found.debited ? row.debit : row.credit;
    const bool moves = row.kind == EntryKind::Transfer || row.kind == EntryKind::Post;
    const bool raises = (kind.normal == Side::Debit) == found.debited;
    Entry entry;
    entry.sequence = own.sequence;
    entry.transfer = row.number;
    entry.movement = row.movement;
    entry.kind = row.kind;
    if (moves) entry.change = raises ? row.amount : -row.amount;
    entry.amount = row.amount;
    entry.balance = own.balance;
    entry.pending_out = own.pending;
    entry.booked_at = found.booked_at;
    return entry;
}

/// What `read` answers with, in one snapshot.
template <class T, class Read>
Result<T> answerOf(core::Reads& reads, const Read& read) {
    std::optional<Result<T>> answer;
    const Result<void> done = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        answer.emplace(read(transaction));
        if (!answer->ok()) return answer->failure();
        return {};
    });
    if (!done.ok()) return done.failure();
    return *std::move(answer);
}

}  // namespace

LedgerWriter::LedgerWriter(core::UnitOfWork& units, core::Reads& reads, LedgerStore& store, core::Executor& executor,
                           const core::Clock& clock, std::string owner, const WriterLimits& limits)
    : units_(units),
      reads_(reads),
      store_(store),
      executor_(executor),
      clock_(clock),
      owner_(std::move(owner)),
      limits_(limits),
      cache_(limits.accounts_max),
      batch_max_(limits.batch_max) {
    HUB_ASSERT(limits.queue_max >= 1 && limits.batch_max >= 1 && limits.accounts_max >= 1);
}

LedgerWriter::~LedgerWriter() { close(); }

void LedgerWriter::close() {
    std::unique_lock lock(mutex_);
    if (!stopped_) stopped_ = Failure(Error::StorageDown, "the ledger is being closed");
    stopGathering();
    std::unique_ptr<Batch> last = busy_ || waiting_.empty() ? nullptr : take();  // what was being gathered
    if (last != nullptr) {
        lock.unlock();
        start(std::move(last));
        lock.lock();
    }
    idle_.wait(lock, [this] { return !busy_ && waiting_.empty() && timers_ == 0; });
}

void LedgerWriter::submit(Command command, OnDone on_done) {
    Result<Request> request = Request::of(std::move(command));
    if (!request.ok()) return refuse(std::move(on_done), request.failure());
    std::unique_ptr<Batch> batch;
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return refuse(std::move(on_done), *stopped_);
        if (waiting_.size() >= limits_.queue_max)
            return refuse(std::move(on_done), Failure(Error::LedgerBusy, std::to_string(waiting_.size())));
        waiting_.push_back({*std::move(request), std::move(on_done)});
        if (busy_ || waiting_.size() < wake_at_) return;
        batch = take();
    }
    start(std::move(batch));
}

void LedgerWriter::refuse(OnDone on_done, Failure why) {
    executor_.post([on_done = std::move(on_done), answer = Answer(std::move(why))] { on_done(answer); });
}

/// Under mutex_. REQUIRES: something waits and no batch is under way.
std::unique_ptr<LedgerWriter::Batch> LedgerWriter::take() {
    stopGathering();
    busy_ = true;
    auto batch = std::make_unique<Batch>();
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), batch_max_));
    batch->commands.assign(std::move_iterator(waiting_.begin()), std::move_iterator(waiting_.begin() + count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    return batch;
}

/// Under mutex_: waits a moment until as many wait.
void LedgerWriter::gather(std::size_t enough) {
    wake_at_ = enough;
    gathering_ = executor_.postAt(clock_.mono() + limits_.gather_max, [this] { gatheringEnded(); });
    ++timers_;
}

/// Under mutex_.
void LedgerWriter::stopGathering() {
    wake_at_ = 1;
    if (gathering_ != 0 && executor_.cancel(std::exchange(gathering_, 0))) --timers_;
}

void LedgerWriter::gatheringEnded() {
    std::unique_ptr<Batch> batch;
    {
        const std::lock_guard lock(mutex_);
        --timers_;
        if (!busy_) {
            wake_at_ = 1;
            gathering_ = 0;
            if (!waiting_.empty()) batch = take();
        }
        idle_.notify_all();
    }
    if (batch != nullptr) start(std::move(batch));
}

void LedgerWriter::start(std::unique_ptr<Batch> batch) {
    batch->at = clock_.utc();
    const std::shared_ptr<Batch> shared = std::move(batch);  // the unit's work and its end both need it
    core::WorkOrder order{core::WorkKey{fmt::format("ledger/{}/{}", owner_, ++last_unit_)}, core::IdBits{}};
    units_.run(
        std::move(order), [this, shared](core::Transaction& transaction) { return book(transaction, *shared); },
        [this, shared](const WorkOutcome& outcome) { ended(*shared, outcome); });
}

/// The work of the unit: from the lease row to the rows of the batch. May run again, and then finds what it finds then.
Result<void> LedgerWriter::book(core::Transaction& transaction, Batch& batch) {
    batch.answers.clear();
    const Result<Tail> tail = tailIn(transaction);
    if (!tail.ok()) return tail.failure();
    const Result<void> advanced = store_.advance(transaction, *tail);
    if (!advanced.ok()) return advanced;
    Book book(*tail, batch.at, cache_);
    const Result<void> learnt = learn(transaction, batch, book);
    if (!learnt.ok()) return learnt;
    batch.answers.reserve(batch.commands.size());
    for (const Waiting& command : batch.commands) batch.answers.push_back(book.decide(command.request));
    BatchWrite write = book.take();
    batch.tail = {tail->epoch, write.batch.number, tail->transfer + write.batch.transfers, write.batch.hash};
    batch.accounts = write.accounts;
    return store_.write(transaction, std::move(write));
}

Result<Tail> LedgerWriter::tailIn(core::Transaction& transaction) {
    if (tail_) return *tail_;
    return epoch_ ? store_.tail(transaction, *epoch_) : store_.takeLease(transaction, owner_);
}

/// Tells the book what the store knows of the commands.
Result<void> LedgerWriter::learn(core::Transaction& transaction, const Batch& batch, Book& book) {
    std::vector<const CommandKey*> keys;
    std::vector<MovementKey> holds;
    for (const Waiting& command : batch.commands) {
        keys.push_back(&command.request.key);
        for (const RequestedMovement& movement : command.request.chain) {
            if (!movement.hold.command.step.empty()) holds.push_back(movement.hold);
        }
    }
    Result<std::vector<KeptOutcome>> outcomes = store_.outcomes(transaction, keys);
    if (!outcomes.ok()) return outcomes.failure();
    for (KeptOutcome& outcome : *outcomes) book.know(std::move(outcome));

    Result<std::vector<HoldRow>> found = store_.holds(transaction, holds);
    if (!found.ok()) return found.failure();
    for (HoldRow& hold : *found) book.know(std::move(hold));

    std::vector<AccountId> missing;
    for (const Waiting& command : batch.commands) book.addMissing(command.request, missing);
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    Result<std::vector<AccountRow>> accounts = store_.accounts(transaction, missing);
    if (!accounts.ok()) return accounts.failure();
    for (AccountRow& account : *accounts) {
        const Result<void> known = book.know(std::move(account));
        if (!known.ok()) return known;
    }
    return {};
}

/// On the executor.
void LedgerWriter::ended(Batch& batch, const WorkOutcome& outcome) {
    const std::size_t size = batch.commands.size();
    if (outcome.end == WorkEnd::Done) {
        HUB_ASSERT(!outcome.repeated);  // the unit's key is this batch's alone
        remember(batch);
    } else {
        tail_.reset();
        cache_.clear();  // what it holds may be behind what was committed
        if (outcome.end == WorkEnd::NotDone) {
            if (stops(outcome.why->error())) stopFor(*outcome.why);
            if (splitsUp(batch, *outcome.why)) return goOn(0);
        }
    }
    answerAll(batch, outcome);
    goOn(size);
}

/// What was committed is what the next batch goes on from.
void LedgerWriter::remember(Batch& batch) {
    tail_ = batch.tail;
    epoch_ = batch.tail.epoch;
    for (AccountRow& row : batch.accounts) cache_.put(std::move(row));
    const std::lock_guard lock(mutex_);
    batch_max_ = std::min(batch_max_ * 2, limits_.batch_max);
    ++figures_.batches;
    figures_.commands += batch.commands.size();
}

void LedgerWriter::stopFor(const Failure& why) {
    const std::lock_guard lock(mutex_);
    stopped_ = why;
    for (Waiting& command : waiting_) refuse(std::move(command.on_done), why);
    waiting_.clear();
}

/// One command that the store refuses must not cost the others their outcome: the batch goes back to the queue, to be run in halves.
bool LedgerWriter::splitsUp(Batch& batch, const Failure& why) {
    if (stops(why.error()) || why.implies() == core::Implies::Retry || batch.commands.size() == 1) return false;
    const std::lock_guard lock(mutex_);
    batch_max_ = batch.commands.size() / 2;
    waiting_.insert(waiting_.begin(), std::move_iterator(batch.commands.begin()), std::move_iterator(batch.commands.end()));
    ++figures_.split;
    return true;
}

void LedgerWriter::answerAll(Batch& batch, const WorkOutcome& outcome) {
    for (std::size_t i = 0; i < batch.commands.size(); ++i) {
        Waiting& command = batch.commands[i];
        switch (outcome.end) {
            case WorkEnd::Done:
                command.on_done(batch.answers[i]);
                break;
            case WorkEnd::NotDone:
                command.on_done(*outcome.why);
                break;
            case WorkEnd::Unknown:
                command.on_done(Failure(Error::CommitUnknown, command.request.key.text()));
                break;
        }
    }
}

/// After a batch: the next one at once, when enough wait; after a moment, for those who were just answered to come back; or none.
void LedgerWriter::goOn(std::size_t last_size) {
    std::unique_ptr<Batch> batch;
    {
        const std::lock_guard lock(mutex_);
        busy_ = false;
        const std::size_t enough = std::min(std::max<std::size_t>(last_size, 1), batch_max_);
        if (waiting_.size() >= enough || (stopped_ && !waiting_.empty())) {
            batch = take();
        } else if (enough > 1) {
            gather(enough);
        }
        idle_.notify_all();
    }
    if (batch != nullptr) start(std::move(batch));
}

Result<Balance> LedgerWriter::balance(std::string_view account) {
    const Result<AccountName> name = AccountName::parse(account);
    if (!name.ok()) return name.failure();
    return answerOf<Balance>(reads_, [&](core::ReadTransaction& transaction) -> Result<Balance> {
        const Result<std::vector<AccountRow>> found = store_.accounts(transaction, std::span(&name->id, 1));
        if (!found.ok()) return found.failure();
        if (found->empty()) return Failure(Error::AccountNotFound, name->key);
        return balanceOf(found->front(), *name->kind);
    });
}

Result<std::vector<Entry>> LedgerWriter::statement(std::string_view account, std::int64_t after, std::size_t limit) {
    HUB_ASSERT(limit >= 1 && limit <= kPageMax);
    const Result<AccountName> name = AccountName::parse(account);
    if (!name.ok()) return name.failure();
    return answerOf<std::vector<Entry>>(reads_, [&](core::ReadTransaction& transaction) -> Result<std::vector<Entry>> {
        const Result<std::vector<AccountRow>> known = store_.accounts(transaction, std::span(&name->id, 1));
        if (!known.ok()) return known.failure();
        if (known->empty()) return Failure(Error::AccountNotFound, name->key);
        const Result<std::vector<LedgerStore::AccountEntry>> found = store_.entries(transaction, name->id, after, limit);
        if (!found.ok()) return found.failure();
        std::vector<Entry> entries;
        for (const LedgerStore::AccountEntry& one : *found) entries.push_back(entryOf(one, *name->kind));
        return entries;
    });
}

Result<std::optional<Ledger::Answer>> LedgerWriter::outcome(const CommandKey& key) {
    return answerOf<std::optional<Answer>>(reads_, [&](core::ReadTransaction& transaction) -> Result<std::optional<Answer>> {
        const CommandKey* const wanted = &key;
        Result<std::vector<KeptOutcome>> found = store_.outcomes(transaction, std::span(&wanted, 1));
        if (!found.ok()) return found.failure();
        if (found->empty()) return std::optional<Answer>();
        return std::optional<Answer>(std::move(found->front().answer));
    });
}

Result<std::vector<DueHold>> LedgerWriter::dueHolds(core::UtcTime now, std::size_t limit) {
    HUB_ASSERT(limit >= 1 && limit <= kPageMax);
    return answerOf<std::vector<DueHold>>(reads_,
                                          [&](core::ReadTransaction& transaction) { return store_.dueHolds(transaction, now, limit); });
}

WriterFigures LedgerWriter::figures() const {
    const std::lock_guard lock(mutex_);
    WriterFigures figures = figures_;
    figures.waiting = waiting_.size();
    return figures;
}

}  // namespace hub::ledger
