#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "hub/api/rest/family.h"
#include "hub/api/rest/family_views.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;
using identity::Registered;

namespace {

/// What a unit about a child found out. Shared: the unit may run again.
struct Told {
    std::string json;
    PersonId child;
    bool refused = false;  ///< what the unit wrote stays, and the answer is no
};

using Telling = std::function<Result<flows::Next>(core::Transaction&, Told&)>;

/// Answers with the person once the unit is durable.
void runAbout(House& house, const Reply& reply, core::IdBits aggregate, int status, Telling telling) {
    const auto told = std::make_shared<Told>();
    house.carrier.run(
        "child", aggregate,
        [telling = std::move(telling), told](core::Transaction& transaction) {
            *told = Told{};
            return telling(transaction, *told);
        },
        [reply, told, status](const Result<void>& done) {
            if (!done.ok() || told->refused) {
                reply.fail(done.ok() ? Failure(Error::RegistrationRefused) : done.failure());
                return;
            }
            Response response = jsonResponse(status, told->json);
            if (status == 201) response.headers.add("Location", personPath(told->child));
            reply.send(std::move(response));
        });
}

Result<void> note(House& house, core::Transaction& transaction, const Caller& caller, std::string_view action, PersonId about,
                  audit::Outcome outcome) {
    const Result<audit::AuditId> noted = house.witness.note(transaction, access::auditEntry(caller, action, about, outcome));
    return noted.ok() ? Result<void>() : noted.failure();
}

/// Who stands for a child that stood already: it may have been registered once more since. Also: PersonNotActive.
Result<void> answerWithRoot(House& house, core::ReadTransaction& transaction, Told& told) {
    const Result<PersonId> root = house.merges.rootOf(transaction, told.child);
    if (!root.ok()) return root.failure();
    if (*root == told.child) return {};
    const Result<void> active = requireActive(house, transaction, *root);
    if (!active.ok()) return active;
    const Result<PersonView> person = personIn(house, transaction, *root);
    if (!person.ok()) return person.failure();
    told.child = *root;
    told.json = core::toJson(*person, core::Exposure::Masked);
    return {};
}

/// The relations a child comes into the books with are told to both sides, once.
Result<flows::Next> registeredBy(House& house, core::Transaction& transaction, const Caller& caller, const Result<Registered>& registered,
                                 Told& told) {
    if (!registered.ok()) return registered.failure();
    told.child = registered->person.id;
    told.json = core::toJson(viewOf(registered->person, registered->card), core::Exposure::Masked);
    const Result<void> answered = registered->created ? Result<void>() : answerWithRoot(house, transaction, told);
    if (!answered.ok()) return answered.failure();
    const PersonId child = told.child;
    const Result<void> noted = note(house, transaction, caller, "person.register", child, audit::Outcome::Done);
    if (!noted.ok()) return noted.failure();
    flows::Next next;
    if (!registered->created) return next;
    const auto relations = house.relations.liveOfSubject(transaction, child);
    if (!relations.ok()) return relations.failure();
    for (const identity::Relation& relation : *relations) {
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
        runAbout(house, reply, body->mother.bits, 201,
                 [&house, caller = *caller, body = *body](core::Transaction& transaction, Told& told) {
                     const identity::GuardianConsent consent{body.guardian, body.kinship, caller.staff->staff_id};
                     const auto registered = house.newborns.registerNewborn(transaction, {body.name, body.sex, body.birth_date},
                                                                            body.mother, body.birth_order, consent);
                     return registeredBy(house, transaction, caller, registered, told);
                 });
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
        runAbout(house, reply, core::IdBits{}, 201,
                 [&house, caller = *caller, body = *body, consent_by = *consent_by](core::Transaction& transaction, Told& told) {
                     const identity::GuardianConsent consent{body.guardian, body.kinship, consent_by};
                     const auto registered = house.newborns.registerChild(transaction, body.person, consent);
                     return registeredBy(house, transaction, caller, registered, told);
                 });
        return {};
    });
}

/// Perhaps the child was registered twice: staff of the index looks at the two, and who asked is told nothing of the other.
Result<flows::Next> openReview(House& house, core::Transaction& transaction, const Caller& caller, PersonId child, PersonId other) {
    identity::MatchFinding finding;
    finding.source = "newborn";
    const Result<identity::Review> review = house.reviews.open(transaction, child, other, finding);
    if (!review.ok()) return review.failure();
    const Result<void> noted = note(house, transaction, caller, "person.identity", child, audit::Outcome::Refused);
    return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
}

/// The certificate is the child's already, by another registration of theirs.
Result<flows::Next> unchanged(House& house, core::Transaction& transaction, const Called& called, Told& told) {
    const Result<PersonView> person = personIn(house, transaction, called.person);
    if (!person.ok()) return person.failure();
    told.json = core::toJson(*person, core::Exposure::Masked);
    const Result<void> noted = note(house, transaction, called.caller, "person.identity", called.person, audit::Outcome::Done);
    return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
}

Result<flows::Next> giveIdentity(House& house, core::Transaction& transaction, const Called& called, const RegisterPerson& body,
                                 Told& told) {
    const auto completed = house.newborns.completeIdentity(transaction, called.person, body.person);
    if (!completed.ok()) return completed.failure();
    if (const auto* other = std::get_if<identity::AlreadyRegistered>(&*completed)) {
        const Result<PersonId> root = house.merges.rootOf(transaction, other->person);
        if (!root.ok()) return root.failure();
        if (*root == called.person) return unchanged(house, transaction, called, told);
        told.refused = true;
        return openReview(house, transaction, called.caller, called.person, other->person);
    }
    const auto& child = std::get<identity::Person>(*completed);
    const auto card = house.cards.activeOf(transaction, child.id);
    if (!card.ok()) return card.failure();
    told.json = core::toJson(viewOf(child, *card), core::Exposure::Masked);
    const Result<void> noted = note(house, transaction, called.caller, "person.identity", child.id, audit::Outcome::Done);
    return noted.ok() ? house.notices.updated(transaction, child.id) : noted.failure();
}

void completeIdentity(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledByStaff(request);
        if (!called.ok()) return called.failure();
        const Result<RegisterPerson> body = bodyOf<RegisterPerson>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        runAbout(house, reply, called->person.bits, 200,
                 [&house, called = *called, body = *body](core::Transaction& transaction, Told& told) {
                     return giveIdentity(house, transaction, called, body, told);
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
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/identity",
         .operation = "completeIdentity",
         .summary = "Staff has seen the newborn's certificate and its own name; a certificate that stands already is looked into",
         .writes = true,
         .request = schemaReference<RegisterPerson>,
         .response = schemaReference<PersonView>,
         .endpoint = handledBy(desk, completeIdentity)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/children",
         .operation = "listChildren",
         .summary = "The mother's children and their cards; a member of staff's look is audited",
         .response = schemaReference<ChildrenView>,
         .endpoint = handledBy(desk, listChildren)},
    };
}

}  // namespace hub::api::rest
