#include <fmt/format.h>

#include "adapters/kit/json_reading.h"
#include "adapters/kit/offering_instance.h"
#include "adapters/nhsa/counter_reading.h"
#include "adapters/nhsa/counter_wire.h"
#include "adapters/nhsa/counter_words.h"
#include "adapters/nhsa/instances.h"
#include "adapters/nhsa/words.h"
#include "hub/contract/operations/health.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using kit::outcomeOf;

namespace {

/// opter_type: a member of staff is a cashier, a terminal without one a kiosk, all else is the person's own phone.
std::string_view operatorKind(const Meta& meta) { return meta.staff_id ? "1" : meta.terminal ? "2" : "3"; }

/// Of a step: the number behind "lines_"; nothing for another step.
std::optional<std::size_t> linesNumber(const std::string& step, std::size_t calls) {
    for (std::size_t number = 1; number <= calls; ++number) {
        if (step == linesStep(number)) return number;
    }
    return std::nullopt;
}

/// What the insurer said of the lines of the steps before `number`, in their order. Also: RequestNotWritable when one of them is not there.
core::Result<std::vector<LineCover>> earlierCovers(const Meta& meta, std::size_t number) {
    std::vector<LineCover> covers;
    for (std::size_t earlier = 1; earlier < number; ++earlier) {
        const auto is_it = [&](const StepDone& one) { return one.step == linesStep(earlier); };
        const auto done = std::find_if(meta.steps_done.begin(), meta.steps_done.end(), is_it);
        if (done == meta.steps_done.end()) return notWritable("an earlier step is not done");
        core::Result<ChargesUpload::Result> part = core::fromJson<ChargesUpload::Result>(done->evidence.reveal());
        if (!part.ok()) return notWritable("the evidence of an earlier step cannot be read");
        std::move(part->lines.begin(), part->lines.end(), std::back_inserter(covers));
    }
    return covers;
}

class CounterInstance final : public kit::OfferingInstance {
  public:
    CounterInstance(Parts parts, Host& host)
        : upload_calls_(static_cast<std::size_t>(*parts.settings.counter->upload_calls)),
          client_(std::move(parts.client)),
          wire_(parts.settings, std::move(parts.secret), std::move(parts.sm), *client_, host.clock()) {
        offer<InsuredFind>([this](const Meta& meta, const InsuredFind::Request& request) { return find(meta, request); });
        offer<SettlementQuote>([this](const Meta& meta, const SettlementQuote::Request& request) { return quote(meta, request); });
        offer<SettlementFind>([this](const Meta& meta, const SettlementFind::Request& request) { return findSettlement(meta, request); });
        offer<StatementCheck>([this](const Meta& meta, const StatementCheck::Request& request) { return compare(meta, request); });
        const std::string reversal(CallReverse::kName);
        write<VisitRegister>(&CounterInstance::registerVisit, reversal);
        write<ChargesUpload>(&CounterInstance::upload, reversal, uploadSteps());
        write<SettlementConfirm>(&CounterInstance::settle, reversal);
        // To reverse what takes something back would bring it back.
        write<VisitCancel>(&CounterInstance::cancelVisit, std::nullopt);
        write<ChargesRevoke>(&CounterInstance::revokeCharges, std::nullopt);
        write<SettlementRevoke>(&CounterInstance::revoke, std::nullopt);
        // Reversing a call that is reversed is done again, so that a reversal can be sent again under any number.
        offer<CallReverse>(
            {AsksBy::Nothing, Repeat::SameAnswer},
            [this](const Meta& meta, const CallReverse::Request& request) { return reverse(meta, request); }, CannotBeAsked<CallReverse>{});
        offer<Ping>([this](const Meta&, const Ping::Request&) { return ping(); });
    }

    core::Result<void> start() override { return {}; }
    void stop() override { client_->stop(); }

  private:
    template <class Op>
    void write(Outcome<typename Op::Result> (CounterInstance::*call)(const Meta&, const typename Op::Request&),
               std::optional<std::string> fence, std::vector<std::string> steps = {}) {
        offer<Op>(
            {AsksBy::Nothing, Repeat::ActsAgain, std::move(fence), std::move(steps)},
            [this, call](const Meta& meta, const typename Op::Request& request) {
                if (!CounterWire::isMsgid(meta.wire_id))
                    return outcomeOf<typename Op::Result>(kit::notWritable(notWritable("our number is not 1 to 30 letters and digits")));
                return (this->*call)(meta, request);
            },
            CannotBeAsked<Op>{});
    }

