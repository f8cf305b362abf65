#pragma once

#include <functional>

#include "hub/identity/index/master_index.h"
#include "hub/jobs/periodic.h"

namespace hub::jobs {

struct IndexKeeperSettings {
    Pace pace{.interval = std::chrono::seconds(2)};  ///< between looks whether there is something to sort in, or there are other weights
    std::function<void(const core::Failure&)> on_failure;
    std::function<core::Result<void>()> take_weights = {};  ///< WeightsFlow::takeOver(); may be empty
};

/// Loads the matcher's image when the hub starts, page by page, on from the page that failed, keeps it sorted from then on, and decides by
/// the weights that another process on this database has activated.
class IndexKeeper {
  public:
    /// All outlive the job and its last round.
    IndexKeeper(identity::index::MasterIndex& index, core::Reads& reads, core::Executor& executor, const core::Clock& clock,
                IndexKeeperSettings settings);

    void start() { job_.start(); }

    /// As Periodic::stop().
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

  private:
    Round goOn();
    core::Result<Round> load();
    core::Result<Round> keep();

    identity::index::MasterIndex& index_;
    core::Reads& reads_;
    const IndexKeeperSettings settings_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
