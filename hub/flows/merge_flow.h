#pragma once

#include <string_view>
#include <vector>

#include "hub/audit/witness.h"
#include "hub/flows/hospital_notices.h"
#include "hub/flows/house.h"
#include "hub/identity/merge_store.h"
#include "hub/identity/reviews.h"

namespace hub::flows {

/// Decisions that make two registrations one person or take them apart, with what the world is told in the same unit: an event on the
/// stream of everybody who is or was a part of the person, an audit line about each of the two, and what HospitalNotices tells hospitals
/// with several of their files, or of an unmerge, asks their staff. Each call is part of the caller's unit of work. `by` is a staff id and
/// `why` a word of the program, as in Reviews. Any thread.
class MergeFlow {
  public:
    /// All outlive this.
    struct Parts {
        identity::Reviews& reviews;
        identity::ReviewStore& review_rows;
        identity::Merges& merges;
        identity::MergeStore& merge_rows;
        audit::Witness& witness;
        HospitalNotices& notices;
    };
    MergeFlow(const House& house, const Parts& parts) : house_(house), parts_(parts) {}

    /// Reviews::approve; publishes "person.merged" when it merged the two. `actor`: who acts, the rest is filled in here. Errors as there.
    core::Result<Next> approve(core::Transaction& transaction, identity::ReviewId id, std::string_view by, const audit::AuditEntry& actor);

    /// Merges::join of a decision that was made without a review, told as approve() tells; nothing when the two are together already.
    /// Errors as there.
    core::Result<Next> join(core::Transaction& transaction, identity::PersonId one, identity::PersonId other,
                            const identity::MergeReason& reason, const audit::AuditEntry& actor);

    /// Merges::unmerge, and the review that merged them is open again; publishes "person.unmerged". Nobody undoes alone what they approved:
    /// whoever approved the merge gets SecondPersonNeeded. Also: MergeNotAllowed ("not_merged"), VersionConflict, FieldTooLong.
    core::Result<Next> unmerge(core::Transaction& transaction, identity::PersonId subsumed, std::string_view by, std::string_view why,
                               const audit::AuditEntry& actor);

    /// Also: ReviewNotFound.
    core::Result<identity::Review> review(core::ReadTransaction& transaction, identity::ReviewId id) const {
        return parts_.review_rows.find(transaction, id);
    }
    /// Those who go on as a part of `root`.
    core::Result<std::vector<identity::PersonMerge>> partsOf(core::ReadTransaction& transaction, identity::PersonId root) const {
        return parts_.merge_rows.ofRoot(transaction, root);
    }
    /// What was ever decided about one of these people, oldest first. Reads the whole ledger.
    core::Result<std::vector<identity::MergeChange>> ledgerOf(core::ReadTransaction& transaction,
                                                              const std::vector<identity::PersonId>& people) const;

  private:
    core::Result<identity::MergeChange> lineOf(core::ReadTransaction& transaction, std::int64_t number) const;
    core::Result<void> reopen(core::Transaction& transaction, identity::ReviewId id, std::string_view by, std::string_view why);
    core::Result<Next> tellMerged(core::Transaction& transaction, const identity::PersonMerge& merge, const audit::AuditEntry& actor);
    core::Result<Next> tell(core::Transaction& transaction, identity::MergeKind kind, const identity::PersonMerge& merge,
                            const std::vector<identity::PersonId>& people, const audit::AuditEntry& actor);

    const House& house_;
    const Parts parts_;
};

}  // namespace hub::flows
