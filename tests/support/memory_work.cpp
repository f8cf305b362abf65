#include "tests/support/memory_work.h"

#include <algorithm>

namespace tests {

using namespace hub::core;

void MemoryWork::run(WorkOrder order, Work work, OnDone on_done) {
    executor_.post(
        [this, order = std::move(order), work = std::move(work), on_done = std::move(on_done)] { on_done(outcomeOf(order, work)); });
}

WorkOutcome MemoryWork::outcomeOf(const WorkOrder& order, const Work& work) {
    if (fail_next_) {
        const WorkEnd end = *fail_next_;
        fail_next_.reset();
        return {end, false, std::nullopt};
    }
    if (!keys_.insert(order.key.text).second) return {WorkEnd::Done, true, std::nullopt};
    std::vector<std::function<void()>> bring_back;
    for (const auto& keep : stores_) bring_back.push_back(keep());
    MemoryTransaction transaction;
    const Result<void> done = work(transaction);
    if (done.ok()) return {WorkEnd::Done, false, std::nullopt};
    for (const auto& back : bring_back) back();
    keys_.erase(order.key.text);
    return {WorkEnd::NotDone, false, done.failure()};
}

Result<void> MemoryWork::read(const Read& read) {
    MemoryTransaction transaction;
    return read(transaction);
}

MemoryAttempts::MemoryAttempts(MemoryWork& work, const Clock& clock) : clock_(clock) {
    work.join([this] { return [this, before = attempts_] { attempts_ = before; }; });
}

Result<void> MemoryAttempts::add(Transaction&, const Attempt& attempt) {
    for (const auto& [id, other] : attempts_) {
        if (other.counterparty == attempt.counterparty && other.wire_id == attempt.wire_id)
            return Failure(Error::WireIdTaken, attempt.wire_id);
    }
    attempts_.emplace(attempt.id, attempt);
    return {};
}

Result<Attempt> MemoryAttempts::find(ReadTransaction&, AttemptId id) {
    const auto found = attempts_.find(id);
    if (found == attempts_.end()) return Failure(Error::AttemptNotFound, id.text());
    return found->second;
}

Result<std::optional<Attempt>> MemoryAttempts::findByWireId(ReadTransaction&, std::string_view counterparty, std::string_view wire_id) {
    for (const auto& [id, attempt] : attempts_) {
        if (attempt.counterparty == counterparty && attempt.wire_id == wire_id) return std::optional(attempt);
    }
    return std::optional<Attempt>();
}

Result<std::vector<Attempt>> MemoryAttempts::ofFlow(ReadTransaction&, IdBits flow_id) {
    std::vector<Attempt> found;
    for (const auto& [id, attempt] : attempts_) {
        if (attempt.flow_id == flow_id) found.push_back(attempt);
    }
    return found;
}

Result<std::int64_t> MemoryAttempts::change(Transaction&, AttemptId id, std::int64_t version, const AttemptChange& change) {
    const auto found = attempts_.find(id);
    if (found == attempts_.end() || found->second.version != version) return Failure(Error::VersionConflict, id.text());
    Attempt& attempt = found->second;
    attempt.state = change.state;
    attempt.next_check_at = change.next_check_at;
    if (change.answer) attempt.answer = *change.answer;
    if (change.deadline_at) attempt.deadline_at = *change.deadline_at;
    attempt.lease_owner.clear();
    return ++attempt.version;
}

Result<std::vector<Attempt>> MemoryAttempts::lease(Transaction&, UtcTime now, std::string_view owner, Duration duration,
                                                   std::size_t limit) {
    std::vector<Attempt*> due;
    for (auto& [id, attempt] : attempts_) {
        const bool free = attempt.lease_owner.empty() || attempt.lease_until <= clock_.utc();
        if (free && attempt.next_check_at && *attempt.next_check_at <= now) due.push_back(&attempt);
    }
    std::sort(due.begin(), due.end(), [](const Attempt* a, const Attempt* b) { return a->next_check_at < b->next_check_at; });
    std::vector<Attempt> leased;
    for (Attempt* attempt : due) {
        if (leased.size() == limit) break;
        attempt->lease_owner = owner;
        attempt->lease_until = clock_.utc() + duration;
        ++attempt->version;
        leased.push_back(*attempt);
    }
    return leased;
}

Result<std::vector<Attempt>> MemoryAttempts::unfinished(ReadTransaction&, std::size_t limit) {
    std::vector<Attempt> found;
    for (const auto& [id, attempt] : attempts_) {
        if (attempt.next_check_at) found.push_back(attempt);
    }
    std::ranges::sort(found, {}, [](const Attempt& attempt) { return std::pair(*attempt.next_check_at, attempt.id); });
    if (found.size() > limit) found.resize(limit);
    return found;
}

}  // namespace tests