    std::vector<std::string> uploadSteps() const {
        std::vector<std::string> steps{std::string(kDiagnosesStep)};
        for (std::size_t number = 1; number <= upload_calls_; ++number) steps.push_back(linesStep(number));
        return steps;
    }

    Answer ask(const Meta& meta, std::string_view infno, const std::string& area, core::Result<Input> input) {
        if (!input.ok()) return kit::notWritable(input.failure());
        return wire_.call({infno, wire_.newMsgid(), area, operatorKind(meta), std::move(*input)});
    }
    Answer act(const Meta& meta, std::string_view infno, const InsuredVisit& visit, core::Result<Input> input) {
        if (!input.ok()) return kit::notWritable(input.failure());
        return wire_.call({infno, meta.wire_id, visit.insured_area, operatorKind(meta), std::move(*input)});
    }

    /// `read` makes a Result<T> of what the answer holds. REQUIRES, of the insurer: that it holds something.
    template <class T, class Read>
    static Outcome<T> read(const Answer& answer, Read reader) {
        return outcomeOf<T>(answer, [&](const Reply& reply) -> core::Result<T> {
            if (!reply.content) return kit::notValid("output", "is missing");
            return reader(*reply.content);
        });
    }
    /// Of an answer that says "done" and nothing else.
    template <class T>
    static Outcome<T> done(const Answer& answer) {
        return outcomeOf<T>(answer, [](const Reply&) { return core::Result(T{}); });
    }

    Outcome<Ping::Result> ping() {
        const kit::TokenAnswer signed_in = wire_.ping();
        if (const auto* none = std::get_if<kit::NoAnswer>(&signed_in)) return outcomeOf<Ping::Result>(*none);
        return Outcome<Ping::Result>::done({});
    }

    Outcome<InsuredFind::Result> find(const Meta& meta, const InsuredFind::Request& request) {
        return read<InsuredFind::Result>(ask(meta, "1101", "", findInput(request)),
                                         [&](JsonValue content) { return reading_.insured(content, request); });
    }

    Outcome<VisitRegister::Result> registerVisit(const Meta& meta, const VisitRegister::Request& request) {
        return read<VisitRegister::Result>(act(meta, callsOf(request.visit.kind).register_visit, request.visit, registerInput(request)),
                                           [&](JsonValue content) { return reading_.registered(content, request.visit); });
    }

    Outcome<VisitCancel::Result> cancelVisit(const Meta& meta, const VisitCancel::Request& request) {
        return done<VisitCancel::Result>(act(meta, callsOf(request.visit.kind).cancel_visit, request.visit, cancelInput(request.visit)));
    }

    Outcome<ChargesUpload::Result> upload(const Meta& meta, const ChargesUpload::Request& request) {
        using Result = ChargesUpload::Result;
        if (request.lines.empty() || request.lines.size() > upload_calls_ * kLinesPerCall)
            return outcomeOf<Result>(
                kit::notWritable(notWritable(fmt::format("{} lines; 1 to {}", request.lines.size(), upload_calls_ * kLinesPerCall))));
        const std::string step = meta.step.value_or("");
        if (step == kDiagnosesStep) return uploadDiagnoses(meta, request);
        const std::optional<std::size_t> number = linesNumber(step, upload_calls_);
        if (!number || (*number - 1) * kLinesPerCall >= request.lines.size())
            return outcomeOf<Result>(kit::notWritable(notWritable("there is no such step of this upload")));
        return uploadLines(meta, request, *number);
    }

    Outcome<ChargesUpload::Result> uploadDiagnoses(const Meta& meta, const ChargesUpload::Request& request) {
        using Result = ChargesUpload::Result;
        if (request.visit.kind == VisitKind::Inpatient) return Outcome<Result>::stepDone("");  // they came with the admission
        const Outcome<Result> outcome = done<Result>(act(meta, kDiagnosesCall, request.visit, diagnosesInput(request)));
        return outcome.ending == Ending::Done ? Outcome<Result>::stepDone("") : outcome;
    }

    Outcome<ChargesUpload::Result> uploadLines(const Meta& meta, const ChargesUpload::Request& request, std::size_t number) {
        using Result = ChargesUpload::Result;
        core::Result<std::vector<LineCover>> covers = earlierCovers(meta, number);
        if (!covers.ok()) return outcomeOf<Result>(kit::notWritable(covers.failure()));
        const std::size_t begin = (number - 1) * kLinesPerCall;
        const std::size_t end = std::min(begin + kLinesPerCall, request.lines.size());
        const std::span<const InsuredLine> lines(request.lines.begin() + static_cast<std::ptrdiff_t>(begin), end - begin);
        Outcome<Result> outcome =
            read<Result>(act(meta, callsOf(request.visit.kind).upload_charges, request.visit, linesInput(request, lines)),
                         [&](JsonValue content) -> core::Result<Result> {
                             core::Result<std::vector<LineCover>> told = reading_.covers(content, lines);
                             if (!told.ok()) return told.failure();
                             return Result{std::move(*told), std::nullopt};
                         });
        if (outcome.ending != Ending::Done) return outcome;
        if (end < request.lines.size()) return Outcome<Result>::stepDone(core::toJson(*outcome.result, core::Exposure::Revealed));
        covers->insert(covers->end(), outcome.result->lines.begin(), outcome.result->lines.end());
        return Outcome<Result>::done({std::move(*covers), std::nullopt});
    }

