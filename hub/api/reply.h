#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "hub/api/message.h"

namespace hub::api {

/// Tells that the client is no longer there. Any thread.
class Departure {
  public:
    bool happened() const;

    /// Called once, on the thread that notices, or now when it has happened already. A second callback replaces the first.
    void whenHappens(std::function<void()> callback);

    void happen();

    /// Drops the callback: there is an answer, nobody needs to know any more.
    void forget();

  private:
    mutable std::mutex mutex_;  // guards both below
    bool happened_ = false;
    std::function<void()> callback_;
};

/// One event of a text/event-stream. `id` and `name` may be empty and hold no line break (the rest of a line is cut off);
/// `data` may have several lines.
struct StreamEvent {
    std::string id;
    std::string name;
    std::string data;

    /// The bytes of the event (WHATWG HTML, "server-sent events").
    std::string text() const;
};

/// What stands behind an open Stream. Any thread.
class StreamPort {
  public:
    virtual ~StreamPort() = default;

    /// Takes the bytes at once or refuses them for good: the stream is closed, or its reader is too slow and is cut off.
    virtual bool write(std::string_view bytes) = 0;
    virtual void close() = 0;
};

/// An answer that goes on: what a phone with an open page listens to. Copies are the same stream; the last one dropped closes it.
/// Any thread.
class Stream {
  public:
    Stream(std::shared_ptr<StreamPort> port, std::shared_ptr<Departure> departure);

    /// Never waits. False when the client is gone or was cut off because it does not read: it comes back with Last-Event-ID.
    bool send(const StreamEvent& event) const;

    void close() const;

    bool closed() const;

    /// Called once when the client is gone, was cut off or the server stops; not after close(). It must not hold this Stream.
    void whenClosed(std::function<void()> callback) const;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared: relay and timers of one page hold it
};

/// Where the answer goes. Called at most once, by any thread.
class ReplyPort {
  public:
    virtual ~ReplyPort() = default;
    virtual void answer(Response response) = 0;

    /// The answer is a text/event-stream from now on.
    virtual std::shared_ptr<StreamPort> stream() = 0;
};

/// The duty to answer one request, now or later, from any thread. Copies are the same duty: of several answers the first one
/// counts, so that "answer 202 after 3 s" and "answer when it is done" may race. When the last copy is dropped without an
/// answer, the client gets ReplyDropped.
class Reply {
  public:
    Reply(std::unique_ptr<ReplyPort> port, std::shared_ptr<Departure> departure, core::Language language, TraceId trace);

    /// False when it was answered before. True does not say that the client got it.
    bool send(Response response) const;

    /// send() of the failure as problem+json in the client's language.
    bool fail(const core::Failure& failure) const;

    /// Nothing when it was answered before.
    std::optional<Stream> stream() const;

    bool clientGone() const;

    /// Called once when the client goes away before there is an answer. It must not hold this Reply.
    void whenClientGone(std::function<void()> callback) const;

    const TraceId& trace() const;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared: whoever may come first holds it
};

}  // namespace hub::api
