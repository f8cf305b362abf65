#pragma once

#include <cstddef>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/ids.h"

namespace hub::jobs {

/// Some people in the order of their ids.
struct MatchWalkPage {
    core::IdBits after;  ///< the last one before them, as it was kept
    core::IdBits last;   ///< the last one of them; `after` where there are none
    std::size_t people = 0;
    std::vector<identity::PersonId> unknown;  ///< of whom, and of whose files, the matcher has no record
};

/// Everybody who stands, once. Any thread.
class MatchWalkStore {
  public:
    virtual ~MatchWalkStore() = default;

    /// The next `people_max` from where the walk is, fewer where `unknown_max` of them are unknown. Writes nothing.
    virtual core::Result<MatchWalkPage> page(core::ReadTransaction& transaction, std::size_t people_max, std::size_t unknown_max) = 0;

    /// The page is dealt with. Also: VersionConflict when somebody else has moved on since.
    virtual core::Result<void> moveOn(core::Transaction& transaction, const MatchWalkPage& page) = 0;

    /// How many people come after where the walk is, `most` at most.
    virtual core::Result<std::size_t> left(core::ReadTransaction& transaction, std::size_t most) = 0;
};

}  // namespace hub::jobs
