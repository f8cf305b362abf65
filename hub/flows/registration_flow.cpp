#include "hub/flows/registration_flow.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hub::flows {

using contract::PersonVerify;
using contract::Verdict;
using core::Error;
using core::Failure;
using core::Result;
using identity::Person;
using identity::PersonState;
using identity::Registered;

namespace {

constexpr core::Duration kFirstAskAgain = std::chrono::minutes(1);

PersonVerify::Request questionOf(const contract::PersonDetails& details) { return {details.name, *details.certificate}; }

}  // namespace

void RegistrationFlow::registerPerson(const contract::PersonDetails& details, Alongside alongside, OnRegistered on_registered) {
    const Result<contract::PersonDetails> checked =
        identity::checkDetails(details, core::shanghaiDate(house_.clock.utc(), core::Duration(0)));
    Result<std::optional<Person>> standing = std::optional<Person>();
    Result<void> read = checked.ok() ? Result<void>() : checked.failure();
    if (read.ok() && checked->certificate)
        read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            standing = parts_.people.personByCertificate(transaction, *checked->certificate);
            return standing.ok() ? Result<void>() : standing.failure();
        });
    if (!read.ok()) {
        house_.executor.post([failure = read.failure(), on_registered = std::move(on_registered)] { on_registered(failure); });
        return;
    }
    // Who stands is not asked after again: under the same name nothing changes, and another name is refused by Registration.
    if (*standing || !parts_.services.offering(PersonVerify::kName))
        return write(details, Known::NoMore, std::move(alongside), std::move(on_registered));
    parts_.services.ask<PersonVerify>(
        questionOf(*checked), "",
        [this, details, alongside = std::move(alongside),
         on_registered = std::move(on_registered)](const Result<PersonVerify::Result>& answer) {
            if (answer.ok() && answer->verdict == Verdict::Differs) {
                on_registered(Failure(Error::RealNameDiffers));
                return;
            }
            const bool verified = answer.ok() && answer->verdict == Verdict::Same;
            write(details, verified ? Known::Verified : answer.ok() ? Known::NoMore : Known::AskAgain, alongside, on_registered);
        });
}

void RegistrationFlow::write(const contract::PersonDetails& details, Known known, Alongside alongside, OnRegistered on_registered) {
    const auto registered = std::make_shared<Registered>();  // shared: the unit may run again
    const auto work = [this, details, known, alongside = std::move(alongside), registered](core::Transaction& transaction) -> Result<Next> {
        const Result<Registered> done = parts_.registration.registerPerson(transaction, details);
        if (!done.ok()) return done.failure();
        *registered = *done;
        if (known == Known::Verified) {
            const Result<Person> verified = parts_.registration.verify(transaction, done->person.id);
            if (!verified.ok()) return verified.failure();
            registered->person = *verified;
        } else if (known == Known::AskAgain && done->created) {
            core::OutboxMessage question;
            question.id = house_.ids.next<core::OutboxId>();
            question.topic = kVerifyTopic;
            question.order_key = done->person.id.bits;
            question.not_before = house_.clock.utc() + kFirstAskAgain;
            const Result<void> kept = parts_.outbox.addNext(transaction, question);
            if (!kept.ok()) return kept.failure();
        }
        const Result<void> answered = done->created ? Result<void>() : answerWithRoot(transaction, *registered);
        if (!answered.ok()) return answered.failure();
        const Result<void> noted = alongside(transaction, *registered);
        return noted.ok() ? Result<Next>(Next{}) : noted.failure();
    };
    house_.carrier.run("register", core::IdBits{}, work, [registered, on_registered = std::move(on_registered)](const Result<void>& done) {
        on_registered(done.ok() ? Result<Registered>(*registered) : done.failure());
    });
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
    parts_.services.ask<PersonVerify>(questionOf(person->details), id.text(),
                                      [this, id, on_checked = std::move(on_checked)](const Result<PersonVerify::Result>& answer) {
                                          if (!answer.ok()) return on_checked(NameCheck::Open);
                                          if (answer->verdict == Verdict::NoRecord) return on_checked(NameCheck::Settled);
                                          settle(id, answer->verdict, on_checked);
                                      });
}

void RegistrationFlow::settle(identity::PersonId id, Verdict verdict, std::function<void(const Result<NameCheck>&)> on_checked) {
    const auto work = [this, id, verdict](core::Transaction& transaction) -> Result<Next> {
        const bool same = verdict == Verdict::Same;
        const Result<Person> person = same ? parts_.registration.verify(transaction, id) : parts_.registration.suspend(transaction, id);
        if (!person.ok()) return person.failure();
        return publish(house_, transaction, id, same ? "person.verified" : "person.suspended", "person_id", id.bits, person->version, 0);
    };
    house_.carrier.run("verify", id.bits, work, [on_checked = std::move(on_checked)](const Result<void>& done) {
        on_checked(done.ok() ? Result<NameCheck>(NameCheck::Settled) : done.failure());
    });
}

}  // namespace hub::flows
