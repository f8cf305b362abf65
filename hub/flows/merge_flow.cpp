#include "hub/flows/merge_flow.h"

#include <algorithm>
#include <string>
#include <utility>

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using identity::MergeChange;
using identity::MergeKind;
using identity::PersonId;
using identity::PersonMerge;
using identity::Review;
using identity::ReviewState;

namespace {

constexpr std::size_t kLedgerPage = 1000;

struct Words {
    std::string_view event;
    std::string_view action;
    std::int64_t place;  ///< among the events of one merge; what a person's own versions tell has place 0
};

constexpr Words wordsOf(MergeKind kind) {
    return kind == MergeKind::Merge ? Words{kPersonMerged, "person.merge", 1} : Words{kPersonUnmerged, "person.unmerge", 2};
}

}  // namespace

Result<Next> MergeFlow::approve(core::Transaction& transaction, identity::ReviewId id, std::string_view by,
                                const audit::AuditEntry& actor) {
    const Result<Review> review = parts_.reviews.approve(transaction, id, by);
    if (!review.ok()) return review.failure();
    if (review->state != ReviewState::Same) return Next{};
    // It is our turn among the merges by now: nobody changes what is read here before the unit ends.
    const Result<PersonId> root = parts_.merges.rootOf(transaction, review->pair.low);
    if (!root.ok()) return root.failure();
    const Result<std::vector<PersonMerge>> parts = partsOf(transaction, *root);
    if (!parts.ok()) return parts.failure();
    const auto merged = std::ranges::max_element(*parts, {}, &PersonMerge::number);
    HUB_ASSERT(merged != parts->end());
    return tellMerged(transaction, *merged, actor);
}

Result<Next> MergeFlow::join(core::Transaction& transaction, PersonId one, PersonId other, const identity::MergeReason& reason,
                             const audit::AuditEntry& actor) {
    const Result<std::optional<PersonMerge>> merged = parts_.merges.join(transaction, one, other, reason);
    if (!merged.ok()) return merged.failure();
    return *merged ? tellMerged(transaction, **merged, actor) : Next{};
}

Result<Next> MergeFlow::tellMerged(core::Transaction& transaction, const PersonMerge& merge, const audit::AuditEntry& actor) {
    const Result<std::vector<PersonId>> members = parts_.merges.membersOf(transaction, merge.root);
    if (!members.ok()) return members.failure();
    Result<Next> told = tell(transaction, MergeKind::Merge, merge, *members, actor);
    if (!told.ok()) return told;
    Result<Next> hospitals = parts_.notices.merged(transaction, merge.root);
    if (!hospitals.ok()) return hospitals;
    flows::join(*told, *std::move(hospitals));
    return told;
}

Result<Next> MergeFlow::unmerge(core::Transaction& transaction, PersonId subsumed, std::string_view by, std::string_view why,
                                const audit::AuditEntry& actor) {
    const Result<std::optional<PersonMerge>> standing = parts_.merge_rows.find(transaction, subsumed);
    if (!standing.ok()) return standing.failure();
    if (!*standing) return Failure(Error::MergeNotAllowed, "not_merged");
    const Result<MergeChange> decided = lineOf(transaction, (*standing)->number);
    if (!decided.ok()) return decided.failure();
    if (decided->reason.approved_by == by) return Failure(Error::SecondPersonNeeded);

    const identity::MergeReason reason{
        .review = decided->reason.review, .proposed_by = std::string(by), .approved_by = std::string(by), .why = std::string(why)};
    const Result<PersonMerge> undone = parts_.merges.unmerge(transaction, subsumed, reason);
    if (!undone.ok()) return undone.failure();
    // Before it was our turn somebody else took them apart and together again: another line, perhaps by another approver.
    if (undone->number != decided->number) return Failure(Error::VersionConflict, subsumed.text());
    if (!decided->reason.review.none()) {
        const Result<void> reopened = reopen(transaction, decided->reason.review, by, why);
        if (!reopened.ok()) return reopened.failure();
    }
    Result<std::vector<PersonId>> people = parts_.merges.membersOf(transaction, undone->root);
    if (!people.ok()) return people.failure();
    const Result<std::vector<PersonId>> gone = parts_.merges.membersOf(transaction, subsumed);
    if (!gone.ok()) return gone.failure();
    Result<Next> hospitals = parts_.notices.unmerged(transaction, *people, *gone);
    if (!hospitals.ok()) return hospitals;
    people->insert(people->end(), gone->begin(), gone->end());
    Result<Next> told = tell(transaction, MergeKind::Unmerge, *undone, *people, actor);
    if (!told.ok()) return told;
    flows::join(*told, *std::move(hospitals));
    return told;
}

