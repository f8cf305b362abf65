#include "hub/jobs/name_checker.h"

#include <algorithm>
#include <utility>

namespace hub::jobs {

using core::OutboxMessage;

namespace {

/// Of the next try after `tries` of them.
core::Duration pauseAfter(const NameCheckerSettings& settings, std::int32_t tries) {
    constexpr std::int32_t kDoublingsMax = 16;
    return std::min(settings.again_most, settings.again_first * (std::int64_t{1} << std::clamp(tries - 1, 0, kDoublingsMax)));
}

}  // namespace

NameChecker::NameChecker(const House& house, NameCheckerSettings settings)
    : house_(house),
      settings_(std::move(settings)),
      round_({house.units, house.reads, house.outbox, house.ids, house.clock},
             {std::string(flows::kVerifyTopic), settings_.owner, settings_.batch, settings_.lease},
             [this](const OutboxMessage& message, OutboxRound::Dealt dealt) { check(message, std::move(dealt)); }),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round_.run(ended); }) {}

void NameChecker::check(const OutboxMessage& message, OutboxRound::Dealt dealt) {
    const auto on_checked = [this, message, dealt = std::move(dealt)](const core::Result<flows::NameCheck>& checked) {
        if (checked.ok() && *checked == flows::NameCheck::Settled) return delivered(message, dealt);
        ++counters_.postponed;
        round_.postpone(message, house_.clock.utc() + pauseAfter(settings_, message.tries), dealt);
    };
    house_.flow.checkName(identity::PersonId{message.order_key}, on_checked);
}

/// Apart from what it settled: asked once more, it changes nothing.
void NameChecker::delivered(const OutboxMessage& message, OutboxRound::Dealt dealt) {
    ++counters_.settled;
    house_.units.run(
        {core::WorkKey{"verify/" + house_.ids.next<core::OutboxId>().text()}, message.order_key},
        [this, id = message.id](core::Transaction& transaction) { return house_.outbox.delivered(transaction, id, settings_.owner); },
        [dealt = std::move(dealt)](const core::WorkOutcome&) { dealt(); });
}

}  // namespace hub::jobs
