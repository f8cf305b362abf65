#pragma once

#include "hub/identity/merge_store.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::sql {

/// The tables person_merge, merge_change and merge_turn. Any thread.
class SqlMergeStore final : public identity::MergeStore {
  public:
    core::Result<std::int64_t> takeTurn(core::Transaction& transaction) override;

    core::Result<std::optional<identity::PersonMerge>> find(core::ReadTransaction& transaction, identity::PersonId subsumed) override;
    core::Result<std::vector<identity::PersonMerge>> ofRoot(core::ReadTransaction& transaction, identity::PersonId root) override;
    core::Result<void> add(core::Transaction& transaction, const identity::PersonMerge& merge) override;
    core::Result<void> remove(core::Transaction& transaction, identity::PersonId subsumed) override;
    core::Result<void> setRoot(core::Transaction& transaction, identity::PersonId subsumed, identity::PersonId root) override;

    core::Result<void> append(core::Transaction& transaction, const identity::MergeChange& change) override;
    core::Result<std::vector<identity::MergeChange>> changes(core::ReadTransaction& transaction, std::int64_t after,
                                                             std::size_t limit) override;
};

}  // namespace hub::storage::sql
