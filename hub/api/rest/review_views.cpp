#include "hub/api/rest/review_views.h"

namespace hub::api::rest {

QueuedReviewView queuedViewOf(const identity::Review& review, core::UtcTime now) {
    return {review.id,         review.state, review.opened_at, review.finding.total, review.finding.source, review.claimant(now),
            review.proposed_by};
}

ReviewView viewOf(const identity::Review& review, const std::vector<identity::ReviewChange>& history, core::UtcTime now) {
    ReviewView view;
    view.review_id = review.id;
    view.state = review.state;
    view.opened_at = review.opened_at;
    view.finding = review.finding;
    view.claimed_by = review.claimant(now);
    if (view.claimed_by) view.claimed_until = review.claimed_until;
    view.proposed = review.proposed;
    view.proposed_by = review.proposed_by;
    view.why = review.why;
    view.decided_by = review.decided_by;
    view.decided_at = review.decided_at;
    for (const identity::ReviewChange& change : history)
        view.history.push_back({change.step, change.verdict, change.by, change.why, change.at});
    return view;
}

MergePreviewView viewOf(const identity::MergePreview& preview) {
    MergePreviewView view;
    view.obstacle = preview.obstacle;
    view.people = preview.people;
    for (const identity::PreviewedCard& card : preview.cards) view.cards.push_back({card.id, card.person, card.state});
    for (const identity::PreviewedHospital& one : preview.hospitals) view.hospitals.push_back({one.hospital, one.files, one.conflict()});
    for (const identity::PreviewedDetail& detail : preview.details) view.details.push_back({detail.field, detail.from, detail.differs});
    return view;
}

MergeLineView viewOf(const identity::MergeChange& change) {
    MergeLineView view{
        change.number,     change.kind, change.subsumed, change.into, std::nullopt, change.reason.proposed_by, change.reason.approved_by,
        change.reason.why, change.at};
    if (!change.reason.review.none()) view.review_id = change.reason.review;
    return view;
}

}  // namespace hub::api::rest
