#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/merge.h"

namespace hub::identity {

/// Who is merged into whom, and the ledger from which that follows. It keeps what it is given; the rules are in Merges, through which
/// flows write. Implemented by storage. Any thread.
class MergeStore {
  public:
    virtual ~MergeStore() = default;

    /// The number of the next decision about who is one person. Whoever comes at the same time waits for our end, and what is read after
    /// this about merges and reviews' decisions stands until then: to be called before anything is read.
    virtual core::Result<std::int64_t> takeTurn(core::Transaction& transaction) = 0;

    virtual core::Result<std::optional<PersonMerge>> find(core::ReadTransaction& transaction, PersonId subsumed) = 0;
    /// Everybody who goes on as a part of `root`, in the order in which they were merged.
    virtual core::Result<std::vector<PersonMerge>> ofRoot(core::ReadTransaction& transaction, PersonId root) = 0;
    /// Also: VersionConflict (already subsumed).
    virtual core::Result<void> add(core::Transaction& transaction, const PersonMerge& merge) = 0;
    virtual core::Result<void> remove(core::Transaction& transaction, PersonId subsumed) = 0;
    virtual core::Result<void> setRoot(core::Transaction& transaction, PersonId subsumed, PersonId root) = 0;

    /// Also: FieldTooLong.
    virtual core::Result<void> append(core::Transaction& transaction, const MergeChange& change) = 0;
    /// Of numbers above `after`, lowest first, at most `limit`.
    virtual core::Result<std::vector<MergeChange>> changes(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) = 0;
};

}  // namespace hub::identity
