#include "hub/jobs/index_keeper.h"

#include <utility>

namespace hub::jobs {

IndexKeeper::IndexKeeper(identity::index::MasterIndex& index, core::Reads& reads, core::Executor& executor, const core::Clock& clock,
                         IndexKeeperSettings settings)
    : index_(index),
      reads_(reads),
      settings_(std::move(settings)),
      job_(executor, clock, settings_.pace, [this](const Periodic::Ended& ended) { ended(goOn()); }) {}

Round IndexKeeper::goOn() {
    if (index_.isReady()) {
        index_.tidy();
        return Round::Idle;
    }
    const core::Result<bool> more = index_.loadPage(reads_);
    if (more.ok()) return *more ? Round::More : Round::Idle;
    if (settings_.on_failure) settings_.on_failure(more.failure());
    return Round::Failed;
}

}  // namespace hub::jobs
