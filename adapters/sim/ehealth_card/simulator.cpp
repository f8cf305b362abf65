#include "adapters/sim/ehealth_card/simulator.h"

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/common/front_page.h"
#include "adapters/sim/common/process.h"

namespace adapters::sim::ehealth_card {

using common::Fate;
using common::FaultKind;
using common::HttpAnswer;
using common::HttpRequest;
using hub::core::Result;

namespace {

constexpr std::string_view kStackTrace =
    "java.lang.NullPointerException\n\tat platform.healthcard.CardController.handle(CardController.java:217)\n";

HttpAnswer shaped(const Reply& reply, const Fate& fate) {
    if (std::optional<HttpAnswer> instead = common::frontPage(fate, kStackTrace)) return *std::move(instead);
    HttpAnswer answer{.status = 200, .content_type = "application/json", .body = textOf(spoiled(reply, fate))};
    if (fate.find(FaultKind::WrongCharset) != nullptr) {
        const Result<std::string> bytes = codec::charset::fromUtf8(codec::charset::Charset::Gb18030, answer.body);
        if (bytes.ok()) answer.body = *bytes;
    }
    if (fate.find(FaultKind::CutAnswer) != nullptr) answer.body.resize(answer.body.size() / 2);
    return answer;
}

}  // namespace

Result<std::unique_ptr<EhealthCardSimulator>> EhealthCardSimulator::make(const EhealthCardSettings& settings, common::Faults& faults,
                                                                         const hub::core::Clock& clock) {
    if (const Result<void> good = check(settings); !good.ok()) return good.failure();
    return std::unique_ptr<EhealthCardSimulator>(new EhealthCardSimulator(settings, faults, clock));
}

EhealthCardSimulator::EhealthCardSimulator(const EhealthCardSettings& settings, common::Faults& faults, const hub::core::Clock& clock)
    : settings_(settings),
      faults_(faults),
      platform_(settings.folder, settings.seed, settings.app_serial, clock),
      calls_(platform_, settings_, clock),
      control_(platform_, faults),
      server_([this](const HttpRequest& request, common::Waiting& waiting) { return answer(request, waiting); }, clock) {}

HttpAnswer EhealthCardSimulator::answer(const HttpRequest& request, common::Waiting& waiting) {
    if (std::optional<HttpAnswer> controlled = control_.answer(request)) return *std::move(controlled);
    const std::optional<Method> method = methodOf(request);
    if (!method) return {.status = 404, .body = "no such page"};
    const Fate fate = faults_.take(hub::core::enumName(*method));
    waiting.wait(fate.delayBefore());
    // Busy means that nothing was done, whatever the rule says.
    const bool acts = fate.acts() && fate.find(FaultKind::ProtocolFault) == nullptr;
    const Reply reply = acts ? calls_.answer(*method, request.body) : Calls::busyAnswer(*method, request.body);
    if (!fate.none()) faults_.reached();
    waiting.wait(fate.delayAfter());
    HttpAnswer answer = shaped(reply, fate);
    answer.delivery = fate.delivery();
    return answer;
}

int runEhealthCard(const std::string& settings_file) {
    const auto serve = [](const EhealthCardSettings& settings, const common::ServeUntilEnd& until_end) -> Result<void> {
        const hub::core::SystemClock clock;
        common::Faults faults(static_cast<std::uint64_t>(settings.seed));
        const Result<std::unique_ptr<EhealthCardSimulator>> simulator = EhealthCardSimulator::make(settings, faults, clock);
        if (!simulator.ok()) return simulator.failure();
        const Result<std::uint16_t> port = (*simulator)->start();
        if (!port.ok()) return port.failure();
        until_end(*port, {});
        (*simulator)->stop();
        return {};
    };
    return common::runProcess<EhealthCardSettings>("ehealth_card", settings_file, serve);
}

}  // namespace adapters::sim::ehealth_card
