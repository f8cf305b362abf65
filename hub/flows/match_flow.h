#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "hub/flows/merge_flow.h"
#include "hub/identity/index/known_people.h"
#include "hub/identity/review_store.h"

namespace hub::flows {

struct MatchCounters {
    std::atomic<std::uint64_t> asked = 0;
    std::atomic<std::uint64_t> reviews = 0;  ///< opened, or open again
    std::atomic<std::uint64_t> merges = 0;
};

/// Who else could somebody be of whom something has become known? All their records are compared with all of each candidate's. A pair that
/// is certain is merged at once where one is verified and nobody has registered the other; any other that could be one person is a review.
/// What was decided about a pair, or is being decided, stands. Any thread.
class MatchFlow {
  public:
    /// All outlive the flow.
    struct Parts {
        identity::IdentityStore& people;
        identity::index::MasterIndex& index;
        identity::index::KnownPeople& known;
        identity::Merges& merges;
        identity::Reviews& reviews;
        identity::ReviewStore& review_rows;
        MergeFlow& merging;
    };
    MatchFlow(const House& house, const Parts& parts) : house_(house), parts_(parts) {}

    /// Part of the unit that writes what came of the question.
    using Alongside = std::function<core::Result<void>(core::Transaction&)>;

    /// First the person's records are brought into the rows and the image as they are now, so that of two who are asked about at once one
    /// finds the other. `on_done` is called on the executor, once. A second time changes nothing. Also: MatchingNotReady, PersonNotFound,
    /// and what the units of work answer with.
    void ask(identity::PersonId person, Alongside alongside, Carrier::OnDone on_done);

    bool isReady() const { return parts_.index.isReady(); }
    const MatchCounters& counters() const { return counters_; }

  private:
    using People = std::vector<identity::PersonId>;

    core::Result<Next> refresh(core::Transaction& transaction, identity::PersonId person);
    core::Result<identity::index::Decision> decide(core::ReadTransaction& transaction, identity::PersonId person) const;
    core::Result<Next> settle(core::Transaction& transaction, identity::PersonId person);
    core::Result<Next> settlePair(core::Transaction& transaction, identity::PersonId root, const identity::index::Found& found,
                                  const identity::index::Decision& decision);
    core::Result<Next> merge(core::Transaction& transaction, identity::PersonId root, const identity::index::Found& found,
                             const identity::index::Decision& decision);
    core::Result<identity::Review> openReview(core::Transaction& transaction, identity::PersonId root, const identity::index::Found& found,
                                              const identity::index::Decision& decision);
    /// Reviews there are about any two of them, one of each side.
    core::Result<std::vector<identity::Review>> reviewsOf(core::ReadTransaction& transaction, const People& one, const People& other);
    core::Result<bool> mayMerge(core::ReadTransaction& transaction, const People& one, const People& other);

    const House& house_;
    Parts parts_;
    MatchCounters counters_;
};

}  // namespace hub::flows
