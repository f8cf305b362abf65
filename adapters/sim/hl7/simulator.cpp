#include "adapters/sim/hl7/simulator.h"

#include <algorithm>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/codec/mllp/frame.h"
#include "adapters/sim/common/process.h"
#include "hub/core/exception.h"

namespace adapters::sim::hl7 {

using codec::charset::Charset;
using codec::hl7v2::Message;
using common::Fate;
using common::FaultKind;
using common::FaultRule;
using hub::core::Duration;
using hub::core::Result;

namespace {

constexpr Duration kIdle{20};
constexpr std::string_view kStackTrace = "java.lang.NullPointerException\r\tat his.Gateway.handle(Gateway.java:1)";

std::string framed(std::string_view payload) {
    const Result<std::string> frame = codec::mllp::frame(payload);
    if (!frame.ok()) throw hub::core::Exception("an answer of the simulated hospital breaks its frame");
    return *frame;
}

/// What stands in place of an answer.
std::optional<std::string> pageOf(const Fate& fate) {
    if (fate.find(FaultKind::EmptyAnswer) != nullptr) return "";
    if (fate.find(FaultKind::HtmlPage) != nullptr || fate.find(FaultKind::HttpError) != nullptr) return "<html><body>502</body></html>";
    if (fate.find(FaultKind::StackTrace) != nullptr) return std::string(kStackTrace);
    if (const FaultRule* plain = fate.find(FaultKind::PlainText); plain != nullptr) return plain->text.value_or("system busy");
    return std::nullopt;
}

/// A payload without the segments of that id.
std::string without(const std::string& answer, std::string_view id) {
    std::string left;
    for (std::size_t at = 0; at < answer.size();) {
        const std::size_t end = std::min(answer.find('\r', at), answer.size() - 1) + 1;
        if (answer.compare(at, id.size(), id) != 0) left += answer.substr(at, end - at);
        at = end;
    }
    return left;
}

/// The answer with what the fate changes in it.
std::string spoiled(const std::string& answer, const Fate& fate) {
    Result<Message> message = Message::parse(answer, Charset::Utf8);
    if (!message.ok()) return answer;
    bool written = true;
    if (const FaultRule* refused = fate.find(FaultKind::Refused); refused != nullptr)
        written = message->set("MSA-1", "AE").ok() && message->set("MSA-6.1", refused->text.value_or("E14")).ok();
    if (fate.find(FaultKind::ProtocolFault) != nullptr)
        written = message->set("MSA-1", "AE").ok() && message->set("MSA-6.1", "HIS-500").ok();
    if (fate.find(FaultKind::OddResult) != nullptr) written = written && message->set("MSA-1", "ZZ").ok();
    const Result<std::string> amount = message->text("ZPY-5");
    const Result<hub::core::Money> yuan = hub::core::Money::parseYuan(amount.ok() ? *amount : "");
    if (yuan.ok() && fate.find(FaultKind::WrongAmount) != nullptr)
        written = written && message->set("ZPY-5", (*yuan + hub::core::Money::fromFen(1)).yuan()).ok();
    if (yuan.ok() && fate.find(FaultKind::ThirdDecimal) != nullptr) written = written && message->set("ZPY-5", yuan->yuan() + "0").ok();
    if (!written) throw hub::core::Exception("an answer of the simulated hospital cannot be spoiled");
    std::string bytes(message->write());
    if (fate.find(FaultKind::NoResult) != nullptr) bytes = without(bytes, "MSA");
    if (fate.find(FaultKind::WrongCharset) == nullptr) return bytes;
    const Charset other = message->charset() == Charset::Gb18030 ? Charset::Utf8 : Charset::Gb18030;
    const Result<std::string> text = codec::charset::toUtf8(message->charset(), bytes);
    const Result<std::string> wrong = text.ok() ? codec::charset::fromUtf8(other, *text) : text;
    return wrong.ok() ? *wrong : bytes;
}

}  // namespace

Result<std::unique_ptr<Hl7Simulator>> Hl7Simulator::make(const Hl7HospitalSettings& settings, common::Faults& faults,
                                                         const hub::core::Clock& clock) {
    if (const Result<void> good = check(settings); !good.ok()) return good.failure();
    return std::unique_ptr<Hl7Simulator>(new Hl7Simulator(settings, faults, clock));
}

Hl7Simulator::Hl7Simulator(const Hl7HospitalSettings& settings, common::Faults& faults, const hub::core::Clock& clock)
    : settings_(settings),
      faults_(faults),
      clock_(clock),
      hospital_(settings_, clock),
      sender_(hospital_, faults, settings_),
      control_(hospital_, sender_, faults),
      door_([this](const common::HttpRequest& request, common::Waiting&) { return control_.answer(request); }, clock),
      listener_([this](const std::string& message, common::Waiting& waiting) { return answer(message, waiting); }, clock) {}

Hl7Simulator::~Hl7Simulator() { stop(); }

Result<Ports> Hl7Simulator::start() {
    const Result<std::uint16_t> door = door_.start(static_cast<std::uint16_t>(settings_.port));
    if (!door.ok()) return door.failure();
    const Result<std::uint16_t> mllp = listener_.start(static_cast<std::uint16_t>(settings_.mllp_port));
    if (!mllp.ok()) return mllp.failure();
    return Ports{*door, *mllp};
}

Result<Ports> Hl7Simulator::startWithPace() {
    pace_ = std::make_unique<hub::core::ThreadExecutor>(clock_, 1);
    pace(Duration(0));
    return start();
}

/// Looks every moment, and after a failure less and less often.
void Hl7Simulator::pace(Duration pause) {
    pace_->postAt(clock_.mono() + pause, [this, pause] {
        Sender::Sent sent = Sender::Sent::Delivered;
        while (sent == Sender::Sent::Delivered) sent = sender_.sendHead();
        const Duration first(settings_.push.again_after_ms_first);
        const Duration doubled = std::clamp(pause + pause, first, Duration(settings_.push.again_after_ms_most));
        pace(sent == Sender::Sent::Again ? doubled : kIdle);
    });
}

void Hl7Simulator::stop() {
    door_.stop();
    listener_.stop();
    if (pace_) pace_->stop();
}

Outcome Hl7Simulator::answer(const std::string& message, common::Waiting& waiting) {
    const Fate fate = faults_.take(operationOf(message));
    waiting.wait(fate.delayBefore());
    const std::string said = fate.acts() ? hospital_.take(message) : "";
    if (fate.find(FaultKind::NotifyFirst) != nullptr) sender_.sendDue();
    if (!fate.none()) faults_.reached();
    waiting.wait(fate.delayAfter());
    Outcome outcome;
    outcome.delivery = fate.delivery();
    outcome.bytes = framed(pageOf(fate).value_or(said.empty() ? said : spoiled(said, fate)));
    outcome.close_after = fate.find(FaultKind::CutAnswer) != nullptr;
    if (outcome.close_after) outcome.bytes.resize(outcome.bytes.size() / 2);
    return outcome;
}

int runHl7(const std::string& settings_file) {
    const auto serve = [](const Hl7HospitalSettings& settings, const common::ServeUntilEnd& until_end) -> Result<void> {
        const hub::core::SystemClock clock;
        common::Faults faults(static_cast<std::uint64_t>(settings.seed));
        const Result<std::unique_ptr<Hl7Simulator>> simulator = Hl7Simulator::make(settings, faults, clock);
        if (!simulator.ok()) return simulator.failure();
        const Result<Ports> ports = (*simulator)->startWithPace();
        if (!ports.ok()) return ports.failure();
        until_end(ports->side_door, {{"mllp", ports->mllp}});
        (*simulator)->stop();
        return {};
    };
    return common::runProcess<Hl7HospitalSettings>("hl7", settings_file, serve);
}

}  // namespace adapters::sim::hl7
