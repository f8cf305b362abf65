#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/contract/people.h"
#include "hub/core/clock.h"
#include "hub/core/personal.h"
#include "hub/core/result.h"
#include "hub/identity/ids.h"

namespace hub::identity {

enum class CredentialState {
    Active,
    Lost,     ///< reported lost (挂失): frozen, may be found again
    Revoked,  ///< nobody's any more; whoever holds the thing may bind it anew
};

constexpr auto enumNames(CredentialState) {
    using Name = std::pair<CredentialState, std::string_view>;
    return std::array{Name{CredentialState::Active, "active"}, Name{CredentialState::Lost, "lost"},
                      Name{CredentialState::Revoked, "revoked"}};
}

/// What a credential of another's is known by; in the region it stands once. The regional card and certificates are no such
/// credentials: they stand in tables of their own.
struct CredentialKey {
    contract::CredentialKind kind = contract::CredentialKind::HospitalCard;
    std::string issuer;  ///< of a HospitalCard the hospital's code, for the numbers of two hospitals collide; else empty
    core::Sensitive<core::CardNumber> number;
};

/// A credential that was bound to a person, who may hold many.
struct HeldCredential {
    CredentialId id;
    PersonId person;
    contract::CredentialKind kind = contract::CredentialKind::HospitalCard;
    std::string issuer;
    core::Sensitive<core::CardNumber> number;
    CredentialState state = CredentialState::Active;
    core::UtcTime bound_at;
    std::optional<core::UtcTime> valid_until;  ///< from this moment on it has expired; none: it does not
    core::UtcTime changed_at;                  ///< into this state
    std::int64_t version = 1;

    CredentialKey key() const { return {kind, issuer, number}; }
};

/// The longest number of a card, in bytes.
inline constexpr std::size_t kCredentialNumberMax = 64;

/// `scanned` without what scanners and input methods do to it: full-width letters, digits and signs become plain ones; blanks and line ends
/// behind it, and blanks before it, are gone.
std::string plainText(std::string_view scanned);

/// `key` in the one form it is kept, compared and indexed in: a plain text (see plainText); by kind:
/// - hospital_card: 1 to 64 visible bytes of ASCII as the hospital writes them, and an issuer.
/// - social_security_card: 9 letters or digits, upper case. ehealth_card: 64 hexadecimal digits, lower case: the card's id, not a code.
/// - insurance_voucher: 1 to 64 visible bytes: the lasting number a service gives, not a code, which works once.
/// An issuer of another kind than hospital_card is dropped: their numbers are the country's. Also: CodeNotRecognised with the kind and
/// the shape of the number.
core::Result<CredentialKey> checkCredentialKey(const CredentialKey& key);

}  // namespace hub::identity
