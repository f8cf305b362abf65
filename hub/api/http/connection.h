#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "hub/api/http/event_stream.h"
#include "hub/api/http/head_scanner.h"
#include "hub/api/http/loop.h"
#include "hub/api/http/output.h"
#include "hub/api/http/request_parser.h"
#include "hub/api/http/transport.h"

namespace hub::api::http {

/// One client's connection: a state machine that each event moves as far as it goes without waiting. On its loop's thread only;
/// shared, because a wait that is under way and the answer of a worker both may find it gone.
class Connection final : public std::enable_shared_from_this<Connection> {
  public:
    /// Owns the socket. `loop` and `listener` outlive it. `peer_key` is empty for a local client, who has no limits.
    Connection(Loop& loop, const Listener& listener, int socket, std::string address, std::string peer_key);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();

    /// When whoever it waits for has had their time.
    core::MonoTime deadline() const { return deadline_; }

    /// When the loop looks at the deadline: not after it. A deadline that moves away, as each request moves it, costs the loop nothing.
    core::MonoTime lookAt() const { return look_at_; }
    void lookAtDeadline(core::MonoTime now);

    /// Whether it may give way to another address: nobody is working for it.
    bool mayGiveWay() const {
        return phase_ == Phase::Handshake || phase_ == Phase::Head || phase_ == Phase::Body || phase_ == Phase::Linger;
    }
    const std::string& peerKey() const { return peer_key_; }

    /// Ends now when nothing runs here, else after what runs.
    void drain();
    void close();

    // For the answer to the `request`th request of this connection, which is ignored when that has been answered.
    void answer(std::uint64_t request, Response response);
    void openStream(std::uint64_t request, const std::shared_ptr<EventStream>& stream);

    /// Moves as far as it goes: the stream has something to write.
    void pump();

  private:
    enum class Phase { Handshake, Head, Body, Handle, Answer, Stream, Linger, Closed };
    struct Incoming;

    bool step();
    bool shakeHands();
    bool readHead();
    bool beginRequest(HeadScanner::Head head);
    bool admitRequest();
    bool readBody();
    bool handOver();
    bool readAhead();
    bool writeAnswer();
    bool writeStream();
    bool discardInput();

    bool fill();
    bool writeSome();
    bool waitFor(IoStatus wanted);
    void waitReadable();
    void waitWritable();
    void endOfInput();

    void enterHead();
    void refuse(const core::Failure& failure);
    void refuse(Response response, bool last);
    void sendAnswer(Response response, bool endless);
    void enterLinger();
    void clientLeft();
    bool beginHalf();
    void endHalf();
    void until(core::Duration from_now);
    void passDeadline();
    void lookAt(core::MonoTime when);
    core::MonoTime now() const { return loop_.front().clock.mono(); }

    Loop& loop_;
    const Listener& listener_;
    boost::asio::posix::stream_descriptor socket_;
    Transport transport_;
    const std::string address_;
    const std::string peer_key_;
    Phase phase_ = Phase::Handshake;
    bool may_have_input_ = true;
    bool waits_readable_ = false;
    bool waits_writable_ = false;
    bool input_ended_ = false;
    bool half_ = false;        // counted as half-read
    bool head_begun_ = false;  // the deadline is that of the header
    bool last_ = false;        // close after this answer
    bool to_head_ = false;
    bool old_version_ = false;
    std::uint64_t request_ = 0;  // how many have begun: an answer that comes too late finds another one
    TraceId trace_;
    core::Language language_ = core::Language::Chinese;
    core::MonoTime deadline_;
    core::MonoTime look_at_{std::numeric_limits<std::int64_t>::max()};
    HeadScanner scanner_;
    std::string input_;
    Output output_;
    std::size_t discarded_ = 0;
    std::unique_ptr<Incoming> incoming_;  // while a request is read
    std::string subject_;
    std::shared_ptr<Departure> departure_;  // shared with the Reply, from the hand-over to the end of the answer
    std::shared_ptr<EventStream> stream_;   // shared with the Stream
};

}  // namespace hub::api::http
