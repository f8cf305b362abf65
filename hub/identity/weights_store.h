#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/weights.h"

namespace hub::identity {

/// The rows of weights and their history. It keeps what it is given; the rules are in WeightsBook, through which flows write.
/// Implemented by storage. Any thread.
class WeightsStore {
  public:
    virtual ~WeightsStore() = default;

    /// Adds the weights and the first line of their history. Nothing is added, and the answer is false, when the name stands already,
    /// or others are active and these are to be. REQUIRES: version and change.number are 1. Also: FieldTooLong.
    virtual core::Result<bool> add(core::Transaction& transaction, const MatchWeights& weights, const WeightsChange& change) = 0;
    /// Also: RowNotReadable (the name is not the one that these were kept under).
    virtual core::Result<std::optional<MatchWeights>> named(core::ReadTransaction& transaction, std::string_view name) = 0;
    virtual core::Result<std::optional<MatchWeights>> active(core::ReadTransaction& transaction) = 0;
    /// The newest first.
    virtual core::Result<std::vector<MatchWeights>> latest(core::ReadTransaction& transaction, std::size_t limit) = 0;
    /// Writes everything over exactly weights.version, and a line of history with the next, with which it answers.
    /// Also: VersionConflict, FieldTooLong, RowTaken (others are active).
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const MatchWeights& weights, const WeightsChange& change) = 0;
    /// Oldest first.
    virtual core::Result<std::vector<WeightsChange>> historyOf(core::ReadTransaction& transaction, WeightsId id) = 0;
};

}  // namespace hub::identity