    Outcome<ChargesRevoke::Result> revokeCharges(const Meta& meta, const ChargesRevoke::Request& request) {
        return done<ChargesRevoke::Result>(
            act(meta, callsOf(request.visit.kind).revoke_charges, request.visit, revokeChargesInput(request)));
    }

    Outcome<SettlementQuote::Result> quote(const Meta& meta, const SettlementQuote::Request& request) {
        const InsuredVisit& visit = request.of.visit;
        return read<SettlementQuote::Result>(
            ask(meta, callsOf(visit.kind).quote, visit.insured_area, settlementInput(request.of, std::nullopt)),
            [&](JsonValue content) -> core::Result<SettlementQuote::Result> {
                core::Result<SettlementAmounts> amounts = reading_.quoted(content, request.of);
                if (!amounts.ok()) return amounts.failure();
                return SettlementQuote::Result{std::move(*amounts)};
            });
    }

    Outcome<SettlementConfirm::Result> settle(const Meta& meta, const SettlementConfirm::Request& request) {
        const InsuredVisit& visit = request.of.visit;
        return read<SettlementConfirm::Result>(
            act(meta, callsOf(visit.kind).settle, visit, settlementInput(request.of, request.invoice.value_or(""))),
            [&](JsonValue content) -> core::Result<SettlementConfirm::Result> {
                core::Result<Settlement> settlement = reading_.settled(content, request.of, meta.wire_id);
                if (!settlement.ok()) return settlement.failure();
                return SettlementConfirm::Result{std::move(*settlement)};
            });
    }

    Outcome<SettlementRevoke::Result> revoke(const Meta& meta, const SettlementRevoke::Request& request) {
        return read<SettlementRevoke::Result>(
            act(meta, callsOf(request.visit.kind).revoke_settlement, request.visit, settlementInput(request.visit, request.number)),
            [&](JsonValue content) -> core::Result<SettlementRevoke::Result> {
                core::Result<Settlement> revocation = reading_.revoked(content, request);
                if (!revocation.ok()) return revocation.failure();
                return SettlementRevoke::Result{std::move(*revocation)};
            });
    }

    Outcome<SettlementFind::Result> findSettlement(const Meta& meta, const SettlementFind::Request& request) {
        const Answer answer = ask(meta, "5203", request.visit.insured_area, settlementInput(request.visit, request.number));
        if (isRefusal(answer, kNoSuchSettlement)) return Outcome<SettlementFind::Result>::done({});
        return read<SettlementFind::Result>(answer, [&](JsonValue content) -> core::Result<SettlementFind::Result> {
            core::Result<Settlement> settlement = reading_.found(content, request);
            if (!settlement.ok()) return settlement.failure();
            return SettlementFind::Result{std::move(*settlement)};
        });
    }

    /// Under a number of its own each time: sent again under the one before it would be refused, whatever became of the first.
    Outcome<CallReverse::Result> reverse(const Meta& meta, const CallReverse::Request& request) {
        const core::Result<std::string_view> call = callToReverse(request.operation, request.visit.kind);
        if (!call.ok()) return outcomeOf<CallReverse::Result>(kit::notWritable(call.failure()));
        return done<CallReverse::Result>(
            wire_.call({"2601", wire_.newMsgid(), request.visit.insured_area, operatorKind(meta), reverseInput(request, *call)}));
    }

    Outcome<StatementCheck::Result> compare(const Meta& meta, const StatementCheck::Request& request) {
        return read<StatementCheck::Result>(ask(meta, "3201", "", sumsInput(request)),
                                            [&](JsonValue content) { return reading_.compared(content); });
    }

    const std::size_t upload_calls_;
    const CounterReading reading_;
    const std::unique_ptr<kit::HttpClient> client_;
    CounterWire wire_;
};

}  // namespace

std::unique_ptr<Instance> makeCounter(Parts parts, Host& host) { return std::make_unique<CounterInstance>(std::move(parts), host); }

}  // namespace adapters::nhsa
