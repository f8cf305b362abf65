#include <utility>

#include "hub/api/rest/family.h"
#include "hub/api/rest/family_views.h"
#include "hub/api/rest/routes.h"
#include "hub/core/masked.h"
#include "hub/identity/scanned_code.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;
using identity::Relation;
using identity::RelationId;
using identity::RelationOutcome;

namespace {

std::string pathOf(RelationId id) { return "/api/v1/relations/" + id.text(); }

/// The person of the path with their own token: whom they decide for, as the other side or as a child's guardian, Relations asks.
Result<Called> calledThemselves(Desk& desk, const Request& request) {
    const Result<PersonId> named = pathId<PersonId>(request, "person_id");
    if (!named.ok()) return named.failure();
    Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller.failure();
    const Result<void> allowed = access::requireScope(*caller, Scope::CardManage);
    if (!allowed.ok()) return allowed.failure();
    const Result<PersonId> person = desk.whoIs(*named);
    if (!person.ok()) return person.failure();
    if (caller->person != *person) return Failure(Error::NotThisPerson);
    return Called{std::move(*caller), *person, *named};
}

identity::Permissions permissionsOf(const std::optional<PermissionsView>& view) {
    if (!view) return {};
    return {.show_code = view->show_code, .book = view->book, .pay = view->pay, .see_reports = view->see_reports};
}

Result<std::string> maskedName(House& house, core::ReadTransaction& transaction, PersonId id) {
    const Result<identity::Person> person = house.people.findPerson(transaction, id);
    return person.ok() ? Result<std::string>(core::Masked(person->details.name).text()) : person.failure();
}

/// `viewer` is none for staff. The two are who stands for them now. A holder whom nobody has accepted knows no more of the subject than
/// what they brought.
Result<RelationView> viewFor(House& house, core::ReadTransaction& transaction, const Relation& relation, PersonId viewer) {
    const Result<PersonId> holder_root = house.merges.rootOf(transaction, relation.holder);
    if (!holder_root.ok()) return holder_root.failure();
    const Result<PersonId> subject_root = house.merges.rootOf(transaction, relation.subject);
    if (!subject_root.ok()) return subject_root.failure();
    const bool knows_the_subject = viewer != *holder_root || relation.active_from.has_value();
    RelationView view;
    view.relation_id = relation.id;
    view.kind = relation.kind;
    view.holder = *holder_root;
    view.subject = knows_the_subject ? *subject_root : relation.subject;
    view.kinship = relation.kinship;
    const identity::Permissions& may = relation.permissions;
    view.permissions = {may.show_code, may.book, may.pay, may.see_reports};
    view.birth_order = relation.birth_order;
    view.state = relation.state;
    view.asked_at = relation.asked_at;
    view.active_from = relation.active_from;
    view.expires_at = relation.expires_at;
    Result<std::string> holder = maskedName(house, transaction, view.holder);
    if (!holder.ok()) return holder.failure();
    view.holder_name = *std::move(holder);
    if (!knows_the_subject) return view;
    Result<std::string> subject = maskedName(house, transaction, view.subject);
    if (!subject.ok()) return subject.failure();
    view.subject_name = *std::move(subject);
    return view;
}

Result<std::string> relationJson(House& house, core::ReadTransaction& transaction, RelationId id, PersonId viewer) {
    const Result<Relation> relation = house.relations.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    const Result<RelationView> view = viewFor(house, transaction, *relation, viewer);
    return view.ok() ? Result<std::string>(core::toJson(*view, core::Exposure::Masked)) : view.failure();
}

/// What a change of a relation has in common. Its resource is the relation's path, also that of a repeat.
Writing writingAbout(House& house, const Called& called, RelationId id, std::string action) {
    Writing writing;
    writing.resource = pathOf(id);
    writing.watched = id.bits;
    writing.aggregate = called.person.bits;
    writing.about = called.person;
    writing.status = 200;
    writing.action = std::move(action);
    writing.look = [&house, viewer = called.caller.person](core::ReadTransaction& transaction, std::string_view resource) -> Result<Look> {
        const Result<RelationId> standing = RelationId::parse(resource.substr(resource.rfind('/') + 1));
        if (!standing.ok()) return standing.failure();
        Result<std::string> json = relationJson(house, transaction, *standing, viewer);
        return json.ok() ? Result<Look>(Look{true, *std::move(json)}) : json.failure();
    };
    return writing;
}

Result<flows::Next> tell(House& house, core::Transaction& transaction, const Called& called, std::string_view action,
                         const Result<RelationOutcome>& outcome) {
    if (!outcome.ok()) return outcome.failure();
    if (outcome->to_tell.empty()) return flows::Next{};
    return tellOfRelation(house, transaction, called.caller, action, outcome->relation, called.person);
}

/// Whose code was scanned. A code that is no card's of ours is refused without being looked at.
Result<PersonId> shownBy(House& house, core::Transaction& transaction, const std::string& text) {
    const auto codes = identity::recognise(text, "");
    if (!codes.ok()) return codes.failure();
    for (const identity::ScannedCode& code : *codes) {
        if (code.form != identity::CodeForm::CardCode && code.form != identity::CodeForm::PaperCode) continue;
        if (code.form == identity::CodeForm::PaperCode) {
            const Result<identity::PaperCodes::Shown> shown = house.paper_codes.check(transaction, code.text.reveal());
            return shown.ok() ? Result<PersonId>(shown->card.person) : shown.failure();
        }
        const Result<identity::Card> card = house.card_codes.redeem(transaction, code.text.reveal());
        return card.ok() ? Result<PersonId>(card->person) : card.failure();
    }
    return Failure(Error::CardCodeNotValid);
}

Result<MakeRelation> wishIn(const Request& request) {
    Result<MakeRelation> body = bodyOf<MakeRelation>(request);
    if (body.ok() && body->subject.has_value() == body->code.has_value())
        return Failure(Error::JsonNotValid, "subject_id, code: one of them");
    return body;
}

Result<identity::RelationRequest> requestOf(House& house, core::Transaction& transaction, const MakeRelation& wish, PersonId holder,
                                            RelationId id) {
    const Result<PersonId> subject = wish.subject ? Result<PersonId>(*wish.subject) : shownBy(house, transaction, wish.code->reveal());
    if (!subject.ok()) return subject.failure();
    identity::RelationRequest asked;
    asked.kind = wish.kind;
    asked.holder = holder;
    asked.subject = *subject;
    asked.kinship = wish.kinship;
    asked.permissions = permissionsOf(wish.permissions);
    asked.expires_at = wish.expires_at;
    asked.birth_order = wish.birth_order;
    asked.id = id;
    return asked;
}

/// To a stranger, who is not there is told apart from who is not verified by nobody.
Result<RelationOutcome> hidingTheSubject(Result<RelationOutcome> outcome) {
    if (outcome.ok()) return outcome;
    const Error why = outcome.failure().error();
    if (why != Error::PersonNotFound && why != Error::PersonNotActive) return outcome;
    return Failure(Error::RelationNotAllowed, "somebody is not verified");  // as Relations says of who is not
}

void askForRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        const Result<MakeRelation> wish = wishIn(request);
        if (!wish.ok()) return wish.failure();
        House& house = desk.house();
        const auto id = house.ids.next<RelationId>();
        Writing writing = writingAbout(house, *called, id, "relation.ask");
        writing.status = 201;
        writing.work = [&house, called = *called, wish = *wish, id](core::Transaction& transaction) -> Result<flows::Next> {
            const auto asked = requestOf(house, transaction, wish, called.person, id);
            if (!asked.ok()) return asked.failure();
            return tell(house, transaction, called, "relation.ask", hidingTheSubject(house.relations.ask(transaction, *asked)));
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

void grantRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledByStaff(request);
        if (!called.ok()) return called.failure();
        const Result<MakeRelation> wish = wishIn(request);
        if (!wish.ok()) return wish.failure();
        House& house = desk.house();
        const auto id = house.ids.next<RelationId>();
        Writing writing = writingAbout(house, *called, id, "relation.grant");
        writing.status = 201;
        writing.work = [&house, called = *called, wish = *wish, id](core::Transaction& transaction) -> Result<flows::Next> {
            const auto asked = requestOf(house, transaction, wish, called.person, id);
            if (!asked.ok()) return asked.failure();
            return tell(house, transaction, called, "relation.grant",
                        house.relations.grant(transaction, *asked, called.caller.staff->staff_id));
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

/// What the caller decides about the relation of the path.
using Decide = std::function<Result<RelationOutcome>(core::Transaction&, RelationId)>;

Result<void> decided(Desk& desk, const Request& request, const Reply& reply, const Called& called, std::string action, Decide decide) {
    const Result<RelationId> id = pathId<RelationId>(request, "relation_id");
    if (!id.ok()) return id.failure();
    House& house = desk.house();
    Writing writing = writingAbout(house, called, *id, action);
    writing.work = [&house, called, id = *id, action, decide = std::move(decide)](core::Transaction& transaction) {
        return tell(house, transaction, called, action, decide(transaction, id));
    };
    desk.write(request, reply, called.caller, std::move(writing));
    return {};
}

void acceptRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        return decided(desk, request, reply, *called, "relation.accept",
                       [&relations = desk.house().relations, by = called->person](core::Transaction& transaction, RelationId id) {
                           return relations.accept(transaction, id, by);
                       });
    });
}

void refuseRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        return decided(desk, request, reply, *called, "relation.refuse",
                       [&relations = desk.house().relations, by = called->person](core::Transaction& transaction, RelationId id) {
                           return relations.refuse(transaction, id, by);
                       });
    });
}

void changeRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        const Result<ChangeRelation> body = bodyOf<ChangeRelation>(request);
        if (!body.ok()) return body.failure();
        return decided(
            desk, request, reply, *called, "relation.change",
            [&relations = desk.house().relations, by = called->person, body = *body](core::Transaction& transaction, RelationId id) {
                return relations.change(transaction, id, by, permissionsOf(body.permissions), body.expires_at);
            });
    });
}

/// Staff names one of the two in the path: the id of a relation alone ends none.
Result<RelationOutcome> revokedByStaff(House& house, core::Transaction& transaction, const Called& called, RelationId id) {
    const Result<Relation> relation = house.relations.find(transaction, id);
    if (!relation.ok()) return relation.failure();
    const Result<PersonId> holder = house.merges.rootOf(transaction, relation->holder);
    if (!holder.ok()) return holder.failure();
    const Result<PersonId> subject = house.merges.rootOf(transaction, relation->subject);
    if (!subject.ok()) return subject.failure();
    if (*holder != called.person && *subject != called.person) return Failure(Error::RelationNotFound);
    return house.relations.revokeByStaff(transaction, id, called.caller.staff->staff_id);
}

void revokeRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const bool by_staff = caller->person.none();
        const Result<Called> called = by_staff ? desk.calledByStaff(request) : calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        return decided(desk, request, reply, *called, "relation.revoke",
                       [&house = desk.house(), called = *called, by_staff](core::Transaction& transaction, RelationId id) {
                           return by_staff ? revokedByStaff(house, transaction, called, id)
                                           : house.relations.revoke(transaction, id, called.person);
                       });
    });
}

/// Another's relation is told apart from none by nobody.
void showRelation(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<void> allowed = access::requireScope(*caller, Scope::PersonRead);
        if (!allowed.ok()) return allowed;
        if (caller->person.none()) return Failure(Error::NotThisPerson);
        const Result<RelationId> id = pathId<RelationId>(request, "relation_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<Relation> relation = house.relations.find(transaction, *id);
            if (!relation.ok()) return relation.failure();
            const Result<bool> concerned = house.relations.concerns(transaction, *relation, caller->person);
            if (!concerned.ok()) return concerned.failure();
            if (!*concerned) return Failure(Error::RelationNotFound);
            return relationJson(house, transaction, *id, caller->person);
        });
        return {};
    });
}

void listRelations(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = desk.calledFor(request, Scope::PersonRead, Acting::Guardian);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        showTo(desk, reply, *called, "relation.list",
               [&house, id = called->person,
                by_staff = called->caller.person.none()](core::ReadTransaction& transaction) -> Result<std::string> {
                   const auto held = house.relations.liveOfHolder(transaction, id);
                   if (!held.ok()) return held.failure();
                   const auto given = house.relations.liveOfSubject(transaction, id);
                   if (!given.ok()) return given.failure();
                   RelationsView view;
                   for (const auto& [relations, views] : {std::pair(&*held, &view.held), std::pair(&*given, &view.given)}) {
                       for (const Relation& relation : *relations) {
                           Result<RelationView> one = viewFor(house, transaction, relation, by_staff ? PersonId() : id);
                           if (!one.ok()) return one.failure();
                           views->push_back(*std::move(one));
                       }
                   }
                   return core::toJson(view, core::Exposure::Masked);
               });
        return {};
    });
}

