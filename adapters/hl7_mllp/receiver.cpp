#include "adapters/hl7_mllp/receiver.h"

#include <algorithm>

#include "adapters/codec/charset/sniff.h"
#include "adapters/codec/mllp/frame.h"
#include "adapters/hl7_mllp/events.h"
#include "adapters/kit/guard.h"
#include "hub/core/ids.h"
#include "hub/core/text.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
namespace charset = codec::charset;
using namespace hub::contract;
using codec::hl7v2::AckCode;
using codec::hl7v2::AckError;
using codec::hl7v2::AckModes;
using codec::hl7v2::Acknowledgement;
using codec::hl7v2::AckWhen;
using codec::hl7v2::ErrorCondition;
using codec::hl7v2::Header;
using codec::hl7v2::Message;

namespace {

// What the hub's inbox holds.
constexpr std::size_t kControlIdMax = 200;
constexpr std::size_t kSenderMax = 200;
constexpr std::size_t kTypeMax = 64;

/// MSA-1 of the last acknowledgement that acceptance() gives; empty: none was asked for.
std::string acceptanceCode(const AckModes& modes) {
    if (isWanted(modes.application, /*success=*/true)) return "AA";
    return modes.enhanced && isWanted(modes.commit, /*success=*/true) ? "CA" : "";
}

std::string framed(std::string_view bytes, charset::Charset charset, const core::Clock& clock, AckCode code, std::vector<AckError> errors) {
    const Acknowledgement said{code, newControlId(clock), shanghaiText(clock.utc()), "", std::move(errors)};
    const core::Result<std::string> answer = codec::hl7v2::acknowledge(bytes, charset, said);
    const core::Result<std::string> frame = answer.ok() ? codec::mllp::frame(*answer) : answer.failure();
    return frame.ok() ? *frame : "";  // a control id that breaks the frame: nothing can be said to that
}

/// What a failure of the mapping is in table 0357.
AckError errorOf(const core::Failure& failure) {
    const ErrorCondition condition = failure.error() == core::Error::Hl7ContentNotMapped ? ErrorCondition::RequiredFieldMissing
                                     : failure.error() == core::Error::CodeNotMapped     ? ErrorCondition::TableValueNotFound
                                                                                         : ErrorCondition::DataType;
    return {condition, "", 1, {}, std::string(failure.code())};
}

bool isKnownType(std::string_view type) { return type == "ADT" || type == "SIU" || type == "DFT" || type == "ORU"; }

/// Table 0357 200 and 201, at MSH-9 (74).
AckError notMapped(const Header& header) {
    const bool known = isKnownType(header.component(9, 1));
    return {known ? ErrorCondition::UnsupportedEventCode : ErrorCondition::UnsupportedMessageType,
            "MSH",
            1,
            {.field = 9, .repetition = 1, .component = known ? 2U : 1U}};
}

/// A field of the header in UTF-8, and an error when it cannot be read or is too long to be kept.
std::string headerText(const Message& message, const codec::hl7v2::Path& path, std::size_t bytes_max, std::vector<AckError>& errors) {
    const core::Result<std::string> text = message.text(path);
    if (text.ok() && text->size() <= bytes_max) return *text;
    errors.push_back({ErrorCondition::DataType, "MSH", 1, path.place()});
    return {};
}

/// Names read in a wrong charset would be somebody else's (67): bytes that are not what their header says are not taken.
std::optional<core::Failure> otherCharset(std::string_view bytes, charset::Charset declared) {
    const charset::Verdict verdict = charset::sniff(bytes, declared);
    const bool other = verdict == charset::Verdict::LooksUtf8 || verdict == charset::Verdict::LooksGb18030;
    if (!other && verdict != charset::Verdict::Damaged) return std::nullopt;
    const std::string_view looks = !other ? "no known charset" : verdict == charset::Verdict::LooksUtf8 ? "UTF-8" : "GB18030";
    return core::Failure(core::Error::Hl7ContentNotMapped,
                         "MSH-18: declared is " + std::string(tableName(declared)) + ", the bytes look like " + std::string(looks));
}

}  // namespace

std::string newControlId(const core::Clock& clock) {
    constexpr std::size_t kControlIdLength = 20;
    core::SystemIdSource ids(clock);
    const std::string text = ids.next<core::Id<struct ControlIdTag>>().text();
    return text.substr(text.size() - kControlIdLength);
}

std::string refusal(std::string_view bytes, charset::Charset charset, const core::Clock& clock, AckCode code,
                    std::vector<AckError> errors) {
    return framed(bytes, charset, clock, code, std::move(errors));
}

Receiver::Receiver(const InstanceSettings& settings, std::vector<Party> senders, charset::Charset charset, CharsetFrom charset_from,
                   const Words& words, Host& host)
    : policy_(settings.inbound), senders_(std::move(senders)), charset_(charset), charset_from_(charset_from), words_(words), host_(host) {}

bool Receiver::knows(std::string_view application, std::string_view facility) const {
    return std::any_of(senders_.begin(), senders_.end(),
                       [&](const Party& party) { return party.application == application && party.facility == facility; });
}

