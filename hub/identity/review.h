#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/describe.h"
#include "hub/core/page.h"
#include "hub/identity/ids.h"
#include "hub/identity/matching/scoring.h"

namespace hub::identity {

/// Two people, whichever comes first.
struct PersonPair {
    PersonId low;
    PersonId high;

    friend bool operator==(const PersonPair&, const PersonPair&) = default;
};

/// REQUIRES: two people.
PersonPair pairOf(PersonId one, PersonId other);

/// How one field of two people agrees, as the matching found it.
struct FieldFinding {
    static constexpr std::string_view kTypeName = "FieldFinding";
    matching::Field field = matching::Field::Name;
    matching::Level level = matching::Level::Missing;
    matching::Bits bits = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field, "which field");
        field("level", self.level, "how far it agrees");
        field("bits", self.bits, "what that says, in hundredths of a bit");
    }
};

/// Why somebody should look at two people: enough to decide again by later weights, and no value of either.
struct MatchFinding {
    static constexpr std::string_view kTypeName = "MatchFinding";
    std::vector<FieldFinding> fields;
    matching::Bits prior = 0;
    matching::Bits total = 0;
    std::vector<matching::Guard> guards;
    std::string block;    ///< what brought the two together; empty when nothing but a person did
    std::string weights;  ///< version of the weights
    std::string source;   ///< who opens the review: "matching", "registration", a staff id; at most 64 bytes, no personal data

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("fields", self.fields, "by field");
        field("prior", self.prior, "how few pairs are one person's");
        field("total", self.total, "log2 of the odds that they are one person, in hundredths of a bit");
        field("guards", self.guards, "what must not be linked by weights");
        field("block", self.block, "what brought the two together");
        field("weights", self.weights, "version of the weights");
        field("source", self.source, "who opened the review");
    }
};

MatchFinding findingOf(const matching::Score& score, std::string_view block, std::string_view weights, std::string_view source);

enum class ReviewState {
    Open,       ///< nobody has said anything
    Proposed,   ///< waits for a second person
    Same,       ///< decided: one person, merged
    NotSame,    ///< decided: two people, whatever the matching says later
    Overtaken,  ///< the two became one by another way before anybody decided
};

constexpr auto enumNames(ReviewState) {
    using Name = std::pair<ReviewState, std::string_view>;
    return std::array{Name{ReviewState::Open, "open"}, Name{ReviewState::Proposed, "proposed"}, Name{ReviewState::Same, "same"},
                      Name{ReviewState::NotSame, "not_same"}, Name{ReviewState::Overtaken, "overtaken"}};
}

/// True while somebody has to decide.
constexpr bool isPending(ReviewState state) { return state == ReviewState::Open || state == ReviewState::Proposed; }

enum class Verdict { Same, NotSame };

constexpr auto enumNames(Verdict) {
    using Name = std::pair<Verdict, std::string_view>;
    return std::array{Name{Verdict::Same, "same"}, Name{Verdict::NotSame, "not_same"}};
}

/// Two people taken for one show each other's records and pay each other's bills; one taken for two only look twice. So only the first
/// is decided by two members of staff.
constexpr bool needsSecondPerson(Verdict verdict) { return verdict == Verdict::Same; }

/// Whether two people are one: one row a pair, for good (复核事项).
struct Review {
    /// What a bit of evidence is worth in the queue: the weightier comes first, and none waits for ever.
    static constexpr std::chrono::hours kWaitPerBit{6};

    ReviewId id;
    std::int64_t version = 1;
    PersonPair pair;
    ReviewState state = ReviewState::Open;
    core::UtcTime opened_at;
    MatchFinding finding;  ///< of when it was opened
    std::optional<std::string> claimed_by;
    std::optional<core::UtcTime> claimed_until;  ///< not included
    std::optional<Verdict> proposed;             ///< while Proposed, and of what was decided
    std::optional<std::string> proposed_by;
    std::optional<std::string> why;  ///< the proposer's word
    std::optional<std::string> decided_by;
    std::optional<core::UtcTime> decided_at;

    /// Whoever works on it at this time.
    std::optional<std::string> claimant(core::UtcTime now) const;
    /// In the queue: by how long it has waited and how much it weighs.
    core::UtcTime queuedAt() const;
    core::Place place() const { return {queuedAt(), id.bits}; }
};

enum class ReviewStep { Opened, Claimed, Released, Proposed, SentBack, Decided, Overtaken, Reopened };

constexpr auto enumNames(ReviewStep) {
    using Name = std::pair<ReviewStep, std::string_view>;
    return std::array{Name{ReviewStep::Opened, "opened"},       Name{ReviewStep::Claimed, "claimed"},
                      Name{ReviewStep::Released, "released"},   Name{ReviewStep::Proposed, "proposed"},
                      Name{ReviewStep::SentBack, "sent_back"},  Name{ReviewStep::Decided, "decided"},
                      Name{ReviewStep::Overtaken, "overtaken"}, Name{ReviewStep::Reopened, "reopened"}};
}

/// One line of a review's history, which is only ever added to.
struct ReviewChange {
    std::int64_t number = 1;  ///< the review's version this change made
    ReviewStep step = ReviewStep::Opened;
    std::optional<Verdict> verdict;  ///< that was proposed or decided
    std::string by;                  ///< staff id, or the source that opened it; at most 64 bytes, no personal data
    std::string why;                 ///< a word of the program; may be empty; at most 64 bytes, no personal data
    core::UtcTime at;
};

}  // namespace hub::identity
