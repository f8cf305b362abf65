#include <utility>

#include "hub/api/http/connection.h"

#include <sys/socket.h>

#include "hub/api/http/answer_port.h"
#include "hub/api/http/response_writer.h"

namespace hub::api::http {

namespace {

constexpr std::size_t kRequestLineExtra = 64;         // a method and the version beside the target
constexpr std::size_t kSlowestReader = 16 * 1024;     // bytes a second
constexpr std::size_t kDiscardMax = 256 * 1024;       // of what a client sends behind its last request
constexpr std::string_view kStreamComment = ":\n\n";  // keeps NATs and proxies from forgetting a silent stream
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

HeadScanner scannerFor(const Settings& settings) { return {settings.target_bytes_max + kRequestLineExtra, settings.head_bytes_max}; }

}  // namespace

/// A request that is not whole yet.
struct Connection::Incoming {
    RequestParser parser;
    Request request;
};

Connection::Connection(Loop& loop, const Listener& listener, int socket, std::string address, std::string peer_key)
    : loop_(loop),
      listener_(listener),
      socket_(loop.context(), socket),
      transport_(socket),
      address_(std::move(address)),
      peer_key_(std::move(peer_key)),
      scanner_(scannerFor(loop.front().settings)) {
    ++loop_.front().counters.connections_open;
    ++loop_.front().counters.connections_accepted;
}

Connection::~Connection() = default;

void Connection::start() {
    if (listener_.tls() != nullptr) {
        if (!beginHalf()) {
            loop_.front().counters.refused(core::Error::PeerTooManyConnections);
            return close();
        }
        transport_.secure(*listener_.tls());
        until(loop_.front().settings.deadlines.handshake);
    } else {
        enterHead();
    }
    pump();
}

void Connection::pump() {
    while (step()) {
    }
}

/// One move; false when there is nothing to do before the next event.
bool Connection::step() {
    switch (phase_) {
        case Phase::Handshake:
            return shakeHands();
        case Phase::Head:
            return readHead();
        case Phase::Body:
            return readBody();
        case Phase::Handle:
            return readAhead();
        case Phase::Answer:
            return writeAnswer();
        case Phase::Stream:
            return writeStream();
        case Phase::Linger:
            return discardInput();
        case Phase::Closed:
            return false;
    }
    HUB_ASSERT(false);
}

bool Connection::shakeHands() {
    const IoStatus status = transport_.handshake().status;
    if (status == IoStatus::Done) {
        endHalf();
        subject_ = transport_.certificateSubject();
        may_have_input_ = true;
        enterHead();
        return true;
    }
    if (status != IoStatus::Closed) return waitFor(status);
    ++loop_.front().counters.handshakes_failed;
    close();
    return false;
}

void Connection::enterHead() {
    phase_ = Phase::Head;
    head_begun_ = false;
    scanner_ = scannerFor(loop_.front().settings);
    if (input_.empty()) input_ = {};  // an idle connection keeps no buffer
    trace_ = {};
    language_ = core::Language::Chinese;
    to_head_ = old_version_ = false;
    until(loop_.front().settings.deadlines.idle);
}

bool Connection::readHead() {
    const core::Result<std::optional<HeadScanner::Head>> head = scanner_.scan(input_);
    if (!head.ok()) {
        refuse(head.failure());
        return true;
    }
    if (*head) return beginRequest(**head);
    if (loop_.draining()) {
        close();
        return false;
    }
    if (!input_.empty() && !head_begun_) {
        head_begun_ = true;
        until(loop_.front().settings.deadlines.head);
        if (!beginHalf()) {
            refuse(core::Failure(core::Error::PeerTooManyConnections));
            return true;
        }
    }
    return fill();
}

bool Connection::beginRequest(HeadScanner::Head head) {
    Front& front = loop_.front();
    ++request_;
    trace_ = front.ids.next<TraceId>();
    auto incoming = std::make_unique<Incoming>(Incoming{RequestParser(front.settings.fields_max, front.settings.target_bytes_max), {}});
    core::Result<Request> request = incoming->parser.head(std::string_view(input_).substr(head.begin, head.end - head.begin));
    input_.erase(0, head.end);
    if (!request.ok()) {
        refuse(request.failure());
        return true;
    }
    incoming->request = std::move(*request);
    incoming->request.trace = trace_;
    incoming->request.peer = {address_, subject_};
    language_ = incoming->request.language();
    to_head_ = incoming->request.method == "HEAD";
    old_version_ = incoming->parser.oldVersion();
    last_ = !incoming->parser.keepAlive() || loop_.draining();
    incoming_ = std::move(incoming);
    return admitRequest();
}

bool Connection::admitRequest() {
    Front& front = loop_.front();
    RequestParser& parser = incoming_->parser;
    if (!peer_key_.empty() && !front.peers.takeRequest(peer_key_, now())) {
        front.counters.refused(core::Error::PeerTooFast);
        refuse(problem(core::Failure(core::Error::PeerTooFast), language_, trace_), last_ || !parser.whole());
        return true;
    }
    Admission admission = listener_.handler().admit(incoming_->request);
    if (admission.refusal) {
        refuse(std::move(*admission.refusal), last_ || !parser.whole());
        return true;
    }
    const core::Result<void> fits = parser.limitBody(admission.body_bytes_max);
    if (!fits.ok()) {
        refuse(fits.failure());
        return true;
    }
    phase_ = Phase::Body;
    until(front.settings.deadlines.body);
    if (parser.expectsContinue() && !parser.whole() && input_.empty()) output_.add(std::string(kContinue));
    return true;
}

bool Connection::readBody() {
    if (!output_.empty() && !writeSome()) return false;  // "100 Continue"
    RequestParser& parser = incoming_->parser;
    if (!parser.whole() && !input_.empty()) {
        const core::Result<std::size_t> used = parser.body(input_);
        if (!used.ok()) {
            refuse(used.failure());
            return true;
        }
        input_.erase(0, *used);
    }
    if (parser.whole()) return handOver();
    const std::size_t line_max = loop_.front().settings.head_bytes_max;
    if (input_.size() > line_max) {  // the line of a chunk, or trailers
        refuse(core::Failure(core::Error::HttpHeaderTooLarge, std::to_string(line_max)));
        return true;
    }
    if (!half_ && !beginHalf()) {
        refuse(core::Failure(core::Error::PeerTooManyConnections));
        return true;
    }
    return fill();
}

bool Connection::handOver() {
    Front& front = loop_.front();
    endHalf();
    const auto request = std::make_shared<Request>(std::move(incoming_->request));  // std::function copies; a request is not copied
    request->body = core::Sensitive<std::string>(incoming_->parser.takeBody());
    incoming_.reset();
    auto departure = std::make_shared<Departure>();
    auto reply = std::make_shared<std::optional<Reply>>(
        Reply(std::make_unique<AnswerPort>(weak_from_this(), request_, loop_.mailbox(), front.settings.stream_bytes_max), departure,
              language_, trace_));
    Handler& handler = listener_.handler();
    const bool taken = front.workers.tryRun([&front, &handler, request, reply] {
        const TraceId trace = request->trace;
        Reply own = *std::exchange(*reply, std::nullopt);
        try {
            handler.handle(std::move(*request), std::move(own));
        } catch (const std::exception& fault) {
            front.on_fault(trace, fault.what());
        }
    });
    if (!taken) {
        front.counters.refused(core::Error::HubBusy);
        (*reply)->fail(core::Failure(core::Error::HubBusy));
    } else {
        ++front.counters.requests;
    }
    departure_ = std::move(departure);
    phase_ = Phase::Handle;
    until(front.settings.deadlines.answer);
    return true;
}

/// Keeps an eye on the client while its request is worked on.
bool Connection::readAhead() {
    if (input_ended_ || input_.size() >= loop_.front().settings.head_bytes_max) return false;
    return fill();
}

void Connection::answer(std::uint64_t request, Response response) {
    if (phase_ != Phase::Handle || request != request_) return;
    departure_.reset();
    sendAnswer(std::move(response), /*endless=*/false);
    pump();
}

void Connection::openStream(std::uint64_t request, const std::shared_ptr<EventStream>& stream) {
    if (phase_ != Phase::Handle || request != request_) return stream->end();
    last_ = true;
    Response head;
    head.headers.add("Content-Type", "text/event-stream");
    head.headers.add("Cache-Control", "no-store");
    sendAnswer(std::move(head), /*endless=*/true);
    if (to_head_ || input_ended_ || loop_.draining()) {
        stream->end();
        clientLeft();
    } else {
        const auto kept = static_cast<int>(loop_.front().settings.stream_bytes_max);
        setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDBUF, &kept, sizeof kept);
        stream_ = stream;
        input_ = {};
        phase_ = Phase::Stream;
        ++loop_.front().counters.streams_open;
    }
    pump();
}

