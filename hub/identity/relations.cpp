#include "hub/identity/relations.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

Failure notAllowed(std::string why) { return Failure(Error::RelationNotAllowed, std::move(why)); }

RelationOutcome unchanged(Relation relation) { return {std::move(relation), {}}; }

RelationOutcome changed(Relation relation) {
    std::vector<PersonId> both{relation.holder, relation.subject};
    return {std::move(relation), std::move(both)};
}

Relation relationOf(const RelationRequest& request, core::IdSource& ids, core::UtcTime now) {
    Relation relation;
    relation.id = request.id ? *request.id : ids.next<RelationId>();
    relation.kind = request.kind;
    relation.holder = request.holder;
    relation.subject = request.subject;
    relation.kinship = request.kinship;
    relation.permissions = request.permissions;
    relation.birth_order = request.birth_order;
    relation.asked_at = now;
    relation.expires_at = request.expires_at;
    return relation;
}

/// Also: PersonIncomplete.
Result<bool> isOfAge(const Person& person, int age, core::UtcTime now) {
    if (!person.details.birth_date) return Failure(Error::PersonIncomplete, "birth_date");
    return hasReached(person.details.birth_date->reveal(), age, core::shanghaiDate(now, core::Duration(0)));
}

/// A guardian's relation has all permissions and ends by itself. Also: RelationNotAllowed, PersonIncomplete.
Result<void> makeGuardian(Relation& relation, const Person& guardian, const Person& child, core::UtcTime now) {
    const Result<bool> grown_up = isOfAge(guardian, kGuardianFrom, now);
    if (!grown_up.ok()) return grown_up.failure();
    if (!*grown_up) return notAllowed("the guardian is not of age");
    const Result<bool> too_old = isOfAge(child, kChildUnder, now);
    if (!too_old.ok()) return too_old.failure();
    if (*too_old) return notAllowed("the ward is no child");
    relation.permissions = kAllPermissions;
    relation.expires_at = birthdayBegins(child.details.birth_date->reveal(), kChildUnder);
    return {};
}

bool isAmong(PersonId id, const std::vector<PersonId>& people) { return std::ranges::find(people, id) != people.end(); }

}  // namespace

Result<RelationOutcome> Relations::ask(core::Transaction& transaction, const RelationRequest& said) {
    const core::UtcTime now = clock_.utc();
    const Result<RelationRequest> request = betweenPeople(transaction, said);
    if (!request.ok()) return request.failure();
    const Result<void> fits = checkRequest(*request, now);
    if (!fits.ok()) return fits.failure();
    if (request->kind == RelationKind::Guardian || request->kind == RelationKind::MotherChild) return notAllowed("staff grants it");
    for (const PersonId& id : {request->holder, request->subject}) {
        const Result<Person> person = verifiedPerson(transaction, id);
        if (!person.ok()) return person.failure();
    }
    return add(transaction, relationOf(*request, ids_, now), request->holder.text());
}

Result<RelationOutcome> Relations::grant(core::Transaction& transaction, const RelationRequest& said, const std::string& consent_by) {
    const core::UtcTime now = clock_.utc();
    const Result<RelationRequest> request = betweenPeople(transaction, said);
    if (!request.ok()) return request.failure();
    const Result<void> fits = checkRequest(*request, now);
    if (!fits.ok()) return fits.failure();
    if (consent_by.empty()) return notAllowed("consent_by");
    const bool of_child = request->kind == RelationKind::Guardian || request->kind == RelationKind::MotherChild;
    const Result<Person> holder = verifiedPerson(transaction, request->holder);
    if (!holder.ok()) return holder.failure();
    const Result<Person> subject = of_child ? activePerson(transaction, request->subject) : verifiedPerson(transaction, request->subject);
    if (!subject.ok()) return subject.failure();

    Relation relation = relationOf(*request, ids_, now);
    if (request->kind == RelationKind::MotherChild && holder->details.sex != contract::Sex::Female) return notAllowed("no mother");
    if (request->kind == RelationKind::Guardian) {
        const Result<void> made = makeGuardian(relation, *holder, *subject, now);
        if (!made.ok()) return made.failure();
    }
    relation.state = RelationState::Active;
    relation.active_from = now;
    relation.consent_by = consent_by;
    const std::string by = consent_by == kConsentByPerson ? request->holder.text() : consent_by;
    return add(transaction, std::move(relation), by);
}

