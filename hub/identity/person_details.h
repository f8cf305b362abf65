#pragma once

#include <optional>
#include <string>

#include "hub/contract/people.h"
#include "hub/core/date.h"
#include "hub/core/result.h"

/// The rules for what is said and kept of a person, as functions of what they are told.
namespace hub::identity {

/// `details` as they are kept: every part checked, what the certificate says filled in. Also: PersonIncomplete (no certificate; no sex or
/// day of birth where the certificate does not say them), CertificateNotValid, CertificateContradicts, PersonNameNotValid, PhoneNotValid.
core::Result<contract::PersonDetails> checkDetails(const contract::PersonDetails& details, core::Date today);

/// checkDetails() and checkAge(): of somebody who comes without a guardian.
core::Result<contract::PersonDetails> checkAlone(const contract::PersonDetails& details, core::Date today);

/// What of details from elsewhere holds by itself: a certificate or a telephone that is not valid, or a certificate that contradicts sex or
/// day of birth, is left out; what the certificate says is filled in.
contract::PersonDetails soundDetails(const contract::PersonDetails& details, core::Date today);

/// Who is 14 or older, from the birthday on, needs no guardian; nor does who has no known day of birth. Also: GuardianMissing.
core::Result<void> checkAge(const contract::PersonDetails& details, core::Date today);

/// Also: CertificateContradicts with the field. What is not known contradicts nothing.
core::Result<void> checkAgreement(const contract::PersonDetails& known, const contract::PersonDetails& said);

/// Takes over what was not known; what stands stays. True when that was something.
bool fillUnknown(contract::PersonDetails& known, const contract::PersonDetails& said);

/// How a person can be reached. What is absent stays as it is.
struct Contact {
    std::optional<core::Sensitive<core::PhoneNumber>> phone;
    std::optional<core::Sensitive<std::string>> address;
};

inline constexpr std::size_t kAddressMost = 200;  ///< characters

/// Also: PhoneNotValid; of the address: FieldTooLong, PersonIncomplete (empty, or with control characters).
core::Result<void> checkContact(const Contact& contact);

/// True when something of it is new.
bool takeContact(contract::PersonDetails& details, const Contact& contact);

}  // namespace hub::identity
