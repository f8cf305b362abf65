#include "hub/identity/reviews.h"

#include <optional>

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

Failure notYours(std::string_view what) { return Failure(Error::ReviewNotYours, std::string(what)); }

Failure notInState(const Review& review) { return notYours(core::enumName(review.state)); }

void endClaim(Review& review) {
    review.claimed_by.reset();
    review.claimed_until.reset();
}

void forgetProposal(Review& review) {
    review.proposed.reset();
    review.proposed_by.reset();
    review.why.reset();
}

}  // namespace

Result<Review> Reviews::open(core::Transaction& transaction, PersonId one, PersonId other, const MatchFinding& finding) {
    if (one == other) return Failure(Error::MergeNotAllowed, std::string(core::enumName(MergeObstacle::SamePerson)));
    for (const PersonId person : {one, other}) {
        const Result<Person> found = identity_.findPerson(transaction, person);
        if (!found.ok()) return found.failure();
    }
    const PersonPair pair = pairOf(one, other);
    const Result<bool> one_person = areOne(transaction, pair);
    if (!one_person.ok()) return one_person.failure();
    Result<std::optional<Review>> standing = store_.ofPair(transaction, pair);
    if (!standing.ok()) return standing.failure();
    if (!*standing) {
        Review review;
        review.id = ids_.next<ReviewId>();
        review.pair = pair;
        review.state = *one_person ? ReviewState::Overtaken : ReviewState::Open;
        review.opened_at = clock_.utc();
        review.finding = finding;
        const ReviewStep step = *one_person ? ReviewStep::Overtaken : ReviewStep::Opened;
        const Result<bool> added = store_.add(
            transaction, review, {.step = step, .verdict = std::nullopt, .by = finding.source, .why = {}, .at = review.opened_at});
        if (!added.ok()) return added.failure();
        if (*added) return review;
        // Another lane opened the pair a moment ago; the row is committed by now.
        standing = store_.ofPair(transaction, pair);
        if (!standing.ok()) return standing.failure();
        if (!*standing) return Failure(Error::ReviewNotFound);
    }
    Review review = **std::move(standing);
    if (review.state != ReviewState::Overtaken || *one_person) return review;
    review.opened_at = clock_.utc();
    review.finding = finding;
    return openAgain(transaction, std::move(review), finding.source, {});
}

Result<Review> Reviews::claim(core::Transaction& transaction, ReviewId id, std::string_view by) {
    Result<Review> review = forDecision(transaction, id, by);
    if (!review.ok() || review->state == ReviewState::Overtaken) return review;
    if (!isPending(review->state)) return notInState(*review);
    if (review->claimant(clock_.utc()).value_or(std::string(by)) != by) return notYours("claimed");
    review->claimed_by = by;
    review->claimed_until = clock_.utc() + kClaimedFor;
    return change(transaction, *std::move(review), ReviewStep::Claimed, by);
}

Result<Review> Reviews::release(core::Transaction& transaction, ReviewId id, std::string_view by) {
    Result<Review> review = store_.find(transaction, id);
    if (!review.ok()) return review;
    const std::optional<std::string> claimant = review->claimant(clock_.utc());
    if (!claimant) return review;
    if (*claimant != by) return notYours("claimed");
    endClaim(*review);
    return change(transaction, *std::move(review), ReviewStep::Released, by);
}

Result<Review> Reviews::propose(core::Transaction& transaction, ReviewId id, Verdict verdict, std::string_view by, std::string_view why) {
    Result<Review> review = forDecision(transaction, id, by);
    if (!review.ok() || review->state == ReviewState::Overtaken) return review;
    if (review->state != ReviewState::Open) return notInState(*review);
    if (review->claimant(clock_.utc()) != by) return notYours("not_claimed");
    review->proposed = verdict;
    review->proposed_by = by;
    review->why = why;
    if (!needsSecondPerson(verdict)) return decide(transaction, *std::move(review), by);
    review->state = ReviewState::Proposed;
    endClaim(*review);
    return change(transaction, *std::move(review), ReviewStep::Proposed, by, why);
}

Result<Review> Reviews::approve(core::Transaction& transaction, ReviewId id, std::string_view by) {
    Result<Review> review = forDecision(transaction, id, by);
    if (!review.ok() || review->state == ReviewState::Overtaken) return review;
    if (review->state != ReviewState::Proposed) return notInState(*review);
    if (review->proposed_by == by) return Failure(Error::SecondPersonNeeded);
    if (review->claimant(clock_.utc()) != by) return notYours("not_claimed");
    return decide(transaction, *std::move(review), by);
}

