#include "adapters/codec/hl7v2/acknowledgement.h"

#include <algorithm>
#include <array>

#include "adapters/codec/hl7v2/escape.h"

namespace adapters::codec::hl7v2 {

using charset::Charset;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::string_view kErrorTable = "HL70357";
constexpr std::string_view kDefaultProcessingId = "P";
constexpr std::string_view kDefaultVersion = "2.4";

/// What the answer is written with, and the parts of the request that go into it as they came.
class Envelope {
  public:
    Envelope(std::string_view request, Charset default_charset) : header_(Header::find(request, default_charset)) {
        if (!header_) return;
        if (header_->delimiters().ok()) delimiters_ = *header_->delimiters();
        // A charset we do not know is at least ASCII where it is ASCII.
        charset_ = header_->charset().ok() ? *header_->charset() : Charset::Ascii;
    }

    const Delimiters& delimiters() const { return delimiters_; }

    std::string copied(std::size_t number, std::string_view otherwise = {}) const {
        const std::string_view bytes = header_ ? header_->field(number) : std::string_view();
        return std::string(bytes.empty() ? otherwise : bytes);
    }

    /// "ACK", "ACK^A01", "ACK^A01^ACK": as many parts as the request has.
    std::string messageType() const {
        constexpr std::size_t kMessageType = 9;
        std::string type = "ACK";
        if (!header_ || header_->component(kMessageType, 2).empty()) return type;
        type += delimiters_.component;
        type += header_->component(kMessageType, 2);
        if (header_->component(kMessageType, 3).empty()) return type;
        type += delimiters_.component;
        return type + "ACK";
    }

    Result<std::string> encoded(std::string_view text) const {
        const auto escaped = escape(text, delimiters_);
        return escaped.ok() ? charset::fromUtf8(charset_, *escaped) : escaped.failure();
    }

    /// "MSH^1^9^1": empty parts at the end are left out.
    std::string components(std::vector<std::string> parts) const {
        while (!parts.empty() && parts.back().empty()) parts.pop_back();
        return joined(parts, delimiters_.component);
    }

    std::string segment(std::vector<std::string> fields) const {
        while (fields.back().empty()) fields.pop_back();
        return joined(fields, delimiters_.field) + '\r';
    }

    /// The parts of a coded element where there are subcomponents; without that delimiter the code alone.
    std::string subcomponents(const std::vector<std::string>& parts) const {
        return delimiters_.subcomponent == Delimiters::kNone ? parts.front() : joined(parts, delimiters_.subcomponent);
    }

  private:
    static std::string joined(const std::vector<std::string>& parts, char delimiter) {
        std::string text;
        for (const std::string& part : parts) {
            if (&part != &parts.front()) text += delimiter;
            text += part;
        }
        return text;
    }

    std::optional<Header> header_;
    Delimiters delimiters_;
    Charset charset_ = Charset::Ascii;
};

std::string numberOrEmpty(std::uint32_t number) { return number == 0 ? std::string() : std::to_string(number); }

Result<std::string> errorSegment(const Envelope& envelope, const AckError& error) {
    const std::string code = std::to_string(static_cast<std::uint16_t>(error.condition));
    const std::string condition(text(error.condition));
    const std::string table(kErrorTable);
    const std::string occurrence = error.segment.empty() ? std::string() : std::to_string(error.occurrence);
    const Place& place = error.place;
    const std::uint32_t repetition = place.field > 0 && place.repetition == 0 ? 1 : place.repetition;
    const auto user_message = envelope.encoded(error.user_message);
    if (!user_message.ok()) return user_message.failure();
    const std::string old_location =
        envelope.components({error.segment, occurrence, numberOrEmpty(place.field), envelope.subcomponents({code, condition, table})});
    const std::string location = envelope.components({error.segment, occurrence, numberOrEmpty(place.field), numberOrEmpty(repetition),
                                                      numberOrEmpty(place.component), numberOrEmpty(place.subcomponent)});
    return envelope.segment({"ERR", old_location, location, envelope.components({code, condition, table}), "E", "", "", "", *user_message});
}

AckWhen whenOf(std::string_view value) {
    if (value == "NE" || value.empty()) return AckWhen::Never;
    if (value == "ER") return AckWhen::OnError;
    if (value == "SU") return AckWhen::OnSuccess;
    return AckWhen::Always;
}

}  // namespace