void Connection::refuse(const core::Failure& failure) {
    loop_.front().counters.refused(failure.error());
    if (trace_.none()) trace_ = loop_.front().ids.next<TraceId>();
    refuse(problem(failure, language_, trace_), /*last=*/true);
}

void Connection::refuse(Response response, bool last) {
    endHalf();
    incoming_.reset();
    last_ = last;
    sendAnswer(std::move(response), /*endless=*/false);
}

void Connection::sendAnswer(Response response, bool endless) {
    Front& front = loop_.front();
    last_ = last_ || input_ended_ || loop_.draining();
    const Framing framing{trace_, front.clock.utc(), last_, old_version_, endless};
    const int status = response.status;
    output_.add(writeHead(response, framing));
    if (!to_head_ && mayHaveBody(status)) output_.add(std::move(response.body));
    phase_ = Phase::Answer;
    until(front.settings.deadlines.write + std::chrono::seconds(output_.bytes() / kSlowestReader));
    front.counters.responded(status);
}

bool Connection::writeAnswer() {
    if (!output_.empty() && !writeSome()) return false;
    if (!output_.empty()) return true;
    if (last_) {
        enterLinger();
    } else {
        enterHead();
    }
    return true;
}

bool Connection::writeStream() {
    const bool waited = !output_.empty();
    const bool closed = stream_->closed();  // asked first: then what take() gives is all there will be
    output_.add(stream_->take(output_.bytes()));
    const core::MonoTime stalled_until = deadline_;
    until(loop_.front().settings.stream_comment_every);
    bool wrote = false;
    while (!output_.empty() && writeSome()) wrote = true;
    if (phase_ == Phase::Closed) return false;
    stream_->hold(output_.bytes());
    if (stream_->cutOff()) {
        ++loop_.front().counters.streams_cut_off;
        close();
        return false;
    }
    if (output_.empty() && closed) {
        enterLinger();
        return true;
    }
    if (!output_.empty()) {
        until(loop_.front().settings.deadlines.write);
        if (waited && !wrote) deadline_ = stalled_until;
    }
    return discardInput();
}

