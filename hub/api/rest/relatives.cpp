#include "hub/api/rest/relatives.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Failure;
using core::Result;
using identity::Permission;
using identity::PersonId;
using identity::Relation;
using identity::RelationKind;
using identity::RelationState;

namespace {

/// None where a permission says nothing.
std::optional<Permission> permissionFor(Acting acting) {
    switch (acting) {
        case Acting::Guardian:
        case Acting::AnyRelative:
            return std::nullopt;
        case Acting::ShowCode:
            return Permission::ShowCode;
        case Acting::Book:
            return Permission::Book;
        case Acting::Pay:
            return Permission::Pay;
        case Acting::SeeReports:
            return Permission::SeeReports;
    }
    return std::nullopt;
}

/// Those by which the holder may, each by itself; one at least. Also: NotThisPerson, RelativeNotAllowed.
Result<std::vector<Relation>> relationsFor(House& house, core::ReadTransaction& transaction, PersonId holder, PersonId subject,
                                           Acting acting) {
    if (const auto permission = permissionFor(acting)) return house.relations.allowing(transaction, holder, subject, *permission);
    Result<std::vector<Relation>> live = house.relations.liveBetween(transaction, holder, subject);
    if (!live.ok()) return live;
    std::erase_if(*live, [&](const Relation& relation) {
        const bool of_kind = acting == Acting::AnyRelative || relation.kind == RelationKind::Guardian;
        return !of_kind || relation.state != RelationState::Active;  // who only asked sees nobody by it
    });
    return live->empty() ? Result<std::vector<Relation>>(Failure(Error::NotThisPerson)) : std::move(live);
}

/// Whether a relation that allows it holds for these two as they are now: a registration that was suspended opens nothing of the person,
/// and one whose certificate was only typed opens no records of theirs.
Result<bool> holds(House& house, core::ReadTransaction& transaction, const Relation& relation, bool of_records) {
    for (const PersonId& side : {relation.holder, relation.subject}) {
        const Result<identity::Person> person = house.people.findPerson(transaction, side);
        if (!person.ok()) return person.failure();
        if (!identity::isActive(person->state)) return false;
        const bool seen = person->state == identity::PersonState::Verified || relation.consent_by != identity::kConsentByPerson;
        if (side == relation.subject && of_records && !seen) return false;
    }
    return true;
}

Failure refusalOf(Acting acting) {
    const auto permission = permissionFor(acting);
    return permission ? Failure(Error::RelativeNotAllowed, std::string(core::enumName(*permission))) : Failure(Error::NotThisPerson);
}

}  // namespace

Acting actingUnder(access::Scope scope) {
    switch (scope) {
        case access::Scope::Book:
            return Acting::Book;
        case access::Scope::Pay:
            return Acting::Pay;
        case access::Scope::RecordRead:
            return Acting::SeeReports;
        default:
            return Acting::Guardian;
    }
}

bool actsForRelative(const Caller& caller, PersonId about) { return !caller.person.none() && caller.person != about; }

Result<void> requireSpeaker(House& house, core::ReadTransaction& transaction, const Caller& caller, PersonId person, Acting acting) {
    if (!actsForRelative(caller, person)) return {};
    const Result<std::vector<Relation>> relations = relationsFor(house, transaction, caller.person, person, acting);
    if (!relations.ok()) return relations.failure();
    for (const PersonId& side : {caller.person, person}) {
        const Result<identity::Person> found = house.people.findPerson(transaction, side);
        if (!found.ok()) return found.failure();
        if (!identity::isActive(found->state)) return refusalOf(acting);
    }
    const bool of_records = acting == Acting::SeeReports || acting == Acting::Guardian;
    for (const Relation& relation : *relations) {
        const Result<bool> allowed = holds(house, transaction, relation, of_records);
        if (!allowed.ok()) return allowed.failure();
        if (*allowed) return {};
    }
    return refusalOf(acting);
}

Result<flows::Next> tellOfRelative(House& house, core::Transaction& transaction, const Caller& caller, PersonId person,
                                   std::string_view operation) {
    if (!actsForRelative(caller, person)) return flows::Next{};
    flows::Events& events = house.care.house().events;
    const core::IdBits cause = house.ids.next<flows::EventId>().bits;  // each act is a cause of its own
    const Result<void> published = events.publish(transaction, flows::personStream(person.bits), "relative.acted",
                                                  {{"operation", std::string(operation)}, {"holder_id", caller.person.text()}}, cause, 1);
    if (!published.ok()) return published.failure();
    return flows::Next{{}, {[&events] { events.wake(); }}};
}

Result<void> orNotFound(const Result<void>& speaker, Error not_found, std::string id) {
    if (speaker.ok()) return {};
    const Error why = speaker.failure().error();
    const bool refused = why == Error::NotThisPerson || why == Error::RelativeNotAllowed;
    return refused ? Failure(not_found, std::move(id)) : speaker.failure();
}

}  // namespace hub::api::rest
