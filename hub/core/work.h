#pragma once

#include <functional>
#include <optional>
#include <string>

#include "hub/core/ids.h"
#include "hub/core/result.h"

namespace hub::core {

/// What a store may read from. Made by storage alone; a store's methods take it as their first argument.
class ReadTransaction {
  public:
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

  protected:
    ReadTransaction() = default;
    ~ReadTransaction() = default;
};

/// What a store may change. Lives as long as the call of the unit's work.
class Transaction : public ReadTransaction {
  protected:
    Transaction() = default;
    ~Transaction() = default;
};

/// Names a unit of work so that it happens once: 1 to 64 visible ASCII characters, for example "payment/01J…/confirmed".
/// It is inserted in the unit's own transaction and looked up after a COMMIT whose answer was lost.
struct WorkKey {
    std::string text;
};

struct WorkOrder {
    WorkKey key;
    IdBits aggregate;  ///< units of one aggregate run in the order given; others may run side by side
};

enum class WorkEnd {
    Done,     ///< durable; nothing in it can be lost
    NotDone,  ///< nothing of it happened
    Unknown,  ///< COMMIT was sent, its answer was lost and the key could not be looked up: run the same key again later
};

struct WorkOutcome {
    WorkEnd end = WorkEnd::NotDone;
    bool repeated = false;       ///< Done, but by an earlier run of the same key: this run changed nothing
    std::optional<Failure> why;  ///< unless Done: what the work returned, or StorageBusy, StorageDown, CommitUnknown
};

/// Durable work, grouped: many units share one COMMIT, and each still succeeds or fails alone. Any thread.
class UnitOfWork {
  public:
    /// Touches nothing but its stores, calls nobody who waits, and may run again after a deadlock or a lost connection.
    /// A Failure undoes what the unit wrote and nothing else.
    using Work = std::function<Result<void>(Transaction&)>;
    using OnDone = std::function<void(const WorkOutcome&)>;

    virtual ~UnitOfWork() = default;

    /// Returns at once. `on_done` is called exactly once, on the executor given to the implementation, after the COMMIT.
    /// A full queue is NotDone with StorageBusy (retry), before anything happened.
    virtual void run(WorkOrder order, Work work, OnDone on_done) = 0;
};

/// Waits for the end. Only for adapter threads (Host::accept) and offline commands: never on the executor that on_done needs.
WorkOutcome runAndWait(UnitOfWork& units, WorkOrder order, UnitOfWork::Work work);

/// Reads outside a unit of work: one consistent snapshot, on the calling thread, a bounded number at a time.
class Reads {
  public:
    using Read = std::function<Result<void>(ReadTransaction&)>;

    virtual ~Reads() = default;

    /// What `read` returned, or StorageBusy, StorageDown. Any thread.
    virtual Result<void> read(const Read& read) = 0;
};

}  // namespace hub::core
