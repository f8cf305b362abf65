#include "hub/jobs/rewriting.h"

#include <memory>
#include <optional>
#include <utility>

namespace hub::jobs {

using core::Result;

Rewriting::Rewriting(const House& house, RewritingSettings settings)
    : house_(house),
      settings_(settings),
      columns_(house.store.columns()),
      job_(house.executor, house.clock, settings_.pace, [this](const Periodic::Ended& ended) { round(ended); }) {
    HUB_ASSERT(settings_.rows > 0);
    allUnfinished();
}

void Rewriting::allUnfinished() {
    for (std::size_t i = 0; i < columns_.size(); ++i) unfinished_.insert(i);
    counters_.columns_left = unfinished_.size();
}

void Rewriting::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
        allUnfinished();
    }
    job_.wake();
}

void Rewriting::beginAgainIfWoken() {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(woken_, false)) return;
    column_ = 0;
    moved_ = false;
    allUnfinished();
}

void Rewriting::note(bool finished) {
    const std::lock_guard lock(mutex_);
    if (woken_) return;  // it was found under a key that is not the current one any more
    if (finished) {
        unfinished_.erase(column_);
    } else {
        unfinished_.insert(column_);
    }
    counters_.columns_left = unfinished_.size();
}

void Rewriting::round(const Periodic::Ended& ended) {
    beginAgainIfWoken();
    for (; column_ < columns_.size(); ++column_) {
        std::optional<RewritePage> page;
        const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            Result<std::optional<RewritePage>> found = house_.store.page(transaction, columns_[column_], settings_.rows);
            if (!found.ok()) return found.failure();
            page = *std::move(found);
            return {};
        });
        if (!read.ok()) return ended(Round::Failed);
        if (page) return put(*std::move(page), ended);
        note(true);
    }
    column_ = 0;
    ended(std::exchange(moved_, false) ? Round::More : Round::Idle);
}

void Rewriting::put(RewritePage page, const Periodic::Ended& ended) {
    const auto shared = std::make_shared<const RewritePage>(std::move(page));  // shared: by the unit, which may run again, and its end
    const auto rewritten = std::make_shared<std::int64_t>(0);                  // shared: likewise
    house_.units.run(
        {core::WorkKey{"rewrite/" + house_.ids.next<core::Id<Rewriting>>().text()}, core::IdBits{}},
        [this, shared, rewritten](core::Transaction& transaction) -> Result<void> {
            const Result<std::int64_t> count = house_.store.put(transaction, *shared);
            if (!count.ok()) return count.failure();
            *rewritten = *count;
            return {};
        },
        [this, shared, rewritten, ended](const core::WorkOutcome& outcome) {
            if (outcome.end != core::WorkEnd::Done) return ended(Round::Failed);
            end(*shared, *rewritten);
            ended(Round::More);
        });
}

void Rewriting::end(const RewritePage& page, std::int64_t rewritten) {
    counters_.rewritten += static_cast<std::uint64_t>(rewritten);
    counters_.overtaken += page.values.size() - static_cast<std::uint64_t>(rewritten);
    counters_.not_opened += static_cast<std::uint64_t>(page.not_opened);
    moved_ = moved_ || !page.values.empty();
    note(page.next.finished);
    if (page.last) ++column_;
}

}  // namespace hub::jobs
