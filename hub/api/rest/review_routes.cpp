#include <memory>
#include <utility>

#include "hub/api/page_place.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/review_views.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/steward.h"

namespace hub::api::rest {

using access::Caller;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;
using identity::Review;
using identity::ReviewId;
using identity::ReviewState;

namespace {

constexpr std::size_t kQueued = 50;

std::string pathOf(ReviewId id) { return "/api/v1/reviews/" + id.text(); }

audit::AuditEntry actorOf(const Caller& caller) { return access::auditEntry(caller, "", PersonId(), audit::Outcome::Done); }

Result<ReviewedPersonView> reviewedPerson(House& house, core::ReadTransaction& transaction, PersonId id) {
    const Result<identity::Person> person = house.people.findPerson(transaction, id);
    if (!person.ok()) return person.failure();
    const Result<PersonId> root = house.merges.rootOf(transaction, id);
    if (!root.ok()) return root.failure();
    return ReviewedPersonView{id, *root, person->state, person->registered_at, person->details};
}

/// What joining the two would make now; none when they are one.
Result<std::optional<MergePreviewView>> previewOf(House& house, core::ReadTransaction& transaction, PersonId one, PersonId other) {
    if (one == other) return std::optional<MergePreviewView>();
    const Result<identity::Person> first = house.people.findPerson(transaction, one);
    if (!first.ok()) return first.failure();
    const Result<identity::Person> second = house.people.findPerson(transaction, other);
    if (!second.ok()) return second.failure();
    const bool first_goes_on = identity::goesOn(*first, *second, core::shanghaiDate(house.clock.utc(), core::Duration(0)));
    const Result<identity::MergePreview> preview =
        house.merges.preview(transaction, first_goes_on ? other : one, first_goes_on ? one : other);
    if (!preview.ok()) return preview.failure();
    return std::optional(viewOf(*preview));
}

Result<std::string> reviewJson(House& house, core::ReadTransaction& transaction, ReviewId id) {
    const Result<Review> review = house.merging.review(transaction, id);
    if (!review.ok()) return review.failure();
    const auto history = house.reviews.historyOf(transaction, id);
    if (!history.ok()) return history.failure();
    ReviewView view = viewOf(*review, *history, house.clock.utc());
    for (const PersonId person : {review->pair.low, review->pair.high}) {
        Result<ReviewedPersonView> reviewed = reviewedPerson(house, transaction, person);
        if (!reviewed.ok()) return reviewed.failure();
        view.people.push_back(std::move(*reviewed));
    }
    auto preview = previewOf(house, transaction, view.people[0].root_id, view.people[1].root_id);
    if (!preview.ok()) return preview.failure();
    view.preview = std::move(*preview);
    return core::toJson(view, core::Exposure::Masked);
}

void listReviews(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const auto state = core::enumFromName<ReviewState>(request.queryValue("state").value_or(core::enumName(ReviewState::Open)));
        if (!state) return Failure(Error::QueryParameterMissing, "state");
        const Result<core::Page> page = pageAfter(request.queryValue("after"), kQueued);
        if (!page.ok()) return page.failure();
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<std::vector<Review>> reviews = house.reviews.queue(transaction, *state, *page);
            if (!reviews.ok()) return reviews.failure();
            ReviewQueueView view;
            for (const Review& review : *reviews) view.reviews.push_back(queuedViewOf(review, house.clock.utc()));
            if (reviews->size() == page->limit) view.next = placeText(reviews->back().place());
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

void showReview(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<ReviewId> id = pathId<ReviewId>(request, "review_id");
        if (!id.ok()) return id.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return reviewJson(desk.house(), transaction, *id); });
        return {};
    });
}

/// It needs no key of its own: of a pair there is one review, which a repeat finds.
void openReview(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = stewardIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<OpenReview> body = bodyOf<OpenReview>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        const auto opened = std::make_shared<ReviewId>();  // shared: the unit may run again
        house.carrier.run(
            "review", body->person_id.bits,
            [&house, caller = *caller, body = *body, opened](core::Transaction& transaction) -> Result<flows::Next> {
                identity::MatchFinding finding;
                finding.source = staffNameOf(caller);
                const Result<Review> review = house.reviews.open(transaction, body.person_id, body.other_id, finding);
                if (!review.ok()) return review.failure();
                *opened = review->id;
                audit::AuditEntry entry = access::auditEntry(caller, "review.open", PersonId(), audit::Outcome::Done);
                entry.subject = pathOf(review->id);
                const Result<audit::AuditId> noted = house.witness.note(transaction, std::move(entry));
                return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
            },
            [&desk, &house, reply, opened](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                Writing writing;
                writing.watched = opened->bits;
                writing.look = [&house, id = *opened](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
                    Result<std::string> json = reviewJson(house, transaction, id);
                    return json.ok() ? Result<Look>(Look{true, std::move(*json)}) : json.failure();
                };
                desk.answerWhenSettled(reply, writing, pathOf(*opened));
            });
        return {};
    });
}

