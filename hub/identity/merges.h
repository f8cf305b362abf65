#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/merge_preview.h"
#include "hub/identity/merge_store.h"
#include "hub/identity/review_store.h"

namespace hub::identity {

/// Which registrations are one person (合并、拆分). A merge moves nothing: it says that one person goes on as a part of another, and
/// whoever reads "the person" reads all members of a root. So an unmerge cannot lose or mix anything. Each call is part of the caller's
/// unit of work; those that write go one after the other through the whole hub. Any thread.
class Merges {
  public:
    /// Of one root. More of them than this are no person but a mistake that repeats itself.
    static constexpr std::size_t kPeopleMax = 32;

    /// All outlive this.
    Merges(MergeStore& store, ReviewStore& reviews, IdentityStore& identity, const core::Clock& clock)
        : store_(store), reviews_(reviews), identity_(identity), clock_(clock) {}

    /// `subsumed`, with everybody who is a part of them, goes on as a part of `into`; `into` may be a part of somebody else. The order of
    /// merges does not change who ends up together. Also: PersonNotFound, MergeNotAllowed with the name of the MergeObstacle, FieldTooLong.
    core::Result<PersonMerge> merge(core::Transaction& transaction, PersonId subsumed, PersonId into, const MergeReason& reason);

    /// `subsumed` stands alone again, with everybody who was a part of them; answers with what no longer is. Also: MergeNotAllowed
    /// ("not_merged"), FieldTooLong.
    core::Result<PersonMerge> unmerge(core::Transaction& transaction, PersonId subsumed, const MergeReason& reason);

    /// merge() of those who stand for the two: who has a valid certificate goes on, of two such the verified one, else the one that
    /// registered first. Nothing is done and nothing answered when they are together already. Errors as of merge().
    core::Result<std::optional<PersonMerge>> join(core::Transaction& transaction, PersonId one, PersonId other, const MergeReason& reason);

    /// True: the two are not together, and no merge brings them together before the unit has ended. For whoever decides that they are two.
    core::Result<bool> holdApart(core::Transaction& transaction, PersonId one, PersonId other);

    /// Who stands for this person: themselves when they are not subsumed. Asks not whether the person exists.
    core::Result<PersonId> rootOf(core::ReadTransaction& transaction, PersonId person);
    /// `root` first, then those who are a part of them in the order in which they were merged. Of somebody who is no root: themselves
    /// alone.
    core::Result<std::vector<PersonId>> membersOf(core::ReadTransaction& transaction, PersonId root);

    /// What merge() of the two would make, and whether it would be allowed now. Also: PersonNotFound.
    core::Result<MergePreview> preview(core::ReadTransaction& transaction, PersonId subsumed, PersonId into);

    /// What person_merge must hold, from the whole ledger; reads all of it. Also: RowNotReadable.
    core::Result<std::vector<PersonMerge>> foldedAnew(core::ReadTransaction& transaction);

  private:
    /// The two trees of a merge; who stands for them comes first.
    struct Sides {
        std::vector<Person> subsumed;
        std::vector<Person> into;
    };

    core::Result<PersonMerge> mergeInTurn(core::Transaction& transaction, std::int64_t number, PersonId subsumed, PersonId into,
                                          const MergeReason& reason);
    core::Result<std::vector<Person>> treeOf(core::ReadTransaction& transaction, PersonId person);
    core::Result<std::optional<MergeObstacle>> obstacle(core::ReadTransaction& transaction, PersonId subsumed, PersonId into,
                                                        const Sides& sides);
    core::Date today() const { return core::shanghaiDate(clock_.utc(), core::Duration(0)); }

    MergeStore& store_;
    ReviewStore& reviews_;
    IdentityStore& identity_;
    const core::Clock& clock_;
};

/// True when `one` goes on if the two become one: a rule of Merges::join, the same whichever comes first.
bool goesOn(const Person& one, const Person& other, core::Date today);

}  // namespace hub::identity
