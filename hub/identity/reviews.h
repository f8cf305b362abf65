#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/merges.h"
#include "hub/identity/review_store.h"

namespace hub::identity {

/// Deciding whether two people are one (主索引复核). `by` is a staff id and `why` a word of the program, at most 64 bytes each, without
/// personal data. Each call is part of the caller's unit of work and leaves a line of history. Also, from each that changes something:
/// ReviewNotFound, VersionConflict (somebody else was faster), FieldTooLong. Any thread.
///
/// claim, propose and approve close a pair that became one by another way as Overtaken and answer with it: a success, so that it is kept.
/// Who proposes, approves or sends back has claimed the review first, which keeps two people from working on one pair.
class Reviews {
  public:
    static constexpr core::Duration kClaimedFor{30 * 60'000};

    /// All outlive this.
    Reviews(ReviewStore& store, Merges& merges, IdentityStore& identity, core::IdSource& ids, const core::Clock& clock)
        : store_(store), merges_(merges), identity_(identity), ids_(ids), clock_(clock) {}

    /// A pair that is open or decided stays as it is and comes back: "not the same" survives every later matching. One that was overtaken
    /// opens anew once the two stand apart again. Of two at once one adds, the other finds.
    /// Also: PersonNotFound, MergeNotAllowed ("same_person").
    core::Result<Review> open(core::Transaction& transaction, PersonId one, PersonId other, const MatchFinding& finding);

    /// For kClaimedFor from now on, a second time as well. Also: ReviewNotYours (somebody else's claim has not run out, or it is decided).
    core::Result<Review> claim(core::Transaction& transaction, ReviewId id, std::string_view by);
    /// A second time changes nothing. Also: ReviewNotYours (somebody else's claim).
    core::Result<Review> release(core::Transaction& transaction, ReviewId id, std::string_view by);

    /// What needs a second person is Proposed after this and free to be claimed; NotSame is decided at once (needsSecondPerson).
    /// Also: ReviewNotYours (not claimed, or not open).
    core::Result<Review> propose(core::Transaction& transaction, ReviewId id, Verdict verdict, std::string_view by, std::string_view why);
    /// Decides what was proposed; Same merges the two, see Merges::join. Also: SecondPersonNeeded (by whoever proposed it),
    /// ReviewNotYours (not claimed, or nothing is proposed), MergeNotAllowed (it stays proposed: send it back).
    core::Result<Review> approve(core::Transaction& transaction, ReviewId id, std::string_view by);
    /// Open again, as if nothing had been proposed; whoever proposed it may do so too. Also: ReviewNotYours (not claimed, or nothing is
    /// proposed).
    core::Result<Review> sendBack(core::Transaction& transaction, ReviewId id, std::string_view by);

    /// What was decided or overtaken is open again, from its old place in the queue. Also: ReviewNotYours (it is pending, or the two are
    /// still one: unmerge first).
    core::Result<Review> reopen(core::Transaction& transaction, ReviewId id, std::string_view by, std::string_view why);

    /// Those of one state, the longest waiting and weightiest first: see Review::place.
    core::Result<std::vector<Review>> queue(core::ReadTransaction& transaction, ReviewState state, const core::Page& page) {
        return store_.queue(transaction, state, page);
    }
    core::Result<std::vector<ReviewChange>> historyOf(core::ReadTransaction& transaction, ReviewId id) {
        return store_.historyOf(transaction, id);
    }

  private:
    core::Result<Review> forDecision(core::Transaction& transaction, ReviewId id, std::string_view by);
    core::Result<bool> areOne(core::ReadTransaction& transaction, const PersonPair& pair);
    core::Result<Review> decide(core::Transaction& transaction, Review review, std::string_view by);
    core::Result<Review> openAgain(core::Transaction& transaction, Review review, std::string_view by, std::string_view why);
    core::Result<Review> change(core::Transaction& transaction, Review review, ReviewStep step, std::string_view by,
                                std::string_view why = {});

    ReviewStore& store_;
    Merges& merges_;
    IdentityStore& identity_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
