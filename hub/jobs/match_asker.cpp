#include "hub/jobs/match_asker.h"

#include <algorithm>
#include <utility>

namespace hub::jobs {

using core::OutboxMessage;
using core::Result;

MatchAsker::MatchAsker(const House& house, MatchAskerSettings settings)
    : house_(house),
      settings_(std::move(settings)),
      round_({house.units, house.reads, house.outbox, house.ids, house.clock},
             {std::string(identity::index::kMatchTopic), settings_.owner, settings_.batch, settings_.lease},
             [this](const OutboxMessage& message, OutboxRound::Dealt dealt) { ask(message, std::move(dealt)); }),
      job_(house.executor, house.clock, settings_.pace,
           [this](const Periodic::Ended& ended) { house_.flow.isReady() ? round_.run(ended) : ended(Round::Idle); }) {}

void MatchAsker::ask(const OutboxMessage& message, OutboxRound::Dealt dealt) {
    const auto delivered = [this, id = message.id](core::Transaction& transaction) {
        return house_.outbox.delivered(transaction, id, settings_.owner);
    };
    house_.flow.ask(identity::PersonId{message.order_key}, delivered, [this, message, dealt = std::move(dealt)](const Result<void>& done) {
        if (!done.ok()) return setAside(message, done.failure(), dealt);
        ++counters_.answered;
        dealt();
    });
}

void MatchAsker::setAside(const OutboxMessage& message, const core::Failure& why, OutboxRound::Dealt dealt) {
    const core::Implies implies = core::errorInfo(why.error()).implies;
    const bool park = implies == core::Implies::Final || implies == core::Implies::Bug;
    ++(park ? counters_.parked : counters_.postponed);
    if (park) return round_.bury(message, std::string(why.code()), std::move(dealt));
    constexpr std::int32_t kDoublingsMax = 16;
    const core::Duration pause =
        std::min(settings_.again_most, settings_.again_first * (std::int64_t{1} << std::clamp(message.tries - 1, 0, kDoublingsMax)));
    round_.postpone(message, house_.clock.utc() + pause, std::move(dealt));
}

}  // namespace hub::jobs
