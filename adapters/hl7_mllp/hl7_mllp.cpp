// The adapter for hospitals that speak HL7 v2 over MLLP (CONTRACT 10). README.md says what it wants of a hospital.
#include "adapters/hl7_mllp/hl7_mllp.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/codec/hl7v2/timestamp.h"
#include "adapters/hl7_mllp/answers.h"
#include "adapters/hl7_mllp/listener.h"
#include "adapters/hl7_mllp/messages.h"
#include "adapters/hl7_mllp/sender.h"
#include "adapters/kit/offering_instance.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
namespace charset = codec::charset;
using namespace hub::contract;
using codec::hl7v2::Message;
using core::Error;
using core::Failure;
using kit::outcomeOf;

namespace {

/// A second send under the same number is the only question there is (CONTRACT 10).
const kit::Promise promise() { return {AsksBy::Nothing, Repeat::SameAnswer}; }

class Hl7Instance final : public kit::OfferingInstance {
  public:
    Hl7Instance(const InstanceSettings& instance, const Settings& settings, Words words, charset::Charset charset, Host& host,
                Listeners& listeners)
        : words_(std::move(words)),
          messages_(words_, charset),
          sender_(settings.host, static_cast<std::uint16_t>(settings.port), *settings.answer_within, charset, host.clock()),
          clock_(host.clock()),
          listen_(settings.listen.value_or(Listen())),
          own_port_(instance.inbound.port),
          not_offered_(*settings.not_offered),
          receiver_(std::make_shared<Receiver>(instance, settings.senders, charset, *settings.charset_from, words_, host)),
          listeners_(listeners) {
        offer<Ping>([this](const Meta& meta, const Ping::Request&) { return ping(meta); });
        if (settings.directory) offerDirectory(*settings.directory);
        offerWrite<PatientCreate>(&Messages::create, [](const Message&, const Meta&, const auto&) { return accepted<PatientCreate>(); });
        offerWrite<PatientUpdate>(&Messages::update, done<PatientUpdate>);
        offerWrite<PatientMerge>(&Messages::merge, done<PatientMerge>);
        offerWrite<SlotLock>(&Messages::lock, [this](const Message& answer, const Meta& meta, const auto&) {
            return outcome<SlotLock>(locked(answer, words_, meta.wire_id));
        });
        offerWrite<BookingCancel>(&Messages::cancel, done<BookingCancel>);
        offerWrite<PaymentConfirm>(&Messages::payment, [this](const Message& answer, const Meta& meta, const auto& request) {
            return outcome<PaymentConfirm>(paid(answer, words_, meta.wire_id, request.total));
        });
        offerWrite<RefundConfirm>(&Messages::refund, [this](const Message& answer, const Meta& meta, const auto& request) {
            return outcome<RefundConfirm>(refunded(answer, words_, meta.wire_id, request.amount));
        });
    }

    core::Result<void> start() override {
        core::Result<std::unique_ptr<Listeners::Place>> place = listeners_.join(listen_, own_port_, receiver_);
        if (!place.ok()) return place.failure();
        place_ = std::move(*place);
        return {};
    }

    std::vector<Endpoint> endpoints() const override {
        if (!place_) return {};
        return {{"mllp", *listen_.address, place_->listener().port()}};
    }

    void stop() override {
        sender_.stop();
        place_.reset();
    }

  private:
    template <class Op>
    static Outcome<typename Op::Result> accepted() {
        return Outcome<typename Op::Result>::accepted();
    }

    /// Of an acceptance that says no more than that.
    template <class Op>
    static Outcome<typename Op::Result> done(const Message&, const Meta&, const typename Op::Request&) {
        return Outcome<typename Op::Result>::done({});
    }

    template <class Op>
    static Outcome<typename Op::Result> outcome(core::Result<typename Op::Result> result) {
        using Out = Outcome<typename Op::Result>;
        return result.ok() ? Out::done(std::move(*result)) : Out::unknown(result.failure());
    }

    template <class Op>
    bool isOffered() const {
        return std::find(not_offered_.begin(), not_offered_.end(), Op::kName) == not_offered_.end();
    }

