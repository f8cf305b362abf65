#include "hub/api/events/event_streams.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "hub/core/describe.h"
#include "hub/core/text.h"
#include "hub/flows/events.h"

namespace hub::api::events {

namespace {

constexpr std::string_view kReady = "ready";

/// Between the number and the stream it counts in. A person's path leads to another stream from a merge on, and a number of the one says
/// nothing in the other.
constexpr char kOfStream = '@';

std::string idOf(std::int64_t number, std::string_view stream) { return std::to_string(number) + kOfStream + std::string(stream); }

StreamEvent written(const flows::Event& event) {
    return {idOf(event.seq, event.stream), event.type, core::toJson(event, core::Exposure::Masked)};
}

/// A number alone is one of `stream`. Also: LastEventIdNotValid, EventsForgotten (it counts in another stream).
core::Result<std::int64_t> numberIn(std::string_view last_event_id, std::string_view stream) {
    std::int64_t number = 0;
    const char* const last = last_event_id.data() + last_event_id.size();
    const char* const end = std::find(last_event_id.data(), last, kOfStream);
    const auto [stopped, problem] = std::from_chars(last_event_id.data(), end, number);
    if (problem != std::errc() || stopped != end || number < 0)
        return core::Failure(core::Error::LastEventIdNotValid, core::shapeOf(last_event_id));
    if (end != last && std::string_view(end + 1, last) != stream) return core::Failure(core::Error::EventsForgotten, "another stream");
    return number;
}

/// Whose stream a person's path leads to, and who may listen to it, is asked anew after these.
bool isLastForNow(const flows::Event& event) { return event.type == flows::kPersonMerged || event.type == flows::kPersonUnmerged; }

struct Listener {
    Listener(Stream stream, std::int64_t after) : to(std::move(stream)), sent(after) {}

    Stream to;
    std::int64_t sent;  // the number it got last; of the one task that pumps
};

using Listeners = std::vector<std::shared_ptr<Listener>>;  // shared: the pump sends to some that leave meanwhile

/// One stream on its way through the pump.
struct Page {
    std::string stream;
    Listeners listeners;
    std::vector<flows::Event> events = {};
    Listeners lost = {};

    std::int64_t after() const {
        const auto least = [](const auto& a, const auto& b) { return a->sent < b->sent; };
        return (*std::min_element(listeners.begin(), listeners.end(), least))->sent;
    }
};

/// Gives the listener what it has not got yet. False: it is gone, or must ask anew, for the number it waits for was forgotten meanwhile or
/// the person has become another.
bool deliver(Listener& listener, const flows::Event& event, const StreamEvent& text) {
    if (event.seq <= listener.sent) return true;
    if (event.seq != listener.sent + 1) {
        listener.to.close();
        return false;
    }
    listener.sent = event.seq;
    if (!listener.to.send(text)) return false;
    if (!isLastForNow(event)) return true;
    listener.to.close();
    return false;
}

void deliver(Page& page) {
    for (const flows::Event& event : page.events) {
        const StreamEvent text = written(event);
        std::erase_if(page.listeners, [&](const std::shared_ptr<Listener>& listener) {
            if (deliver(*listener, event, text)) return false;
            page.lost.push_back(listener);
            return true;
        });
    }
}

}  // namespace

/// One task at a time pumps: it reads what moved, a page a stream, and sends. Whatever moves meanwhile waits for its next round.
struct EventStreams::State : std::enable_shared_from_this<State> {
    struct Channel {
        Listeners listeners;
        bool waits = false;  // in the queue
    };

    State(const House& with, StreamSettings within) : house(with), settings(within) {}

    /// REQUIRES: the lock, as all four.
    void wait(const std::string& stream) {
        const auto found = channels.find(stream);
        if (found == channels.end() || std::exchange(found->second.waits, true)) return;
        queue.push_back(stream);
    }

    void wakePump() {
        if (queue.empty() || std::exchange(pumping, true)) return;
        postPump();
    }

    void postPump() {
        house.executor.post([self = weak_from_this()] {
            if (const auto state = self.lock()) state->pump();
        });
    }

    void remove(const std::string& stream, const Listener* listener) {
        const auto found = channels.find(stream);
        if (found == channels.end()) return;
        open -= std::erase_if(found->second.listeners, [&](const auto& one) { return one.get() == listener; });
        if (found->second.listeners.empty() && !found->second.waits) channels.erase(found);
    }

    std::vector<Page> takePages() {
        const std::lock_guard lock(mutex);
        std::vector<Page> pages;
        while (!queue.empty() && pages.size() < settings.pages) {
            const auto channel = channels.find(queue.front());
            HUB_ASSERT(channel != channels.end());  // what waits stays
            channel->second.waits = false;
            if (channel->second.listeners.empty()) {
                channels.erase(channel);
            } else {
                pages.push_back({queue.front(), channel->second.listeners});
            }
            queue.pop_front();
        }
        return pages;
    }

