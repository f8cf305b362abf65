#include "hub/jobs/retention.h"

#include <memory>
#include <utility>

namespace hub::jobs {

Retention::Retention(const House& house, RetentionSettings settings, Forget forget)
    : house_(house),
      settings_(std::move(settings)),
      forget_(std::move(forget)),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round(ended); }) {
    HUB_ASSERT(!settings_.name.empty() && settings_.name.size() <= 16 && settings_.piece > 0);
}

void Retention::round(const Periodic::Ended& ended) {
    const auto forgotten = std::make_shared<std::int64_t>(0);  // shared: the unit may run again, its end comes later
    const core::UtcTime before{house_.clock.utc().ms - settings_.kept.count()};
    house_.units.run(
        {core::WorkKey{"forget-" + settings_.name + "/" + house_.ids.next<core::Id<Retention>>().text()}, core::IdBits{}},
        [this, before, forgotten](core::Transaction& transaction) -> core::Result<void> {
            const core::Result<std::int64_t> count = forget_(transaction, before, settings_.piece);
            if (!count.ok()) return count.failure();
            *forgotten = *count;
            return {};
        },
        [forgotten, ended](const core::WorkOutcome& outcome) {
            if (outcome.end != core::WorkEnd::Done) return ended(Round::Failed);
            ended(*forgotten > 0 ? Round::More : Round::Idle);
        });
}

}  // namespace hub::jobs