Result<RelationOutcome> Relations::accept(core::Transaction& transaction, RelationId id, PersonId by) {
    Result<Relation> relation = store_.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    const Result<void> may = requireSubjectsSide(transaction, *relation, by);
    if (!may.ok()) return may.failure();
    const core::UtcTime now = clock_.utc();
    if (!isLive(*relation, now)) return Failure(Error::RelationNotFound);
    if (relation->state == RelationState::Active) return unchanged(*std::move(relation));
    for (const PersonId& side : {relation->holder, relation->subject}) {
        const Result<PersonId> root = merges_.rootOf(transaction, side);
        if (!root.ok()) return root.failure();
        for (const PersonId& one : {side, *root}) {  // what it allows is looked at by the registration it stands on, too
            const Result<Person> person = verifiedPerson(transaction, one);
            if (!person.ok()) return person.failure();
        }
    }
    relation->state = RelationState::Active;
    relation->active_from = now;
    relation->consent_by = kConsentByPerson;
    const Result<void> place = requirePlace(transaction, *relation);
    if (!place.ok()) return place.failure();
    return write(transaction, *std::move(relation), by.text());
}

Result<RelationOutcome> Relations::refuse(core::Transaction& transaction, RelationId id, PersonId by) {
    Result<Relation> relation = store_.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    const Result<void> may = requireSubjectsSide(transaction, *relation, by);
    if (!may.ok()) return may.failure();
    if (relation->state == RelationState::Refused) return unchanged(*std::move(relation));
    if (!isLive(*relation, clock_.utc())) return Failure(Error::RelationNotFound);
    if (relation->state == RelationState::Active) return notAllowed("it is accepted already");
    relation->state = RelationState::Refused;
    return write(transaction, *std::move(relation), by.text());
}

Result<RelationOutcome> Relations::change(core::Transaction& transaction, RelationId id, PersonId by, const Permissions& permissions,
                                          std::optional<core::UtcTime> expires_at) {
    Result<Relation> relation = store_.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    const Result<void> may = requireSubjectsSide(transaction, *relation, by);
    if (!may.ok()) return may.failure();
    const core::UtcTime now = clock_.utc();
    if (!isLive(*relation, now)) return Failure(Error::RelationNotFound);
    if (relation->state == RelationState::Asked) return notAllowed("it is not accepted yet");
    if (relation->kind == RelationKind::Guardian || relation->kind == RelationKind::MotherChild) return notAllowed("kind");
    if (relation->permissions == permissions && relation->expires_at == expires_at) return unchanged(*std::move(relation));
    if (relation->kind != RelationKind::FamilyAccount && permissions != Permissions()) return notAllowed("permissions");
    if (expires_at && *expires_at <= now) return notAllowed("expires_at");
    relation->permissions = permissions;
    relation->expires_at = expires_at;
    return write(transaction, *std::move(relation), by.text());
}

Result<RelationOutcome> Relations::revoke(core::Transaction& transaction, RelationId id, PersonId by) {
    const Result<Relation> relation = store_.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    const Result<void> may = requireEitherSide(transaction, *relation, by);
    if (!may.ok()) return may.failure();
    return end(transaction, *relation, by.text());
}

Result<RelationOutcome> Relations::revokeByStaff(core::Transaction& transaction, RelationId id, const std::string& staff) {
    const Result<Relation> relation = store_.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    return end(transaction, *relation, staff);
}

Result<Relation> Relations::find(core::ReadTransaction& transaction, RelationId id) { return store_.find(transaction, id); }

Result<std::vector<Relation>> Relations::liveOfHolder(core::ReadTransaction& transaction, PersonId holder) {
    const core::UtcTime now = clock_.utc();
    return ofEverybody(transaction, holder, [&](PersonId one) { return store_.liveOfHolder(transaction, one, now, kListMost); });
}

Result<std::vector<Relation>> Relations::liveOfSubject(core::ReadTransaction& transaction, PersonId subject) {
    const core::UtcTime now = clock_.utc();
    return ofEverybody(transaction, subject, [&](PersonId one) { return store_.liveOfSubject(transaction, one, now, kListMost); });
}

Result<std::vector<Relation>> Relations::liveBetween(core::ReadTransaction& transaction, PersonId holder, PersonId subject) {
    const Result<std::vector<PersonId>> subjects = everybody(transaction, subject);
    if (!subjects.ok()) return subjects.failure();
    return ofEverybody(transaction, holder, [&](PersonId one) -> Result<std::vector<Relation>> {
        std::vector<Relation> found;
        for (const PersonId other : *subjects) {
            Result<std::vector<Relation>> between = store_.liveBetween(transaction, one, other, clock_.utc());
            if (!between.ok()) return between;
            std::ranges::move(*between, std::back_inserter(found));
        }
        return found;
    });
}

