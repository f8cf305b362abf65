#pragma once

#include "hub/identity/identity_store.h"
#include "hub/storage/sql/blind_index.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables person, former_certificate, card, card_code, hospital_file and file_link. Any thread.
class SqlIdentityStore final : public identity::IdentityStore {
  public:
    /// `vault` outlives the store.
    explicit SqlIdentityStore(const vault::Vault& vault) : vault_(vault) {}

    core::Result<void> addPerson(core::Transaction& transaction, const identity::Person& person) override;
    core::Result<void> addNewborn(core::Transaction& transaction, const identity::Person& person, const identity::NewbornKey& key) override;
    core::Result<identity::Person> findPerson(core::ReadTransaction& transaction, identity::PersonId id) override;
    core::Result<std::optional<identity::Person>> personByCertificate(core::ReadTransaction& transaction,
                                                                      const contract::Certificate& certificate) override;
    core::Result<std::int64_t> changePerson(core::Transaction& transaction, const identity::Person& person) override;
    core::Result<void> addFormerCertificate(core::Transaction& transaction, const identity::FormerCertificate& former) override;
    core::Result<std::vector<identity::FormerCertificate>> formerCertificatesOf(core::ReadTransaction& transaction,
                                                                                identity::PersonId person) override;

    core::Result<void> addCard(core::Transaction& transaction, const identity::Card& card) override;
    core::Result<identity::Card> findCard(core::ReadTransaction& transaction, identity::CardId id) override;
    core::Result<std::optional<identity::Card>> cardByNumber(core::ReadTransaction& transaction, const core::CardNumber& number) override;
    core::Result<std::vector<identity::Card>> cardsOf(core::ReadTransaction& transaction, identity::PersonId person) override;
    core::Result<std::int64_t> changeCard(core::Transaction& transaction, const identity::Card& card) override;

    core::Result<bool> useCode(core::Transaction& transaction, const core::IdBits& nonce, core::UtcTime now) override;
    core::Result<std::int64_t> forgetCodes(core::Transaction& transaction, core::UtcTime before, std::size_t limit) override;

    core::Result<bool> addFile(core::Transaction& transaction, const identity::HospitalFile& file,
                               const identity::LinkChange& change) override;
    core::Result<identity::HospitalFile> findFile(core::ReadTransaction& transaction, identity::HospitalFileId id) override;
    core::Result<std::optional<identity::HospitalFile>> fileByLocalPatient(core::ReadTransaction& transaction, std::string_view hospital,
                                                                           const core::CardNumber& local_patient) override;
    core::Result<std::vector<identity::HospitalFile>> filesOf(core::ReadTransaction& transaction, identity::PersonId person) override;
    core::Result<std::int64_t> changeFile(core::Transaction& transaction, const identity::HospitalFile& file,
                                          const std::optional<identity::LinkChange>& change) override;
    core::Result<std::vector<identity::LinkChange>> historyOf(core::ReadTransaction& transaction, identity::HospitalFileId id) override;

  private:
    core::Result<void> addPersonRow(core::Transaction& transaction, const identity::Person& person, const BlindIndexes& certificate,
                                    Value sealed_newborn) const;
    core::Result<bool> wasGivenUp(core::ReadTransaction& transaction, const BlindIndexes& certificate) const;
    core::Result<bool> keepsIndex(core::ReadTransaction& transaction, const identity::Person& person);
    core::Result<std::vector<identity::Person>> persons(core::ReadTransaction& transaction, std::string_view sql, Value value) const;
    core::Result<std::vector<identity::Card>> cards(core::ReadTransaction& transaction, std::string_view sql, Value value) const;
    core::Result<std::vector<identity::HospitalFile>> files(core::ReadTransaction& transaction, std::string_view sql, Value value) const;
    core::Result<BlindIndexes> certificateIndexes(core::ReadTransaction& transaction,
                                                  const std::optional<contract::Certificate>& certificate) const;
    core::Result<BlindIndexes> numberIndexes(core::ReadTransaction& transaction, const core::CardNumber& number) const;
    core::Result<BlindIndexes> localIndexes(core::ReadTransaction& transaction, std::string_view hospital,
                                            const core::Sensitive<core::CardNumber>& local_patient) const;

    const vault::Vault& vault_;
};

IndexedColumn personCertificateIndex();
IndexedColumn formerCertificateIndex();
IndexedColumn cardNumberIndex();
IndexedColumn hospitalFileIndex();

}  // namespace hub::storage::sql
