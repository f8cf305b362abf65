#include "hub/jobs/event_relay.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "hub/flows/events.h"

namespace hub::jobs {

/// What one unit of work relayed; the unit fills it anew each time it runs.
struct EventRelay::Batch {
    std::vector<std::string> streams;
    std::size_t relayed = 0;
    std::size_t buried = 0;

    std::size_t size() const { return relayed + buried; }
};

EventRelay::EventRelay(const House& house, RelaySettings settings)
    : house_(house),
      settings_(std::move(settings)),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round(ended); }) {
    HUB_ASSERT(!settings_.owner.empty() && settings_.batch > 0);
}

void EventRelay::subscribe(OnMoved on_moved) { subscribers_.push_back(std::move(on_moved)); }

void EventRelay::round(const Periodic::Ended& ended) {
    bool due = false;
    const core::Result<void> looked = house_.reads.read([&](core::ReadTransaction& transaction) -> core::Result<void> {
        const core::Result<bool> found = house_.outbox.due(transaction, flows::kEventTopic, house_.clock.utc());
        if (!found.ok()) return found.failure();
        due = *found;
        return {};
    });
    if (!looked.ok()) ++counters_.failed_rounds;
    if (!looked.ok() || !due) return ended(looked.ok() ? Round::Idle : Round::Failed);
    const auto batch = std::make_shared<Batch>();  // shared: the unit may run again, its end comes later
    house_.units.run(
        {core::WorkKey{"event-relay/" + house_.ids.next<core::OutboxId>().text()}, core::IdBits{}},
        [this, batch](core::Transaction& transaction) { return work(transaction, *batch); },
        [this, batch, ended](const core::WorkOutcome& outcome) { onDone(outcome, *batch, ended); });
}

core::Result<void> EventRelay::work(core::Transaction& transaction, Batch& batch) {
    batch = {};
    while (batch.size() < settings_.batch) {  // each turn finds what the one before it held back
        const std::size_t before = batch.size();
        const core::Result<void> relayed = relaySome(transaction, batch);
        if (!relayed.ok()) return relayed;
        if (batch.size() == before) break;
    }
    std::sort(batch.streams.begin(), batch.streams.end());
    batch.streams.erase(std::unique(batch.streams.begin(), batch.streams.end()), batch.streams.end());
    return {};
}

core::Result<void> EventRelay::relaySome(core::Transaction& transaction, Batch& batch) {
    const auto leased = house_.outbox.lease(transaction, flows::kEventTopic, house_.clock.utc(), settings_.owner, settings_.lease,
                                            settings_.batch - batch.size());
    if (!leased.ok()) return leased.failure();
    std::vector<flows::Event> events;
    for (const core::OutboxMessage& message : *leased) {
        core::Result<flows::Event> event = flows::eventIn(message);
        const core::Result<void> ended = event.ok() ? house_.outbox.delivered(transaction, message.id, settings_.owner)
                                                    : house_.outbox.bury(transaction, message.id, settings_.owner, event.failure().code());
        if (!ended.ok()) return ended;
        flows::pass(settings_.crash, flows::CrashPoint::MidOutbox);
        if (event.ok()) {
            batch.streams.push_back(event->stream);
            events.push_back(*std::move(event));
        }
    }
    batch.relayed += events.size();
    batch.buried += leased->size() - events.size();
    return house_.events.append(transaction, events);
}

void EventRelay::onDone(const core::WorkOutcome& outcome, const Batch& batch, const Periodic::Ended& ended) {
    if (outcome.end == core::WorkEnd::Done) {
        counters_.relayed += batch.relayed;
        counters_.buried += batch.buried;
    } else {
        ++counters_.failed_rounds;
    }
    if (outcome.end != core::WorkEnd::NotDone && !batch.streams.empty()) {
        for (const OnMoved& on_moved : subscribers_) on_moved(batch.streams);
    }
    if (outcome.end != core::WorkEnd::Done) return ended(Round::Failed);
    ended(batch.size() >= settings_.batch ? Round::More : Round::Idle);
}

}  // namespace hub::jobs
