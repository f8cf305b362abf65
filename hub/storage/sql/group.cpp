#include "hub/storage/sql/group.h"

#include <algorithm>
#include <utility>

#include "hub/storage/sql/work_keys.h"

namespace hub::storage::sql {

namespace {

/// Only such a unit's key tells whether a COMMIT took effect: one that failed has none, one that was repeated had it before.
bool changedSomething(const core::WorkOutcome& outcome) { return outcome.end == core::WorkEnd::Done && !outcome.repeated; }

}  // namespace

using core::Error;
using core::Failure;
using core::Result;
using core::WorkEnd;
using core::WorkOutcome;

void Patience::wait(std::chrono::microseconds pause) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, pause, [this] { return in_a_hurry_; });
}

void Patience::hurry() {
    {
        const std::lock_guard lock(mutex_);
        in_a_hurry_ = true;
    }
    changed_.notify_all();
}

GroupRunner::GroupRunner(Database& database, const core::Clock& clock, const Limits& limits, LaneCounters& counters, Patience& patience,
                         unsigned seed)
    : database_(database), clock_(clock), limits_(limits), counters_(counters), patience_(patience), random_(seed) {}

void GroupRunner::run(std::span<Unit> units) {
    std::vector<Unit*> open;
    open.reserve(units.size());
    for (Unit& unit : units) open.push_back(&unit);
    run(std::move(open));
}

void GroupRunner::run(std::vector<Unit*> open) {
    const bool doubts = std::any_of(open.begin(), open.end(), [](const Unit* unit) { return unit->in_doubt; });
    // After a lost COMMIT the key goes in first: that waits for a transaction that is still under way over there.
    Inserts inserts = doubts ? Inserts::AtOnce : Inserts::Gathered;
    int conflicts = 0;
    int connect_tries = 0;
    while (!open.empty()) {
        const Result<void> connected = connect(connect_tries);
        if (!connected.ok()) return endWithout(open, connected.failure());
        if (!settleDoubts(open)) continue;
        switch (pass(open, inserts)) {
            case End::Committed:
                return;
            case End::OneByOne:
                ++counters_.one_by_one;
                inserts = Inserts::AtOnce;
                break;
            case End::Conflict:
                ++counters_.conflicts;
                if (++conflicts < limits_.conflict_tries) {
                    pause(conflicts);
                } else if (open.size() > 1) {
                    return runAlone(open);
                } else {
                    return endWithout(open, Failure(Error::StorageBusy, "other work on the same rows was faster every time"));
                }
                break;
            case End::Full:
                return endWithout(open, Failure(Error::StorageFull, "the transaction was undone"));
            case End::Lost:
                ++counters_.connection_losses;
                connection_.reset();
                break;
            case End::InDoubt:
                ++counters_.connection_losses;
                ++counters_.commits_in_doubt;
                connection_.reset();
                for (Unit* unit : open) unit->in_doubt = unit->in_doubt || changedSomething(unit->outcome);
                inserts = Inserts::AtOnce;
                break;
        }
    }
}

void GroupRunner::runAlone(const std::vector<Unit*>& open) {
    for (Unit* unit : open) run(std::vector{unit});
}

/// Makes a connection where there is none. `tries` counts them for the whole group; the first is free of waiting.
Result<void> GroupRunner::connect(int& tries) {
    const int tries_max = down_ ? 1 : limits_.connect_tries;
    std::string why = "the connection is lost again and again";
    while (connection_ == nullptr) {
        if (tries == tries_max) {
            down_ = true;
            return Failure(Error::StorageDown, why);
        }
        if (tries > 0) pause(tries);
        ++tries;
        Result<std::unique_ptr<Connection>> made = database_.connect(Access::Write);
        if (made.ok()) {
            connection_ = *std::move(made);
        } else {
            why = made.failure().detail();
        }
    }
    down_ = false;
    return {};
}

/// Takes the units out of `open` whose lost COMMIT took effect. False: the connection was lost again.
bool GroupRunner::settleDoubts(std::vector<Unit*>& open) {
    std::vector<Unit*> left;
    for (Unit* unit : open) {
        if (unit->in_doubt) {
            const Result<bool> stands = WorkKeys::stands(*connection_, unit->order.key);
            if (!stands.ok()) {
                connection_.reset();
                return false;
            }
            if (*stands) {
                unit->in_doubt = false;
                unit->outcome = WorkOutcome{WorkEnd::Done, false, std::nullopt};
                continue;
            }
        }
        left.push_back(unit);
    }
    open = std::move(left);
    return true;
}

