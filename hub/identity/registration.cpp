#include "hub/identity/registration.h"

#include <algorithm>
#include <string>
#include <utility>

#include "hub/identity/certificate.h"
#include "hub/identity/name.h"

namespace hub::identity {

using contract::PersonDetails;
using core::Error;
using core::Failure;
using core::Result;

namespace {

Failure notActive(PersonState state) { return Failure(Error::PersonNotActive, std::string(core::enumName(state))); }

/// What is said now over what was known.
Result<PersonDetails> completed(const PersonDetails& known, PersonDetails said) {
    const Result<void> agree = checkAgreement(known, said);
    if (!agree.ok()) return agree.failure();
    if (known.certificate) {
        if (!sameName(known.name.reveal(), said.name.reveal())) return Failure(Error::CertificateContradicts, "name");
        said.name = known.name;
    }
    fillUnknown(said, known);
    return said;
}

}  // namespace

Result<Registered> Registration::registerPerson(core::Transaction& transaction, const PersonDetails& details, Coming coming) {
    const Result<PersonDetails> checked = coming == Coming::Alone ? checkAlone(details, today()) : checkDetails(details, today());
    if (!checked.ok()) return checked.failure();
    const Result<std::optional<Person>> before = store_.personByCertificate(transaction, *checked->certificate);
    if (!before.ok()) return before.failure();
    if (*before) return standing(transaction, **before, *checked, coming);
    const Result<void> alone = coming == Coming::Scanned ? checkAge(*checked, today()) : Result<void>();
    if (!alone.ok()) return alone.failure();

    Result<Registered> added = add(transaction, *checked);
    if (added.ok() || added.failure().error() != Error::CertificateTaken) return added;
    // Another lane added the same person a moment ago; the row is committed by now.
    const Result<std::optional<Person>> now_there = store_.personByCertificate(transaction, *checked->certificate);
    if (!now_there.ok()) return now_there.failure();
    if (!*now_there) return added;
    return standing(transaction, **now_there, *checked, coming);
}

Result<Registered> Registration::add(core::Transaction& transaction, const PersonDetails& checked) {
    const Person person{.id = ids_.next<PersonId>(), .details = checked, .registered_at = clock_.utc()};
    const Result<void> added = store_.addPerson(transaction, person);
    if (!added.ok()) return added.failure();
    const Result<Card> card = cards_.issue(transaction, person.id);
    if (!card.ok()) return card.failure();
    return Registered{.person = person, .card = *card, .created = true, .first = true};
}

Result<Registered> Registration::standing(core::Transaction& transaction, const Person& person, const PersonDetails& said, Coming coming) {
    if (!sameName(person.details.name.reveal(), said.name.reveal())) return Failure(Error::RegistrationRefused);
    if (!isActive(person.state)) return notActive(person.state);
    const Result<void> alone = coming == Coming::Alone ? checkAge(person.details, today()) : Result<void>();
    if (!alone.ok()) return alone.failure();
    const Result<std::vector<Card>> cards = store_.cardsOf(transaction, person.id);
    if (!cards.ok()) return cards.failure();
    if (cards->empty() && coming != Coming::Scanned) return firstCard(transaction, person, said);
    const auto active = std::ranges::find(*cards, CardState::Active, &Card::state);
    return Registered{.person = person, .card = active == cards->end() ? std::nullopt : std::optional(*active)};
}

Result<Registered> Registration::firstCard(core::Transaction& transaction, Person person, const PersonDetails& said) {
    const Result<Card> card = cards_.issue(transaction, person.id);
    if (!card.ok()) {
        if (card.failure().error() != Error::CardActiveAlready) return card.failure();
        // Another lane gave it a moment ago; the row is committed by now.
        const Result<std::optional<Card>> given = cards_.activeOf(transaction, person.id);
        if (!given.ok()) return given.failure();
        return Registered{.person = std::move(person), .card = *given};
    }
    const bool filled = fillUnknown(person.details, said);
    if (filled) {
        const Result<std::int64_t> version = store_.changePerson(transaction, person);
        if (!version.ok()) return version.failure();
        person.version = *version;
    }
    return Registered{.person = std::move(person), .card = *card, .first = true, .filled = filled};
}

Result<bool> Registration::isToBeAskedAbout(core::ReadTransaction& transaction, const PersonDetails& checked) {
    const Result<std::optional<Person>> person = store_.personByCertificate(transaction, *checked.certificate);
    if (!person.ok()) return person.failure();
    if (!*person) return true;
    const bool open = (*person)->state == PersonState::Unverified && sameName((*person)->details.name.reveal(), checked.name.reveal());
    if (!open) return false;
    const Result<std::vector<Card>> cards = store_.cardsOf(transaction, (*person)->id);
    return cards.ok() ? Result<bool>(cards->empty()) : cards.failure();
}

Result<GivenCertificate> Registration::tryCertificate(core::ReadTransaction& transaction, PersonId id, const PersonDetails& details) {
    Result<PersonDetails> checked = checkDetails(details, today());
    if (!checked.ok()) return checked.failure();
    Result<Person> person = store_.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    if (!isActive(person->state)) return notActive(person->state);
    const std::optional<contract::Certificate>& theirs = person->details.certificate;
    if (theirs && isSame(*theirs, *checked->certificate)) return GivenCertificate{.person = *std::move(person)};
    if (theirs && !givesWay(*theirs, *checked->certificate)) return Failure(Error::CertificateContradicts, "certificate");
    const Result<std::optional<Person>> holder = store_.personByCertificate(transaction, *checked->certificate);
    if (!holder.ok()) return holder.failure();
    if (*holder && (*holder)->id == id) return Failure(Error::CertificateContradicts, "certificate");
    if (*holder) return GivenCertificate{.person = *std::move(person), .taken_by = (*holder)->id};

    Result<PersonDetails> complete = completed(person->details, *std::move(checked));
    if (!complete.ok()) return complete.failure();
    person->details = *std::move(complete);
    return GivenCertificate{.person = *std::move(person), .changed = true};
}

Result<GivenCertificate> Registration::giveCertificate(core::Transaction& transaction, PersonId id, const PersonDetails& details) {
    Result<GivenCertificate> given = tryCertificate(transaction, id, details);
    if (!given.ok() || !given->changed) return given;
    const Result<Person> before = store_.findPerson(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<std::int64_t> version = store_.changePerson(transaction, given->person);
    if (!version.ok()) return version.failure();
    given->person.version = *version;
    if (!before->details.certificate) return given;
    const Result<void> kept =
        store_.addFormerCertificate(transaction, {ids_.next<FormerCertificateId>(), id, *before->details.certificate, clock_.utc()});
    return kept.ok() ? given : kept.failure();
}

Result<Person> Registration::changeContact(core::Transaction& transaction, PersonId id, const Contact& contact) {
    const Result<void> valid = checkContact(contact);
    if (!valid.ok()) return valid.failure();
    Result<Person> person = store_.findPerson(transaction, id);
    if (!person.ok()) return person;
    if (!isActive(person->state)) return notActive(person->state);
    if (!takeContact(person->details, contact)) return person;
    const Result<std::int64_t> version = store_.changePerson(transaction, *person);
    if (!version.ok()) return version.failure();
    person->version = *version;
    return person;
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

}  // namespace hub::identity