Result<std::vector<PersonId>> Relations::guardiansOf(core::ReadTransaction& transaction, PersonId child) {
    const core::UtcTime now = clock_.utc();
    const Result<std::vector<Relation>> live = ofEverybody(
        transaction, child, [&](PersonId one) { return store_.liveOfSubject(transaction, one, RelationKind::Guardian, now, kListMost); });
    if (!live.ok()) return live.failure();
    std::vector<PersonId> guardians;
    for (const Relation& relation : *live) {
        if (isAmong(relation.holder, guardians)) continue;
        const Result<std::vector<PersonId>> guardian = everybody(transaction, relation.holder);
        if (!guardian.ok()) return guardian.failure();
        std::ranges::copy(*guardian, std::back_inserter(guardians));
    }
    return guardians;
}

Result<bool> Relations::concerns(core::ReadTransaction& transaction, const Relation& relation, PersonId person) {
    const Result<std::vector<PersonId>> people = everybody(transaction, person);
    if (!people.ok()) return people.failure();
    if (isAmong(relation.holder, *people) || isAmong(relation.subject, *people)) return true;
    const Result<std::vector<PersonId>> guardians = guardiansOf(transaction, relation.subject);
    if (!guardians.ok()) return guardians.failure();
    return isAmong(people->front(), *guardians);
}

Result<std::vector<Relation>> Relations::childrenOf(core::ReadTransaction& transaction, PersonId mother) {
    return ofEverybody(transaction, mother,
                       [&](PersonId one) { return store_.everHeld(transaction, one, RelationKind::MotherChild, kListMost); });
}

Result<std::vector<Relation>> Relations::allowing(core::ReadTransaction& transaction, PersonId holder, PersonId subject,
                                                  Permission permission) {
    const core::UtcTime now = clock_.utc();
    Result<std::vector<Relation>> live = liveBetween(transaction, holder, subject);
    if (!live.ok()) return live;
    std::erase_if(*live, [&](const Relation& relation) { return !allowed(relation, permission, now); });
    if (live->empty()) return Failure(Error::RelativeNotAllowed, std::string(core::enumName(permission)));
    return live;
}

/// Every registration of the person; who stands for them first.
Result<std::vector<PersonId>> Relations::everybody(core::ReadTransaction& transaction, PersonId person) {
    const Result<PersonId> root = merges_.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    return merges_.membersOf(transaction, *root);
}

/// What `of_one` gives of each registration of the person, but for what is between two of them: the oldest kListMost.
template <class OfOne>
Result<std::vector<Relation>> Relations::ofEverybody(core::ReadTransaction& transaction, PersonId person, const OfOne& of_one) {
    const Result<std::vector<PersonId>> people = everybody(transaction, person);
    if (!people.ok()) return people.failure();
    std::vector<Relation> all;
    for (const PersonId one : *people) {
        Result<std::vector<Relation>> some = of_one(one);
        if (!some.ok()) return some;
        std::ranges::copy_if(*some, std::back_inserter(all), [&](const Relation& relation) {
            return !isAmong(relation.holder, *people) || !isAmong(relation.subject, *people);
        });
    }
    std::ranges::sort(all, {}, [](const Relation& relation) { return std::tuple(relation.asked_at, relation.id); });
    if (all.size() > kListMost) all.resize(kListMost);
    return all;
}

/// The same between who stands for the two: of one person with themselves it is refused whichever registrations are named.
Result<RelationRequest> Relations::betweenPeople(core::ReadTransaction& transaction, RelationRequest request) {
    for (PersonId* side : {&request.holder, &request.subject}) {
        const Result<PersonId> root = merges_.rootOf(transaction, *side);
        if (!root.ok()) return root.failure();
        *side = *root;
    }
    return request;
}

