#include "hub/flows/match_flow.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "hub/identity/hospital_files.h"
#include "hub/identity/index/judgement.h"

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using identity::Person;
using identity::PersonId;
using identity::PersonState;
using identity::Review;
using identity::ReviewState;
using identity::index::Decision;
using identity::index::Found;
using identity::index::KnownPeople;
using identity::index::MatchedRecord;
using identity::index::RowChange;
using identity::matching::Band;

namespace {

constexpr std::string_view kBy = "matching";
constexpr std::string_view kWhy = "certain";

/// Nobody has looked at it since it was opened.
bool isUntouched(const Review& review) { return review.state == ReviewState::Open && review.version == 1; }

/// Only the best, alone in its band, and with nothing that speaks of two people between any of their records.
bool isOne(const Found& found, const Decision& decision) {
    return decision.band == Band::Link && found.person == decision.found.front().person && found.score.guards == 0 &&
           identity::index::isCertain(found.score);
}

}  // namespace

void MatchFlow::ask(PersonId person, Alongside alongside, Carrier::OnDone on_done) {
    if (!parts_.index.isReady()) {
        house_.executor.post([on_done = std::move(on_done)] { on_done(Failure(Error::MatchingNotReady)); });
        return;
    }
    const auto settled = [this, person, alongside = std::move(alongside), on_done = std::move(on_done)](const Result<void>& refreshed) {
        Result<Decision> decision = Decision();
        // Most are nobody else: that is found out without holding up those who write.
        const Result<void> read = !refreshed.ok() ? refreshed : house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            decision = decide(transaction, person);
            return decision.ok() ? Result<void>() : decision.failure();
        });
        if (!read.ok()) return on_done(read);
        const auto work = [this, person, alongside, alone = decision->found.empty()](core::Transaction& transaction) -> Result<Next> {
            Result<Next> next = alone ? Result<Next>(Next{}) : settle(transaction, person);
            if (!next.ok()) return next;
            const Result<void> noted = alongside(transaction);
            if (!noted.ok()) return noted.failure();
            next->after.emplace_back([this] { ++counters_.asked; });
            return next;
        };
        house_.carrier.run("match", person.bits, work, on_done);
    };
    house_.carrier.run(
        "match-rows", person.bits, [this, person](core::Transaction& transaction) { return refresh(transaction, person); }, settled);
}

/// A registration that says no more than a file of theirs is no record of its own.
Result<Next> MatchFlow::refresh(core::Transaction& transaction, PersonId person) {
    Result<std::vector<KnownPeople::Record>> records = parts_.known.recordsOf(transaction, person);
    if (!records.ok()) return records.failure();
    std::vector<std::optional<MatchedRecord>> packed;
    for (KnownPeople::Record& record : *records)
        packed.push_back(record.features ? std::optional(parts_.index.packed(*std::move(record.features))) : std::nullopt);
    const bool is_said_again = std::any_of(packed.begin() + 1, packed.end(), [&](const std::optional<MatchedRecord>& file) {
        return file && packed.front() && file->packed == packed.front()->packed;
    });
    if (is_said_again) packed.front().reset();
    std::vector<RowChange> changes;
    for (std::size_t i = 0; i < packed.size(); ++i) {
        const Result<RowChange> change = parts_.index.bring(transaction, (*records)[i].id, person, packed[i]);
        if (!change.ok()) return change.failure();
        if (change->before || change->after) changes.push_back(*change);
    }
    return Next{{}, {[this, changes = std::move(changes)] {
                    for (const RowChange& change : changes) parts_.index.settle(change);
                }}};
}

Result<Decision> MatchFlow::decide(core::ReadTransaction& transaction, PersonId person) const {
    const Result<identity::index::Known> own = parts_.known.of(transaction, person);
    if (!own.ok()) return own.failure();
    const Result<Person> root = parts_.people.findPerson(transaction, own->person);
    if (!root.ok()) return root.failure();
    if (root->state == PersonState::Closed) return Decision();
    const Result<People> members = parts_.merges.membersOf(transaction, own->person);
    if (!members.ok()) return members.failure();
    std::vector<MatchedRecord> records;
    for (const identity::matching::Features& features : *own->records) records.push_back(parts_.index.packed(features));
    return parts_.index.decide({.records = records, .but = *members},
                               [&](PersonId candidate) { return parts_.known.of(transaction, candidate); });
}

