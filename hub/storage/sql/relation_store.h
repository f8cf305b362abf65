#pragma once

#include <string>

#include "hub/identity/relation_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables relation and relation_change. Any thread.
class SqlRelationStore final : public identity::RelationStore {
  public:
    /// `vault` outlives the store.
    explicit SqlRelationStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const identity::Relation& relation, std::string_view by,
                           core::UtcTime at) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const identity::Relation& relation, std::string_view by,
                                      core::UtcTime at) override;
    core::Result<identity::Relation> find(core::ReadTransaction& transaction, identity::RelationId id) override;
    core::Result<std::vector<identity::Relation>> liveOfHolder(core::ReadTransaction& transaction, identity::PersonId holder,
                                                               core::UtcTime now, std::size_t limit) override;
    core::Result<std::vector<identity::Relation>> liveOfSubject(core::ReadTransaction& transaction, identity::PersonId subject,
                                                                core::UtcTime now, std::size_t limit) override;
    core::Result<std::vector<identity::Relation>> liveOfSubject(core::ReadTransaction& transaction, identity::PersonId subject,
                                                                identity::RelationKind kind, core::UtcTime now, std::size_t limit) override;
    core::Result<std::vector<identity::Relation>> liveBetween(core::ReadTransaction& transaction, identity::PersonId holder,
                                                              identity::PersonId subject, core::UtcTime now) override;
    core::Result<std::vector<identity::Relation>> everHeld(core::ReadTransaction& transaction, identity::PersonId holder,
                                                           identity::RelationKind kind, std::size_t limit) override;
    core::Result<std::vector<identity::RelationChange>> historyOf(core::ReadTransaction& transaction, identity::RelationId id) override;

  private:
    core::Result<std::vector<identity::Relation>> relations(core::ReadTransaction& transaction, std::string_view sql, Values values) const;

    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_holder_;
    const std::string of_subject_;
    const std::string of_subject_by_kind_;
    const std::string between_;
    const std::string of_kind_;
};

}  // namespace hub::storage::sql
