#include "adapters/sim/nhsa/simulator.h"

#include <limits>

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/common/front_page.h"
#include "adapters/sim/common/process.h"

namespace adapters::sim::nhsa {

using common::Fate;
using common::FaultKind;
using common::HttpAnswer;
using common::HttpRequest;
using hub::core::Result;

namespace {

constexpr std::string_view kStackTrace = "java.lang.IllegalStateException\n\tat insurer.setl.SetlBO.saveSettle(SetlBO.java:317)\n";
constexpr UtcTime kEver{std::numeric_limits<std::int64_t>::max()};

HttpAnswer shaped(Chain& chain, const Reply& reply, const Fate& fate) {
    if (std::optional<HttpAnswer> instead = common::frontPage(fate, kStackTrace)) return *std::move(instead);
    HttpAnswer answer{.status = 200,
                      .content_type = "application/json;charset=UTF-8",
                      .body = chain.written(spoiled(chain, reply, fate), fate.find(FaultKind::BadSignature))};
    if (fate.find(FaultKind::WrongCharset) != nullptr) {
        const Result<std::string> bytes = codec::charset::fromUtf8(codec::charset::Charset::Gb18030, answer.body);
        if (bytes.ok()) answer.body = *bytes;
    }
    if (fate.find(FaultKind::CutAnswer) != nullptr) answer.body.resize(answer.body.size() / 2);
    return answer;
}

Result<std::optional<SmKeys>> keysOf(const SmSettings& settings) {
    if (!settings.on) return std::optional<SmKeys>();
    const Result<Sm2Key> hospital = Sm2Key::fromPublicPem(settings.hospital_public_key, "sm.hospital_public_key");
    if (!hospital.ok()) return hospital.failure();
    const Result<Sm2Key> own = Sm2Key::fromPrivatePem(settings.private_key, "sm.private_key");
    if (!own.ok()) return own.failure();
    return std::optional(SmKeys{*hospital, *own});
}

}  // namespace

Result<std::unique_ptr<NhsaSimulator>> NhsaSimulator::make(const NhsaSettings& settings, common::Faults& faults,
                                                           const hub::core::Clock& clock) {
    if (const Result<void> good = check(settings); !good.ok()) return good.failure();
    const Result<std::optional<SmKeys>> keys = keysOf(settings.sm);
    if (!keys.ok()) return keys.failure();
    return std::unique_ptr<NhsaSimulator>(new NhsaSimulator(settings, *keys, faults, clock));
}

NhsaSimulator::NhsaSimulator(const NhsaSettings& settings, std::optional<SmKeys> keys, common::Faults& faults,
                             const hub::core::Clock& clock)
    : settings_(settings),
      faults_(faults),
      clock_(clock),
      insurer_(settings_, clock),
      counter_(insurer_, keys),
      mobile_(insurer_, keys),
      control_(insurer_, faults),
      server_([this](const HttpRequest& request, common::Waiting& waiting) { return answer(request, waiting); }, clock, settings_.tls) {}

HttpAnswer NhsaSimulator::answer(const HttpRequest& request, common::Waiting& waiting) {
    if (std::optional<HttpAnswer> controlled = control_.answer(request)) return *std::move(controlled);
    if (counter_.has(request)) return chainAnswer(counter_, request, waiting);
    if (mobile_.has(request)) return chainAnswer(mobile_, request, waiting);
    return {.status = 404, .body = "no such page"};
}

HttpAnswer NhsaSimulator::chainAnswer(Chain& chain, const HttpRequest& request, common::Waiting& waiting) {
    std::variant<Asked, HttpAnswer> opened = chain.open(request);
    if (const auto* nobody = std::get_if<HttpAnswer>(&opened)) return *nobody;
    const Asked& asked = std::get<Asked>(opened);
    const Fate fate = faults_.take(asked.operation);
    waiting.wait(fate.delayBefore());
    // Busy means that nothing was done, whatever the rule says.
    const bool acts = fate.acts() && fate.find(FaultKind::ProtocolFault) == nullptr;
    const Reply reply = acts ? chain.answer(asked) : chain.refused(refusal(Code::Busy));
    if (acts) forget(asked, reply, fate);
    if (!fate.none()) faults_.reached();
    waiting.wait(fate.delayAfter());
    HttpAnswer answer = shaped(chain, reply, fate);
    answer.delivery = fate.delivery();
    return answer;
}

void NhsaSimulator::forget(const Asked& asked, const Reply& reply, const Fate& fate) {
    const common::FaultRule* rule = fate.find(FaultKind::Forget);
    if (rule == nullptr || reply.subject.empty()) return;
    const std::int64_t by_ms = rule->delay_ms.value_or(0);
    const UtcTime until = by_ms == 0 ? kEver : clock_.utc() + hub::core::Duration(by_ms);
    const bool is_counter = isKnown(asked.operation);
    const Done hidden = insurer_.inOneGo([&]() -> Done {
        if (is_counter) {
            insurer_.settlements.hide(reply.subject, until);
        } else {
            insurer_.orders.hide(reply.subject, until);
        }
        return Nothing();
    });
    HUB_ASSERT(hidden.ok());
}

int runNhsa(const std::string& settings_file) {
    const auto serve = [](const NhsaSettings& settings, const common::ServeUntilEnd& until_end) -> Result<void> {
        const hub::core::SystemClock clock;
        common::Faults faults(static_cast<std::uint64_t>(settings.seed));
        const Result<std::unique_ptr<NhsaSimulator>> simulator = NhsaSimulator::make(settings, faults, clock);
        if (!simulator.ok()) return simulator.failure();
        const Result<std::uint16_t> port = (*simulator)->start();
        if (!port.ok()) return port.failure();
        until_end(*port, {});
        (*simulator)->stop();
        return {};
    };
    return common::runProcess<NhsaSettings>("nhsa", settings_file, serve);
}

}  // namespace adapters::sim::nhsa
