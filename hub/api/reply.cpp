#include "hub/api/reply.h"

#include <algorithm>
#include <atomic>

namespace hub::api {

namespace {

std::string_view firstLine(std::string_view text) {
    return text.substr(0, std::min(text.find_first_of(std::string_view("\r\n\0", 3)), text.size()));
}

}  // namespace

bool Departure::happened() const {
    const std::lock_guard lock(mutex_);
    return happened_;
}

void Departure::whenHappens(std::function<void()> callback) {
    {
        const std::lock_guard lock(mutex_);
        if (!happened_) {
            callback_.swap(callback);
            return;  // the replaced callback dies after the lock is released
        }
    }
    callback();
}

void Departure::happen() {
    std::function<void()> callback;
    {
        const std::lock_guard lock(mutex_);
        happened_ = true;
        callback.swap(callback_);
    }
    if (callback) callback();
}

void Departure::forget() {
    std::function<void()> callback;
    const std::lock_guard lock(mutex_);
    callback.swap(callback_);
}

std::string StreamEvent::text() const {
    std::string text;
    if (!id.empty()) text.append("id: ").append(firstLine(id)).append("\n");
    if (!name.empty()) text.append("event: ").append(firstLine(name)).append("\n");
    std::string_view rest = data;
    while (true) {
        const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        text.append("data: ").append(rest.substr(0, end)).append("\n");
        if (end == rest.size()) break;
        rest.remove_prefix(rest.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return text.append("\n");
}

struct Stream::State {
    State(std::shared_ptr<StreamPort> to, std::shared_ptr<Departure> gone) : port(std::move(to)), departure(std::move(gone)) {}
    ~State() { port->close(); }

    std::shared_ptr<StreamPort> port;  // shared with the connection that writes
    std::shared_ptr<Departure> departure;
};

Stream::Stream(std::shared_ptr<StreamPort> port, std::shared_ptr<Departure> departure)
    : state_(std::make_shared<State>(std::move(port), std::move(departure))) {}

bool Stream::send(const StreamEvent& event) const { return state_->port->write(event.text()); }

void Stream::close() const {
    state_->departure->forget();
    state_->port->close();
}

bool Stream::closed() const { return state_->departure->happened(); }

void Stream::whenClosed(std::function<void()> callback) const { state_->departure->whenHappens(std::move(callback)); }

struct Reply::State {
    State(std::unique_ptr<ReplyPort> to, std::shared_ptr<Departure> gone, core::Language of, TraceId id)
        : port(std::move(to)), departure(std::move(gone)), language(of), trace(id) {}
    ~State() {
        if (take()) port->answer(problem(core::Failure(core::Error::ReplyDropped), language, trace));
    }

    /// True for the one who may answer.
    bool take() {
        if (answered.exchange(true)) return false;
        departure->forget();
        return true;
    }

    std::unique_ptr<ReplyPort> port;
    std::shared_ptr<Departure> departure;  // shared with the connection that notices
    core::Language language;
    TraceId trace;
    std::atomic<bool> answered = false;
};

Reply::Reply(std::unique_ptr<ReplyPort> port, std::shared_ptr<Departure> departure, core::Language language, TraceId trace)
    : state_(std::make_shared<State>(std::move(port), std::move(departure), language, trace)) {}

bool Reply::send(Response response) const {
    if (!state_->take()) return false;
    state_->port->answer(std::move(response));
    return true;
}

bool Reply::fail(const core::Failure& failure) const { return send(problem(failure, state_->language, state_->trace)); }

std::optional<Stream> Reply::stream() const {
    if (!state_->take()) return std::nullopt;
    return Stream(state_->port->stream(), state_->departure);
}

bool Reply::clientGone() const { return state_->departure->happened(); }

void Reply::whenClientGone(std::function<void()> callback) const { state_->departure->whenHappens(std::move(callback)); }

const TraceId& Reply::trace() const { return state_->trace; }

}  // namespace hub::api