Result<Review> Reviews::sendBack(core::Transaction& transaction, ReviewId id, std::string_view by) {
    Result<Review> review = store_.find(transaction, id);
    if (!review.ok()) return review;
    if (review->state != ReviewState::Proposed) return notInState(*review);
    if (review->claimant(clock_.utc()) != by) return notYours("not_claimed");
    review->state = ReviewState::Open;
    forgetProposal(*review);
    endClaim(*review);
    return change(transaction, *std::move(review), ReviewStep::SentBack, by);
}

Result<Review> Reviews::reopen(core::Transaction& transaction, ReviewId id, std::string_view by, std::string_view why) {
    Result<Review> review = store_.find(transaction, id);
    if (!review.ok()) return review;
    if (isPending(review->state)) return notInState(*review);
    const Result<bool> one_person = areOne(transaction, review->pair);
    if (!one_person.ok()) return one_person.failure();
    if (*one_person) return notYours("still_merged");
    return openAgain(transaction, *std::move(review), by, why);
}

/// The review as it stands; one that is pending about two who are one by now is closed, because `by` has come to see it.
Result<Review> Reviews::forDecision(core::Transaction& transaction, ReviewId id, std::string_view by) {
    Result<Review> review = store_.find(transaction, id);
    if (!review.ok() || !isPending(review->state)) return review;
    const Result<bool> one_person = areOne(transaction, review->pair);
    if (!one_person.ok()) return one_person.failure();
    if (!*one_person) return review;
    review->state = ReviewState::Overtaken;
    endClaim(*review);
    forgetProposal(*review);
    return change(transaction, *std::move(review), ReviewStep::Overtaken, by);
}

Result<bool> Reviews::areOne(core::ReadTransaction& transaction, const PersonPair& pair) {
    const Result<PersonId> low = merges_.rootOf(transaction, pair.low);
    if (!low.ok()) return low.failure();
    const Result<PersonId> high = merges_.rootOf(transaction, pair.high);
    if (!high.ok()) return high.failure();
    return *low == *high;
}

/// Carries out what is proposed. Whatever was read before may have been overtaken by another lane's merge until it is our turn.
Result<Review> Reviews::decide(core::Transaction& transaction, Review review, std::string_view by) {
    bool overtaken = false;
    if (review.proposed == Verdict::Same) {
        const MergeReason reason{
            .review = review.id, .proposed_by = *review.proposed_by, .approved_by = std::string(by), .why = *review.why};
        const Result<std::optional<PersonMerge>> joined = merges_.join(transaction, review.pair.low, review.pair.high, reason);
        if (!joined.ok()) return joined.failure();
        overtaken = !*joined;
        review.state = ReviewState::Same;
    } else {
        const Result<bool> apart = merges_.holdApart(transaction, review.pair.low, review.pair.high);
        if (!apart.ok()) return apart.failure();
        overtaken = !*apart;
        review.state = ReviewState::NotSame;
    }
    endClaim(review);
    if (overtaken) {
        review.state = ReviewState::Overtaken;
        forgetProposal(review);
        return change(transaction, std::move(review), ReviewStep::Overtaken, by);
    }
    review.decided_by = by;
    review.decided_at = clock_.utc();
    const std::string why = *review.why;
    return change(transaction, std::move(review), ReviewStep::Decided, by, why);
}

Result<Review> Reviews::openAgain(core::Transaction& transaction, Review review, std::string_view by, std::string_view why) {
    review.state = ReviewState::Open;
    forgetProposal(review);
    review.decided_by.reset();
    review.decided_at.reset();
    return change(transaction, std::move(review), ReviewStep::Reopened, by, why);
}

Result<Review> Reviews::change(core::Transaction& transaction, Review review, ReviewStep step, std::string_view by, std::string_view why) {
    const bool has_verdict = step == ReviewStep::Proposed || step == ReviewStep::Decided;
    const ReviewChange line{.number = review.version + 1,
                            .step = step,
                            .verdict = has_verdict ? review.proposed : std::nullopt,
                            .by = std::string(by),
                            .why = std::string(why),
                            .at = clock_.utc()};
    const Result<std::int64_t> version = store_.change(transaction, review, line);
    if (!version.ok()) return version.failure();
    review.version = *version;
    return review;
}

}  // namespace hub::identity