/// The store counts what stands on one registration; who has several has no more than who has one. Also: RelationNotAllowed.
Result<void> Relations::requirePlace(core::ReadTransaction& transaction, const Relation& relation) {
    const std::optional<RelationQuota> quota = quotaOf(relation);
    if (!quota) return {};
    const bool of_holder = quota->of == relation.holder;
    const Result<std::vector<Relation>> live = of_holder ? liveOfHolder(transaction, quota->of) : liveOfSubject(transaction, quota->of);
    if (!live.ok()) return live.failure();
    const auto counted = std::ranges::count_if(*live, [&](const Relation& other) {
        const std::optional<RelationQuota> of = quotaOf(other);
        return other.id != relation.id && other.kind == relation.kind && of.has_value();
    });
    return counted < quota->most ? Result<void>() : notAllowed("there are as many as there may be");
}

Result<Person> Relations::activePerson(core::ReadTransaction& transaction, PersonId id) {
    Result<Person> person = people_.findPerson(transaction, id);
    if (person.ok() && !isActive(person->state)) return Failure(Error::PersonNotActive, std::string(core::enumName(person->state)));
    return person;
}

Result<Person> Relations::verifiedPerson(core::ReadTransaction& transaction, PersonId id) {
    Result<Person> person = activePerson(transaction, id);
    if (person.ok() && person->state != PersonState::Verified) return notAllowed("somebody is not verified");
    return person;
}

Result<void> Relations::requireSubjectsSide(core::ReadTransaction& transaction, const Relation& relation, PersonId by) {
    const Result<std::vector<PersonId>> sayer = everybody(transaction, by);
    if (!sayer.ok()) return sayer.failure();
    if (isAmong(relation.holder, *sayer)) return notAllowed("the other side decides");  // also the child's guardian, or the subject by now
    const Result<Person> subject = people_.findPerson(transaction, relation.subject);
    if (!subject.ok()) return subject.failure();
    const Result<bool> grown = isOfAge(*subject, kChildUnder, clock_.utc());
    if (!grown.ok()) return grown.failure();
    const bool is_subject = isAmong(relation.subject, *sayer);
    if (*grown) return is_subject ? Result<void>() : Failure(Error::RelationNotFound);
    const Result<std::vector<PersonId>> guardians = guardiansOf(transaction, relation.subject);
    if (!guardians.ok()) return guardians.failure();
    if (isAmong(by, *guardians)) return {};
    if (!is_subject) return Failure(Error::RelationNotFound);
    return guardians->empty() ? Failure(Error::GuardianMissing, "nobody decides for the child") : notAllowed("a guardian decides");
}

Result<void> Relations::requireEitherSide(core::ReadTransaction& transaction, const Relation& relation, PersonId by) {
    const Result<std::vector<PersonId>> sayer = everybody(transaction, by);
    if (!sayer.ok()) return sayer.failure();
    if (isAmong(relation.holder, *sayer)) return {};
    const bool of_guardian = relation.kind == RelationKind::Guardian;
    if (isAmong(relation.subject, *sayer)) return of_guardian ? notAllowed("staff ends it") : Result<void>();
    const Result<std::vector<PersonId>> guardians = guardiansOf(transaction, relation.subject);
    if (!guardians.ok()) return guardians.failure();
    return !of_guardian && isAmong(by, *guardians) ? Result<void>() : Failure(Error::RelationNotFound);
}

Result<RelationOutcome> Relations::add(core::Transaction& transaction, Relation relation, std::string_view by) {
    const Result<std::vector<Relation>> standing = liveBetween(transaction, relation.holder, relation.subject);
    if (!standing.ok()) return standing.failure();
    if (std::ranges::find(*standing, relation.kind, &Relation::kind) != standing->end())
        return notAllowed("one of this kind stands already");
    const Result<void> place = requirePlace(transaction, relation);
    if (!place.ok()) return place.failure();
    const Result<void> added = store_.add(transaction, relation, by, relation.asked_at);
    if (!added.ok()) return added.failure();
    return changed(std::move(relation));
}

Result<RelationOutcome> Relations::write(core::Transaction& transaction, Relation relation, std::string_view by) {
    const Result<std::int64_t> version = store_.change(transaction, relation, by, clock_.utc());
    if (!version.ok()) return version.failure();
    relation.version = *version;
    return changed(std::move(relation));
}

Result<RelationOutcome> Relations::end(core::Transaction& transaction, const Relation& relation, std::string_view by) {
    if (relation.state == RelationState::Revoked) return unchanged(relation);
    if (!isLive(relation, clock_.utc())) return Failure(Error::RelationNotFound);
    Relation ended = relation;
    ended.state = RelationState::Revoked;
    return write(transaction, std::move(ended), by);
}

}  // namespace hub::identity
