#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "hub/core/work.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/match_store.h"
#include "hub/identity/weights_trial.h"

namespace hub::flows {

/// Reads the records of some of the region's people, in short snapshots, so that no other reader waits. One thread.
class WeightsSample {
  public:
    using Read = std::function<identity::matching::Features(const contract::PersonDetails&)>;

    /// `rows` says who stands in the master index. All outlive this.
    struct Parts {
        core::Reads& reads;
        identity::MatchStore& rows;
        identity::IdentityStore& people;
        Read read;
    };
    explicit WeightsSample(Parts parts) : parts_(std::move(parts)) {}

    /// People in the order of their rows from a place that `seed` draws, round to it again, until the next one would make it more than
    /// `records_max` records: each as they registered, and with all their linked files; a registration that says what one of the files
    /// says is left out. Empty where nobody stands. `progress` is told how many records are
    /// read. When `stop` is requested it ends after the page it reads. Also: what stores answer with.
    core::Result<identity::MatchSample> take(std::size_t records_max, std::uint64_t seed, const std::stop_token& stop,
                                             const std::function<void(std::size_t)>& progress);

  private:
    core::Result<core::IdBits> drawPlace(std::uint64_t seed);
    core::Result<void> addPerson(core::ReadTransaction& transaction, identity::PersonId id, std::size_t records_max,
                                 identity::MatchSample& sample, bool& full);

    const Parts parts_;
};

}  // namespace hub::flows
