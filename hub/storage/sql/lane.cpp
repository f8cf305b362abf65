#include "hub/storage/sql/lane.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

namespace hub::storage::sql {

WriteLane::WriteLane(Database& database, core::Executor& executor, const core::Clock& clock, const Limits& limits, LaneCounters& counters,
                     unsigned number)
    : executor_(executor),
      limits_(limits),
      counters_(counters),
      runner_(database, clock, limits, counters, patience_, number + 1),
      thread_([this] { threadRoot(); }) {}

WriteLane::~WriteLane() { stop(); }

bool WriteLane::push(Unit& unit) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= limits_.queue_max) return false;
        waiting_.push_back(std::move(unit));
        if (waiting_.size() != wake_at_) return true;
    }
    enough_.notify_one();
    return true;
}

void WriteLane::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    enough_.notify_one();
    patience_.hurry();
    if (thread_.joinable()) thread_.join();
}

void WriteLane::threadRoot() noexcept {
    try {
        serve();
    } catch (const std::exception& problem) {
        // Everything acknowledged is durable; what runs now is found out by its work keys after the restart.
        std::fprintf(stderr, "event=write_lane_broken what=\"%s\"\n", problem.what());
        std::abort();
    }
}

void WriteLane::serve() {
    while (true) {
        std::vector<Unit> units = take();
        if (units.empty()) return;
        counters_.waiting -= units.size();
        runner_.run(units);
        for (Unit& unit : units) answer(unit);
    }
}

/// The next group; empty when the lane stops and nothing waits.
std::vector<Unit> WriteLane::take() {
    std::unique_lock lock(mutex_);
    if (last_group_ > 1) {
        // Those who were just answered come back at once: a moment's patience spares them the next group but one.
        wake_at_ = std::min(last_group_, limits_.group_max);
        enough_.wait_for(lock, limits_.gather_max, [this] { return stopping_ || waiting_.size() >= wake_at_; });
    }
    wake_at_ = 1;
    enough_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.group_max));
    std::vector<Unit> units(std::move_iterator(waiting_.begin()), std::move_iterator(waiting_.begin() + count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    last_group_ = units.size();
    return units;
}

void WriteLane::answer(Unit& unit) {
    switch (unit.outcome.end) {
        case core::WorkEnd::Done:
            ++counters_.done;
            if (unit.outcome.repeated) ++counters_.repeated;
            break;
        case core::WorkEnd::NotDone:
            ++counters_.not_done;
            break;
        case core::WorkEnd::Unknown:
            ++counters_.unknown;
            break;
    }
    executor_.post([on_done = std::move(unit.on_done), outcome = std::move(unit.outcome)] { on_done(outcome); });
}

}  // namespace hub::storage::sql
