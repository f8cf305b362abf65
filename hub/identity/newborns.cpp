#include "hub/identity/newborns.h"

#include <algorithm>
#include <utility>

#include "hub/identity/name.h"

namespace hub::identity {

using contract::PersonDetails;
using contract::Sex;
using core::Error;
using core::Failure;
using core::Result;

namespace {

/// Also: PersonNameNotValid, PersonIncomplete, RelationNotAllowed.
Result<PersonDetails> checkNewborn(const NewbornDetails& details, core::Date today) {
    const Result<core::PersonName> name = checkName(details.name.reveal());
    if (!name.ok()) return name.failure();
    if (details.sex != Sex::Male && details.sex != Sex::Female) return Failure(Error::PersonIncomplete, "sex");
    if (details.birth_date.reveal() > today) return Failure(Error::PersonIncomplete, "birth_date");
    if (hasReached(details.birth_date.reveal(), kChildUnder, today)) return Failure(Error::RelationNotAllowed, "not a child");
    PersonDetails checked;
    checked.name = core::Sensitive(*name);
    checked.sex = details.sex;
    checked.birth_date = details.birth_date;
    return checked;
}

}  // namespace

Result<Registered> Newborns::registerNewborn(core::Transaction& transaction, const NewbornDetails& details, PersonId mother,
                                             std::int32_t birth_order, const GuardianConsent& consent) {
    const core::UtcTime now = clock_.utc();
    const Result<PersonDetails> checked = checkNewborn(details, core::shanghaiDate(now, core::Duration(0)));
    if (!checked.ok()) return checked.failure();
    if (birth_order < 1 || birth_order > kBirthOrderMost) return Failure(Error::PersonIncomplete, "birth_order");
    const Result<void> answered_for = requireGuardian(transaction, consent);
    if (!answered_for.ok()) return answered_for.failure();

    const NewbornKey key{mother, checked->birth_date->reveal(), birth_order};
    const Result<std::optional<Person>> before = standingChild(transaction, key);
    if (!before.ok()) return before.failure();
    if (*before) return asItStands(transaction, **before, checked->sex);

    const Person child{.id = ids_.next<PersonId>(), .details = *checked, .registered_at = now};
    const Result<void> added = store_.addNewborn(transaction, child, key);
    if (!added.ok()) {
        if (added.failure().error() != Error::CertificateTaken) return added.failure();
        // Another lane added the same child a moment ago; the rows are committed by now.
        const Result<std::optional<Person>> now_there = standingChild(transaction, key);
        if (!now_there.ok()) return now_there.failure();
        if (!*now_there) return added.failure();
        return asItStands(transaction, **now_there, checked->sex);
    }
    const Result<RelationOutcome> of_mother = relations_.grant(transaction,
                                                               {.kind = RelationKind::MotherChild,
                                                                .holder = mother,
                                                                .subject = child.id,
                                                                .kinship = Kinship::Child,
                                                                .permissions = {},
                                                                .expires_at = {},
                                                                .birth_order = birth_order},
                                                               consent.consent_by);
    if (!of_mother.ok()) return of_mother.failure();
    const Result<void> of_guardian = relate(transaction, child.id, consent);
    if (!of_guardian.ok()) return of_guardian.failure();
    const Result<Card> card = cards_.issue(transaction, child.id);
    if (!card.ok()) return card.failure();
    return Registered{.person = child, .card = *card, .created = true, .first = true, .related = true};
}

Result<PersonDetails> Newborns::checkChild(core::ReadTransaction& transaction, const PersonDetails& details,
                                           const GuardianConsent& consent) {
    const core::Date today = core::shanghaiDate(clock_.utc(), core::Duration(0));
    Result<PersonDetails> checked = checkDetails(details, today);
    if (!checked.ok()) return checked;
    if (hasReached(checked->birth_date->reveal(), kChildUnder, today)) return Failure(Error::RelationNotAllowed, "not a child");
    const Result<void> answered_for = requireGuardian(transaction, consent);
    return answered_for.ok() ? checked : answered_for.failure();
}

Result<Registered> Newborns::registerChild(core::Transaction& transaction, const PersonDetails& details, const GuardianConsent& consent) {
    const Result<PersonDetails> checked = checkChild(transaction, details, consent);
    if (!checked.ok()) return checked.failure();
    Result<Registered> registered = registration_.registerPerson(transaction, *checked, Coming::WithGuardian);
    if (!registered.ok()) return registered;
    if (!registered->created) {
        const Result<std::vector<PersonId>> guardians = relations_.guardiansOf(transaction, registered->person.id);
        if (!guardians.ok()) return guardians.failure();
        if (std::ranges::find(*guardians, consent.guardian) != guardians->end()) return registered;
        if (!registered->first || !guardians->empty())
            return Failure(Error::RelationNotAllowed, "staff grants a guardian to a child that stands already");
    }
    const Result<void> of_guardian = relate(transaction, registered->person.id, consent);
    if (!of_guardian.ok()) return of_guardian.failure();
    registered->related = true;
    return registered;
}

Result<std::vector<ChildCard>> Newborns::cardsOfChildren(core::ReadTransaction& transaction, PersonId mother) {
    const Result<std::vector<Relation>> children = relations_.childrenOf(transaction, mother);
    if (!children.ok()) return children.failure();
    std::vector<ChildCard> found;
    for (const Relation& relation : *children) {
        if (!isLive(relation, clock_.utc())) continue;
        const Result<std::optional<Card>> card = cards_.activeOf(transaction, relation.subject);
        if (!card.ok()) return card.failure();
        found.push_back({relation.subject, relation.birth_order.value_or(1), *card});
    }
    return found;
}

/// What grant() does not ask, or would not call a missing guardian.
Result<void> Newborns::requireGuardian(core::ReadTransaction& transaction, const GuardianConsent& consent) {
    if (consent.consent_by.empty()) return Failure(Error::GuardianMissing, "consent_by");
    const Result<Person> guardian = store_.findPerson(transaction, consent.guardian);
    if (guardian.ok()) return {};
    return guardian.failure().error() == Error::PersonNotFound ? Failure(Error::GuardianMissing, "guardian") : guardian.failure();
}

/// By the relation, which outlives the newborn's key, and which a revocation does not unsay.
Result<std::optional<Person>> Newborns::standingChild(core::ReadTransaction& transaction, const NewbornKey& key) {
    const Result<std::vector<Relation>> children = relations_.childrenOf(transaction, key.mother);
    if (!children.ok()) return children.failure();
    for (const Relation& relation : *children) {
        if (relation.birth_order != key.birth_order) continue;
        Result<Person> child = store_.findPerson(transaction, relation.subject);
        if (!child.ok()) return child.failure();
        if (child->details.birth_date && child->details.birth_date->reveal() == key.birth_date)
            return std::optional<Person>(*std::move(child));
    }
    return std::optional<Person>();
}

Result<Registered> Newborns::asItStands(core::ReadTransaction& transaction, const Person& child, Sex sex) {
    // Perhaps a twin whose order was told wrong: another child's record is not handed out for it.
    if (child.details.sex != sex) return Failure(Error::RelationNotAllowed, "a child of the other sex has this birth order");
    if (!isActive(child.state)) return Failure(Error::PersonNotActive, std::string(core::enumName(child.state)));
    const Result<std::optional<Card>> card = cards_.activeOf(transaction, child.id);
    if (!card.ok()) return card.failure();
    return Registered{.person = child, .card = *card};
}

Result<void> Newborns::relate(core::Transaction& transaction, PersonId child, const GuardianConsent& consent) {
    const Result<RelationOutcome> granted = relations_.grant(transaction,
                                                             {.kind = RelationKind::Guardian,
                                                              .holder = consent.guardian,
                                                              .subject = child,
                                                              .kinship = consent.kinship,
                                                              .permissions = {},
                                                              .expires_at = {},
                                                              .birth_order = {}},
                                                             consent.consent_by);
    return granted.ok() ? Result<void>() : Result<void>(granted.failure());
}

}  // namespace hub::identity