/// After the last answer: a connection that is closed while input waits is reset, and the answer is lost with it (RFC 9112 §9.6).
bool Connection::discardInput() {
    if (input_ended_) {
        close();
        return false;
    }
    discarded_ += input_.size();
    input_ = {};
    if (discarded_ > kDiscardMax) {
        close();
        return false;
    }
    return fill();
}

void Connection::enterLinger() {
    clientLeft();
    transport_.endWriting();
    phase_ = Phase::Linger;
    until(loop_.front().settings.deadlines.linger);
}

/// Reads what is there; false when an event must come first.
bool Connection::fill() {
    if (!may_have_input_) return waitFor(IoStatus::WantRead);
    std::vector<char>& scratch = loop_.scratch();
    const Io io = transport_.read(scratch.data(), scratch.size());
    if (io.status == IoStatus::Done) {
        loop_.front().counters.bytes_in += io.bytes;
        input_.append(scratch.data(), io.bytes);
        may_have_input_ = transport_.secured() || io.bytes == scratch.size();
        return true;
    }
    if (io.status == IoStatus::Closed) {
        endOfInput();
        return false;
    }
    if (io.status == IoStatus::WantRead) may_have_input_ = false;
    return waitFor(io.status);
}

/// False when the client must read first, or is gone.
bool Connection::writeSome() {
    const Io io = transport_.write(output_.front());
    if (io.status == IoStatus::Done) {
        loop_.front().counters.bytes_out += io.bytes;
        output_.consume(io.bytes);
        return true;
    }
    if (io.status != IoStatus::Closed) return waitFor(io.status);
    if (phase_ == Phase::Answer && !input_ended_) ++loop_.front().counters.clients_gone;
    close();
    return false;
}

