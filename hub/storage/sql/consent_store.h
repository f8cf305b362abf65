#pragma once

#include <string>

#include "hub/records/consent_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table consent. Any thread.
class SqlConsentStore final : public records::ConsentStore {
  public:
    /// `vault` outlives the store.
    explicit SqlConsentStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const records::Consent& consent) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const records::Consent& consent) override;
    core::Result<records::Consent> find(core::ReadTransaction& transaction, records::PersonId person, records::ConsentId id) override;
    core::Result<std::vector<records::Consent>> ofPerson(core::ReadTransaction& transaction, records::PersonId person,
                                                         const core::Page& page) override;
    core::Result<std::vector<records::Consent>> standingFor(core::ReadTransaction& transaction, records::PersonId person,
                                                            std::string_view reader, core::UtcTime at, std::size_t limit) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_person_;
    const std::string standing_;
};

}  // namespace hub::storage::sql