/// "Same" is no longer what stands: somebody has to say again what the two are. A pair that is one by another way stays decided.
Result<void> MergeFlow::reopen(core::Transaction& transaction, identity::ReviewId id, std::string_view by, std::string_view why) {
    const Result<Review> review = parts_.review_rows.find(transaction, id);
    if (!review.ok()) return review.failure();
    const Result<PersonId> low = parts_.merges.rootOf(transaction, review->pair.low);
    if (!low.ok()) return low.failure();
    const Result<PersonId> high = parts_.merges.rootOf(transaction, review->pair.high);
    if (!high.ok()) return high.failure();
    if (identity::isPending(review->state) || *low == *high) return {};
    const Result<Review> reopened = parts_.reviews.reopen(transaction, id, by, why);
    return reopened.ok() ? Result<void>() : reopened.failure();
}

Result<MergeChange> MergeFlow::lineOf(core::ReadTransaction& transaction, std::int64_t number) const {
    const Result<std::vector<MergeChange>> lines = parts_.merge_rows.changes(transaction, number - 1, 1);
    if (!lines.ok()) return lines.failure();
    if (lines->empty() || lines->front().number != number) return Failure(Error::RowNotReadable, "person_merge_change");
    return lines->front();
}

Result<std::vector<MergeChange>> MergeFlow::ledgerOf(core::ReadTransaction& transaction, const std::vector<PersonId>& people) const {
    const auto is_asked_for = [&](PersonId person) { return std::ranges::find(people, person) != people.end(); };
    std::vector<MergeChange> found;
    std::int64_t after = 0;
    while (true) {
        const Result<std::vector<MergeChange>> page = parts_.merge_rows.changes(transaction, after, kLedgerPage);
        if (!page.ok()) return page.failure();
        std::ranges::copy_if(*page, std::back_inserter(found),
                             [&](const MergeChange& change) { return is_asked_for(change.subsumed) || is_asked_for(change.into); });
        if (page->size() < kLedgerPage) return found;
        after = page->back().number;
    }
}

Result<Next> MergeFlow::tell(core::Transaction& transaction, MergeKind kind, const PersonMerge& merge, const std::vector<PersonId>& people,
                             const audit::AuditEntry& actor) {
    const Words words = wordsOf(kind);
    for (const auto& [about, other] : {std::pair(merge.subsumed, merge.into), std::pair(merge.into, merge.subsumed)}) {
        audit::AuditEntry entry = actor;
        entry.action = words.action;
        entry.about = about;
        entry.subject = "person/" + other.text();
        const Result<audit::AuditId> noted = parts_.witness.note(transaction, std::move(entry));
        if (!noted.ok()) return noted.failure();
    }
    for (const PersonId person : people) {
        const Result<void> published =
            house_.events.publish(transaction, personStream(person.bits), words.event,
                                  {{"person_id", merge.subsumed.text()}, {"into_id", merge.into.text()}, {"root_id", merge.root.text()}},
                                  person.bits, merge.number * 10 + words.place);
        if (!published.ok()) return published.failure();
    }
    return Next{{}, {[this, people] {
                    house_.events.wake();
                    for (const PersonId person : people) house_.changes.tell(person.bits);
                }}};
}

}  // namespace hub::flows
