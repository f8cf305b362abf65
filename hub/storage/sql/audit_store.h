#pragma once

#include "hub/audit/audit_store.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::sql {

/// The tables audit_entry and audit_signature. Any thread.
class SqlAuditStore final : public audit::AuditStore {
  public:
    core::Result<void> add(core::Transaction& transaction, const audit::AuditEntry& entry) override;
    core::Result<std::vector<audit::ChainedEntry>> search(core::ReadTransaction& transaction, const audit::AuditSearch& search) override;

    core::Result<std::vector<audit::AuditEntry>> unchained(core::ReadTransaction& transaction, std::size_t limit) override;
    core::Result<void> chain(core::Transaction& transaction, audit::AuditId id, const audit::ChainLink& link) override;
    core::Result<audit::ChainLink> lastLink(core::ReadTransaction& transaction) override;
    core::Result<std::vector<audit::ChainedEntry>> chained(core::ReadTransaction& transaction, std::int64_t after,
                                                           std::size_t limit) override;

    core::Result<void> addSignature(core::Transaction& transaction, const audit::ChainSignature& signature) override;
    core::Result<std::optional<audit::ChainSignature>> lastSignature(core::ReadTransaction& transaction) override;
    core::Result<std::vector<audit::ChainSignature>> signatures(core::ReadTransaction& transaction, std::int64_t after,
                                                                std::size_t limit) override;
};

}  // namespace hub::storage::sql