GroupRunner::End GroupRunner::pass(const std::vector<Unit*>& open, Inserts inserts) {
    const core::MonoTime began = clock_.mono();
    if (!connection_->begin(Access::Write).ok()) return afterStumble(inserts);
    SqlTransaction transaction(*connection_, inserts);
    if (inserts == Inserts::Gathered) {
        const core::UtcTime now = clock_.utc();
        for (const Unit* unit : open) {
            if (!WorkKeys::add(transaction, unit->order.key, now).ok()) return afterStumble(inserts);
        }
        if (!transaction.flush().ok()) return afterStumble(inserts);
    }
    std::vector<Unit*> failed;
    for (Unit* unit : open) {
        if (const auto end = passUnit(transaction, *unit, inserts, failed)) return *end;
    }
    if (!transaction.flush().ok()) return afterStumble(inserts);
    for (const Unit* unit : failed) {
        if (!WorkKeys::takeBack(transaction, unit->order.key).ok()) return afterStumble(inserts);
    }
    const End end = commit(inserts);
    if (end == End::Committed) counters_.group.add(clock_.mono() - began);
    return end;
}

/// `failed`: gathered units that failed before they wrote anything but their key.
std::optional<GroupRunner::End> GroupRunner::passUnit(SqlTransaction& transaction, Unit& unit, Inserts inserts,
                                                      std::vector<Unit*>& failed) {
    if (inserts == Inserts::AtOnce) {
        bool ended = false;
        if (const auto end = openUnit(transaction, unit, ended)) return end;
        if (ended) return std::nullopt;
    }
    const std::uint64_t writes = transaction.writes();
    const Result<void> worked = unit.work(transaction);
    if (connection_->doom() || transaction.gatheringFailed()) return afterStumble(inserts);
    if (worked.ok()) {
        unit.outcome = WorkOutcome{WorkEnd::Done, false, std::nullopt};
        return std::nullopt;
    }
    unit.outcome = WorkOutcome{WorkEnd::NotDone, false, worked.failure()};
    if (inserts == Inserts::AtOnce) {
        if (!connection_->rollbackToSavepoint().ok()) return afterStumble(inserts);
        transaction.forgetIndexKeys();
    } else if (transaction.writes() != writes) {
        return afterStumble(inserts);
    } else {
        failed.push_back(&unit);
    }
    return std::nullopt;
}

/// Sets the savepoint and inserts the key. `ended`: the unit has its outcome already.
std::optional<GroupRunner::End> GroupRunner::openUnit(SqlTransaction& transaction, Unit& unit, bool& ended) {
    if (!connection_->savepoint().ok()) return afterStumble(Inserts::AtOnce);
    const Result<void> added = WorkKeys::add(transaction, unit.order.key, clock_.utc());
    if (added.ok()) {
        unit.in_doubt = false;
        return std::nullopt;
    }
    if (connection_->doom()) return afterStumble(Inserts::AtOnce);
    ended = true;
    const bool stands = connection_->lastError() == SqlError::Duplicate;
    unit.outcome =
        stands ? WorkOutcome{WorkEnd::Done, !unit.in_doubt, std::nullopt} : WorkOutcome{WorkEnd::NotDone, false, added.failure()};
    return std::nullopt;
}

/// Something went wrong and nothing is committed: rolls back and says what to do next.
GroupRunner::End GroupRunner::afterStumble(Inserts inserts) {
    const std::optional<SqlError> doom = connection_->doom();
    if (doom == SqlError::ConnectionLost) return End::Lost;
    connection_->rollback();
    // A connection that refuses what every transaction needs is not one to go on with.
    if (!doom) return inserts == Inserts::Gathered ? End::OneByOne : End::Lost;
    return doom == SqlError::DiskFull ? End::Full : End::Conflict;
}

GroupRunner::End GroupRunner::commit(Inserts inserts) {
    const core::MonoTime began = clock_.mono();
    if (connection_->commit().ok()) {
        counters_.commit.add(clock_.mono() - began);
        ++counters_.commits;
        return End::Committed;
    }
    const std::optional<SqlError> doom = connection_->doom();
    if (!doom || doom == SqlError::ConnectionLost) return End::InDoubt;
    return afterStumble(inserts);
}

void GroupRunner::pause(int tries) {
    const auto whole = std::min(std::chrono::microseconds(limits_.retry_first) * (std::int64_t{1} << std::min(tries - 1, 20)),
                                std::chrono::microseconds(limits_.retry_max));
    std::uniform_int_distribution<std::int64_t> part(whole.count() / 2, whole.count());
    patience_.wait(std::chrono::microseconds(part(random_)));
}

void GroupRunner::endWithout(const std::vector<Unit*>& open, const Failure& why) {
    for (Unit* unit : open) {
        unit->outcome = unit->in_doubt ? WorkOutcome{WorkEnd::Unknown, false, Failure(Error::CommitUnknown, unit->order.key.text)}
                                       : WorkOutcome{WorkEnd::NotDone, false, why};
    }
}

}  // namespace hub::storage::sql