/// The client has ended its side. Who has asked may still read the answer; everything else is over.
void Connection::endOfInput() {
    input_ended_ = true;
    if (phase_ == Phase::Handle) {
        ++loop_.front().counters.clients_gone;
        if (departure_) departure_->happen();
        return;
    }
    close();
}

/// Always false: an event must come first.
bool Connection::waitFor(IoStatus wanted) {
    HUB_ASSERT(wanted == IoStatus::WantRead || wanted == IoStatus::WantWrite);
    if (wanted == IoStatus::WantRead) {
        waitReadable();
    } else {
        waitWritable();
    }
    return false;
}

void Connection::waitReadable() {
    if (std::exchange(waits_readable_, true)) return;
    socket_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                           if (error) return;
                           self->waits_readable_ = false;
                           self->may_have_input_ = true;
                           self->pump();
                       });
}

void Connection::waitWritable() {
    if (std::exchange(waits_writable_, true)) return;
    socket_.async_wait(boost::asio::posix::stream_descriptor::wait_write,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                           if (error) return;
                           self->waits_writable_ = false;
                           self->pump();
                       });
}

void Connection::passDeadline() {
    switch (phase_) {
        case Phase::Handshake:
            ++loop_.front().counters.handshakes_failed;
            close();
            return;
        case Phase::Head:
            if (!head_begun_) return close();
            refuse(core::Failure(core::Error::HttpRequestTooSlow, "header"));
            break;
        case Phase::Body:
            refuse(core::Failure(core::Error::HttpRequestTooSlow, "body"));
            break;
        case Phase::Handle:
            clientLeft();
            refuse(core::Failure(core::Error::AnswerTooLate));
            break;
        case Phase::Stream:
            if (!output_.empty()) {
                ++loop_.front().counters.streams_cut_off;
                return close();
            }
            output_.add(std::string(kStreamComment));
            until(loop_.front().settings.deadlines.write);
            break;
        case Phase::Answer:
            ++loop_.front().counters.clients_gone;
            [[fallthrough]];
        case Phase::Linger:
        case Phase::Closed:
            return close();
    }
    pump();
}

void Connection::drain() {
    last_ = true;
    switch (phase_) {
        case Phase::Handshake:
        case Phase::Head:
        case Phase::Stream:
            return close();
        default:
            return;
    }
}

void Connection::close() {
    if (phase_ == Phase::Closed) return;
    const std::shared_ptr<Connection> self = shared_from_this();  // the loop drops its own below
    phase_ = Phase::Closed;
    incoming_.reset();
    clientLeft();
    endHalf();
    if (!peer_key_.empty()) loop_.front().peers.disconnect(peer_key_);
    --loop_.front().counters.connections_open;
    boost::system::error_code ignored;
    socket_.close(ignored);
    loop_.remove(*this);
}

/// Whoever waits for this client need not any more.
void Connection::clientLeft() {
    if (const auto stream = std::exchange(stream_, nullptr)) {
        stream->end();
        --loop_.front().counters.streams_open;
    }
    if (const auto departure = std::exchange(departure_, nullptr)) departure->happen();
}

bool Connection::beginHalf() {
    if (peer_key_.empty() || half_) return true;
    half_ = loop_.front().peers.beginHalf(peer_key_);
    return half_;
}

void Connection::endHalf() {
    if (std::exchange(half_, false)) loop_.front().peers.endHalf(peer_key_);
}

void Connection::until(core::Duration from_now) {
    deadline_ = now() + from_now;
    if (phase_ != Phase::Closed && deadline_ < look_at_) lookAt(deadline_);
}

void Connection::lookAt(core::MonoTime when) {
    loop_.look(*this, when);
    look_at_ = when;
}

void Connection::lookAtDeadline(core::MonoTime now) {
    if (now >= deadline_) passDeadline();
    if (phase_ != Phase::Closed) lookAt(deadline_);
}

}  // namespace hub::api::http
