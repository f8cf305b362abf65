#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/describe.h"
#include "hub/identity/merge.h"
#include "hub/identity/merge_preview.h"
#include "hub/identity/person.h"
#include "hub/identity/review.h"

/// What a steward, who keeps the master index, sends and gets. Everything about people is masked, but for UnmaskedPerson.
namespace hub::api::rest {

struct FormerCertificateView {
    static constexpr std::string_view kTypeName = "FormerCertificate";
    contract::Certificate certificate;
    core::UtcTime given_up_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate", self.certificate, "still leads to the person");
        field("given_up_at_ms", self.given_up_at, "since when there is another in its place");
    }
};

struct WithdrawnCertificateView {
    static constexpr std::string_view kTypeName = "WithdrawnCertificate";
    contract::Certificate certificate;
    core::UtcTime withdrawn_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate", self.certificate, "entered wrongly: it leads to the person no more");
        field("withdrawn_at_ms", self.withdrawn_at, "since when");
    }
};

struct UnmaskedPerson {
    static constexpr std::string_view kTypeName = "UnmaskedPerson";
    identity::PersonId person_id;
    contract::PersonDetails details;
    std::vector<FormerCertificateView> former_certificates;
    std::vector<WithdrawnCertificateView> withdrawn_certificates;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "the person's id in the region");
        field("details", self.details, "in full");
        field("former_certificates", self.former_certificates, "given up first, first");
        field("withdrawn_certificates", self.withdrawn_certificates, "proposed first, first");
    }
};

struct ReviewedPersonView {
    static constexpr std::string_view kTypeName = "ReviewedPerson";
    identity::PersonId person_id;
    identity::PersonId root_id;
    identity::PersonState state = identity::PersonState::Unverified;
    core::UtcTime registered_at;
    contract::PersonDetails details;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "the registration");
        field("root_id", self.root_id, "who stands for it; itself: it is a part of nobody");
        field("state", self.state, "unverified until an identity service or staff has seen the certificate");
        field("registered_at_ms", self.registered_at, "since when");
        field("details", self.details, "masked");
    }
};

/// A line of the queue.
struct QueuedReviewView {
    static constexpr std::string_view kTypeName = "QueuedReview";
    identity::ReviewId review_id;
    identity::ReviewState state = identity::ReviewState::Open;
    core::UtcTime opened_at;
    identity::matching::Bits total = 0;
    std::string source;
    std::optional<std::string> claimed_by;
    std::optional<std::string> proposed_by;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("review_id", self.review_id, "our id of it");
        field("state", self.state, "where it stands");
        field("opened_at_ms", self.opened_at, "since when it waits");
        field("total", self.total, "log2 of the odds that they are one person, in hundredths of a bit");
        field("source", self.source, "who opened it");
        field("claimed_by", self.claimed_by, "client and member of staff who work on it now");
        field("proposed_by", self.proposed_by, "who proposed: somebody else approves");
    }
};

struct ReviewQueueView {
    static constexpr std::string_view kTypeName = "ReviewQueue";
    std::vector<QueuedReviewView> reviews;
    std::optional<std::string> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("reviews", self.reviews, "the longest waiting and weightiest first");
        field("next", self.next, "goes on after these; absent: no more");
    }
};

struct ReviewChangeView {
    static constexpr std::string_view kTypeName = "ReviewChange";
    identity::ReviewStep step = identity::ReviewStep::Opened;
    std::optional<identity::Verdict> verdict;
    std::string by;
    std::string why;
    core::UtcTime at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("step", self.step, "what was done");
        field("verdict", self.verdict, "that was proposed or decided");
        field("by", self.by, "client and member of staff, or the source that opened it");
        field("why", self.why, "a word; may be empty");
        field("at_ms", self.at, "when");
    }
};

struct PreviewedCardView {
    static constexpr std::string_view kTypeName = "PreviewedCard";
    identity::CardId card_id;
    identity::PersonId person_id;
    identity::CardState state = identity::CardState::Active;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("card_id", self.card_id, "handle of the card");
        field("person_id", self.person_id, "whose it is now");
        field("state", self.state, "it stays as it is");
    }
};

struct PreviewedHospitalView {
    static constexpr std::string_view kTypeName = "PreviewedHospital";
    std::string hospital;
    std::vector<identity::HospitalFileId> files;
    bool conflict = false;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospital", self.hospital, "code of the hospital");
        field("files", self.files, "linked files there");
        field("conflict", self.conflict, "several: the hospital should put them together");
    }
};

struct PreviewedDetailView {
    static constexpr std::string_view kTypeName = "PreviewedDetail";
    std::string field_name;
    identity::PersonId from;
    bool differs = false;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field_name, "of the person's details");
        field("from", self.from, "whose value would stand");
        field("differs", self.differs, "another of them has another value");
    }
};

