#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/result.h"
#include "hub/identity/ids.h"

namespace hub::identity {

/// Somebody who goes on as a part of somebody else, as it is now. Their own rows (person, cards, hospital files) stay what and where they
/// are, so that an unmerge gives all of them back unchanged.
struct PersonMerge {
    PersonId subsumed;
    PersonId into;  ///< as it was decided; may be subsumed as well
    PersonId root;  ///< who stands for all of them in the end: never subsumed
    core::UtcTime merged_at;
    std::int64_t number = 0;  ///< of the change that made it

    friend bool operator==(const PersonMerge&, const PersonMerge&) = default;
};

enum class MergeKind { Merge, Unmerge };

constexpr auto enumNames(MergeKind) {
    using Name = std::pair<MergeKind, std::string_view>;
    return std::array{Name{MergeKind::Merge, "merge"}, Name{MergeKind::Unmerge, "unmerge"}};
}

/// Who decided and why: staff ids and a word of the program ("certificates_seen"), at most 64 bytes each, no personal data.
struct MergeReason {
    ReviewId review;  ///< none: without one
    std::string proposed_by;
    std::string approved_by;
    std::string why;
};

/// One line of the ledger of merges, which is only ever added to.
struct MergeChange {
    std::int64_t number = 0;  ///< rises with each decision about who is one person; there are gaps
    MergeKind kind = MergeKind::Merge;
    PersonId subsumed;
    PersonId into;  ///< of an unmerge: what it was taken out of
    MergeReason reason;
    core::UtcTime at;
};

/// Why two people cannot become one.
enum class MergeObstacle {
    SamePerson,
    Closed,           ///< one of them, or who stands for them, is closed
    AlreadyMerged,    ///< the one to be subsumed is subsumed
    Cycle,            ///< the other is a part of the one to be subsumed
    TooManyPeople,    ///< Merges::kPeopleMax
    TwoCertificates,  ///< both sides hold a valid certificate of one kind, and neither gives way to the other
    NotTheSame,       ///< somebody decided so about one of each side
};

constexpr auto enumNames(MergeObstacle) {
    using Name = std::pair<MergeObstacle, std::string_view>;
    return std::array{Name{MergeObstacle::SamePerson, "same_person"},        Name{MergeObstacle::Closed, "closed"},
                      Name{MergeObstacle::AlreadyMerged, "already_merged"},  Name{MergeObstacle::Cycle, "cycle"},
                      Name{MergeObstacle::TooManyPeople, "too_many_people"}, Name{MergeObstacle::TwoCertificates, "two_certificates"},
                      Name{MergeObstacle::NotTheSame, "not_the_same"}};
}

/// What follows from the whole ledger, in the order of its numbers; by subsumed person. Also: RowNotReadable (it goes in a circle: other
/// hands wrote it).
core::Result<std::vector<PersonMerge>> foldMerges(const std::vector<MergeChange>& ledger);

}  // namespace hub::identity
