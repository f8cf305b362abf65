#pragma once

#include "hub/identity/credential_store.h"
#include "hub/storage/sql/blind_index.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables credential and paper_code. Any thread.
class SqlCredentialStore final : public identity::CredentialStore {
  public:
    /// `vault` outlives the store.
    explicit SqlCredentialStore(const vault::Vault& vault) : vault_(vault) {}

    core::Result<void> addCredential(core::Transaction& transaction, const identity::HeldCredential& credential) override;
    core::Result<void> bindAnew(core::Transaction& transaction, const identity::HeldCredential& revoked,
                                const identity::HeldCredential& fresh) override;
    core::Result<identity::HeldCredential> findCredential(core::ReadTransaction& transaction, identity::CredentialId id) override;
    core::Result<std::optional<identity::HeldCredential>> credentialByKey(core::ReadTransaction& transaction,
                                                                          const identity::CredentialKey& key) override;
    core::Result<std::vector<identity::HeldCredential>> credentialsOf(core::ReadTransaction& transaction,
                                                                      identity::PersonId person) override;
    core::Result<std::int64_t> changeCredential(core::Transaction& transaction, const identity::HeldCredential& credential) override;

    core::Result<bool> addPaperCode(core::Transaction& transaction, const identity::IssuedPaperCode& issued) override;
    core::Result<std::optional<identity::IssuedPaperCode>> findPaperCode(core::ReadTransaction& transaction,
                                                                         identity::PaperCodeId id) override;
    core::Result<void> revokePaperCodeOf(core::Transaction& transaction, identity::CardId card, core::UtcTime now) override;
    core::Result<void> revokePaperCode(core::Transaction& transaction, identity::PaperCodeId id, core::UtcTime now) override;
    core::Result<std::vector<identity::PaperCodeId>> revokedPaperCodes(core::ReadTransaction& transaction, core::Date today,
                                                                       identity::PaperCodeId after, std::size_t limit) override;
    core::Result<std::int64_t> forgetPaperCodes(core::Transaction& transaction, core::Date day, std::size_t limit) override;
    core::Result<std::map<vault::KeyNumber, core::Date>> paperCodeKeys(core::ReadTransaction& transaction) override;

  private:
    core::Result<std::vector<identity::HeldCredential>> credentials(core::ReadTransaction& transaction, std::string_view sql,
                                                                    Value value) const;
    core::Result<BlindIndexes> keyIndexes(core::ReadTransaction& transaction, const identity::CredentialKey& key) const;

    const vault::Vault& vault_;
};

IndexedColumn credentialNumberIndex();

}  // namespace hub::storage::sql
