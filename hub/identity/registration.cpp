#include "hub/identity/registration.h"

#include <algorithm>
#include <string>

#include "hub/core/text.h"
#include "hub/identity/certificate.h"
#include "hub/identity/name.h"

namespace hub::identity {

using contract::PersonDetails;
using contract::Sex;
using core::Error;
using core::Failure;
using core::Result;

namespace {

Failure notActive(PersonState state) { return Failure(Error::PersonNotActive, std::string(core::enumName(state))); }

bool isKnown(Sex sex) { return sex == Sex::Male || sex == Sex::Female; }

Result<void> checkPhone(const core::PhoneNumber& phone) {
    std::string_view digits = phone.text;
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const bool all_digits = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (all_digits && digits.size() >= 5 && digits.size() <= 20) return {};
    return Failure(Error::PhoneNotValid, core::shapeOf(phone.text));
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

Result<Registered> Registration::registerPerson(core::Transaction& transaction, const PersonDetails& details) {
    const core::UtcTime now = clock_.utc();
    const Result<PersonDetails> checked = checkDetails(details, core::shanghaiDate(now, core::Duration(0)));
    if (!checked.ok()) return checked.failure();
    const core::PersonName& name = checked->name.reveal();
    const Result<std::optional<Person>> before = store_.personByCertificate(transaction, *checked->certificate);
    if (!before.ok()) return before.failure();
    if (*before) return standing(transaction, **before, name);

    const Person person{.id = ids_.next<PersonId>(), .details = *checked, .registered_at = now};
    const Result<void> added = store_.addPerson(transaction, person);
    if (!added.ok()) {
        if (added.failure().error() != Error::CertificateTaken) return added.failure();
        // Another lane added the same person a moment ago; the row is committed by now.
        const Result<std::optional<Person>> now_there = store_.personByCertificate(transaction, *checked->certificate);
        if (!now_there.ok()) return now_there.failure();
        if (!*now_there) return added.failure();
        return standing(transaction, **now_there, name);
    }
    const Result<Card> card = cards_.issue(transaction, person.id);
    if (!card.ok()) return card.failure();
    return Registered{person, *card, /*created=*/true};
}

Result<Person> Registration::verify(core::Transaction& transaction, PersonId id) {
    Result<Person> person = store_.findPerson(transaction, id);
    if (!person.ok() || person->state == PersonState::Verified) return person;
    if (!isActive(person->state)) return notActive(person->state);
    return move(transaction, *std::move(person), PersonState::Verified);
}

Result<Person> Registration::suspend(core::Transaction& transaction, PersonId id) {
    Result<Person> person = store_.findPerson(transaction, id);
    if (!person.ok() || person->state == PersonState::Suspended) return person;
    if (!isActive(person->state)) return notActive(person->state);
    return move(transaction, *std::move(person), PersonState::Suspended);
}

Result<Person> Registration::resume(core::Transaction& transaction, PersonId id) {
    Result<Person> person = store_.findPerson(transaction, id);
    if (!person.ok()) return person;
    if (person->state != PersonState::Suspended) return notActive(person->state);
    return move(transaction, *std::move(person), PersonState::Verified);
}

Result<Person> Registration::close(core::Transaction& transaction, PersonId id) {
    Result<Person> person = store_.findPerson(transaction, id);
    if (!person.ok() || person->state == PersonState::Closed) return person;
    const Result<std::vector<Card>> cards = store_.cardsOf(transaction, id);
    if (!cards.ok()) return cards.failure();
    for (const Card& card : *cards) {
        if (card.state == CardState::Replaced) continue;
        const Result<Card> closed = cards_.close(transaction, card.id);
        if (!closed.ok()) return closed.failure();
    }
    return move(transaction, *std::move(person), PersonState::Closed);
}

Result<Person> Registration::move(core::Transaction& transaction, Person person, PersonState to) {
    person.state = to;
    const Result<std::int64_t> version = store_.changePerson(transaction, person);
    if (!version.ok()) return version.failure();
    person.version = *version;
    return person;
}

Result<Registered> Registration::standing(core::ReadTransaction& transaction, const Person& person, const core::PersonName& name) {
    if (!sameName(person.details.name.reveal(), name)) return Failure(Error::RegistrationRefused);
    if (!isActive(person.state)) return notActive(person.state);
    const Result<std::optional<Card>> card = cards_.activeOf(transaction, person.id);
    if (!card.ok()) return card.failure();
    return Registered{person, *card, /*created=*/false};
}

}  // namespace hub::identity
