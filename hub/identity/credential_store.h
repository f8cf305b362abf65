#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "hub/core/work.h"
#include "hub/identity/credential.h"
#include "hub/identity/paper_code.h"

namespace hub::identity {

/// The rows of credentials and paper codes. It keeps what it is given and guards what must be unique; the rules are in Credentials and
/// PaperCodes, through which flows write. Numbers are sealed and found through a blind index; keys are asked for in their checked form.
/// Implemented by storage. Any thread.
class CredentialStore {
  public:
    virtual ~CredentialStore() = default;

    /// REQUIRES: version 1. Also: CredentialTaken, FieldTooLong.
    virtual core::Result<void> addCredential(core::Transaction& transaction, const HeldCredential& credential) = 0;
    /// `fresh`, of the same key and version 1, stands in the place of `revoked`, which is gone. Also: CredentialTaken when that does not
    /// stand as it was read any more.
    virtual core::Result<void> bindAnew(core::Transaction& transaction, const HeldCredential& revoked, const HeldCredential& fresh) = 0;
    /// Also: CredentialNotFound.
    virtual core::Result<HeldCredential> findCredential(core::ReadTransaction& transaction, CredentialId id) = 0;
    virtual core::Result<std::optional<HeldCredential>> credentialByKey(core::ReadTransaction& transaction, const CredentialKey& key) = 0;
    /// Whatever their state; oldest first.
    virtual core::Result<std::vector<HeldCredential>> credentialsOf(core::ReadTransaction& transaction, PersonId person) = 0;
    /// Writes state and changed_at, from exactly credential.version to the next, with which it answers. Also: VersionConflict.
    virtual core::Result<std::int64_t> changeCredential(core::Transaction& transaction, const HeldCredential& credential) = 0;

    /// False, and nothing is added, when one of the card stands. REQUIRES: it is not revoked.
    virtual core::Result<bool> addPaperCode(core::Transaction& transaction, const IssuedPaperCode& issued) = 0;
    virtual core::Result<std::optional<IssuedPaperCode>> findPaperCode(core::ReadTransaction& transaction, PaperCodeId id) = 0;
    /// Revokes the one that stands, if any.
    virtual core::Result<void> revokePaperCodeOf(core::Transaction& transaction, CardId card, core::UtcTime now) = 0;
    /// The first revocation counts. Nothing happens when there is no such code.
    virtual core::Result<void> revokePaperCode(core::Transaction& transaction, PaperCodeId id, core::UtcTime now) = 0;
    /// Those that are revoked and whose last day is not before `today`: at most `limit` ids greater than `after`, by id.
    virtual core::Result<std::vector<PaperCodeId>> revokedPaperCodes(core::ReadTransaction& transaction, core::Date today,
                                                                     PaperCodeId after, std::size_t limit) = 0;
    /// Forgets up to `limit` codes whose last day is before `day`, revoked or not, and says how many.
    virtual core::Result<std::int64_t> forgetPaperCodes(core::Transaction& transaction, core::Date day, std::size_t limit) = 0;
    /// The signing keys of the codes that are kept, by number, each with the latest last day of its codes.
    virtual core::Result<std::map<vault::KeyNumber, core::Date>> paperCodeKeys(core::ReadTransaction& transaction) = 0;
};

}  // namespace hub::identity
