#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "hub/core/executor.h"
#include "hub/core/work.h"
#include "hub/ledger/account_cache.h"
#include "hub/ledger/ledger.h"
#include "hub/ledger/ledger_store.h"
#include "hub/ledger/request.h"

namespace hub::ledger {

/// The bounds of writing.
struct WriterLimits {
    std::size_t queue_max = 8192;          ///< commands that wait; past it LedgerBusy
    std::size_t batch_max = 256;           ///< commands that share a COMMIT
    core::Duration gather_max{2};          ///< how long a busy writer waits for as many commands as its last batch had
    std::size_t accounts_max = 1'000'000;  ///< balances remembered, some 300 bytes each
};

/// Since the start.
struct WriterFigures {
    std::uint64_t batches = 0;
    std::uint64_t commands = 0;  ///< answered after a COMMIT
    std::uint64_t split = 0;     ///< batches that were run again in halves because of one command
    std::uint64_t waiting = 0;   ///< now
};

/// The one writer of the books. Commands wait in a bounded queue; one batch of them at a time becomes one unit of work, in which
/// the book decides on rows read or remembered since the lease row was moved, and is answered after the COMMIT. It has no thread:
/// it runs on those that submit, that of the unit and that of the executor. It becomes the writer with its first batch; a writer that
/// another has taken over from books nothing more.
class LedgerWriter final : public Ledger {
  public:
    /// All outlive the writer. `units` runs this writer's units one after the other; `owner` (at most 32 bytes) names this process and
    /// is different each time.
    LedgerWriter(core::UnitOfWork& units, core::Reads& reads, LedgerStore& store, core::Executor& executor, const core::Clock& clock,
                 std::string owner, const WriterLimits& limits = {});
    /// As close().
    ~LedgerWriter() override;

    void submit(Command command, OnDone on_done) override;
    core::Result<Balance> balance(std::string_view account) override;
    core::Result<std::vector<Entry>> statement(std::string_view account, std::int64_t after, std::size_t limit) override;
    core::Result<std::optional<Answer>> outcome(const CommandKey& key) override;
    core::Result<std::vector<DueHold>> dueHolds(core::UtcTime now, std::size_t limit) override;

    WriterFigures figures() const;

    /// Brings what waits to its end; later commands get StorageDown. Before units and executor end, and not from a task of the executor.
    void close();

  private:
    struct Waiting {
        Request request;
        OnDone on_done;
    };
    struct Batch {
        std::vector<Waiting> commands;
        core::UtcTime at;
        // Of the last run of its work.
        std::vector<Answer> answers;
        std::vector<AccountRow> accounts;
        Tail tail;
    };

    void refuse(OnDone on_done, core::Failure why);
    std::unique_ptr<Batch> take();
    void start(std::unique_ptr<Batch> batch);
    core::Result<void> book(core::Transaction& transaction, Batch& batch);
    core::Result<Tail> tailIn(core::Transaction& transaction);
    core::Result<void> learn(core::Transaction& transaction, const Batch& batch, class Book& book);
    void ended(Batch& batch, const core::WorkOutcome& outcome);
    void remember(Batch& batch);
    void stopFor(const core::Failure& why);
    bool splitsUp(Batch& batch, const core::Failure& why);
    static void answerAll(Batch& batch, const core::WorkOutcome& outcome);
    void goOn(std::size_t last_size);
    void gather(std::size_t enough);
    void stopGathering();
    void gatheringEnded();

    core::UnitOfWork& units_;
    core::Reads& reads_;
    LedgerStore& store_;
    core::Executor& executor_;
    const core::Clock& clock_;
    const std::string owner_;
    const WriterLimits limits_;

    // Used by the batch under way alone.
    AccountCache cache_;
    std::optional<Tail> tail_;           // none: to be read again
    std::optional<std::int64_t> epoch_;  // none: not the writer yet
    std::uint64_t last_unit_ = 0;

    mutable std::mutex mutex_;  // guards all below
    std::condition_variable idle_;
    std::deque<Waiting> waiting_;
    bool busy_ = false;        // a batch is under way
    std::size_t wake_at_ = 1;  // submit() starts a batch when so many wait
    std::size_t batch_max_;    // less than the limit while a bad command is being found
    core::TimerId gathering_ = 0;
    int timers_ = 0;                        // set, and neither cancelled nor run
    std::optional<core::Failure> stopped_;  // what later commands get
    WriterFigures figures_;
};

}  // namespace hub::ledger
