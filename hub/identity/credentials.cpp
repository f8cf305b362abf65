#include "hub/identity/credentials.h"

#include <algorithm>
#include <string>
#include <utility>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr int kTries = 2;  // the second finds what another lane wrote a moment ago: it is committed by then

Failure notActive(CredentialState state) { return Failure(Error::CredentialNotActive, std::string(core::enumName(state))); }

}  // namespace

Result<HeldCredential> Credentials::bind(core::Transaction& transaction, PersonId person, const CredentialKey& key,
                                         std::optional<core::UtcTime> valid_until) {
    const Result<CredentialKey> checked = checkCredentialKey(key);
    if (!checked.ok()) return checked.failure();
    const core::UtcTime now = clock_.utc();
    for (int tries = 1;; ++tries) {
        Result<std::optional<HeldCredential>> before = store_.credentialByKey(transaction, *checked);
        if (!before.ok()) return before.failure();
        if (*before && (*before)->state != CredentialState::Revoked) {
            if ((*before)->person != person) return Failure(Error::CredentialTaken);
            return **std::move(before);
        }
        const HeldCredential fresh{.id = ids_.next<CredentialId>(),
                                   .person = person,
                                   .kind = checked->kind,
                                   .issuer = checked->issuer,
                                   .number = checked->number,
                                   .bound_at = now,
                                   .valid_until = valid_until,
                                   .changed_at = now};
        const Result<void> bound = *before ? store_.bindAnew(transaction, **before, fresh) : store_.addCredential(transaction, fresh);
        if (bound.ok()) return fresh;
        if (bound.failure().error() != Error::CredentialTaken || tries == kTries) return bound.failure();
    }
}

Result<HeldCredential> Credentials::find(core::ReadTransaction& transaction, const CredentialKey& key) {
    const Result<CredentialKey> checked = checkCredentialKey(key);
    if (!checked.ok()) return checked.failure();
    Result<std::optional<HeldCredential>> found = store_.credentialByKey(transaction, *checked);
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::CredentialNotFound);
    return ifActive(**std::move(found));
}

Result<std::optional<PersonId>> Credentials::holderAmong(core::ReadTransaction& transaction, const std::vector<PersonId>& people,
                                                         const CredentialKey& key) {
    const Result<CredentialKey> checked = checkCredentialKey(key);
    if (!checked.ok()) return checked.failure();
    const Result<std::optional<HeldCredential>> held = store_.credentialByKey(transaction, *checked);
    if (!held.ok()) return held.failure();
    if (!*held || (*held)->state == CredentialState::Revoked) return std::optional<PersonId>();
    const auto holder = std::find(people.begin(), people.end(), (*held)->person);
    return holder == people.end() ? std::optional<PersonId>() : std::optional(*holder);
}

Result<std::vector<HeldCredential>> Credentials::heldBy(core::ReadTransaction& transaction, PersonId person) {
    return store_.credentialsOf(transaction, person);
}

Result<HeldCredential> Credentials::reportLoss(core::Transaction& transaction, CredentialId id) {
    Result<HeldCredential> credential = store_.findCredential(transaction, id);
    if (!credential.ok() || credential->state == CredentialState::Lost) return credential;
    if (credential->state == CredentialState::Revoked) return notActive(credential->state);
    return move(transaction, *std::move(credential), CredentialState::Lost);
}

Result<HeldCredential> Credentials::found(core::Transaction& transaction, CredentialId id) {
    Result<HeldCredential> credential = store_.findCredential(transaction, id);
    if (!credential.ok()) return credential;
    if (credential->state != CredentialState::Lost) return notActive(credential->state);
    return move(transaction, *std::move(credential), CredentialState::Active);
}

Result<HeldCredential> Credentials::revoke(core::Transaction& transaction, CredentialId id) {
    Result<HeldCredential> credential = store_.findCredential(transaction, id);
    if (!credential.ok() || credential->state == CredentialState::Revoked) return credential;
    return move(transaction, *std::move(credential), CredentialState::Revoked);
}

Result<HeldCredential> Credentials::replace(core::Transaction& transaction, CredentialId id, const core::CardNumber& number,
                                            std::optional<core::UtcTime> valid_until) {
    Result<HeldCredential> old = store_.findCredential(transaction, id);
    if (!old.ok()) return old;
    if (old->state == CredentialState::Revoked) return notActive(old->state);
    const PersonId person = old->person;
    CredentialKey key = old->key();
    key.number = core::Sensitive(number);
    const Result<HeldCredential> revoked = move(transaction, *std::move(old), CredentialState::Revoked);
    if (!revoked.ok()) return revoked;
    Result<HeldCredential> fresh = bind(transaction, person, key, valid_until);
    if (!fresh.ok()) return fresh;
    return ifActive(*std::move(fresh));
}

Result<HeldCredential> Credentials::move(core::Transaction& transaction, HeldCredential credential, CredentialState to) {
    credential.state = to;
    credential.changed_at = clock_.utc();
    const Result<std::int64_t> version = store_.changeCredential(transaction, credential);
    if (!version.ok()) return version.failure();
    credential.version = *version;
    return credential;
}

Result<HeldCredential> Credentials::ifActive(HeldCredential credential) const {
    if (credential.state != CredentialState::Active) return notActive(credential.state);
    if (credential.valid_until && clock_.utc() >= *credential.valid_until) return Failure(Error::CredentialNotActive, "expired");
    return credential;
}

}  // namespace hub::identity
