#include "adapters/sim/hl7/sender.h"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>

#include <array>
#include <optional>
#include <vector>

#include "adapters/codec/hl7v2/answer.h"
#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"
#include "hub/core/exception.h"

namespace adapters::sim::hl7 {

using codec::hl7v2::AnswerKind;
using codec::mllp::Event;
using codec::mllp::EventKind;
using common::FaultKind;

namespace {

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;
constexpr int kRepeats = 5;

}  // namespace

/// The connection to the hub.
struct Sender::Line {
    Line(const HubAddress& hub, std::int64_t within_ms) {
        const Poco::Timespan within(within_ms * 1000);
        socket.connect(Poco::Net::SocketAddress(hub.host, static_cast<Poco::UInt16>(hub.port)), within);
        socket.setReceiveTimeout(within);
        socket.setSendTimeout(within);
        socket.setNoDelay(true);
    }

    /// The frame that answers; none when the hub says nothing in time or hangs up. Throws Poco::Exception.
    std::optional<std::string> exchange(const std::string& frame) {
        for (std::size_t sent = 0; sent < frame.size();)
            sent += static_cast<std::size_t>(socket.sendBytes(frame.data() + sent, static_cast<int>(frame.size() - sent)));
        codec::mllp::Decoder decoder(kAnswerBytesMax);
        std::array<char, 16384> piece{};
        std::vector<Event> events;
        for (;;) {
            const int count = socket.receiveBytes(piece.data(), static_cast<int>(piece.size()));
            if (count <= 0) return std::nullopt;
            decoder.feed({piece.data(), static_cast<std::size_t>(count)}, events);
            for (const Event& event : events) {
                if (event.kind == EventKind::Frame) return event.bytes;
            }
            events.clear();
        }
    }

    Poco::Net::StreamSocket socket;
};

Sender::Sender(Hospital& hospital, common::Faults& faults, const Hl7HospitalSettings& settings)
    : hospital_(hospital), faults_(faults), answer_within_ms_(settings.push.answer_within_ms), hub_(settings.hub) {}

Sender::~Sender() = default;

void Sender::setHub(const HubAddress& hub) {
    const std::lock_guard lock(mutex_);
    hub_ = hub;
    line_.reset();
}

Sender::Sent Sender::sendHead() {
    const std::lock_guard lock(mutex_);
    const std::optional<Push> head = hospital_.headPush();
    if (!head) return Sent::Nothing;
    if (hub_.port == 0) return Sent::Again;
    const common::Fate fate = faults_.take("push");
    const int times = fate.find(FaultKind::Repeat) != nullptr ? kRepeats : 1;
    for (int i = 1; i < times; ++i) {
        if (deliver(*head) != Sent::Delivered) return Sent::Again;
    }
    const Sent sent = deliver(*head);
    if (!fate.none()) faults_.reached();
    return sent;
}

/// Once. What was delivered before stays as it ended.
Sender::Sent Sender::deliver(const Push& push) {
    const hub::core::Result<std::string> frame = codec::mllp::frame(push.bytes);
    if (!frame.ok()) throw hub::core::Exception("a message of the simulated hospital breaks its frame");
    std::optional<std::string> answer;
    try {
        if (!line_) line_ = std::make_unique<Line>(hub_, answer_within_ms_);
        answer = line_->exchange(*frame);
    } catch (const Poco::Exception&) {  // nobody there, or no answer in time: it goes again
    }
    if (!answer) {
        line_.reset();
        hospital_.noteTry(push.id);
        return Sent::Again;
    }
    switch (codec::hl7v2::readAnswer(*answer, push.control_id, codec::charset::Charset::Utf8).kind) {
        case AnswerKind::Accepted:
        case AnswerKind::CommitAccepted:
            hospital_.endPush(push.id, "sent", *answer);
            return Sent::Delivered;
        case AnswerKind::Rejected:
        case AnswerKind::CommitRejected:
            hospital_.endPush(push.id, "refused", *answer);
            return Sent::Delivered;
        default:
            hospital_.noteTry(push.id);
            return Sent::Again;
    }
}

void Sender::sendDue() {
    while (sendHead() == Sent::Delivered) {
    }
}

}  // namespace adapters::sim::hl7
