#include "hub/jobs/inbound_applier.h"

#include <memory>
#include <utility>
#include <vector>

namespace hub::jobs {

using core::OutboxMessage;
using core::Result;

InboundApplier::InboundApplier(const House& house, ApplierSettings settings)
    : house_(house),
      settings_(std::move(settings)),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round(ended); }) {
    HUB_ASSERT(!settings_.owner.empty() && settings_.batch > 0);
}

void InboundApplier::round(const Periodic::Ended& ended) {
    bool due = false;
    const Result<void> looked = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<bool> found = house_.outbox.due(transaction, flows::kInboundTopic, house_.clock.utc());
        if (!found.ok()) return found.failure();
        due = *found;
        return {};
    });
    if (!looked.ok() || !due) return ended(looked.ok() ? Round::Idle : Round::Failed);

    const auto leased = std::make_shared<std::vector<OutboxMessage>>();  // shared: the unit may run again, its end comes later
    const auto lease = [this, leased](core::Transaction& transaction) -> Result<void> {
        auto some =
            house_.outbox.lease(transaction, flows::kInboundTopic, house_.clock.utc(), settings_.owner, settings_.lease, settings_.batch);
        if (!some.ok()) return some.failure();
        *leased = std::move(*some);
        return {};
    };
    house_.units.run({core::WorkKey{"inbound/" + house_.ids.next<core::OutboxId>().text()}, core::IdBits{}}, lease,
                     [this, leased, ended](const core::WorkOutcome& outcome) {
                         if (outcome.end != core::WorkEnd::Done) return ended(Round::Failed);
                         if (leased->empty()) return ended(Round::Idle);
                         const auto left = std::make_shared<std::atomic<std::size_t>>(leased->size());
                         for (const OutboxMessage& message : *leased)
                             apply(message, [left, ended] {
                                 if (--*left == 0) ended(Round::More);
                             });
                     });
}

void InboundApplier::apply(const OutboxMessage& message, std::function<void()> on_done) {
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
    house_.carrier.run("inbound", message.order_key, work, [this, message, on_done = std::move(on_done)](const Result<void>& done) {
        if (!done.ok()) return setAside(message, done.failure(), on_done);
        ++counters_.applied;
        on_done();
    });
}

void InboundApplier::setAside(const OutboxMessage& message, const core::Failure& why, std::function<void()> on_done) {
    const core::Implies implies = core::errorInfo(why.error()).implies;
    const bool park = implies == core::Implies::Final || implies == core::Implies::Bug;
    ++(park ? counters_.parked : counters_.postponed);
    const core::UtcTime again = house_.clock.utc() + settings_.again;
    const auto work = [this, message, park, again, code = std::string(why.code())](core::Transaction& transaction) {
        return park ? house_.outbox.bury(transaction, message.id, settings_.owner, code)
                    : house_.outbox.postpone(transaction, message.id, settings_.owner, again);
    };
    // If this is not taken either, the lease runs out and the event comes again.
    house_.units.run({core::WorkKey{"inbound/" + house_.ids.next<core::OutboxId>().text()}, message.order_key}, work,
                     [on_done = std::move(on_done)](const core::WorkOutcome&) { on_done(); });
}

}  // namespace hub::jobs
