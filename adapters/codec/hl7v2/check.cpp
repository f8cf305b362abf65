#include "adapters/codec/hl7v2/check.h"

#include "adapters/codec/hl7v2/batch.h"
#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"
#include "hub/core/text.h"

namespace adapters::codec::hl7v2 {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Language;

namespace {

class Checking {
  public:
    Checking(std::string_view file, CheckReport& report) : file_(file), report_(report) {}

    void takeBytes(std::string_view bytes) {
        const Batch batch = splitBatch(bytes);
        for (const ByteRange& stretch : batch.outside) {
            reject(Failure{Error::Hl7NoHeader, hub::core::shapeOf(stretch.of(bytes).substr(0, 3)), stretch.begin});
        }
        for (const ByteRange& range : batch.messages) takeMessage(range.of(bytes), range.begin);
    }

    void takeStream(std::string_view bytes) {
        mllp::Decoder decoder(Message::kBytesMax);
        std::vector<mllp::Event> events;
        constexpr std::size_t kPieceBytes = 64 * 1024;
        for (std::size_t at = 0; at < bytes.size(); at += kPieceBytes) {
            decoder.feed(bytes.substr(at, kPieceBytes), events);
            takeEvents(events);
        }
        decoder.close(events);
        takeEvents(events);
    }

  private:
    void takeEvents(std::vector<mllp::Event>& events) {
        for (const mllp::Event& event : events) {
            switch (event.kind) {
                case mllp::EventKind::Frame:
                case mllp::EventKind::Unframed:
                    takeBytes(event.bytes);
                    break;
                case mllp::EventKind::EmptyFrame:
                    break;
                case mllp::EventKind::Oversize:
                    reject(Failure{Error::Hl7MessageTooLarge, "> " + std::to_string(event.count - 1)});
                    break;
                case mllp::EventKind::Junk:
                case mllp::EventKind::PartialRestarted:
                case mllp::EventKind::PartialAtClose:
                    reject(Failure{Error::MllpFrameIncomplete, std::to_string(event.count)});
                    break;
            }
        }
        events.clear();
    }

    void takeMessage(std::string_view bytes, std::size_t offset) {
        const auto parsed = message_.assign(bytes, hub::core::isUtf8(bytes) ? Charset::Utf8 : Charset::Gb18030);
        if (!parsed.ok()) {
            const Failure& failure = parsed.failure();
            reject(Failure{failure.error(), failure.detail(), offset + failure.offset().value_or(0)});
            return;
        }
        ++report_.messages;
        if (message_.write() == bytes && rebuild(message_) == bytes) {
            ++report_.round_trip_exact;
        } else {
            list(offset, "written differently");
        }
    }

    void reject(const Failure& failure) {
        ++report_.messages;
        list(failure.offset().value_or(0), std::string(failure.code()) + ' ' + failure.message(Language::English));
    }

    void list(std::size_t offset, std::string reason) {
        if (report_.rejected.size() == CheckReport::kRejectedListedMax) return;
        report_.rejected.push_back({std::string(file_), offset, std::move(reason)});
    }

    std::string_view file_;
    CheckReport& report_;
    Message message_;  ///< its memory is used again and again
};

/// Appends part(1) to part(count) with the delimiter between them.
template <class Part>
void join(std::string& bytes, std::size_t count, char delimiter, Part part) {
    for (std::uint32_t i = 1; i <= count; ++i) {
        if (i > 1) bytes += delimiter;
        part(i);
    }
}

void rebuildField(const Message& message, std::size_t segment, Place place, std::string& bytes) {
    const Delimiters& delimiters = message.delimiters();
    place.repetition = place.component = place.subcomponent = 0;
    join(bytes, message.count(segment, place), delimiters.repetition, [&](std::uint32_t repetition) {
        Place in_repetition{.field = place.field, .repetition = repetition};
        join(bytes, message.count(segment, in_repetition), delimiters.component, [&](std::uint32_t component) {
            Place in_component{.field = place.field, .repetition = repetition, .component = component};
            join(bytes, message.count(segment, in_component), delimiters.subcomponent, [&](std::uint32_t subcomponent) {
                in_component.subcomponent = subcomponent;
                bytes += message.raw(segment, in_component).value();
            });
        });
    });
}

}  // namespace

std::string rebuild(const Message& message) {
    const std::string_view original = message.write();
    const auto offsetOf = [original](std::string_view part) { return static_cast<std::size_t>(part.data() - original.data()); };
    std::string bytes;
    bytes.reserve(original.size());
    std::size_t gap = 0;
    for (std::size_t segment = 0; segment < message.segments(); ++segment) {
        const std::string_view line = message.segment(segment);
        bytes += original.substr(gap, offsetOf(line) - gap);
        gap = offsetOf(line) + line.size();
        bytes += message.segmentId(segment);
        for (std::uint32_t field = 1; field <= message.count(segment, {}); ++field) {
            const bool separator_itself = segment == 0 && field <= 2;  // MSH-1 is a separator, none stands on either side of it
            if (!separator_itself) bytes += message.delimiters().field;
            rebuildField(message, segment, {.field = field}, bytes);
        }
    }
    bytes += original.substr(gap);
    return bytes;
}

void checkFile(std::string_view name, std::string_view bytes, CheckReport& report) {
    Checking checking(name, report);
    const std::size_t frame = bytes.find(mllp::kStart);
    const bool stream = frame != std::string_view::npos && splitBatch(bytes.substr(0, frame)).messages.empty();
    if (stream) {
        checking.takeStream(bytes);
    } else {
        checking.takeBytes(bytes);
    }
}

}  // namespace adapters::codec::hl7v2
