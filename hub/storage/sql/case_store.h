#pragma once

#include <string>

#include "hub/payment/case_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table hub_case. What the decider wrote is sealed. Any thread.
class SqlCaseStore final : public payment::CaseStore {
  public:
    /// `vault` outlives the store.
    explicit SqlCaseStore(const vault::Vault& vault);

    core::Result<bool> open(core::Transaction& transaction, const payment::Case& question) override;
    core::Result<void> close(core::Transaction& transaction, payment::CaseId id, std::int64_t version, std::string_view closed_by,
                             std::string_view decision, core::UtcTime at) override;
    core::Result<payment::Case> find(core::ReadTransaction& transaction, payment::CaseId id) override;
    core::Result<std::vector<payment::Case>> ofSubject(core::ReadTransaction& transaction, core::IdBits subject,
                                                       const core::Page& page) override;
    core::Result<std::vector<payment::Case>> openOfHospital(core::ReadTransaction& transaction, std::string_view hospital,
                                                            const core::Page& page) override;
    core::Result<std::vector<payment::Case>> openOfAll(core::ReadTransaction& transaction, const core::Page& page) override;

  private:
    core::Result<std::vector<payment::Case>> list(core::ReadTransaction& transaction, std::string_view sql, std::vector<Value> before,
                                                  const core::Page& page) const;

    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_subject_;
    const std::string open_of_hospital_;
    const std::string open_of_all_;
};

}  // namespace hub::storage::sql
