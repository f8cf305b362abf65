#pragma once

#include <string>

#include "hub/identity/review_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables review and review_change. How two people agree is sealed. Any thread.
class SqlReviewStore final : public identity::ReviewStore {
  public:
    /// `vault` outlives the store.
    explicit SqlReviewStore(const vault::Vault& vault);

    core::Result<bool> add(core::Transaction& transaction, const identity::Review& review, const identity::ReviewChange& change) override;
    core::Result<identity::Review> find(core::ReadTransaction& transaction, identity::ReviewId id) override;
    core::Result<std::optional<identity::Review>> ofPair(core::ReadTransaction& transaction, const identity::PersonPair& pair) override;
    core::Result<bool> areNotTheSame(core::ReadTransaction& transaction, const identity::PersonPair& pair) override;
    core::Result<std::vector<identity::Review>> queue(core::ReadTransaction& transaction, identity::ReviewState state,
                                                      const core::Page& page) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const identity::Review& review,
                                      const identity::ReviewChange& change) override;
    core::Result<std::vector<identity::ReviewChange>> historyOf(core::ReadTransaction& transaction, identity::ReviewId id) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_pair_;
    const std::string queue_;
};

}  // namespace hub::storage::sql