/// While it lives, stop() waits.
class Receiver::Visit {
  public:
    explicit Visit(Receiver& receiver) : receiver_(receiver) {
        const std::lock_guard lock(receiver_.mutex_);
        let_in_ = !receiver_.stopped_;
        if (let_in_) ++receiver_.visits_;
    }
    ~Visit() {
        if (!let_in_) return;
        const std::lock_guard lock(receiver_.mutex_);
        --receiver_.visits_;
        receiver_.idle_.notify_all();
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    bool letIn() const { return let_in_; }

  private:
    Receiver& receiver_;
    bool let_in_ = false;
};

Reply Receiver::take(std::string_view bytes) {
    const Visit visit(*this);
    if (!visit.letIn()) return {"", /*close=*/true};
    const core::Result<Reply> reply = kit::guard("inbound", [&]() -> core::Result<Reply> { return takeWhole(bytes); });
    if (reply.ok()) return *reply;
    host_.notice(reply.failure());
    return {refusal(bytes, charset_, host_.clock(), AckCode::AE, {{ErrorCondition::InternalError}}), false};
}

void Receiver::notice(const core::Failure& what) {
    const Visit visit(*this);
    if (visit.letIn()) host_.notice(what);
}

void Receiver::stop() {
    std::unique_lock lock(mutex_);
    stopped_ = true;
    idle_.wait(lock, [&] { return visits_ == 0; });
}

core::Result<Message> Receiver::parse(std::string_view bytes) const {
    return charset_from_ == CharsetFrom::Settings ? Message::parseAs(bytes, charset_) : Message::parse(bytes, charset_);
}

AckModes Receiver::modesOf(const Message& message) const {
    if (policy_.ack == hub::contract::Acknowledgement::Original) return {};
    const std::optional<Header> header = Header::find(message.write(), charset_);
    AckModes modes = header ? AckModes::askedBy(*header) : AckModes{};
    if (policy_.ack == hub::contract::Acknowledgement::Enhanced && !modes.enhanced) modes = {true, AckWhen::Always, AckWhen::Never};
    return modes;
}

/// In enhanced mode what is not kept gets its commit answer, and the application's only where no commit answer is wanted (71).
Reply Receiver::refuse(std::string_view bytes, const AckModes& modes, AckCode code, std::vector<AckError> errors) {
    if (modes.enhanced && isWanted(modes.commit, /*success=*/false))
        return {refusal(bytes, charset_, host_.clock(), code == AckCode::AE ? AckCode::CE : AckCode::CR, std::move(errors)), false};
    if (!isWanted(modes.application, /*success=*/false)) return {};
    return {refusal(bytes, charset_, host_.clock(), code, std::move(errors)), false};
}

std::string Receiver::acceptance(std::string_view bytes, const AckModes& modes) const {
    std::string answers;
    if (modes.enhanced && isWanted(modes.commit, /*success=*/true)) answers += framed(bytes, charset_, host_.clock(), AckCode::CA, {});
    if (isWanted(modes.application, /*success=*/true)) answers += framed(bytes, charset_, host_.clock(), AckCode::AA, {});
    return answers;
}

Reply Receiver::takeWhole(std::string_view bytes) {
    const core::Result<Message> message = parse(bytes);
    if (!message.ok()) {
        host_.notice(message.failure());
        return refuse(bytes, {}, AckCode::AR, {codec::hl7v2::errorFor(message.failure())});
    }
    const AckModes modes = modesOf(*message);
    const std::optional<Header> header = Header::find(bytes, message->charset());
    std::vector<AckError> errors = codec::hl7v2::headerErrors(*message);
    Inbound inbound;
    inbound.sender =
        headerText(*message, "MSH-3", kSenderMax / 2, errors) + "|" + headerText(*message, "MSH-4", kSenderMax / 2 - 1, errors);
    inbound.control_id = headerText(*message, "MSH-10", kControlIdMax, errors);
    inbound.message_type = typeOf(*message);
    if (inbound.message_type.size() > kTypeMax) errors.push_back({ErrorCondition::DataType, "MSH", 1, {.field = 9}});
    if (!header || !errors.empty()) return refuse(bytes, modes, AckCode::AR, std::move(errors));
    if (inbound.sender == words_.us.application + "|" + words_.us.facility) {  // a port of its own takes every other sender
        host_.notice(core::Failure(core::Error::Hl7SenderUnknown, "a message of the hub came back to it"));
        return refuse(bytes, modes, AckCode::AR, {{ErrorCondition::UnknownKey, "MSH", 1, {.field = 3}}});
    }
    if (const auto failure = otherCharset(bytes, message->charset())) {
        host_.notice(*failure);
        return refuse(bytes, modes, AckCode::AE, {{ErrorCondition::DataType, "MSH", 1, {.field = 18}}});
    }

    core::Result<std::optional<Events>> events = eventsOf(*message, words_);
    if (!events.ok()) {
        host_.notice(events.failure());
        return refuse(bytes, modes, AckCode::AE, {errorOf(events.failure())});
    }
    if (!*events && policy_.unmapped_type == UnmappedType::Reject) return refuse(bytes, modes, AckCode::AR, {notMapped(*header)});

    inbound.body = core::Sensitive<std::string>(std::string(bytes));
    inbound.answer = core::Sensitive<std::string>(acceptance(bytes, modes));
    inbound.answer_code = acceptanceCode(modes);
    if (*events) inbound.events = std::move(**events);
    const core::Result<Acceptance> accepted = host_.accept(std::move(inbound));
    if (!accepted.ok()) {
        host_.notice(accepted.failure());
        const core::Implies implies = accepted.failure().implies();
        if (implies == core::Implies::Retry || implies == core::Implies::Unknown) return {"", /*close=*/true};  // it will send it again
        return refuse(bytes, modes, AckCode::AE, {{ErrorCondition::InternalError}});
    }
    if (accepted->other_body_before || accepted->kept == Kept::OtherBody)
        host_.notice(core::Failure(core::Error::Hl7NumberReused, core::clearType(typeOf(*message))));
    if (accepted->kept == Kept::OtherBody) {
        const AckError reused{ErrorCondition::DuplicateKey, "MSH", 1, {.field = 10}};
        return refuse(bytes, modes, AckCode::AR, {reused});
    }
    return {accepted->answer.reveal(), false};
}

}  // namespace adapters::hl7_mllp
