#include "tests/fuzz/targets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/codec/charset/sniff.h"
#include "adapters/codec/hl7v2/acknowledgement.h"
#include "adapters/codec/hl7v2/answer.h"
#include "adapters/codec/hl7v2/batch.h"
#include "adapters/codec/hl7v2/check.h"
#include "adapters/codec/hl7v2/timestamp.h"
#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"

namespace tests::fuzz {

namespace {

using adapters::codec::charset::Charset;
using namespace adapters::codec::hl7v2;
using adapters::codec::mllp::Decoder;
using adapters::codec::mllp::Event;
using adapters::codec::mllp::EventKind;

constexpr std::size_t kFrameBytesMax = 200;
constexpr std::size_t kHeldMax = kFrameBytesMax + 64 * 1024;

/// Packets of the lengths that the bytes themselves name, so that the fuzzer decides how they are cut.
std::vector<Event> eventsInPackets(std::string_view bytes, std::size_t shift) {
    Decoder decoder(kFrameBytesMax);
    std::vector<Event> events;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto named = static_cast<std::uint8_t>(bytes[(at + shift) % bytes.size()]);
        const std::string_view packet = bytes.substr(at, 1 + named % 7);
        decoder.feed(packet, events);
        HUB_ASSERT(decoder.pendingBytes() <= kHeldMax);
        at += packet.size();
    }
    HUB_ASSERT(decoder.bytesFed() == bytes.size());
    decoder.close(events);
    return events;
}

/// Reads every part of the message by its place.
void readEverything(const Message& message) {
    for (std::size_t segment = 0; segment < message.segments(); ++segment) {
        const std::size_t fields = std::min<std::size_t>(message.count(segment, {}) + 1, 30);
        for (std::uint32_t field = 1; field <= fields; ++field) {
            static_cast<void>(message.text(segment, {.field = field}));
            for (std::uint32_t part = 1; part <= 2; ++part) {
                static_cast<void>(message.text(segment, {.field = field, .repetition = part}));
                static_cast<void>(message.presence(segment, {.field = field, .repetition = part, .component = part}));
                const auto raw = message.raw(segment, {.field = field, .repetition = 1, .component = part, .subcomponent = part});
                if (raw) static_cast<void>(Timestamp::parse(*raw));
            }
        }
    }
}

/// Sets a value at a place the bytes choose.
void setSomething(const Message& original, std::string_view bytes) {
    const auto chosen = [&](std::size_t index, std::size_t count) {
        return static_cast<std::uint8_t>(bytes[index % bytes.size()]) % count;
    };
    const std::size_t segment = chosen(bytes.size() / 2, original.segments());
    const auto number = [&](std::size_t index, std::size_t count) { return static_cast<std::uint32_t>(chosen(index, count)); };
    const Place place{
        .field = number(bytes.size() / 3, 25), .repetition = number(7, 4), .component = number(9, 4), .subcomponent = number(11, 3)};
    const std::string value = "a|\\^\n" + std::string(bytes.substr(0, chosen(5, 20)));
    Message message = original;
    if (!message.set(segment, place, value).ok()) {
        HUB_ASSERT(message.write() == original.write());
        return;
    }
    const auto raw = message.raw(segment, place);
    HUB_ASSERT(raw.has_value());
    const auto text = message.text(segment, place);
    HUB_ASSERT(text.ok() && *text == value);
    HUB_ASSERT(rebuild(message) == message.write());
    HUB_ASSERT(message.segments() == original.segments());
    for (std::size_t other = 0; other < message.segments(); ++other) {
        HUB_ASSERT(other == segment || message.segment(other) == original.segment(other));
    }
    const auto again = Message::parseAs(message.write(), message.charset());
    HUB_ASSERT(again.ok() && again->raw(segment, place) == raw);
}

void answerIt(std::string_view bytes) {
    const Acknowledgement what{
        .code = AckCode::AR, .control_id = "1", .sent_at = "2026", .text = "a|b", .errors = {{.condition = ErrorCondition::DataType}}};
    const auto answer = acknowledge(bytes, Charset::Gb18030, what);
    if (answer.ok()) static_cast<void>(readAnswer(*answer, "1", Charset::Gb18030));
    static_cast<void>(readAnswer(bytes, "1", Charset::Utf8));
}

}  // namespace

void mllp(std::string_view bytes) {
    Decoder decoder(kFrameBytesMax);
    std::vector<Event> whole;
    decoder.feed(bytes, whole);
    decoder.close(whole);
    HUB_ASSERT(decoder.pendingBytes() == 0 && !decoder.inFrame());
    for (const std::size_t shift : {std::size_t{0}, std::size_t{1}, std::size_t{5}}) HUB_ASSERT(eventsInPackets(bytes, shift) == whole);
    for (const Event& event : whole) {
        HUB_ASSERT(event.bytes.size() <= std::max(kFrameBytesMax, Decoder::kHeadBytes));
        const auto framed = adapters::codec::mllp::frame(event.bytes);
        if (event.kind != EventKind::Frame || !framed.ok()) continue;
        HUB_ASSERT(eventsInPackets(*framed, 0) == std::vector<Event>{event});
    }
}

void hl7v2(std::string_view bytes) {
    CheckReport report;
    checkFile("fuzz", bytes, report);
    HUB_ASSERT(report.messages == report.round_trip_exact + std::min(report.rejected.size(), report.messages));
    answerIt(bytes);
    if (bytes.empty()) return;
    constexpr std::array<Charset, 3> kCharsets{Charset::Utf8, Charset::Gb18030, Charset::Big5};
    const Charset charset = kCharsets[static_cast<std::uint8_t>(bytes.back()) % kCharsets.size()];
    static_cast<void>(adapters::codec::charset::sniff(bytes, charset));
    for (const bool trust_header : {true, false}) {
        const auto message = trust_header ? Message::parse(bytes, charset) : Message::parseAs(bytes, charset);
        if (!message.ok()) continue;
        HUB_ASSERT(message->write() == bytes);
        HUB_ASSERT(rebuild(*message) == bytes);
        readEverything(*message);
        setSomething(*message, bytes);
    }
}

}  // namespace tests::fuzz
