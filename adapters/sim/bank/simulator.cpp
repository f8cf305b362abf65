#include "adapters/sim/bank/simulator.h"

#include "adapters/sim/bank/spoil.h"
#include "adapters/sim/common/front_page.h"
#include "adapters/sim/common/process.h"

namespace adapters::sim::bank {

using common::Fate;
using common::FaultKind;
using common::FaultRule;
using common::HttpAnswer;
using common::HttpRequest;
using hub::core::Result;

namespace {

constexpr std::string_view kStackTrace = "java.lang.IllegalStateException\n\tat bank.core.TransferService.post(TransferService.java:88)\n";

/// What the bank itself says instead.
Reply insteadOf(Reply reply, const Fate& fate) {
    if (fate.find(FaultKind::ProtocolFault) != nullptr) return refusalReply(refusal("busy"));
    if (const FaultRule* refused = fate.find(FaultKind::Refused); refused != nullptr)
        return refusalReply({refused->text.value_or("balance_too_low"), "交易失败"});
    return reply;
}

}  // namespace

Result<std::unique_ptr<BankSimulator>> BankSimulator::make(const BankSettings& settings, common::Faults& faults,
                                                           const hub::core::Clock& clock) {
    if (const Result<void> good = check(settings); !good.ok()) return good.failure();
    std::unique_ptr<BankSimulator> made(new BankSimulator(settings, faults, clock));
    Result<std::unique_ptr<Signatures>> signatures =
        Signatures::make(settings, clock, [bank = &made->bank_](std::string_view nonce) { return bank->takeNonce(nonce); });
    if (!signatures.ok()) return signatures.failure();
    made->signatures_ = *std::move(signatures);
    return made;
}

BankSimulator::BankSimulator(const BankSettings& settings, common::Faults& faults, const hub::core::Clock& clock)
    : settings_(settings),
      faults_(faults),
      bank_(settings, clock),
      calls_(bank_),
      control_(bank_, faults),
      server_([this](const HttpRequest& request, common::Waiting& waiting) { return answer(request, waiting); }, clock, settings.tls) {}

HttpAnswer BankSimulator::answer(const HttpRequest& request, common::Waiting& waiting) {
    if (std::optional<HttpAnswer> controlled = control_.answer(request)) return *std::move(controlled);
    return clientAnswer(request, waiting);
}

HttpAnswer BankSimulator::clientAnswer(const HttpRequest& request, common::Waiting& waiting) {
    if (const std::optional<std::string> wrong = signatures_->refused(request))
        return {.status = 401, .content_type = "application/json", .body = common::jsonObject({{"code", "not_signed"}, {"text", *wrong}})};
    const std::optional<Call> call = callOf(request);
    if (!call) return shaped(refusalReply(notValid("method and path")), request, Fate());
    const Fate fate = faults_.take(hub::core::enumName(*call));
    waiting.wait(fate.delayBefore());
    Reply reply;
    // Busy means that nothing was done, whatever the rule says.
    if (fate.acts() && fate.find(FaultKind::ProtocolFault) == nullptr) {
        reply = calls_.answer(*call, request);
        const FaultRule* forget = fate.find(FaultKind::Forget);
        if (forget != nullptr) bank_.hide(reply.number, hub::core::Duration(forget->delay_ms.value_or(0)));
    }
    if (!fate.none()) faults_.reached();
    waiting.wait(fate.delayAfter());
    HttpAnswer answer = shaped(std::move(reply), request, fate);
    answer.delivery = fate.delivery();
    return answer;
}

HttpAnswer BankSimulator::shaped(Reply said, const HttpRequest& request, const Fate& fate) const {
    if (std::optional<HttpAnswer> instead = common::frontPage(fate, kStackTrace)) return *std::move(instead);
    said = insteadOf(std::move(said), fate);
    const int status = said.status;
    Body body = bodyOf(std::move(said), fate);
    HttpAnswer answer{.status = status, .content_type = std::move(body.content_type), .body = std::move(body.bytes)};
    answer.headers = signatures_->headersOf(status, request.header("Bank-Nonce"), answer.body, fate.find(FaultKind::BadSignature));
    if (fate.find(FaultKind::CutAnswer) != nullptr) answer.body.resize(answer.body.size() / 2);
    return answer;
}

int runBank(const std::string& settings_file) {
    const auto serve = [](const BankSettings& settings, const common::ServeUntilEnd& until_end) -> Result<void> {
        const hub::core::SystemClock clock;
        common::Faults faults(static_cast<std::uint64_t>(settings.seed));
        const Result<std::unique_ptr<BankSimulator>> simulator = BankSimulator::make(settings, faults, clock);
        if (!simulator.ok()) return simulator.failure();
        const Result<std::uint16_t> port = (*simulator)->start();
        if (!port.ok()) return port.failure();
        until_end(*port, {});
        (*simulator)->stop();
        return {};
    };
    return common::runProcess<BankSettings>("bank", settings_file, serve);
}

}  // namespace adapters::sim::bank
