#include "hub/storage/sql/event_store.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "hub/core/describe.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Result;
using flows::Event;
using flows::EventRef;

namespace {

constexpr InsertShape kEvent{"event", "id, stream, seq, type, at_ms, ids", 6};
constexpr InsertShape kEventStream{"event_stream", "stream, last_seq", 2};
constexpr std::string_view kStands = "SELECT 1 FROM event WHERE id = ?";
constexpr std::string_view kAdvance = "UPDATE event_stream SET last_seq = last_seq + ? WHERE stream = ?";
constexpr std::string_view kLast = "SELECT last_seq FROM event_stream WHERE stream = ?";
constexpr std::string_view kOldest = "SELECT seq FROM event WHERE stream = ? ORDER BY seq LIMIT 1";
constexpr std::string_view kAfter = "SELECT id, seq, type, at_ms, ids FROM event WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?";
constexpr std::string_view kOld = "SELECT stream, seq FROM event WHERE at_ms < ? ORDER BY at_ms LIMIT ?";
constexpr std::string_view kForget = "DELETE FROM event WHERE stream = ? AND seq <= ?";

constexpr std::size_t kStreamMax = 64;
constexpr std::size_t kTypeMax = 64;

std::string refsText(const std::vector<EventRef>& refs) {
    core::JsonWriter out(core::Exposure::Revealed);
    core::json::write(out, refs);
    return out.text();
}

Result<std::optional<std::int64_t>> number(SqlTransaction& sql, std::string_view text, std::string_view stream) {
    std::optional<std::int64_t> found;
    const Result<void> asked = sql.query(text, std::array<Value, 1>{blob(stream)}, [&](const Row& row) { found = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    return found;
}

/// Takes the next `count` numbers of the stream and answers with the last of them. Whoever comes at the same time waits for our end.
Result<std::int64_t> advance(SqlTransaction& sql, const std::string& stream, std::int64_t count) {
    const std::array<Value, 2> by{count, blob(stream)};
    Result<std::int64_t> advanced = sql.execute(kAdvance, by);
    if (advanced.ok() && *advanced == 0) {
        std::array<Value, kEventStream.width> row{blob(stream), count};
        const Result<void> added = sql.insert(kEventStream, row);
        if (added.ok()) return count;
        if (added.failure().error() != Error::RowTaken) return added.failure();
        advanced = sql.execute(kAdvance, by);  // another lane began the stream a moment ago
    }
    if (!advanced.ok()) return advanced.failure();
    const Result<std::optional<std::int64_t>> last = number(sql, kLast, stream);
    if (!last.ok()) return last.failure();
    HUB_ASSERT(last->has_value());
    return **last;
}

Result<std::vector<const Event*>> newOf(SqlTransaction& sql, const std::vector<Event>& events) {
    std::vector<const Event*> fresh;
    for (const Event& event : events) {
        bool stands = std::any_of(fresh.begin(), fresh.end(), [&](const Event* one) { return one->id == event.id; });
        const Result<void> asked = sql.query(kStands, std::array<Value, 1>{blob(event.id.bits)}, [&](const Row&) { stands = true; });
        if (!asked.ok()) return asked.failure();
        if (!stands) fresh.push_back(&event);
    }
    return fresh;
}

}  // namespace

Result<void> SqlEventStore::append(core::Transaction& transaction, const std::vector<Event>& events) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    for (const Event& event : events) {
        Result<void> fits = checkLength("event.stream", event.stream, kStreamMax);
        if (fits.ok()) fits = checkLength("event.type", event.type, kTypeMax);
        if (!fits.ok()) return fits;
    }
    const Result<std::vector<const Event*>> fresh = newOf(sql, events);
    if (!fresh.ok()) return fresh.failure();
    std::map<std::string_view, std::int64_t> next;  // how many first, then which number comes next
    for (const Event* event : *fresh) ++next[event->stream];
    for (auto& [stream, count] : next) {
        const Result<std::int64_t> last = advance(sql, std::string(stream), count);
        if (!last.ok()) return last.failure();
        count = *last - count + 1;
    }
    for (const Event* event : *fresh) {
        std::array<Value, kEvent.width> row{blob(event->id.bits), blob(event->stream), next[event->stream]++,
                                            blob(event->type),    event->at.ms,        blob(refsText(event->ids))};
        const Result<void> added = sql.insert(kEvent, row);
        if (!added.ok()) return added;
    }
    return {};
}

Result<std::vector<Event>> SqlEventStore::after(core::ReadTransaction& transaction, std::string_view stream, std::int64_t seq,
                                                std::size_t limit) {
    std::vector<Event> found;
    std::optional<core::Failure> unreadable;
    const Result<void> asked =
        SqlTransaction::of(transaction)
            .query(kAfter, std::array<Value, 3>{blob(stream), seq, static_cast<std::int64_t>(limit)}, [&](const Row& row) {
                Event& event = found.emplace_back();
                event.id.bits = idAt(row, 0);
                event.stream = stream;
                event.seq = row.integer(1);
                event.type = row.bytes(2);
                event.at = timeAt(row, 3);
                const auto refs = core::fromJson<std::vector<EventRef>>(row.bytes(4));
                if (refs.ok()) event.ids = *refs;
                if (!refs.ok()) unreadable = refs.failure();
            });
    if (!asked.ok()) return asked.failure();
    if (unreadable) return *unreadable;
    return found;
}

Result<std::int64_t> SqlEventStore::oldest(core::ReadTransaction& transaction, std::string_view stream) {
    const Result<std::optional<std::int64_t>> kept = number(SqlTransaction::of(transaction), kOldest, stream);
    if (!kept.ok()) return kept.failure();
    if (*kept) return **kept;
    const Result<std::int64_t> ever = last(transaction, stream);
    if (!ever.ok()) return ever;
    return *ever + 1;
}

Result<std::int64_t> SqlEventStore::last(core::ReadTransaction& transaction, std::string_view stream) {
    const Result<std::optional<std::int64_t>> ever = number(SqlTransaction::of(transaction), kLast, stream);
    if (!ever.ok()) return ever.failure();
    return ever->value_or(0);
}

Result<std::int64_t> SqlEventStore::forgetBefore(core::Transaction& transaction, core::UtcTime before, std::size_t limit) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::map<std::string, std::int64_t> up_to;
    const Result<void> asked = sql.query(kOld, std::array<Value, 2>{before.ms, static_cast<std::int64_t>(limit)}, [&](const Row& row) {
        std::int64_t& seq = up_to[row.bytes(0)];
        seq = std::max(seq, row.integer(1));
    });
    if (!asked.ok()) return asked.failure();
    std::int64_t forgotten = 0;
    for (const auto& [stream, seq] : up_to) {
        const Result<std::int64_t> gone = sql.execute(kForget, std::array<Value, 2>{blob(stream), seq});
        if (!gone.ok()) return gone;
        forgotten += *gone;
    }
    return forgotten;
}

}  // namespace hub::storage::sql
