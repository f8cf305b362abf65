#include "hub/api/rest/relatives.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

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

/// Also: NotThisPerson, RelativeNotAllowed.
Result<Relation> relationFor(House& house, core::ReadTransaction& transaction, PersonId holder, PersonId subject, Acting acting) {
    if (const auto permission = permissionFor(acting)) return house.relations.allowing(transaction, holder, subject, *permission);
    const Result<std::vector<Relation>> live = house.relations.liveBetween(transaction, holder, subject);
    if (!live.ok()) return live.failure();
    const auto found = std::ranges::find_if(*live, [&](const Relation& relation) {
        const bool of_kind = acting == Acting::AnyRelative || relation.kind == RelationKind::Guardian;
        return of_kind && relation.state == RelationState::Active;  // who only asked sees nobody by it
    });
    if (found == live->end()) return Failure(Error::NotThisPerson);
    return *found;
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
    const Result<Relation> relation = relationFor(house, transaction, caller.person, person, acting);
    if (!relation.ok()) return relation.failure();
    const Result<identity::Person> holder = house.people.findPerson(transaction, caller.person);
    if (!holder.ok()) return holder.failure();
    const Result<identity::Person> subject = house.people.findPerson(transaction, person);
    if (!subject.ok()) return subject.failure();
    if (!identity::isActive(holder->state) || !identity::isActive(subject->state)) return refusalOf(acting);
    const bool of_records = acting == Acting::SeeReports || acting == Acting::Guardian;
    const bool seen = subject->state == identity::PersonState::Verified || relation->consent_by != identity::kConsentByPerson;
    return of_records && !seen ? Result<void>(refusalOf(acting)) : Result<void>();
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
