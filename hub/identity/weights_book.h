#pragma once

#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/identity/matching/weights.h"
#include "hub/identity/weights_store.h"

namespace hub::identity {

/// The weights of the region (匹配权重): made, tried, activated. `by` is a client and a staff id, "office/4711", at most 64 bytes, no
/// personal data. Each call that changes something is part of the caller's unit of work and leaves a line of history.
/// Also, from each: FieldTooLong, VersionConflict (somebody else was faster), RowNotReadable. Any thread.
class WeightsBook {
  public:
    /// All outlive this.
    WeightsBook(WeightsStore& store, core::IdSource& ids, const core::Clock& clock) : store_(store), ids_(ids), clock_(clock) {}

    /// Those by which everything is decided. Where there are none, the ones that a region starts with are put in and active. A release
    /// that knows more levels calls the same weights by another name: then they are kept and active under that one as well, for the
    /// decisions that will name it.
    core::Result<MatchWeights> active(core::Transaction& transaction);

    /// active() in a unit of its own, as the matcher takes them: before anything is matched. Waits: not on the executor. Also: what units
    /// end with.
    core::Result<matching::Weights> begin(core::UnitOfWork& units);

    /// Keeps weights estimated from so many records as a draft. Where weights of the same content stand, they come back as they are.
    core::Result<MatchWeights> keep(core::Transaction& transaction, const matching::Weights& weights, std::int64_t records,
                                    std::string_view by);

    /// Keeps what a trial has shown, in place of an earlier one. Also: WeightsNotFound.
    core::Result<MatchWeights> tried(core::Transaction& transaction, std::string_view name, WeightsTrial trial, std::string_view by);

    /// Makes them active and retires those that were. A second time changes nothing. Those that were active before become so again
    /// without another trial. Also: WeightsNotFound, WeightsNotTried (also when they were tried against others than those active now),
    /// SecondPersonNeeded (by whoever tried them, through whichever client).
    core::Result<MatchWeights> activate(core::Transaction& transaction, std::string_view name, std::string_view by);

    /// Also: WeightsNotFound.
    core::Result<MatchWeights> named(core::ReadTransaction& transaction, std::string_view name);

    /// Units that write weights run one after the other.
    static core::IdBits aggregate();

  private:
    core::Result<MatchWeights> underOurName(core::Transaction& transaction, MatchWeights standing);
    MatchWeights newWeights(const matching::Weights& weights, WeightsState state, std::string_view by);
    core::Result<bool> add(core::Transaction& transaction, const MatchWeights& weights);
    core::Result<MatchWeights> change(core::Transaction& transaction, MatchWeights weights, WeightsStep step, std::string_view by);

    WeightsStore& store_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

/// As the matcher takes them.
matching::Weights weightsIn(const MatchWeights& kept);

/// Every level that says something, field by field.
std::vector<LevelWeight> levelsOf(const matching::Weights& weights);

}  // namespace hub::identity
