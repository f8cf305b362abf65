#include "tests/support/memory_events.h"

#include <algorithm>

namespace tests {

using namespace hub::core;
using hub::flows::Event;

MemoryOutbox::MemoryOutbox(MemoryWork& work, const Clock& clock) : clock_(clock) {
    work.join([this] { return [this, before = rows_] { rows_ = before; }; });
}

Result<void> MemoryOutbox::add(Transaction&, const OutboxMessage& message) {
    for (const auto& [id, row] : rows_) {
        const OutboxMessage& other = row.message;
        if (other.topic == message.topic && other.order_key == message.order_key && other.order_no == message.order_no)
            return Failure(Error::OutboxOrderTaken, std::to_string(message.order_no));
    }
    rows_.emplace(message.id, Row{message, {}, {}, false, {}});
    return {};
}

Result<void> MemoryOutbox::addNext(Transaction& transaction, OutboxMessage message) {
    message.order_no = 1;
    for (const auto& [id, row] : rows_) {
        const OutboxMessage& other = row.message;
        if (other.topic == message.topic && other.order_key == message.order_key)
            message.order_no = std::max(message.order_no, other.order_no + 1);
    }
    return add(transaction, message);
}

bool MemoryOutbox::isDue(const Row& row, std::string_view topic, UtcTime now) const {
    const OutboxMessage& message = row.message;
    if (row.dead || message.topic != topic || message.not_before > now || row.until > clock_.utc()) return false;
    return std::none_of(rows_.begin(), rows_.end(), [&](const auto& one) {
        const OutboxMessage& other = one.second.message;
        return other.topic == message.topic && other.order_key == message.order_key && other.order_no < message.order_no;
    });
}

Result<std::vector<OutboxMessage>> MemoryOutbox::lease(Transaction&, std::string_view topic, UtcTime now, std::string_view owner,
                                                       Duration duration, std::size_t limit) {
    std::vector<Row*> found;
    for (auto& [id, row] : rows_) {
        if (isDue(row, topic, now)) found.push_back(&row);
    }
    std::sort(found.begin(), found.end(), [](const Row* a, const Row* b) { return a->message.not_before < b->message.not_before; });
    found.resize(std::min(found.size(), limit));
    std::vector<OutboxMessage> leased;
    for (Row* row : found) {
        row->owner = owner;
        row->until = clock_.utc() + duration;
        ++row->message.tries;
        leased.push_back(row->message);
    }
    return leased;
}

Result<bool> MemoryOutbox::due(ReadTransaction&, std::string_view topic, UtcTime now) {
    return std::any_of(rows_.begin(), rows_.end(), [&](const auto& one) { return isDue(one.second, topic, now); });
}

MemoryOutbox::Row* MemoryOutbox::held(OutboxId id, std::string_view owner) {
    const auto found = rows_.find(id);
    return found != rows_.end() && found->second.owner == owner && !found->second.dead ? &found->second : nullptr;
}

Result<void> MemoryOutbox::delivered(Transaction&, OutboxId id, std::string_view owner) {
    if (held(id, owner) == nullptr) return Failure(Error::LeaseLost, id.text());
    rows_.erase(id);
    return {};
}

Result<void> MemoryOutbox::postpone(Transaction&, OutboxId id, std::string_view owner, UtcTime next_at) {
    Row* const row = held(id, owner);
    if (row == nullptr) return Failure(Error::LeaseLost, id.text());
    row->message.not_before = next_at;
    row->owner.clear();
    row->until = {};
    return {};
}

Result<void> MemoryOutbox::bury(Transaction&, OutboxId id, std::string_view owner, std::string_view code) {
    Row* const row = held(id, owner);
    if (row == nullptr) return Failure(Error::LeaseLost, id.text());
    row->dead = true;
    row->code = code;
    row->owner.clear();
    row->until = {};
    return {};
}

Result<void> MemoryOutbox::revive(Transaction&, OutboxId id, UtcTime next_at) {
    const auto found = rows_.find(id);
    if (found == rows_.end() || !found->second.dead) return Failure(Error::LeaseLost, id.text());
    found->second.dead = false;
    found->second.message.not_before = next_at;
    return {};
}

Result<std::optional<hub::core::OutboxStanding>> MemoryOutbox::standing(ReadTransaction&, OutboxId id) {
    const auto found = rows_.find(id);
    if (found == rows_.end()) return std::optional<hub::core::OutboxStanding>();
    return std::optional(hub::core::OutboxStanding{found->second.dead, found->second.code});
}

Result<std::vector<OutboxMessage>> MemoryOutbox::dead(ReadTransaction&, std::string_view topic, std::size_t limit) {
    std::vector<OutboxMessage> found;
    for (const auto& [id, row] : rows_) {
        if (row.dead && row.message.topic == topic && found.size() < limit) found.push_back(row.message);
    }
    return found;
}

MemoryEventStore::MemoryEventStore(MemoryWork& work) {
    work.join([this] { return [this, before = content_] { content_ = before; }; });
}

Result<void> MemoryEventStore::append(Transaction&, const std::vector<Event>& events) {
    for (const Event& event : events) {
        const bool stands =
            std::any_of(content_.events.begin(), content_.events.end(), [&](const auto& one) { return one.second.id == event.id; });
        if (stands) continue;
        Event kept = event;
        kept.seq = ++content_.last[event.stream];
        content_.events.emplace(std::pair(kept.stream, kept.seq), kept);
    }
    return {};
}

Result<std::vector<Event>> MemoryEventStore::after(ReadTransaction&, std::string_view stream, std::int64_t seq, std::size_t limit) {
    ++pages_read;
    std::vector<Event> found;
    for (auto at = content_.events.upper_bound({std::string(stream), seq}); at != content_.events.end(); ++at) {
        if (at->first.first != stream || found.size() == limit) break;
        found.push_back(at->second);
    }
    return found;
}

Result<std::int64_t> MemoryEventStore::oldest(ReadTransaction& transaction, std::string_view stream) {
    const auto first = content_.events.lower_bound({std::string(stream), 0});
    if (first != content_.events.end() && first->first.first == stream) return first->first.second;
    return *last(transaction, stream) + 1;
}

Result<std::int64_t> MemoryEventStore::last(ReadTransaction&, std::string_view stream) {
    const auto found = content_.last.find(stream);
    return found == content_.last.end() ? std::int64_t{0} : found->second;
}

Result<std::int64_t> MemoryEventStore::forgetBefore(Transaction&, UtcTime before, std::size_t limit) {
    std::map<std::string, std::int64_t> up_to;
    for (const auto& [place, event] : content_.events) {
        if (event.at < before && limit > 0) {
            up_to[place.first] = place.second;
            --limit;
        }
    }
    const std::size_t forgotten = std::erase_if(content_.events, [&](const auto& one) {
        const auto found = up_to.find(one.first.first);
        return found != up_to.end() && one.first.second <= found->second;
    });
    return static_cast<std::int64_t>(forgotten);
}

}  // namespace tests