/// A write about the relation of the path, answered with the relation.
Route decision(const char* verb, const char* operation, const char* summary, decltype(Route::endpoint) endpoint) {
    return {.method = "POST",
            .path = std::string("/api/v1/people/{person_id}/relations/{relation_id}/") + verb,
            .operation = operation,
            .summary = summary,
            .writes = true,
            .response = schemaReference<RelationView>,
            .endpoint = std::move(endpoint)};
}

}  // namespace

std::vector<Route> familyRoutes(Desk* desk) {
    Route change = decision("change", "changeRelation", "The subject's side says anew what it permits and until when",
                            handledBy(desk, changeRelation));
    change.request = schemaReference<ChangeRelation>;
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/relations",
         .operation = "askForRelation",
         .summary = "The person asks to act for another, or to spend their insurance account; it allows nothing until the other accepts",
         .writes = true,
         .request = schemaReference<MakeRelation>,
         .status = 201,
         .response = schemaReference<RelationView>,
         .endpoint = handledBy(desk, askForRelation)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/relations/grant",
         .operation = "grantRelation",
         .summary = "Staff of a hospital has seen both certificates: the person may act for the subject from now on",
         .writes = true,
         .request = schemaReference<MakeRelation>,
         .status = 201,
         .response = schemaReference<RelationView>,
         .endpoint = handledBy(desk, grantRelation)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/relations",
         .operation = "listRelations",
         .summary = "The person's relations that are asked for or active; for themselves, a guardian, and staff, whose look is audited",
         .response = schemaReference<RelationsView>,
         .endpoint = handledBy(desk, listRelations)},
        {.method = "GET",
         .path = "/api/v1/relations/{relation_id}",
         .operation = "showRelation",
         .summary = "One relation of the caller, who is a person, also when it is over",
         .response = schemaReference<RelationView>,
         .endpoint = handledBy(desk, showRelation)},
        decision("accept", "acceptRelation", "The subject's side accepts what was asked for; a second time changes nothing",
                 handledBy(desk, acceptRelation)),
        decision("refuse", "refuseRelation", "The subject's side refuses what was asked for; a second time changes nothing",
                 handledBy(desk, refuseRelation)),
        std::move(change),
        decision("revoke", "revokeRelation", "Either side, a guardian or staff ends it at once; a second time changes nothing",
                 handledBy(desk, revokeRelation)),
    };
}

}  // namespace hub::api::rest
