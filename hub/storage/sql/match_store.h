#pragma once

#include "hub/identity/match_store.h"
#include "hub/storage/sql/database.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables match_record, match_secret and people_load. Any thread.
class SqlMatchStore final : public identity::MatchStore {
  public:
    /// `vault` outlives the store.
    explicit SqlMatchStore(const vault::Vault& vault) : vault_(vault) {}

    core::Result<core::Sensitive<std::string>> secret(core::ReadTransaction& transaction) override;
    core::Result<void> add(core::Transaction& transaction, const identity::MatchRow& row) override;
    core::Result<void> put(core::Transaction& transaction, const identity::MatchRow& row) override;
    core::Result<void> remove(core::Transaction& transaction, const core::IdBits& id) override;
    core::Result<std::optional<identity::KeptMatchRow>> find(core::ReadTransaction& transaction, const core::IdBits& id) override;
    core::Result<core::IdBits> each(core::ReadTransaction& transaction, const core::IdBits& after, std::size_t limit,
                                    const std::function<void(const identity::MatchRow&)>& use) override;
    core::Result<std::optional<identity::LoadProgress>> progressOf(core::ReadTransaction& transaction, const core::Digest& file) override;
    core::Result<void> keepProgress(core::Transaction& transaction, const identity::LoadProgress& progress) override;

  private:
    const vault::Vault& vault_;
};

/// What a new database packs records with; nothing where it stands already. It is what was used before it was kept: derived from index
/// key 1. Also: KeyMissing, what the database answers with.
core::Result<void> makeMatchSecret(Database& database, const vault::Vault& vault);

}  // namespace hub::storage::sql
