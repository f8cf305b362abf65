#include "hub/identity/person_details.h"

#include <algorithm>
#include <string_view>

#include "hub/core/text.h"
#include "hub/identity/certificate.h"
#include "hub/identity/name.h"
#include "hub/identity/relation.h"

namespace hub::identity {

using contract::PersonDetails;
using contract::Sex;
using core::Error;
using core::Failure;
using core::Result;

namespace {

bool isKnown(Sex sex) { return sex == Sex::Male || sex == Sex::Female; }

Result<void> checkPhone(const core::PhoneNumber& phone) {
    std::string_view digits = phone.text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (all_digits && digits.size() >= 5 && digits.size() <= 20) return {};
    return Failure(Error::PhoneNotValid, core::shapeOf(phone.text));
}

/// REQUIRES: UTF-8.
std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Result<void> checkAddress(std::string_view address) {
    const bool control = std::ranges::any_of(address, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
    if (address.find_first_not_of(' ') == std::string_view::npos || control || !core::isUtf8(address))
        return Failure(Error::PersonIncomplete, "address");
    return charactersOf(address) <= kAddressMost ? Result<void>() : Failure(Error::FieldTooLong, "address");
}

/// Takes over what the certificate says, where it says something.
Result<void> fillIn(PersonDetails& details, const CheckedCertificate& checked) {
    if (checked.birth_date) {
        if (details.birth_date && details.birth_date->reveal() != *checked.birth_date)
            return Failure(Error::CertificateContradicts, "birth_date");
        details.birth_date = core::Sensitive(*checked.birth_date);
    }
    if (checked.sex) {
        if (isKnown(details.sex) && details.sex != *checked.sex) return Failure(Error::CertificateContradicts, "sex");
        details.sex = *checked.sex;
    }
    return {};
}

/// Whether `ours` got the value of `theirs`, having none.
template <class T>
bool fill(std::optional<T>& ours, const std::optional<T>& theirs) {
    if (ours || !theirs) return false;
    ours = theirs;
    return true;
}

/// Whether `ours` got a value of `theirs` that it had not.
template <class T>
bool replace(std::optional<T>& ours, const std::optional<T>& theirs) {
    if (!theirs || ours == theirs) return false;
    ours = theirs;
    return true;
}

}  // namespace

Result<PersonDetails> checkDetails(const PersonDetails& details, core::Date today) {
    PersonDetails checked = details;
    const Result<core::PersonName> name = checkName(details.name.reveal());
    if (!name.ok()) return name.failure();
    checked.name = core::Sensitive(*name);
    if (details.phone) {
        const Result<void> phone = checkPhone(details.phone->reveal());
        if (!phone.ok()) return phone.failure();
    }
    if (!details.certificate) return Failure(Error::PersonIncomplete, "certificate");
    const Result<CheckedCertificate> certificate = checkCertificate(*details.certificate, today);
    if (!certificate.ok()) return certificate.failure();
    checked.certificate = certificate->certificate;
    const Result<void> filled = fillIn(checked, *certificate);
    if (!filled.ok()) return filled.failure();
    if (!isKnown(checked.sex)) return Failure(Error::PersonIncomplete, "sex");
    if (!checked.birth_date || checked.birth_date->reveal() > today) return Failure(Error::PersonIncomplete, "birth_date");
    return checked;
}

Result<PersonDetails> checkAlone(const PersonDetails& details, core::Date today) {
    Result<PersonDetails> checked = checkDetails(details, today);
    if (!checked.ok()) return checked;
    const Result<void> alone = checkAge(*checked, today);
    return alone.ok() ? checked : alone.failure();
}

PersonDetails soundDetails(const PersonDetails& details, core::Date today) {
    PersonDetails sound = details;
    const Result<core::PersonName> name = checkName(details.name.reveal());
    if (name.ok()) sound.name = core::Sensitive(*name);
    if (sound.phone && !checkPhone(sound.phone->reveal()).ok()) sound.phone.reset();
    if (!sound.certificate) return sound;
    const Result<CheckedCertificate> certificate = checkCertificate(*sound.certificate, today);
    sound.certificate.reset();
    if (certificate.ok() && fillIn(sound, *certificate).ok()) sound.certificate = certificate->certificate;
    return sound;
}

Result<void> checkAge(const PersonDetails& details, core::Date today) {
    if (!details.birth_date || hasReached(details.birth_date->reveal(), kChildUnder, today)) return {};
    return Failure(Error::GuardianMissing, "/people/children");
}

Result<void> checkAgreement(const PersonDetails& known, const PersonDetails& said) {
    if (isKnown(known.sex) && isKnown(said.sex) && known.sex != said.sex) return Failure(Error::CertificateContradicts, "sex");
    if (known.birth_date && said.birth_date && known.birth_date != said.birth_date)
        return Failure(Error::CertificateContradicts, "birth_date");
    return {};
}

bool fillUnknown(PersonDetails& known, const PersonDetails& said) {
    const bool sex = !isKnown(known.sex) && isKnown(said.sex);
    if (sex) known.sex = said.sex;
    const bool birth_date = fill(known.birth_date, said.birth_date);
    const bool phone = fill(known.phone, said.phone);
    const bool address = fill(known.address, said.address);
    return sex || birth_date || phone || address;
}

Result<void> checkContact(const Contact& contact) {
    const Result<void> phone = contact.phone ? checkPhone(contact.phone->reveal()) : Result<void>();
    if (!phone.ok() || !contact.address) return phone;
    return checkAddress(contact.address->reveal());
}

bool takeContact(PersonDetails& details, const Contact& contact) {
    const bool phone = replace(details.phone, contact.phone);
    const bool address = replace(details.address, contact.address);
    return phone || address;
}

}  // namespace hub::identity
