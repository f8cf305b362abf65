#include "hub/jobs/match_walk.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "hub/identity/index/matched_people.h"

namespace hub::jobs {

using core::Result;

MatchWalk::MatchWalk(const House& house, MatchWalkSettings settings)
    : house_(house),
      settings_(settings),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round(ended); }) {
    HUB_ASSERT(settings_.people > 0 && settings_.questions > 0);
}

void MatchWalk::round(const Periodic::Ended& ended) {
    if (!house_.index.isReady()) return ended(Round::Idle);
    bool busy = false;
    std::optional<MatchWalkPage> page;
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        if (counters_.left == 0) {
            const Result<std::size_t> left = house_.store.left(transaction, kLeftMost);
            if (!left.ok()) return left.failure();
            counters_.left = *left;
        }
        const Result<bool> due = house_.outbox.due(transaction, identity::index::kMatchTopic, house_.clock.utc());
        if (!due.ok()) return due.failure();
        busy = *due;
        if (busy) return {};
        Result<MatchWalkPage> found = house_.store.page(transaction, settings_.people, settings_.questions);
        if (!found.ok()) return found.failure();
        page = *std::move(found);
        return {};
    });
    if (!read.ok()) return ended(Round::Failed);
    if (busy) return ended(Round::More);
    if (page->people > 0) return ask(*std::move(page), ended);
    counters_.left = 0;
    ended(Round::Idle);
}

void MatchWalk::ask(MatchWalkPage found, const Periodic::Ended& ended) {
    const auto page = std::make_shared<const MatchWalkPage>(std::move(found));  // shared: by the unit, which may run again, and its end
    house_.units.run(
        {core::WorkKey{"match-walk/" + house_.ids.next<core::OutboxId>().text()}, core::IdBits{}},
        [this, page](core::Transaction& transaction) -> Result<void> {
            for (const identity::PersonId person : page->unknown) {
                const Result<void> asked = house_.outbox.add(transaction, identity::index::matchQuestion(person, house_.ids, house_.clock));
                if (!asked.ok()) return asked;
            }
            return house_.store.moveOn(transaction, *page);
        },
        [this, page, ended](const core::WorkOutcome& outcome) {
            if (outcome.end != core::WorkEnd::Done) return ended(Round::Failed);  // or another process was faster: from where it is
            counters_.looked_at += page->people;
            counters_.asked_about += page->unknown.size();
            const std::uint64_t left = counters_.left;
            counters_.left = left - std::min<std::uint64_t>(left, page->people);
            ended(Round::More);
        });
}

}  // namespace hub::jobs
