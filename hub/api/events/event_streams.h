#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/api/reply.h"
#include "hub/core/clock.h"
#include "hub/core/executor.h"
#include "hub/core/work.h"
#include "hub/flows/event_store.h"

namespace hub::api::events {

struct StreamSettings {
    std::size_t streams_max = 10'000;  ///< open at a time; past it HubFull
    std::size_t page = 100;            ///< events read at a time of one stream
    std::size_t pages = 64;            ///< streams read in one snapshot
    core::Duration read_again{1'000};  ///< after a read that failed
};

/// The open pages that listen to events. Each stream is read once when it has moved, however many listen, and each listener gets
/// what follows the last number it got: no gap and no duplicate, whether it catches up or not. A reader that does not read is cut
/// off by the server and comes back with Last-Event-ID, and so does each listener of a person who was merged or taken apart once it has
/// heard of it: the same path may lead to another stream then, or to none of theirs. Holds no thread. Any thread.
class EventStreams {
  public:
    /// All outlive this and the tasks it posted.
    struct House {
        core::Reads& reads;
        flows::EventStore& store;
        core::Executor& executor;
        const core::Clock& clock;
    };

    EventStreams(const House& house, StreamSettings settings);

    /// Closes every stream.
    ~EventStreams();

    EventStreams(const EventStreams&) = delete;
    EventStreams& operator=(const EventStreams&) = delete;

    /// The number after which a listener goes on: the one in its Last-Event-ID, or the newest when it brings none. An id names the stream
    /// it counts in: "57@person/01J…"; "57" is one of `stream`. Reads the store.
    /// Also: LastEventIdNotValid, EventsForgotten (410: older than what is kept, of another stream or of another database: read everything
    /// anew and listen without Last-Event-ID), HubFull, StorageBusy, StorageDown.
    core::Result<std::int64_t> positionOf(const std::string& stream, std::optional<std::string_view> last_event_id) const;

    /// Sends the event "ready" with `after` as its id, so that even a listener that got nothing yet can come back without a gap,
    /// then every event of `stream` after that, until the client is gone. REQUIRES: `after` is of positionOf().
    void open(const std::string& stream, std::int64_t after, Stream to);

    /// Both: answers the request with the stream or with why not. The caller has made sure that the client may listen to `stream`.
    void answer(const Reply& reply, const std::string& stream, std::optional<std::string_view> last_event_id);

    /// For the relay: these have new events.
    void moved(const std::vector<std::string>& streams);

    /// Now open.
    std::size_t openStreams() const;

    /// Those that somebody listens to, each once.
    std::vector<std::string> listenedTo() const;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared: tasks and the callbacks of closed streams may come later
};

}  // namespace hub::api::events
