#pragma once

#include <optional>
#include <vector>

#include "hub/core/ids.h"
#include "hub/identity/credential_store.h"

namespace hub::identity {

/// What happens to the credentials of others by which a person is found (多码合一). Each call is part of the caller's unit of work.
/// Whether the caller may touch a credential is the caller's question: an id says nothing about who asks. Any thread.
class Credentials {
  public:
    /// All outlive this.
    Credentials(CredentialStore& store, core::IdSource& ids, const core::Clock& clock) : store_(store), ids_(ids), clock_(clock) {}

    /// A credential that stands as this person's already comes back as it stands, lost or expired too: binding again thaws and prolongs
    /// nothing. One that was revoked, whoever held it, is bound anew, with an id of its own. Of two people at once one gets it.
    /// Also: CodeNotRecognised (see checkCredentialKey), CredentialTaken, FieldTooLong. REQUIRES: the person stands.
    core::Result<HeldCredential> bind(core::Transaction& transaction, PersonId person, const CredentialKey& key,
                                      std::optional<core::UtcTime> valid_until = std::nullopt);

    /// Whom it speaks for now. Also: CodeNotRecognised, CredentialNotFound, CredentialNotActive ("lost", "revoked", "expired").
    core::Result<HeldCredential> find(core::ReadTransaction& transaction, const CredentialKey& key);
    /// Who of these has it, lost or expired too; none: nobody, or somebody else. Also: CodeNotRecognised.
    core::Result<std::optional<PersonId>> holderAmong(core::ReadTransaction& transaction, const std::vector<PersonId>& people,
                                                      const CredentialKey& key);
    /// Whatever their state; oldest first.
    core::Result<std::vector<HeldCredential>> heldBy(core::ReadTransaction& transaction, PersonId person);

    /// Freezes it; a second report changes nothing. Also: CredentialNotFound, CredentialNotActive (it is revoked).
    core::Result<HeldCredential> reportLoss(core::Transaction& transaction, CredentialId id);
    /// Takes the report back. Also: CredentialNotFound, CredentialNotActive (it is not lost).
    core::Result<HeldCredential> found(core::Transaction& transaction, CredentialId id);
    /// A second time changes nothing. Also: CredentialNotFound.
    core::Result<HeldCredential> revoke(core::Transaction& transaction, CredentialId id);
    /// The same person's next one, of the same kind and issuer; the old one is revoked. The same number again is the old thing made valid
    /// anew. Also: CredentialNotFound, CredentialNotActive (the old one is revoked; or the new number is this person's and lost or
    /// expired), CodeNotRecognised, CredentialTaken; after a failure the caller's unit must fail too.
    core::Result<HeldCredential> replace(core::Transaction& transaction, CredentialId old, const core::CardNumber& number,
                                         std::optional<core::UtcTime> valid_until = std::nullopt);

  private:
    core::Result<HeldCredential> move(core::Transaction& transaction, HeldCredential credential, CredentialState to);
    core::Result<HeldCredential> ifActive(HeldCredential credential) const;

    CredentialStore& store_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
