#include "hub/jobs/outbox_round.h"

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

namespace hub::jobs {

using core::OutboxMessage;
using core::Result;

OutboxRound::OutboxRound(const House& house, Settings settings, Deal deal)
    : house_(house), settings_(std::move(settings)), deal_(std::move(deal)) {
    HUB_ASSERT(!settings_.owner.empty() && settings_.batch > 0);
}

void OutboxRound::run(const Periodic::Ended& ended) {
    bool due = false;
    const Result<void> looked = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<bool> found = house_.outbox.due(transaction, settings_.topic, house_.clock.utc());
        if (!found.ok()) return found.failure();
        due = *found;
        return {};
    });
    if (!looked.ok() || !due) return ended(looked.ok() ? Round::Idle : Round::Failed);

    const auto leased = std::make_shared<std::vector<OutboxMessage>>();  // shared: the unit may run again, its end comes later
    const auto lease = [this, leased](core::Transaction& transaction) -> Result<void> {
        auto some =
            house_.outbox.lease(transaction, settings_.topic, house_.clock.utc(), settings_.owner, settings_.lease, settings_.batch);
        if (!some.ok()) return some.failure();
        *leased = std::move(*some);
        return {};
    };
    house_.units.run({newKey(), core::IdBits{}}, lease, [this, leased, ended](const core::WorkOutcome& outcome) {
        if (outcome.end != core::WorkEnd::Done) return ended(Round::Failed);
        if (leased->empty()) return ended(Round::Idle);
        const auto left = std::make_shared<std::atomic<std::size_t>>(leased->size());
        for (const OutboxMessage& message : *leased)
            deal_(message, [left, ended] {
                if (--*left == 0) ended(Round::More);
            });
    });
}

void OutboxRound::postpone(const OutboxMessage& message, core::UtcTime again, Dealt dealt) {
    const auto how = [this, id = message.id, again](core::Transaction& transaction) {
        return house_.outbox.postpone(transaction, id, settings_.owner, again);
    };
    end(message, how, std::move(dealt));
}

void OutboxRound::bury(const OutboxMessage& message, std::string code, Dealt dealt) {
    const auto how = [this, id = message.id, code = std::move(code)](core::Transaction& transaction) {
        return house_.outbox.bury(transaction, id, settings_.owner, code);
    };
    end(message, how, std::move(dealt));
}

void OutboxRound::end(const OutboxMessage& message, const std::function<Result<void>(core::Transaction&)>& how, Dealt dealt) {
    house_.units.run({newKey(), message.order_key}, how, [dealt = std::move(dealt)](const core::WorkOutcome&) { dealt(); });
}

}  // namespace hub::jobs