    core::Result<void> read(std::vector<Page>& pages) {
        return house.reads.read([&](core::ReadTransaction& transaction) -> core::Result<void> {
            for (Page& page : pages) {
                auto events = house.store.after(transaction, page.stream, page.after(), settings.page);
                if (!events.ok()) return events.failure();
                page.events = *std::move(events);
            }
            return {};
        });
    }

    void pump() {
        std::vector<Page> pages = takePages();
        const core::Result<void> was_read = pages.empty() ? core::Result<void>() : read(pages);
        if (was_read.ok()) {
            for (Page& page : pages) deliver(page);
        }
        const std::lock_guard lock(mutex);
        for (const Page& page : pages) {
            for (const std::shared_ptr<Listener>& gone : page.lost) remove(page.stream, gone.get());
            if (!was_read.ok() || page.events.size() == settings.page) wait(page.stream);
        }
        if (!was_read.ok()) return pumpLater();
        pumping = !queue.empty();
        if (pumping) postPump();
    }

    void pumpLater() {
        house.executor.postAt(house.clock.mono() + settings.read_again, [self = weak_from_this()] {
            if (const auto state = self.lock()) state->pump();
        });
    }

    const House house;
    const StreamSettings settings;
    mutable std::mutex mutex;  // guards all below
    std::unordered_map<std::string, Channel> channels;
    std::deque<std::string> queue;  // streams that may have something for their listeners, each once
    std::size_t open = 0;
    bool pumping = false;  // a task is posted or runs
};

EventStreams::EventStreams(const House& house, StreamSettings settings) : state_(std::make_shared<State>(house, settings)) {
    HUB_ASSERT(settings.page > 0 && settings.pages > 0);
}

EventStreams::~EventStreams() {
    std::unordered_map<std::string, State::Channel> channels;
    const std::lock_guard lock(state_->mutex);
    channels.swap(state_->channels);
    state_->queue.clear();
    for (const auto& [stream, channel] : channels) {
        for (const std::shared_ptr<Listener>& listener : channel.listeners) listener->to.close();
    }
}

core::Result<std::int64_t> EventStreams::positionOf(const std::string& stream, std::optional<std::string_view> last_event_id) const {
    if (openStreams() >= state_->settings.streams_max) return core::Failure(core::Error::HubFull);
    std::optional<std::int64_t> asked;
    if (last_event_id) {
        const core::Result<std::int64_t> number = numberIn(*last_event_id, stream);
        if (!number.ok()) return number;
        asked = *number;
    }
    std::int64_t oldest = 0;
    std::int64_t last = 0;
    const core::Result<void> was_read = state_->house.reads.read([&](core::ReadTransaction& transaction) -> core::Result<void> {
        const core::Result<std::int64_t> newest = state_->house.store.last(transaction, stream);
        if (!newest.ok()) return newest.failure();
        last = *newest;
        if (!asked) return {};
        const core::Result<std::int64_t> kept = state_->house.store.oldest(transaction, stream);
        if (!kept.ok()) return kept.failure();
        oldest = *kept;
        return {};
    });
    if (!was_read.ok()) return was_read.failure();
    if (!asked) return last;
    if (*asked < oldest - 1 || *asked > last)
        return core::Failure(core::Error::EventsForgotten, std::to_string(oldest) + " - " + std::to_string(last));
    return *asked;
}

void EventStreams::open(const std::string& stream, std::int64_t after, Stream to) {
    if (!to.send({idOf(after, stream), std::string(kReady), "{}"})) return;
    const auto listener = std::make_shared<Listener>(to, after);
    {
        const std::lock_guard lock(state_->mutex);
        state_->channels[stream].listeners.push_back(listener);
        ++state_->open;
        state_->wait(stream);
        state_->wakePump();
    }
    to.whenClosed([state = std::weak_ptr(state_), gone = std::weak_ptr(listener), stream] {
        const auto here = state.lock();
        const auto leaving = gone.lock();  // dies after the lock is released
        if (!here || !leaving) return;
        const std::lock_guard lock(here->mutex);
        here->remove(stream, leaving.get());
    });
}

void EventStreams::answer(const Reply& reply, const std::string& stream, std::optional<std::string_view> last_event_id) {
    const core::Result<std::int64_t> after = positionOf(stream, last_event_id);
    if (!after.ok()) {
        reply.fail(after.failure());
        return;
    }
    if (const std::optional<Stream> to = reply.stream()) open(stream, *after, *to);
}

void EventStreams::moved(const std::vector<std::string>& streams) {
    const std::lock_guard lock(state_->mutex);
    for (const std::string& stream : streams) state_->wait(stream);
    state_->wakePump();
}

std::vector<std::string> EventStreams::listenedTo() const {
    std::vector<std::string> streams;
    const std::lock_guard lock(state_->mutex);
    for (const auto& [stream, channel] : state_->channels) {
        if (!channel.listeners.empty()) streams.push_back(stream);
    }
    return streams;
}

std::size_t EventStreams::openStreams() const {
    const std::lock_guard lock(state_->mutex);
    return state_->open;
}

}  // namespace hub::api::events