std::string_view name(AckCode code) {
    switch (code) {
        case AckCode::AA:
            return "AA";
        case AckCode::AE:
            return "AE";
        case AckCode::AR:
            return "AR";
        case AckCode::CA:
            return "CA";
        case AckCode::CE:
            return "CE";
        case AckCode::CR:
            return "CR";
    }
    HUB_ASSERT(false);
}

bool isPositive(AckCode code) { return code == AckCode::AA || code == AckCode::CA; }

std::string_view text(ErrorCondition condition) {
    switch (condition) {
        case ErrorCondition::SegmentSequence:
            return "Segment sequence error";
        case ErrorCondition::RequiredFieldMissing:
            return "Required field missing";
        case ErrorCondition::DataType:
            return "Data type error";
        case ErrorCondition::TableValueNotFound:
            return "Table value not found";
        case ErrorCondition::UnsupportedMessageType:
            return "Unsupported message type";
        case ErrorCondition::UnsupportedEventCode:
            return "Unsupported event code";
        case ErrorCondition::UnsupportedProcessingId:
            return "Unsupported processing id";
        case ErrorCondition::UnsupportedVersion:
            return "Unsupported version id";
        case ErrorCondition::UnknownKey:
            return "Unknown key identifier";
        case ErrorCondition::DuplicateKey:
            return "Duplicate key identifier";
        case ErrorCondition::RecordLocked:
            return "Application record locked";
        case ErrorCondition::InternalError:
            return "Application internal error";
    }
    HUB_ASSERT(false);
}

Result<std::string> acknowledge(std::string_view request, Charset default_charset, const Acknowledgement& acknowledgement) {
    const Envelope envelope(request, default_charset);
    const Delimiters& delimiters = envelope.delimiters();
    const auto ack_text = envelope.encoded(acknowledgement.text);
    if (!ack_text.ok()) return ack_text.failure();

    std::string bytes = envelope.segment({"MSH", delimiters.encodingCharacters(), envelope.copied(5), envelope.copied(6),
                                          envelope.copied(3), envelope.copied(4), acknowledgement.sent_at, "", envelope.messageType(),
                                          acknowledgement.control_id, envelope.copied(11, kDefaultProcessingId),
                                          envelope.copied(12, kDefaultVersion), "", "", "", "", "", envelope.copied(18)});
    bytes += envelope.segment({"MSA", std::string(name(acknowledgement.code)), envelope.copied(10), *ack_text});
    for (const AckError& error : acknowledgement.errors) {
        const auto segment = errorSegment(envelope, error);
        if (!segment.ok()) return segment.failure();
        bytes += *segment;
    }
    return bytes;
}

std::vector<AckError> headerErrors(const Message& message) {
    std::vector<AckError> errors;
    for (const std::uint32_t field : {9U, 10U}) {
        if (message.segments() > 0 && message.presence(0, {.field = field}) == Presence::Value) continue;
        errors.push_back({.condition = ErrorCondition::RequiredFieldMissing, .segment = "MSH", .place = {.field = field}});
    }
    return errors;
}

AckError errorFor(const Failure& parse_failure) {
    switch (parse_failure.error()) {
        case Error::Hl7NoHeader:
        case Error::Hl7SeveralMessages:
            return {.condition = ErrorCondition::SegmentSequence, .segment = "MSH"};
        case Error::Hl7DelimitersNotValid:
            return {.condition = ErrorCondition::DataType, .segment = "MSH", .place = {.field = 2}};
        case Error::CharsetUnknown:
            return {.condition = ErrorCondition::TableValueNotFound, .segment = "MSH", .place = {.field = 18}};
        default:
            return {.condition = ErrorCondition::InternalError};
    }
}

AckModes AckModes::askedBy(const Header& header) {
    const std::string_view commit = header.field(15);
    const std::string_view application = header.field(16);
    if (commit.empty() && application.empty()) return {};
    return {.enhanced = true, .commit = whenOf(commit), .application = whenOf(application)};
}

bool isWanted(AckWhen when, bool success) { return when == AckWhen::Always || when == (success ? AckWhen::OnSuccess : AckWhen::OnError); }

}  // namespace adapters::codec::hl7v2
