#pragma once

#include <atomic>
#include <cstdint>

#include "hub/core/outbox.h"
#include "hub/identity/index/master_index.h"
#include "hub/jobs/match_walk_store.h"
#include "hub/jobs/periodic.h"

namespace hub::jobs {

struct MatchWalkSettings {
    std::size_t people = 200;     ///< looked at between two pauses, at most; more is felt by those who look somebody up
    std::size_t questions = 200;  ///< of them, asked about
    Pace pace{.interval = std::chrono::seconds(10), .between = std::chrono::milliseconds(200)};
};

/// Since the start; any thread may read them.
struct MatchWalkCounters {
    std::atomic<std::uint64_t> looked_at = 0;
    std::atomic<std::uint64_t> asked_about = 0;
    std::atomic<std::uint64_t> left = 0;  ///< now: people not looked at yet; kLeftMost: that many or more
};

/// Finds those of whom the matcher has no record, because they registered before anything was matched, and leaves the question that
/// MatchAsker answers. Walks once the image is loaded, on from where it was, and only while no other question is due: whoever registers
/// now goes first. Those who come later than the walk are asked about by whoever writes them. Any thread.
class MatchWalk {
  public:
    static constexpr std::size_t kLeftMost = 100'000;

    /// All outlive the job and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        MatchWalkStore& store;
        core::Outbox& outbox;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
        const identity::index::MasterIndex& index;
    };

    MatchWalk(const House& house, MatchWalkSettings settings);

    void start() { job_.start(); }

    /// As Periodic::stop().
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    const MatchWalkCounters& counters() const { return counters_; }

  private:
    void round(const Periodic::Ended& ended);
    void ask(MatchWalkPage page, const Periodic::Ended& ended);

    House house_;
    const MatchWalkSettings settings_;
    MatchWalkCounters counters_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
