#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "hub/core/ids.h"
#include "hub/core/work.h"
#include "hub/jobs/periodic.h"
#include "hub/jobs/rewrite_store.h"

namespace hub::jobs {

struct RewritingSettings {
    std::size_t rows = 200;  ///< of a page: as many are looked at between two pauses
    Pace pace{.interval = std::chrono::hours(1),
              .back_off_first = std::chrono::seconds(1),
              .back_off_most = std::chrono::minutes(1),
              .between = std::chrono::milliseconds(200)};
};

/// Since the start; any thread may read them.
struct RewritingCounters {
    std::atomic<std::uint64_t> rewritten = 0;     ///< values
    std::atomic<std::uint64_t> overtaken = 0;     ///< values that changed while they were written anew
    std::atomic<std::uint64_t> not_opened = 0;    ///< tries at values that are broken or whose key is missing
    std::atomic<std::uint64_t> columns_left = 0;  ///< now: not known to be finished under the current key
};

/// After a rotation brings every value of its store under the new key, a page and a pause at a time. A column is walked until a whole walk
/// finishes it: who sealed with the old key a moment before the rotation may come to commit after the first one. What does not open stays
/// and is tried again after the interval. Any thread.
class Rewriting {
  public:
    /// All outlive the job and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        RewriteStore& store;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
    };

    Rewriting(const House& house, RewritingSettings settings);

    void start() { job_.start(); }
    /// A rotation happened: all columns are looked at from the first on.
    void wake();
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    const RewritingCounters& counters() const { return counters_; }

  private:
    void round(const Periodic::Ended& ended);
    void put(RewritePage page, const Periodic::Ended& ended);
    void end(const RewritePage& page, std::int64_t rewritten);
    void beginAgainIfWoken();
    void note(bool finished);
    void allUnfinished();

    House house_;
    const RewritingSettings settings_;
    const std::vector<std::string> columns_;
    RewritingCounters counters_;
    std::size_t column_ = 0;  // the next to look at; of the rounds alone, which come one at a time
    bool moved_ = false;      // since the first column something was written anew; likewise
    std::mutex mutex_;        // guards both below, and that columns_left says what they do
    bool woken_ = false;
    std::set<std::size_t> unfinished_;  // as far as is known
    Periodic job_;                      // last: its rounds use all above
};

}  // namespace hub::jobs
