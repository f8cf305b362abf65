#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/core/work.h"

namespace hub::flows {

/// The same wherever the event goes and however often: receivers deduplicate by it. It is the outbox message the event comes from.
using EventId = core::Id<struct EventTag>;

/// Names something an event is about: ("payment_id", "01J…"). Never personal data.
struct EventRef {
    static constexpr std::string_view kTypeName = "EventRef";
    std::string name;  ///< at most 32 bytes
    std::string id;    ///< at most 64 bytes

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "what it names: payment_id");
        field("id", self.id, "the id itself");
    }
    friend bool operator==(const EventRef&, const EventRef&) = default;
};

/// Something happened; who wants to know more reads it where reading is authorised and audited (MECHANISMS 7).
struct Event {
    static constexpr std::string_view kTypeName = "Event";
    EventId id;
    std::string stream;    ///< "person/01J…": who listens; at most 64 bytes
    std::int64_t seq = 0;  ///< 1, 2, 3 … in its stream without holes; 0 until the relay has given it
    std::string type;      ///< "charge.created"; at most 64 bytes
    core::UtcTime at;      ///< when it was published
    std::vector<EventRef> ids;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("id", self.id, "the same however often the event is delivered");
        field("stream", self.stream, "whose events these are");
        field("seq", self.seq, "rises by one with each event of the stream");
        field("type", self.type, "what happened: charge.created");
        field("at_ms", self.at, "when it happened");
        field("ids", self.ids, "what it is about");
    }
};

/// The events that are kept, by stream. Implemented by storage.
class EventStore {
  public:
    virtual ~EventStore() = default;

    /// Gives each event the next number of its stream, in the order of the list, whatever it says itself. An event that stands
    /// already keeps its number and changes nothing. Also: FieldTooLong.
    virtual core::Result<void> append(core::Transaction& transaction, const std::vector<Event>& events) = 0;

    /// The first `limit` kept events of the stream with a number above `seq`, in order.
    virtual core::Result<std::vector<Event>> after(core::ReadTransaction& transaction, std::string_view stream, std::int64_t seq,
                                                   std::size_t limit) = 0;

    /// The number of the oldest event that is kept; of the next one to come when none is.
    virtual core::Result<std::int64_t> oldest(core::ReadTransaction& transaction, std::string_view stream) = 0;

    /// The number of the newest event there ever was; 0 when there was none.
    virtual core::Result<std::int64_t> last(core::ReadTransaction& transaction, std::string_view stream) = 0;

    /// Forgets about `limit` events published before `before`, and whatever precedes them in their streams, so that what is kept
    /// of a stream has no hole; numbers go on. Answers with how many. A job calls it until that is 0.
    virtual core::Result<std::int64_t> forgetBefore(core::Transaction& transaction, core::UtcTime before, std::size_t limit) = 0;
};

}  // namespace hub::flows
