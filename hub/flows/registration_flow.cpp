#include "hub/flows/registration_flow.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hub/identity/certificate.h"

namespace hub::flows {

using contract::PersonDetails;
using contract::PersonVerify;
using contract::Verdict;
using core::Error;
using core::Failure;
using core::Result;
using identity::GivenCertificate;
using identity::Person;
using identity::PersonState;
using identity::Registered;

namespace {

constexpr core::Duration kFirstAskAgain = std::chrono::minutes(1);

PersonVerify::Request questionOf(const PersonDetails& details) { return {details.name, *details.certificate}; }

/// REQUIRES: `asked` has a certificate.
bool isStillAsked(const PersonDetails& asked, const PersonDetails& now) {
    return asked.name == now.name && now.certificate && identity::isSame(*asked.certificate, *now.certificate);
}

}  // namespace

void RegistrationFlow::registerPerson(const PersonDetails& details, Alongside alongside, OnRegistered on_registered) {
    const Write write = [this, details](core::Transaction& transaction) {
        return parts_.registration.registerPerson(transaction, details);
    };
    find([&](core::ReadTransaction& transaction) { return questionIfNew(transaction, identity::checkAlone(details, today())); },
         thenWrite(write, std::move(alongside), std::move(on_registered)));
}

void RegistrationFlow::registerChild(const PersonDetails& details, const identity::GuardianConsent& consent, Alongside alongside,
                                     OnRegistered on_registered) {
    const Write write = [this, details, consent](core::Transaction& transaction) {
        return parts_.newborns.registerChild(transaction, details, consent);
    };
    find(
        [&](core::ReadTransaction& transaction) {
            return questionIfNew(transaction, parts_.newborns.checkChild(transaction, details, consent));
        },
        thenWrite(write, std::move(alongside), std::move(on_registered)));
}

/// Who stands is not asked after again: under the same name nothing changes, and another name is refused by Registration.
RegistrationFlow::Question RegistrationFlow::questionIfNew(core::ReadTransaction& transaction, const Result<PersonDetails>& checked) {
    if (!checked.ok()) return checked.failure();
    const Result<bool> is_new = parts_.registration.isToBeAskedAbout(transaction, *checked);
    if (!is_new.ok()) return is_new.failure();
    return *is_new ? std::optional(*checked) : std::nullopt;
}

/// Looks up in a snapshot what is to be asked, and asks it.
void RegistrationFlow::find(const std::function<Question(core::ReadTransaction&)>& question, OnKnown on_known) {
    Question asked = Failure(Error::StorageDown);
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        asked = question(transaction);
        return asked.ok() ? Result<void>() : asked.failure();
    });
    if (read.ok() && *asked && parts_.services.offering(PersonVerify::kName)) return ask(**asked, std::move(on_known));
    const Result<Known> known = read.ok() ? Result<Known>(Known::NoMore) : read.failure();
    house_.executor.post([known, on_known = std::move(on_known)] { on_known(known); });
}

void RegistrationFlow::ask(const PersonDetails& checked, OnKnown on_known) {
    parts_.services.ask<PersonVerify>(questionOf(checked), "",
                                      [on_known = std::move(on_known)](const Result<PersonVerify::Result>& answer) {
                                          if (!answer.ok()) return on_known(Known::AskAgain);
                                          if (answer->verdict == Verdict::Differs) return on_known(Failure(Error::RealNameDiffers));
                                          on_known(answer->verdict == Verdict::Same ? Known::Verified : Known::NoMore);
                                      });
}

RegistrationFlow::OnKnown RegistrationFlow::thenWrite(Write write, Alongside alongside, OnRegistered on_registered) {
    return [this, write = std::move(write), alongside = std::move(alongside),
            on_registered = std::move(on_registered)](const Result<Known>& known) {
        if (!known.ok()) return on_registered(known.failure());
        const auto registered = std::make_shared<Registered>();  // shared: the unit may run again
        const auto work = [this, write, alongside, known = *known, registered](core::Transaction& transaction) -> Result<Next> {
            Result<Registered> done = write(transaction);
            if (!done.ok()) return done.failure();
            *registered = *std::move(done);
            Result<Next> next = registered->filled ? changed(transaction, registered->person) : Result<Next>(Next{});
            if (!next.ok()) return next;
            if (known == Known::AskAgain && registered->first) {
                const Result<void> kept = keepAsking(transaction, registered->person.id);
                if (!kept.ok()) return kept.failure();
            }
            if (known == Known::Verified) {
                Result<Next> verified = takeVerified(transaction, registered->person, /*told=*/!registered->created);
                if (!verified.ok()) return verified;
                join(*next, *std::move(verified));
            }
            const Result<void> answered = registered->created ? Result<void>() : answerWithRoot(transaction, *registered);
            if (!answered.ok()) return answered.failure();
            Result<Next> more = alongside(transaction, *registered);
            if (!more.ok()) return more;
            join(*next, *std::move(more));
            return next;
        };
        house_.carrier.run("register", core::IdBits{}, work, [registered, on_registered](const Result<void>& done) {
            on_registered(done.ok() ? Result<Registered>(*registered) : done.failure());
        });
    };
}

