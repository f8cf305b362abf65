#include "hub/jobs/inbound_applier.h"

#include <utility>

namespace hub::jobs {

using core::OutboxMessage;
using core::Result;

InboundApplier::InboundApplier(const House& house, ApplierSettings settings)
    : house_(house),
      settings_(std::move(settings)),
      round_({house.units, house.reads, house.outbox, house.ids, house.clock},
             {std::string(flows::kInboundTopic), settings_.owner, settings_.batch, settings_.lease},
             [this](const OutboxMessage& message, OutboxRound::Dealt dealt) { apply(message, std::move(dealt)); }),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round_.run(ended); }) {}

void InboundApplier::apply(const OutboxMessage& message, OutboxRound::Dealt dealt) {
    flows::pass(settings_.crash, flows::CrashPoint::MidOutbox);
    const auto work = [this, message](core::Transaction& transaction) -> Result<flows::Next> {
        const auto waiting = core::fromJson<flows::WaitingEvent>(message.payload.reveal());
        if (!waiting.ok()) return waiting.failure();
        Result<flows::Next> applied = house_.flow.apply(transaction, waiting->counterparty, waiting->event);
        if (!applied.ok()) return applied;
        const Result<void> delivered = house_.outbox.delivered(transaction, message.id, settings_.owner);
        if (!delivered.ok()) return delivered.failure();
        return applied;
    };
    house_.carrier.run("inbound", message.order_key, work, [this, message, dealt = std::move(dealt)](const Result<void>& done) {
        if (!done.ok()) return setAside(message, done.failure(), dealt);
        ++counters_.applied;
        dealt();
    });
}

void InboundApplier::setAside(const OutboxMessage& message, const core::Failure& why, OutboxRound::Dealt dealt) {
    const core::Implies implies = core::errorInfo(why.error()).implies;
    const bool park = implies == core::Implies::Final || implies == core::Implies::Bug;
    ++(park ? counters_.parked : counters_.postponed);
    if (park) return round_.bury(message, std::string(why.code()), std::move(dealt));
    round_.postpone(message, house_.clock.utc() + settings_.again, std::move(dealt));
}

}  // namespace hub::jobs
