#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "hub/core/ids.h"
#include "hub/core/work.h"
#include "hub/jobs/periodic.h"

namespace hub::jobs {

struct RetentionSettings {
    std::string name;         ///< "event": of its units of work; at most 16 visible ASCII characters
    core::Duration kept{0};   ///< how old a row gets
    std::size_t piece = 500;  ///< rows of one unit of work
    Pace pace{.interval = std::chrono::minutes(10), .back_off_first = std::chrono::seconds(10), .back_off_most = std::chrono::minutes(10)};
};

/// Forgets what is old, in pieces small enough that nobody waits for them. Any thread.
class Retention {
  public:
    /// All outlive the job and its last round.
    struct House {
        core::UnitOfWork& units;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
    };
    /// Forgets about `limit` rows older than `before` and says how many; called until that is 0.
    using Forget = std::function<core::Result<std::int64_t>(core::Transaction& transaction, core::UtcTime before, std::size_t limit)>;

    Retention(const House& house, RetentionSettings settings, Forget forget);

    void start() { job_.start(); }
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

  private:
    void round(const Periodic::Ended& ended);

    House house_;
    RetentionSettings settings_;
    Forget forget_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