struct RegistrationFlow::Giving {
    identity::PersonId person;
    PersonDetails details;
    Word word = Word::Staff;
    AlongsideGiven alongside;
    OnGiven on_given;
};

void RegistrationFlow::giveCertificate(identity::PersonId person, const PersonDetails& details, Word word, AlongsideGiven alongside,
                                       OnGiven on_given) {
    const Giving giving{person, details, word, std::move(alongside), std::move(on_given)};
    find([&](core::ReadTransaction& transaction) { return questionOfGiving(transaction, giving); },
         [this, giving](const Result<Known>& known) {
             if (!known.ok()) return giving.on_given(known.failure());
             give(giving, *known);
         });
}

/// What is refused anyway is not asked about. That it is somebody else's, staff may know without asking: they have it before them.
RegistrationFlow::Question RegistrationFlow::questionOfGiving(core::ReadTransaction& transaction, const Giving& giving) {
    Result<GivenCertificate> given = parts_.registration.tryCertificate(transaction, giving.person, giving.details);
    if (!given.ok()) return given.failure();
    const Result<void> parts = forgiveParts(transaction, *given);
    if (!parts.ok()) return parts.failure();
    const bool theirs = !given->changed && !given->taken_by;
    const Result<Person> now = parts_.people.findPerson(transaction, giving.person);
    if (!now.ok()) return now.failure();
    if (giving.word == Word::Service && !now->details.certificate) return Failure(Error::RegistrationRefused);
    if (theirs || (given->taken_by && giving.word == Word::Staff)) return std::optional<PersonDetails>();
    Result<PersonDetails> checked = identity::checkDetails(giving.details, today());
    return checked.ok() ? Question(*std::move(checked)) : checked.failure();
}

/// What another registration of the same person holds is theirs already.
Result<void> RegistrationFlow::forgiveParts(core::ReadTransaction& transaction, GivenCertificate& given) const {
    if (!given.taken_by) return {};
    const Result<identity::PersonId> root = house_.merges.rootOf(transaction, given.person.id);
    if (!root.ok()) return root.failure();
    const Result<identity::PersonId> holders = house_.merges.rootOf(transaction, *given.taken_by);
    if (!holders.ok()) return holders.failure();
    if (*root == *holders) given.taken_by.reset();
    return {};
}

void RegistrationFlow::give(const Giving& giving, Known known) {
    const auto given = std::make_shared<GivenCertificate>();  // shared: the unit may run again
    const auto work = [this, giving, known, given](core::Transaction& transaction) -> Result<Next> {
        Result<GivenCertificate> done = parts_.registration.giveCertificate(transaction, giving.person, giving.details);
        if (!done.ok()) return done.failure();
        *given = *std::move(done);
        const Result<void> parts = forgiveParts(transaction, *given);
        if (!parts.ok()) return parts.failure();
        const bool theirs = !given->changed && !given->taken_by;
        if (!theirs && giving.word == Word::Service && known != Known::Verified) return Failure(Error::RegistrationRefused);
        Next next;
        if (given->changed) {
            Result<Next> follows = changed(transaction, given->person);
            if (!follows.ok()) return follows;
            join(next, *std::move(follows));
        }
        if (given->changed && known == Known::Verified) {
            Result<Next> verified = takeVerified(transaction, given->person, /*told=*/true);
            if (!verified.ok()) return verified;
            join(next, *std::move(verified));
        }
        if (given->changed && known == Known::AskAgain && given->person.state == PersonState::Unverified) {
            const Result<void> kept = keepAsking(transaction, giving.person);
            if (!kept.ok()) return kept.failure();
        }
        Result<Next> more = giving.alongside(transaction, *given);
        if (!more.ok()) return more;
        join(next, *std::move(more));
        return next;
    };
    // As every registration: nobody gets a number in the moment in which somebody gives it up.
    house_.carrier.run("register", core::IdBits{}, work, [given, on_given = giving.on_given](const Result<void>& done) {
        on_given(done.ok() ? Result<GivenCertificate>(*given) : done.failure());
    });
}

