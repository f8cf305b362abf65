#pragma once

#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/outbox.h"
#include "hub/identity/identity_store.h"

namespace hub::identity::index {

inline constexpr std::string_view kMatchTopic = "match";  ///< of the outbox: people of whom something has become known

/// To be asked about at once. Of one person's questions any comes first.
core::OutboxMessage matchQuestion(PersonId person, core::IdSource& ids, const core::Clock& clock);

/// The people of a hub that matches: whoever is added or changed, or gets, changes or loses a file, is asked about later, because the
/// same unit of work leaves a message (kMatchTopic, order key: the person). The one place for whatever writes people; all else is passed
/// on as it is. Any thread.
class MatchedPeople final : public IdentityStore {
  public:
    /// All outlive this.
    MatchedPeople(IdentityStore& store, core::Outbox& outbox, core::IdSource& ids, const core::Clock& clock)
        : store_(store), outbox_(outbox), ids_(ids), clock_(clock) {}

    core::Result<void> addPerson(core::Transaction& transaction, const Person& person) override;
    core::Result<void> addNewborn(core::Transaction& transaction, const Person& person, const NewbornKey& key) override;
    core::Result<std::int64_t> changePerson(core::Transaction& transaction, const Person& person) override;
    core::Result<bool> addFile(core::Transaction& transaction, const HospitalFile& file, const LinkChange& change) override;
    core::Result<std::int64_t> changeFile(core::Transaction& transaction, const HospitalFile& file,
                                          const std::optional<LinkChange>& change) override;

    core::Result<Person> findPerson(core::ReadTransaction& transaction, PersonId id) override { return store_.findPerson(transaction, id); }
    core::Result<std::optional<Person>> personByCertificate(core::ReadTransaction& transaction,
                                                            const contract::Certificate& certificate) override {
        return store_.personByCertificate(transaction, certificate);
    }
    core::Result<void> addFormerCertificate(core::Transaction& transaction, const FormerCertificate& former) override {
        return store_.addFormerCertificate(transaction, former);
    }
    core::Result<std::vector<FormerCertificate>> formerCertificatesOf(core::ReadTransaction& transaction, PersonId person) override {
        return store_.formerCertificatesOf(transaction, person);
    }
    core::Result<void> addCard(core::Transaction& transaction, const Card& card) override { return store_.addCard(transaction, card); }
    core::Result<Card> findCard(core::ReadTransaction& transaction, CardId id) override { return store_.findCard(transaction, id); }
    core::Result<std::optional<Card>> cardByNumber(core::ReadTransaction& transaction, const core::CardNumber& number) override {
        return store_.cardByNumber(transaction, number);
    }
    core::Result<std::vector<Card>> cardsOf(core::ReadTransaction& transaction, PersonId person) override {
        return store_.cardsOf(transaction, person);
    }
    core::Result<std::int64_t> changeCard(core::Transaction& transaction, const Card& card) override {
        return store_.changeCard(transaction, card);
    }
    core::Result<bool> useCode(core::Transaction& transaction, const core::IdBits& nonce, core::UtcTime now) override {
        return store_.useCode(transaction, nonce, now);
    }
    core::Result<std::int64_t> forgetCodes(core::Transaction& transaction, core::UtcTime before, std::size_t limit) override {
        return store_.forgetCodes(transaction, before, limit);
    }
    core::Result<HospitalFile> findFile(core::ReadTransaction& transaction, HospitalFileId id) override {
        return store_.findFile(transaction, id);
    }
    core::Result<std::optional<HospitalFile>> fileByLocalPatient(core::ReadTransaction& transaction, std::string_view hospital,
                                                                 const core::CardNumber& local_patient) override {
        return store_.fileByLocalPatient(transaction, hospital, local_patient);
    }
    core::Result<std::vector<HospitalFile>> filesOf(core::ReadTransaction& transaction, PersonId person) override {
        return store_.filesOf(transaction, person);
    }
    core::Result<std::vector<LinkChange>> historyOf(core::ReadTransaction& transaction, HospitalFileId id) override {
        return store_.historyOf(transaction, id);
    }

  private:
    core::Result<void> ask(core::Transaction& transaction, PersonId person);

    IdentityStore& store_;
    core::Outbox& outbox_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity::index
