#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/work.h"
#include "hub/flows/changes.h"
#include "hub/flows/flow.h"
#include "hub/flows/weights_sample.h"
#include "hub/identity/weights_book.h"
#include "hub/identity/weights_replay.h"

namespace hub::flows {

using WeightsRunId = core::Id<struct WeightsRunTag>;

enum class WeightsWork {
    Estimate,  ///< new weights from a sample, kept as a draft
    Trial,     ///< what weights would change, on a sample
};
constexpr auto enumNames(WeightsWork) {
    using Name = std::pair<WeightsWork, std::string_view>;
    return std::array{Name{WeightsWork::Estimate, "estimate"}, Name{WeightsWork::Trial, "trial"}};
}

enum class WeightsRunState {
    Reading,    ///< the records of the sample
    Comparing,  ///< finding the pairs that meet in a block
    Weighing,   ///< the pairs
    Done,
    Failed,
};
constexpr auto enumNames(WeightsRunState) {
    using Name = std::pair<WeightsRunState, std::string_view>;
    return std::array{Name{WeightsRunState::Reading, "reading"}, Name{WeightsRunState::Comparing, "comparing"},
                      Name{WeightsRunState::Weighing, "weighing"}, Name{WeightsRunState::Done, "done"},
                      Name{WeightsRunState::Failed, "failed"}};
}

/// An estimate or a trial, under way or ended.
struct WeightsRun {
    WeightsRunId id;
    WeightsWork work = WeightsWork::Estimate;
    std::string weights;  ///< those on trial, or once Done those that came out
    std::string by;
    core::UtcTime began_at;
    std::optional<core::UtcTime> ended_at;
    WeightsRunState state = WeightsRunState::Reading;
    std::int64_t records = 0;  ///< read so far
    std::int64_t records_max = 0;
    std::int64_t pairs = 0;
    std::optional<core::Failure> why;  ///< it Failed

    bool ended() const { return state == WeightsRunState::Done || state == WeightsRunState::Failed; }
};

/// Weights are estimated and tried in the running hub, one run at a time, on a thread of its own: minutes of reading and reckoning that
/// nobody waits behind. What they find is kept by WeightsBook; runs themselves are known until the hub ends. Any thread.
class WeightsFlow {
  public:
    struct Settings {
        std::size_t sample_records = 100'000;
    };
    /// Takes weights for every decision from now on.
    using Use = std::function<void(const identity::matching::Weights&)>;
    using OnEnded = std::function<void(const WeightsRun&)>;

    /// All outlive this.
    struct Parts {
        core::UnitOfWork& units;
        core::Reads& reads;
        identity::WeightsBook& book;
        identity::WeightsStore& rows;
        identity::MatchStore& records;
        identity::IdentityStore& people;
        Changes& changes;  ///< told of a run by its id
        const core::Clock& clock;
        WeightsSample::Read read;
        Use use;
        OnEnded on_ended = {};  ///< on the thread of the run; may be empty
    };
    WeightsFlow(Parts parts, Settings settings) : parts_(std::move(parts)), settings_(settings) {}

    /// As stop().
    ~WeightsFlow() { stop(); }
    WeightsFlow(const WeightsFlow&) = delete;
    WeightsFlow& operator=(const WeightsFlow&) = delete;

    /// Before anything is matched: uses the active weights; the first time puts in those that a region starts with. Waits for the
    /// database: not on the executor. Also: RowNotReadable.
    core::Result<void> begin();

    /// Whether start() would begin this now. Also: MatchingBusy, WeightsNotFound.
    core::Result<void> mayStart(core::ReadTransaction& transaction, WeightsWork work, std::string_view weights);

    /// Begins a run and returns; the sample is the one that `id` draws. `weights`: those to try, else empty. A second call for the same
    /// id does nothing. Also: MatchingBusy (another one is under way, or the hub is stopping); the run is then known as failed.
    core::Result<void> start(WeightsRunId id, WeightsWork work, std::string weights, std::string by);

    /// Uses the active weights where they are not those in use: another process on this database has activated them. Cheap where they are.
    /// Also: RowNotReadable.
    core::Result<void> takeOver();

    /// What is kept, to be read.
    identity::WeightsStore& rows() const { return parts_.rows; }

    /// None: never, or before the hub was started, or many runs ago.
    std::optional<WeightsRun> run(WeightsRunId id) const;
    /// The last ones, the newest first.
    std::vector<WeightsRun> runs() const;

    /// WeightsBook::activate; they are used as soon as it is durable. Errors as there.
    core::Result<Next> activate(core::Transaction& transaction, std::string_view name, std::string_view by);

    /// A kept decision, added up again by the weights it was made by. Also: WeightsNotFound, RowNotReadable.
    template <class Kept>
    core::Result<identity::Replay> replay(core::ReadTransaction& transaction, const Kept& kept) {
        const core::Result<identity::MatchWeights> found = parts_.book.named(transaction, kept.weights);
        if (!found.ok()) return found.failure();
        return identity::replay(kept, identity::weightsIn(*found));
    }

    /// A run under way ends as failed, within seconds; none begins any more. A second call does nothing.
    void stop();

  private:
    struct Compared;

    void threadRoot(const WeightsRun& run);
    core::Result<std::string> estimate(const WeightsRun& run);
    core::Result<std::string> tryOut(const WeightsRun& run);
    core::Result<Compared> compare(const WeightsRun& run);
    core::Result<void> stillWanted() const;
    core::Result<identity::MatchWeights> keep(const WeightsRun& run, std::string_view step,
                                              const std::function<core::Result<identity::MatchWeights>(core::Transaction&)>& work);
    void change(WeightsRunId id, const std::function<void(WeightsRun&)>& how);
    void useActive(const identity::matching::Weights& committed);
    /// REQUIRES: use_mutex_ is held.
    void use(const identity::matching::Weights& weights);

    const Parts parts_;
    const Settings settings_;
    std::stop_source stopping_;
    std::mutex use_mutex_;         // guards used_; of two activations the later one is read, and used, last
    std::string used_;             // name of the weights in use, as of their content
    mutable std::mutex mutex_;     // guards all below
    std::deque<WeightsRun> runs_;  // the newest first
    bool running_ = false;
    std::thread thread_;
};

}  // namespace hub::flows