/// Decides anew: what was read before the unit may be past.
Result<Next> MatchFlow::settle(core::Transaction& transaction, PersonId person) {
    const Result<Decision> decision = decide(transaction, person);
    if (!decision.ok()) return decision.failure();
    Next next;
    for (const Found& found : decision->found) {
        const Result<PersonId> root = parts_.merges.rootOf(transaction, person);  // a merge of before may have changed it
        if (!root.ok()) return root.failure();
        Result<Next> settled = settlePair(transaction, *root, found, *decision);
        if (!settled.ok()) return settled;
        join(next, std::move(*settled));
    }
    return next;
}

Result<Next> MatchFlow::settlePair(core::Transaction& transaction, PersonId root, const Found& found, const Decision& decision) {
    const Result<Person> other = parts_.people.findPerson(transaction, found.person);
    if (!other.ok()) return other.failure();
    if (other->state == PersonState::Closed) return Next{};
    const Result<People> members = parts_.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    const Result<People> others = parts_.merges.membersOf(transaction, found.person);
    if (!others.ok()) return others.failure();
    const Result<std::vector<Review>> reviews = reviewsOf(transaction, *members, *others);
    if (!reviews.ok()) return reviews.failure();

    if (isOne(found, decision) && std::ranges::all_of(*reviews, isUntouched)) {
        const Result<bool> may = mayMerge(transaction, *members, *others);
        if (!may.ok()) return may.failure();
        if (*may) return merge(transaction, root, found, decision);
    }
    const auto stands = [](const Review& review) { return identity::isPending(review.state) || review.state == ReviewState::NotSame; };
    if (std::ranges::any_of(*reviews, stands)) return Next{};
    const Result<Review> opened = openReview(transaction, root, found, decision);
    if (!opened.ok()) return opened.failure();
    return Next{{}, {[this] { ++counters_.reviews; }}};
}

Result<Review> MatchFlow::openReview(core::Transaction& transaction, PersonId root, const Found& found, const Decision& decision) {
    return parts_.reviews.open(transaction, root, found.person,
                               identity::findingOf(found.score, found.proposed_by, identity::index::nameOf(*decision.weights), kBy));
}

/// With a review that says why, overtaken at once: whoever takes the two apart again finds it open.
Result<Next> MatchFlow::merge(core::Transaction& transaction, PersonId root, const Found& found, const Decision& decision) {
    const Result<Review> review = openReview(transaction, root, found, decision);
    if (!review.ok()) return review.failure();
    const std::string by(kBy);
    audit::AuditEntry actor;
    actor.actor_kind = audit::ActorKind::Hub;
    actor.actor = by;
    Result<Next> merged = parts_.merging.join(transaction, root, found.person, {review->id, by, by, std::string(kWhy)}, actor);
    if (!merged.ok()) {
        // Somebody else has merged or decided until it was our turn: look again.
        const bool overtaken = merged.failure().error() == Error::MergeNotAllowed;
        return overtaken ? Result<Next>(Failure(Error::VersionConflict, root.text())) : merged;
    }
    const Result<Review> closed = parts_.reviews.claim(transaction, review->id, kBy);
    if (!closed.ok()) return closed.failure();
    merged->after.emplace_back([this] { ++counters_.merges; });
    return merged;
}

Result<std::vector<Review>> MatchFlow::reviewsOf(core::ReadTransaction& transaction, const People& one, const People& other) {
    std::vector<Review> all;
    for (const PersonId member : one) {
        for (const PersonId of_other : other) {
            const Result<std::optional<Review>> review = parts_.review_rows.ofPair(transaction, identity::pairOf(member, of_other));
            if (!review.ok()) return review.failure();
            if (*review) all.push_back(**review);
        }
    }
    return all;
}

/// One side is somebody whose certificate was seen, the other nobody has ever registered.
Result<bool> MatchFlow::mayMerge(core::ReadTransaction& transaction, const People& one, const People& other) {
    struct Side {
        bool verified = false;
        bool from_files = true;  // and has no certificate of its own
    };
    std::vector<Side> sides;
    for (const People* people : {&one, &other}) {
        Side side;
        for (const PersonId id : *people) {
            const Result<Person> person = parts_.people.findPerson(transaction, id);
            if (!person.ok()) return person.failure();
            const Result<bool> from_files = identity::isKnownFromFilesAlone(transaction, parts_.people, *person);
            if (!from_files.ok()) return from_files;
            side.verified = side.verified || person->state == PersonState::Verified;
            side.from_files = side.from_files && *from_files && !person->details.certificate;
        }
        sides.push_back(side);
    }
    if (!(sides[0].verified && sides[1].from_files) && !(sides[1].verified && sides[0].from_files)) return false;
    const auto preview = parts_.merges.preview(transaction, one.front(), other.front());
    return preview.ok() ? Result<bool>(!preview->obstacle) : preview.failure();
}

}  // namespace hub::flows
