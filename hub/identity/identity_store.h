#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/card.h"
#include "hub/identity/hospital_file.h"
#include "hub/identity/person.h"

namespace hub::identity {

/// The rows of people, cards and hospital files. It keeps what it is given and guards what must be unique; the rules are in
/// Registration, Newborns, Cards, CardCodes and HospitalFiles, through which flows write. Personal data is sealed; every look-up by a
/// number goes through a blind index. Implemented by storage. Any thread.
class IdentityStore {
  public:
    virtual ~IdentityStore() = default;

    /// REQUIRES: version 1, and a certificate that is checked, if any. Also: CertificateTaken (somebody else holds it, or held it; nothing
    /// is added), FieldTooLong.
    virtual core::Result<void> addPerson(core::Transaction& transaction, const Person& person) = 0;
    /// A child without a certificate. Of one `key` there is one: it stands where another person's certificate would, until changePerson
    /// gives the child a certificate of its own; from then on the key is free, and Newborns finds the child by its mother. REQUIRES:
    /// version 1 and no certificate. Also: CertificateTaken (the child stands already).
    virtual core::Result<void> addNewborn(core::Transaction& transaction, const Person& person, const NewbornKey& key) = 0;
    /// Also: PersonNotFound.
    virtual core::Result<Person> findPerson(core::ReadTransaction& transaction, PersonId id) = 0;
    /// Whoever holds `certificate`, or held it: it is in its checked form.
    virtual core::Result<std::optional<Person>> personByCertificate(core::ReadTransaction& transaction,
                                                                    const contract::Certificate& certificate) = 0;
    /// Writes details and state, from exactly person.version to the next, with which it answers. Who had no certificate and gets none keeps
    /// the key of addNewborn. Also: VersionConflict, CertificateTaken (somebody else's, as of addPerson; the caller's unit must fail too).
    virtual core::Result<std::int64_t> changePerson(core::Transaction& transaction, const Person& person) = 0;

    /// In the unit in which changePerson gives the person another one. Also: CertificateTaken (somebody gave it up before).
    virtual core::Result<void> addFormerCertificate(core::Transaction& transaction, const FormerCertificate& former) = 0;
    /// Given up first, first.
    virtual core::Result<std::vector<FormerCertificate>> formerCertificatesOf(core::ReadTransaction& transaction, PersonId person) = 0;

    /// Also: CardNumberTaken, CardActiveAlready.
    virtual core::Result<void> addCard(core::Transaction& transaction, const Card& card) = 0;
    /// Also: CardNotFound.
    virtual core::Result<Card> findCard(core::ReadTransaction& transaction, CardId id) = 0;
    virtual core::Result<std::optional<Card>> cardByNumber(core::ReadTransaction& transaction, const core::CardNumber& number) = 0;
    /// Every card the person had, oldest first.
    virtual core::Result<std::vector<Card>> cardsOf(core::ReadTransaction& transaction, PersonId person) = 0;
    /// Writes state and changed_at, from exactly card.version to the next. Also: VersionConflict, CardActiveAlready.
    virtual core::Result<std::int64_t> changeCard(core::Transaction& transaction, const Card& card) = 0;

    /// False when the code was used before: of two at once, one gets true.
    virtual core::Result<bool> useCode(core::Transaction& transaction, const core::IdBits& nonce, core::UtcTime now) = 0;
    /// For a job: forgets up to about `limit` codes used before `before`, and says how many.
    virtual core::Result<std::int64_t> forgetCodes(core::Transaction& transaction, core::UtcTime before, std::size_t limit) = 0;

    /// Adds the file and the first line of its history (change.number is 1). Nothing is added, and the answer is false, when the hospital's
    /// number stands already. Also: FieldTooLong.
    virtual core::Result<bool> addFile(core::Transaction& transaction, const HospitalFile& file, const LinkChange& change) = 0;
    /// Also: HospitalFileNotFound.
    virtual core::Result<HospitalFile> findFile(core::ReadTransaction& transaction, HospitalFileId id) = 0;
    virtual core::Result<std::optional<HospitalFile>> fileByLocalPatient(core::ReadTransaction& transaction, std::string_view hospital,
                                                                         const core::CardNumber& local_patient) = 0;
    /// Whatever their state; oldest first.
    virtual core::Result<std::vector<HospitalFile>> filesOf(core::ReadTransaction& transaction, PersonId person) = 0;
    /// Writes everything but hospital and number, from exactly file.version to the next, and a line of history with that number when
    /// the link itself changed. Also: VersionConflict, FieldTooLong.
    virtual core::Result<std::int64_t> changeFile(core::Transaction& transaction, const HospitalFile& file,
                                                  const std::optional<LinkChange>& change) = 0;
    /// Oldest first.
    virtual core::Result<std::vector<LinkChange>> historyOf(core::ReadTransaction& transaction, HospitalFileId id) = 0;
};

}  // namespace hub::identity
