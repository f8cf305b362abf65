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
    const core::Result<Round> round = index_.isReady() ? keep() : load();
    if (round.ok()) return *round;
    if (settings_.on_failure) settings_.on_failure(round.failure());
    return Round::Failed;
}

core::Result<Round> IndexKeeper::load() {
    const core::Result<bool> more = index_.loadPage(reads_);
    if (!more.ok()) return more.failure();
    return *more ? Round::More : Round::Idle;
}

core::Result<Round> IndexKeeper::keep() {
    index_.tidy();
    const core::Result<void> taken = settings_.take_weights ? settings_.take_weights() : core::Result<void>();
    return taken.ok() ? core::Result<Round>(Round::Idle) : taken.failure();
}

}  // namespace hub::jobs
