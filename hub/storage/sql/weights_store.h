#pragma once

#include <string>

#include "hub/identity/weights_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables match_weights and match_weights_change. Weights and trials are sealed: a trial names people. Any thread.
class SqlWeightsStore final : public identity::WeightsStore {
  public:
    /// `vault` outlives the store.
    explicit SqlWeightsStore(const vault::Vault& vault);

    core::Result<bool> add(core::Transaction& transaction, const identity::MatchWeights& weights,
                           const identity::WeightsChange& change) override;
    core::Result<std::optional<identity::MatchWeights>> named(core::ReadTransaction& transaction, std::string_view name) override;
    core::Result<std::optional<identity::MatchWeights>> active(core::ReadTransaction& transaction) override;
    core::Result<std::vector<identity::MatchWeights>> latest(core::ReadTransaction& transaction, std::size_t limit) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const identity::MatchWeights& weights,
                                      const identity::WeightsChange& change) override;
    core::Result<std::vector<identity::WeightsChange>> historyOf(core::ReadTransaction& transaction, identity::WeightsId id) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string named_;
    const std::string active_;
    const std::string latest_;
};

}  // namespace hub::storage::sql
