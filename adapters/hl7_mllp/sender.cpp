#include "adapters/hl7_mllp/sender.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using codec::hl7v2::Answer;
using codec::hl7v2::AnswerKind;
using codec::hl7v2::Message;
using codec::mllp::Decoder;
using codec::mllp::Event;
using codec::mllp::EventKind;
using core::Error;
using core::Failure;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
constexpr std::size_t kKeptMax = 64;
constexpr core::Duration kSettle = 100ms;  // after FS without CR (2)

std::string_view said(AnswerKind kind) {
    switch (kind) {
        case AnswerKind::OtherMessage:
            return "MSA-2 names another message";
        case AnswerKind::UnknownCode:
            return "MSA-1 is none of table 0008";
        case AnswerKind::NoAcknowledgement:
            return "HL7 without MSA";
        case AnswerKind::Xml:
            return "XML";
        default:
            return "not HL7";
    }
}

}  // namespace

Sender::Sender(std::string host, std::uint16_t port, core::Duration within, codec::charset::Charset charset, const core::Clock& clock)
    : host_(std::move(host)), port_(port), within_(within), charset_(charset), clock_(clock) {}

std::variant<Answered, kit::NoAnswer> Sender::exchange(std::string_view message, std::string_view control_id, core::UtcTime deadline_at) {
    const core::Result<std::string> frame = codec::mllp::frame(message);
    if (!frame.ok()) return kit::notWritable(frame.failure());
    const kit::Deadline deadline(clock_, std::min(within_, deadline_at - clock_.utc()));
    for (const bool fresh : {false, true}) {
        core::Result<kit::TcpConnection> connected = connection(deadline, fresh);
        if (!connected.ok()) return kit::NoAnswer{connected.failure(), /*surely_not_written=*/true};
        const core::Result<void> sent = connected->send(*frame);
        if (!sent.ok() && !connected->mayHaveLeft() && !fresh) continue;  // it was closed while nobody used it
        if (!sent.ok()) return kit::NoAnswer{sent.failure(), !connected->mayHaveLeft()};
        core::Result<Answered> answered = receive(*connected, control_id);
        if (!answered.ok()) return kit::NoAnswer{answered.failure(), /*surely_not_written=*/false};
        keep(std::move(*connected));
        return std::move(*answered);
    }
    HUB_ASSERT(false);
}

/// A kept one that nobody has closed and on which nothing late has come; else a new one.
core::Result<kit::TcpConnection> Sender::connection(kit::Deadline deadline, bool fresh) {
    while (!fresh) {
        std::unique_lock lock(mutex_);
        if (kept_.empty()) break;
        kit::TcpConnection kept = std::move(kept_.back());
        kept_.pop_back();
        lock.unlock();
        if (kept.readable(0ms)) continue;
        kept.begin(deadline);
        return kept;
    }
    return kit::TcpConnection::open(host_, port_, deadline, open_);
}

void Sender::keep(kit::TcpConnection connection) {
    const std::lock_guard lock(mutex_);
    if (kept_.size() < kKeptMax && !open_.stopped()) kept_.push_back(std::move(connection));
}

core::Result<Answered> Sender::receive(kit::TcpConnection& connection, std::string_view control_id) const {
    Decoder decoder(kAnswerBytesMax);
    std::vector<Event> events;
    for (;;) {
        const bool settled = decoder.endPending() && !connection.readable(kSettle);
        bool closed = false;
        if (settled) {
            decoder.idle(events);
        } else {
            const core::Result<std::string> bytes = connection.receive();
            if (!bytes.ok()) return bytes.failure();
            closed = bytes->empty();
            closed ? decoder.close(events) : decoder.feed(*bytes, events);
            const bool outside = decoder.pendingBytes() > 0 && !decoder.inFrame();
            if (events.empty() && outside) return Failure(Error::PeerAnswerNotValid, "an answer without VT");
        }
        for (const Event& event : events) {
            if (event.kind == EventKind::EmptyFrame) continue;
            if (event.kind == EventKind::Oversize)
                return Failure(Error::PeerAnswerTooLarge, fmt::format("at most {} bytes", kAnswerBytesMax));
            if (event.kind != EventKind::Frame) return Failure(Error::PeerAnswerNotValid, "bytes that are no whole frame");
            core::Result<std::optional<Answered>> answered = read(event.bytes, control_id);
            if (!answered.ok()) return answered.failure();
            if (*answered) return std::move(**answered);
        }
        events.clear();
        if (closed) return Failure(Error::PeerAnswerLost, "closed before the application's answer");
    }
}

/// Nothing for a positive commit answer: the application's word is still to come.
core::Result<std::optional<Answered>> Sender::read(const std::string& frame, std::string_view control_id) const {
    Answer answer = codec::hl7v2::readAnswer(frame, control_id, charset_);
    switch (answer.kind) {
        case AnswerKind::CommitAccepted:
            return std::optional<Answered>();
        case AnswerKind::Accepted:
        case AnswerKind::ApplicationError:
        case AnswerKind::Rejected:
        case AnswerKind::CommitError:
        case AnswerKind::CommitRejected:
            break;
        default:
            return Failure(Error::PeerAnswerNotValid, std::string(said(answer.kind)));
    }
    core::Result<Message> message = Message::parse(frame, charset_);
    if (!message.ok()) return Failure(Error::PeerAnswerNotValid, std::string(message.failure().code()));
    return std::optional<Answered>(Answered{std::move(answer), std::move(*message)});
}

}  // namespace adapters::hl7_mllp
