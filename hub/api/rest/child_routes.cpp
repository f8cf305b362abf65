#include <algorithm>
#include <memory>
#include <utility>

#include "hub/api/rest/family.h"
#include "hub/api/rest/family_views.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Result;
using identity::PersonId;
using identity::Registered;

namespace {

/// The relations a child comes into the books with are told to both sides, once. One that stood may have others, but no guardian.
Result<flows::Next> registeredBy(House& house, core::Transaction& transaction, const Caller& caller, const Registered& registered) {
    const PersonId child = registered.person.id;
    const Result<audit::AuditId> noted =
        house.witness.note(transaction, access::auditEntry(caller, "person.register", child, audit::Outcome::Done));
    if (!noted.ok()) return noted.failure();
    flows::Next next;
    if (!registered.related) return next;
    const auto relations = house.relations.liveOfSubject(transaction, child);
    if (!relations.ok()) return relations.failure();
    for (const identity::Relation& relation : *relations) {
        if (!registered.created && relation.kind != identity::RelationKind::Guardian) continue;
        Result<flows::Next> each = tellOfRelation(house, transaction, caller, "relation.grant", relation);
        if (!each.ok()) return each;
        flows::join(next, *std::move(each));
    }
    return next;
}

void registerNewborn(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<void> staff = requireStaffOf(*caller);
        if (!staff.ok()) return staff;
        const Result<RegisterNewborn> body = bodyOf<RegisterNewborn>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        const auto child = std::make_shared<PersonId>();  // shared: the unit may run again
        house.carrier.run(
            "child", body->mother.bits,
            [&house, caller = *caller, body = *body, child](core::Transaction& transaction) -> Result<flows::Next> {
                const identity::GuardianConsent consent{body.guardian, body.kinship, caller.staff->staff_id};
                const auto registered = house.newborns.registerNewborn(transaction, {body.name, body.sex, body.birth_date}, body.mother,
                                                                       body.birth_order, consent);
                if (!registered.ok()) return registered.failure();
                const Result<PersonId> root = house.merges.rootOf(transaction, registered->person.id);
                if (!root.ok()) return root.failure();
                *child = *root;
                return registeredBy(house, transaction, caller, *registered);
            },
            [&house, reply, child](const Result<void>& done) { answerWithPerson(house, reply, done, 201, *child); });
        return {};
    });
}

/// Who says that the guardian consents: staff who saw the certificates, or the entrance where the guardian is logged in by real name.
Result<std::string> consentBy(const Caller& caller) {
    const Result<void> allowed = access::requireScope(caller, Scope::PersonRegister);
    if (!allowed.ok()) return allowed.failure();
    if (caller.kind != access::ClientKind::Hospital) return std::string(identity::kConsentByPerson);
    const Result<void> staff = requireStaffOf(caller);
    return staff.ok() ? Result<std::string>(caller.staff->staff_id) : staff.failure();
}

void registerChild(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<std::string> consent_by = consentBy(*caller);
        if (!consent_by.ok()) return consent_by.failure();
        const Result<RegisterChild> body = bodyOf<RegisterChild>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        house.registering.registerChild(
            body->person, {body->guardian, body->kinship, *consent_by},
            [&house, caller = *caller](core::Transaction& transaction, const Registered& registered) {
                return registeredBy(house, transaction, caller, registered);
            },
            [&house, reply](const Result<Registered>& registered) {
                const Result<void> done = registered.ok() ? Result<void>() : registered.failure();
                answerWithPerson(house, reply, done, 201, registered.ok() ? registered->person.id : PersonId());
            });
        return {};
    });
}

void listChildren(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead, Acting::Guardian);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        showTo(desk, reply, *called, "person.children",
               [&house, mother = called->person](core::ReadTransaction& transaction) -> Result<std::string> {
                   const auto cards = house.newborns.cardsOfChildren(transaction, mother);
                   if (!cards.ok()) return cards.failure();
                   ChildrenView view;
                   std::vector<PersonId> seen;
                   for (const identity::ChildCard& each : *cards) {
                       const Result<PersonId> child = house.merges.rootOf(transaction, each.child);
                       if (!child.ok()) return child.failure();
                       if (std::ranges::find(seen, *child) != seen.end()) continue;  // registered twice, and one child by now
                       seen.push_back(*child);
                       Result<PersonView> person = personIn(house, transaction, *child);
                       if (!person.ok()) return person.failure();
                       view.children.push_back({each.birth_order, *std::move(person)});
                   }
                   return core::toJson(view, core::Exposure::Masked);
               });
        return {};
    });
}

}  // namespace

std::vector<Route> childRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/newborns",
         .operation = "registerNewborn",
         .summary = "Staff registers a child that has no certificate yet, by its mother; the same child again is the same child",
         .writes = true,
         .request = schemaReference<RegisterNewborn>,
         .status = 201,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, registerNewborn)},
        {.method = "POST",
         .path = "/api/v1/people/children",
         .operation = "registerChild",
         .summary = "Registers a child under 14 with its guardian's consent; the same child again is the same child",
         .writes = true,
         .request = schemaReference<RegisterChild>,
         .status = 201,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, registerChild)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/children",
         .operation = "listChildren",
         .summary = "The mother's children and their cards; a member of staff's look is audited",
         .response = schemaReference<ChildrenView>,
         .endpoint = handledBy(desk, listChildren)},
    };
}

}  // namespace hub::api::rest