    /// `write` makes the message, `read` the outcome of the message that accepts it.
    template <class Op, class Read>
    void offerWrite(core::Result<std::string> (Messages::*write)(const Meta&, const typename Op::Request&) const, Read read) {
        if (!isOffered<Op>()) return;
        using Out = Outcome<typename Op::Result>;
        const auto call = [this, write, read](const Meta& meta, const typename Op::Request& request) -> Out {
            const core::Result<std::string> message = (messages_.*write)(meta, request);
            if (!message.ok()) return Out::notReached(kit::notWritable(message.failure()).failure);
            const kit::Answer<Message> answer = judged(sender_.exchange(*message, meta.wire_id, meta.deadline_at), words_);
            if (const Message* reply = std::get_if<Message>(&answer)) return read(*reply, meta, request);
            return outcomeOf<typename Op::Result>(answer, [](const Message&) { return core::Result<typename Op::Result>(noQuery()); });
        };
        offer<Op>(promise(), call,
                  [](const Meta&, const typename Op::Request&) { return Inquiry<typename Op::Result>::cannotTell(noQuery()); });
    }

    void offerDirectory(const DirectorySettings& settings) {
        directory_.emplace(settings);
        offerRead<DepartmentList>([this](const auto&) { return directory_->departments(); });
        offerRead<DoctorList>([this](const auto& request) { return directory_->doctors(request); });
        offerRead<ScheduleList>([this](const auto& request) { return directory_->schedules(request, clock_.utc()); });
        offerRead<SlotList>([this](const auto& request) { return directory_->slots(request, clock_.utc()); });
    }

    /// What needs nobody's answer.
    template <class Op, class Find>
    void offerRead(Find find) {
        if (!isOffered<Op>()) return;
        offer<Op>([find](const Meta&, const typename Op::Request& request) { return Outcome<typename Op::Result>::done(find(request)); });
    }

    static Failure noQuery() { return Failure(Error::Hl7HasNoQuery, "send it again under the same number"); }

    /// Whatever the hospital says to the query, it is there. Its clock is MSH-7 of the answer.
    Outcome<Ping::Result> ping(const Meta& meta) {
        using Out = Outcome<Ping::Result>;
        const std::string control_id = meta.wire_id.empty() ? newControlId(clock_) : meta.wire_id;
        const core::Result<std::string> message = messages_.ping(control_id, clock_.utc());
        if (!message.ok()) return Out::notReached(kit::notWritable(message.failure()).failure);
        const auto exchanged = sender_.exchange(*message, control_id, meta.deadline_at);
        if (const kit::NoAnswer* none = std::get_if<kit::NoAnswer>(&exchanged)) return outcomeOf<Ping::Result>(*none);
        Ping::Result result;
        const core::Result<std::string> at = std::get<Answered>(exchanged).message.text("MSH-7.1");
        const auto time = at.ok() ? codec::hl7v2::Timestamp::parse(*at) : at.failure();
        constexpr int kShanghaiMinutes = 480;
        if (time.ok() && time->precision >= codec::hl7v2::Precision::Second) result.their_time = time->utc(kShanghaiMinutes);
        return Out::done(result);
    }

    const Words words_;
    const Messages messages_;
    Sender sender_;
    const core::Clock& clock_;
    std::optional<Directory> directory_;
    const Listen listen_;
    const std::optional<std::uint16_t> own_port_;
    const std::vector<std::string> not_offered_;
    const std::shared_ptr<Receiver> receiver_;
    Listeners& listeners_;
    std::unique_ptr<Listeners::Place> place_;  // last: its threads use the receiver
};

class Hl7Adapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        return kit::readSettings<Settings>(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) override {
        const kit::SettingsRead<Settings> read = kit::readSettings<Settings>(settings.json);
        if (read.problems.any()) return read.problems.failure();
        const core::Result<charset::Charset> charset = charset::charsetFromName(settings.charset);
        if (!charset.ok()) return charset.failure();
        core::Result<Words> words = Words::make(read.value);
        if (!words.ok()) return words.failure();
        return std::unique_ptr<Instance>(new Hl7Instance(settings, read.value, std::move(*words), *charset, host, listeners_));
    }

  private:
    Listeners listeners_;  // shared by the plugin's instances, which the adapter outlives
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<Hl7Adapter>(); }

}  // namespace adapters::hl7_mllp