/// Does a step of the review once, and answers with the review. `step` gets who acts.
template <class Step>
Result<void> doStep(Desk& desk, const Request& request, const Reply& reply, std::string action, Step step) {
    const Result<Caller> caller = stewardIn(desk, request);
    if (!caller.ok()) return caller.failure();
    const Result<ReviewId> id = pathId<ReviewId>(request, "review_id");
    if (!id.ok()) return id.failure();
    House& house = desk.house();
    Writing writing;
    writing.resource = pathOf(*id);
    writing.watched = id->bits;
    writing.aggregate = id->bits;
    writing.status = 200;
    writing.action = std::move(action);
    writing.work = [id = *id, caller = *caller, step = std::move(step)](core::Transaction& transaction) -> Result<flows::Next> {
        return step(transaction, id, caller);
    };
    writing.look = [&house, id = *id](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
        Result<std::string> json = reviewJson(house, transaction, id);
        return json.ok() ? Result<Look>(Look{true, std::move(*json)}) : json.failure();
    };
    desk.write(request, reply, *caller, std::move(writing));
    return {};
}

Result<flows::Next> doneWith(const Result<Review>& review) { return review.ok() ? Result<flows::Next>(flows::Next{}) : review.failure(); }

void claimReview(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return doStep(desk, request, reply, "review.claim",
                      [&house = desk.house()](core::Transaction& transaction, ReviewId id, const Caller& caller) {
                          return doneWith(house.reviews.claim(transaction, id, staffNameOf(caller)));
                      });
    });
}

void releaseReview(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return doStep(desk, request, reply, "review.release",
                      [&house = desk.house()](core::Transaction& transaction, ReviewId id, const Caller& caller) {
                          return doneWith(house.reviews.release(transaction, id, staffNameOf(caller)));
                      });
    });
}

void proposeVerdict(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<ProposeVerdict> body = bodyOf<ProposeVerdict>(request);
        if (!body.ok()) return body.failure();
        return doStep(desk, request, reply, "review.propose",
                      [&house = desk.house(), body = *body](core::Transaction& transaction, ReviewId id, const Caller& caller) {
                          return doneWith(house.reviews.propose(transaction, id, body.verdict, staffNameOf(caller), body.why));
                      });
    });
}

void approveVerdict(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return doStep(desk, request, reply, "review.approve",
                      [&house = desk.house()](core::Transaction& transaction, ReviewId id, const Caller& caller) {
                          return house.merging.approve(transaction, id, staffNameOf(caller), actorOf(caller));
                      });
    });
}

void sendBack(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&] {
        return doStep(desk, request, reply, "review.send_back",
                      [&house = desk.house()](core::Transaction& transaction, ReviewId id, const Caller& caller) {
                          return doneWith(house.reviews.sendBack(transaction, id, staffNameOf(caller)));
                      });
    });
}

void reopenReview(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<SayWhy> body = bodyOf<SayWhy>(request);
        if (!body.ok()) return body.failure();
        return doStep(desk, request, reply, "review.reopen",
                      [&house = desk.house(), why = body->why](core::Transaction& transaction, ReviewId id, const Caller& caller) {
                          return doneWith(house.reviews.reopen(transaction, id, staffNameOf(caller), why));
                      });
    });
}

Result<std::string> mergesJson(House& house, core::ReadTransaction& transaction, PersonId person) {
    const Result<identity::Person> found = house.people.findPerson(transaction, person);
    if (!found.ok()) return found.failure();
    const Result<PersonId> root = house.merges.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    const auto parts = house.merging.partsOf(transaction, *root);
    if (!parts.ok()) return parts.failure();
    const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, *root);
    if (!members.ok()) return members.failure();
    const auto ledger = house.merging.ledgerOf(transaction, *members);
    if (!ledger.ok()) return ledger.failure();
    MergesView view;
    view.person_id = *root;
    for (const identity::PersonMerge& part : *parts) view.parts.push_back({part.subsumed, part.into, part.merged_at});
    for (const identity::MergeChange& change : *ledger) view.ledger.push_back(viewOf(change));
    return core::toJson(view, core::Exposure::Masked);
}