Result<Next> RegistrationFlow::changeContact(core::Transaction& transaction, identity::PersonId id, const identity::Contact& contact) {
    const Result<Person> before = parts_.people.findPerson(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<Person> person = parts_.registration.changeContact(transaction, id, contact);
    if (!person.ok()) return person.failure();
    return person->version == before->version ? Result<Next>(Next{}) : changed(transaction, *person);
}

Result<Next> RegistrationFlow::changed(core::Transaction& transaction, const Person& person) {
    Result<Next> next = publish(house_, transaction, person.id, "person.updated", "person_id", person.id.bits, person.version, 0);
    if (!next.ok()) return next;
    Result<Next> hospitals = parts_.notices.updated(transaction, person.id);
    if (!hospitals.ok()) return hospitals;
    join(*next, *std::move(hospitals));
    return next;
}

Result<Next> RegistrationFlow::corrected(core::Transaction& transaction, const Person& person) {
    if (person.state == PersonState::Unverified && person.details.certificate) {
        const Result<void> kept = keepAsking(transaction, person.id);
        if (!kept.ok()) return kept.failure();
    }
    return changed(transaction, person);
}

Result<void> RegistrationFlow::keepAsking(core::Transaction& transaction, identity::PersonId person) {
    core::OutboxMessage question;
    question.id = house_.ids.next<core::OutboxId>();
    question.topic = kVerifyTopic;
    question.order_key = person.bits;
    question.not_before = house_.clock.utc() + kFirstAskAgain;
    return parts_.outbox.addNext(transaction, question);
}

/// `told`: the person's stream hears of it, once.
Result<Next> RegistrationFlow::takeVerified(core::Transaction& transaction, Person& person, bool told) {
    const Result<Person> verified = parts_.registration.verify(transaction, person.id);
    if (!verified.ok()) return verified.failure();
    const bool moved = verified->version != person.version;
    person = *verified;
    if (!moved || !told) return Next{};
    return publish(house_, transaction, person.id, "person.verified", "person_id", person.id.bits, person.version, 0);
}

/// The card is the active one of who stands for them, else of the first who has one.
Result<void> RegistrationFlow::answerWithRoot(core::ReadTransaction& transaction, Registered& registered) const {
    const Result<identity::PersonId> root = house_.merges.rootOf(transaction, registered.person.id);
    if (!root.ok()) return root.failure();
    const Result<std::vector<identity::PersonId>> members = house_.merges.membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    if (*root != registered.person.id) {
        Result<Person> person = parts_.people.findPerson(transaction, *root);
        if (!person.ok()) return person.failure();
        if (!isActive(person->state)) return Failure(Error::PersonNotActive, std::string(core::enumName(person->state)));
        registered.person = *std::move(person);
        registered.card.reset();
    }
    for (const identity::PersonId member : *members) {
        if (registered.card) break;
        const Result<std::vector<identity::Card>> cards = parts_.people.cardsOf(transaction, member);
        if (!cards.ok()) return cards.failure();
        const auto active = std::ranges::find(*cards, identity::CardState::Active, &identity::Card::state);
        if (active != cards->end()) registered.card = *active;
    }
    return {};
}

void RegistrationFlow::checkName(identity::PersonId id, std::function<void(const Result<NameCheck>&)> on_checked) {
    Result<Person> person = Failure(Error::PersonNotFound, id.text());
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        person = parts_.people.findPerson(transaction, id);
        return person.ok() ? Result<void>() : person.failure();
    });
    const bool open = read.ok() && person->state == PersonState::Unverified && person->details.certificate;
    if (!open) {
        const Result<NameCheck> ended = read.ok() ? Result<NameCheck>(NameCheck::Settled) : read.failure();
        house_.executor.post([ended, on_checked = std::move(on_checked)] { on_checked(ended); });
        return;
    }
    parts_.services.ask<PersonVerify>(
        questionOf(person->details), id.text(),
        [this, person = *person, on_checked = std::move(on_checked)](const Result<PersonVerify::Result>& answer) {
            if (!answer.ok()) return on_checked(NameCheck::Open);
            if (answer->verdict == Verdict::NoRecord) return on_checked(NameCheck::Settled);
            settle(person, answer->verdict, on_checked);
        });
}

/// What was said of a certificate that gave way meanwhile says nothing of the person any more.
void RegistrationFlow::settle(const Person& asked, Verdict verdict, std::function<void(const Result<NameCheck>&)> on_checked) {
    const auto check = std::make_shared<NameCheck>(NameCheck::Settled);  // shared: the unit may run again
    const auto work = [this, asked, verdict, check](core::Transaction& transaction) -> Result<Next> {
        const Result<Person> now = parts_.people.findPerson(transaction, asked.id);
        if (!now.ok()) return now.failure();
        *check = isStillAsked(asked.details, now->details) ? NameCheck::Settled : NameCheck::Open;
        if (*check == NameCheck::Open) return Next{};
        const bool same = verdict == Verdict::Same;
        const Result<Person> person =
            same ? parts_.registration.verify(transaction, asked.id) : parts_.registration.suspend(transaction, asked.id);
        if (!person.ok()) return person.failure();
        if (person->version == now->version) return Next{};  // somebody else has said so since
        return publish(house_, transaction, asked.id, same ? "person.verified" : "person.suspended", "person_id", asked.id.bits,
                       person->version, 0);
    };
    house_.carrier.run("verify", asked.id.bits, work, [check, on_checked = std::move(on_checked)](const Result<void>& done) {
        on_checked(done.ok() ? Result<NameCheck>(*check) : done.failure());
    });
}

}  // namespace hub::flows