struct MergePreviewView {
    static constexpr std::string_view kTypeName = "MergePreview";
    std::optional<identity::MergeObstacle> obstacle;
    std::vector<identity::PersonId> people;
    std::vector<PreviewedCardView> cards;
    std::vector<PreviewedHospitalView> hospitals;
    std::vector<PreviewedDetailView> details;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("obstacle", self.obstacle, "why they cannot be merged; absent: they can");
        field("people", self.people, "who would stand for all of them first");
        field("cards", self.cards, "of all of them");
        field("hospitals", self.hospitals, "where they have files");
        field("details", self.details, "which values would stand, without the values");
    }
};

struct ReviewView {
    static constexpr std::string_view kTypeName = "Review";
    identity::ReviewId review_id;
    identity::ReviewState state = identity::ReviewState::Open;
    core::UtcTime opened_at;
    std::vector<ReviewedPersonView> people;
    identity::MatchFinding finding;
    std::optional<std::string> claimed_by;
    std::optional<core::UtcTime> claimed_until;
    std::optional<identity::Verdict> proposed;
    std::optional<std::string> proposed_by;
    std::optional<std::string> why;
    std::optional<std::string> decided_by;
    std::optional<core::UtcTime> decided_at;
    std::vector<ReviewChangeView> history;
    std::optional<MergePreviewView> preview;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("review_id", self.review_id, "our id of it");
        field("state", self.state, "where it stands");
        field("opened_at_ms", self.opened_at, "since when");
        field("people", self.people, "the two, masked");
        field("finding", self.finding, "how they agree, field by field, as found when it was opened");
        field("claimed_by", self.claimed_by, "client and member of staff who work on it now");
        field("claimed_until_ms", self.claimed_until, "how long they have it for themselves");
        field("proposed", self.proposed, "what waits for a second person, or was decided");
        field("proposed_by", self.proposed_by, "who proposed it");
        field("why", self.why, "the proposer's word");
        field("decided_by", self.decided_by, "who decided");
        field("decided_at_ms", self.decided_at, "when");
        field("history", self.history, "oldest first");
        field("preview", self.preview, "what merging them now would make; absent: they are one already");
    }
};

/// Two who may be one.
struct OpenReview {
    static constexpr std::string_view kTypeName = "OpenReview";
    identity::PersonId person_id;
    identity::PersonId other_id;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "a registration");
        field("other_id", self.other_id, "another one");
    }
};

struct ProposeVerdict {
    static constexpr std::string_view kTypeName = "ProposeVerdict";
    identity::Verdict verdict = identity::Verdict::NotSame;
    std::string why;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("verdict", self.verdict, "same waits for a second person; not_same is decided at once");
        field("why", self.why, "a word such as certificates_seen: at most 64 bytes, nothing about a person");
    }
};

struct SayWhy {
    static constexpr std::string_view kTypeName = "SayWhy";
    std::string why;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("why", self.why, "a word such as certificates_seen: at most 64 bytes, nothing about a person");
    }
};

struct MergedPartView {
    static constexpr std::string_view kTypeName = "MergedPart";
    identity::PersonId person_id;
    identity::PersonId into_id;
    core::UtcTime merged_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "who goes on as a part");
        field("into_id", self.into_id, "of whom, as it was decided");
        field("merged_at_ms", self.merged_at, "since when");
    }
};

struct MergeLineView {
    static constexpr std::string_view kTypeName = "MergeLine";
    std::int64_t number = 0;
    identity::MergeKind kind = identity::MergeKind::Merge;
    identity::PersonId person_id;
    identity::PersonId into_id;
    std::optional<identity::ReviewId> review_id;
    std::string proposed_by;
    std::string approved_by;
    std::string why;
    core::UtcTime at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "rises with each decision in the region; there are gaps");
        field("kind", self.kind, "merge or unmerge");
        field("person_id", self.person_id, "who was merged or taken out");
        field("into_id", self.into_id, "into whom, or out of whom");
        field("review_id", self.review_id, "the review it was decided in");
        field("proposed_by", self.proposed_by, "client and member of staff who proposed it");
        field("approved_by", self.approved_by, "and who approved it; of an unmerge the same");
        field("why", self.why, "a word");
        field("at_ms", self.at, "when");
    }
};

struct MergesView {
    static constexpr std::string_view kTypeName = "MergesOfPerson";
    identity::PersonId person_id;
    std::vector<MergedPartView> parts;
    std::vector<MergeLineView> ledger;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "who stands for them");
        field("parts", self.parts, "who goes on as a part of the person, in the order in which they were merged");
        field("ledger", self.ledger, "what was ever decided about any of them, oldest first");
    }
};

QueuedReviewView queuedViewOf(const identity::Review& review, core::UtcTime now);
/// Without people and preview.
ReviewView viewOf(const identity::Review& review, const std::vector<identity::ReviewChange>& history, core::UtcTime now);
MergePreviewView viewOf(const identity::MergePreview& preview);
MergeLineView viewOf(const identity::MergeChange& change);

}  // namespace hub::api::rest