void listMerges(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PersonId> person = pathId<PersonId>(request, "person_id");
        if (!person.ok()) return person.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return mergesJson(desk.house(), transaction, *person); });
        return {};
    });
}

void unmergePerson(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = stewardIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<PersonId> person = pathId<PersonId>(request, "person_id");
        if (!person.ok()) return person.failure();
        const Result<SayWhy> body = bodyOf<SayWhy>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        Writing writing;
        writing.resource = personPath(*person) + "/merges";
        writing.watched = person->bits;
        writing.aggregate = person->bits;
        writing.status = 200;
        writing.action = "person.unmerge";
        writing.work = [&house, person = *person, caller = *caller, why = body->why](core::Transaction& transaction) {
            return house.merging.unmerge(transaction, person, staffNameOf(caller), why, actorOf(caller));
        };
        writing.look = [&house, person = *person](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            Result<std::string> json = mergesJson(house, transaction, person);
            return json.ok() ? Result<Look>(Look{true, std::move(*json)}) : json.failure();
        };
        desk.write(request, reply, *caller, std::move(writing));
        return {};
    });
}

/// POST /api/v1/reviews/{review_id}/<verb>
Route stepRoute(Desk* desk, const std::string& verb, std::string operation, std::string summary, SchemaHook body,
                void (*handle)(Desk&, const Request&, const Reply&)) {
    return {.method = "POST",
            .path = "/api/v1/reviews/{review_id}/" + verb,
            .operation = std::move(operation),
            .summary = std::move(summary),
            .writes = true,
            .request = body,
            .response = schemaReference<ReviewView>,
            .endpoint = handledBy(desk, handle)};
}

}  // namespace

std::vector<Route> reviewRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/reviews",
         .operation = "listReviews",
         .summary = "Pairs of people who may be one, 50 a page; for stewards, who name their member of staff",
         .query = {{"state", "open, proposed, same, not_same or overtaken; absent: open", false},
                   {"after", "next of the page before", false}},
         .response = schemaReference<ReviewQueueView>,
         .endpoint = handledBy(desk, listReviews)},
        {.method = "GET",
         .path = "/api/v1/reviews/{review_id}",
         .operation = "showReview",
         .summary = "The two people, masked, how they agree, what was done, and what a merge would make",
         .response = schemaReference<ReviewView>,
         .endpoint = handledBy(desk, showReview)},
        {.method = "POST",
         .path = "/api/v1/reviews",
         .operation = "openReview",
         .summary = "Asks whether two people are one; of a pair there is one review, whatever was decided in it",
         .writes = true,
         .request = schemaReference<OpenReview>,
         .status = 201,
         .response = schemaReference<ReviewView>,
         .endpoint = handledBy(desk, openReview)},
        stepRoute(desk, "claim", "claimReview", "Takes it for half an hour; needed before proposing, approving and sending back", nullptr,
                  claimReview),
        stepRoute(desk, "release", "releaseReview", "Gives the claim back", nullptr, releaseReview),
        stepRoute(desk, "propose", "proposeVerdict", "Same waits for a second person; not_same is decided at once",
                  schemaReference<ProposeVerdict>, proposeVerdict),
        stepRoute(desk, "approve", "approveVerdict", "Another member of staff agrees: the two are merged, and both hear of it", nullptr,
                  approveVerdict),
        stepRoute(desk, "send-back", "sendBackVerdict", "Open again, as if nothing had been proposed", nullptr, sendBack),
        stepRoute(desk, "reopen", "reopenReview", "What was decided is open again, unless the two are still merged",
                  schemaReference<SayWhy>, reopenReview),
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/merges",
         .operation = "listMerges",
         .summary = "Who is a part of the person, and what was ever decided about them; for stewards",
         .response = schemaReference<MergesView>,
         .endpoint = handledBy(desk, listMerges)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/unmerge",
         .operation = "unmergePerson",
         .summary = "Takes this registration out of the person again, by somebody else than who approved the merge",
         .writes = true,
         .request = schemaReference<SayWhy>,
         .response = schemaReference<MergesView>,
         .endpoint = handledBy(desk, unmergePerson)},
    };
}

}  // namespace hub::api::rest
