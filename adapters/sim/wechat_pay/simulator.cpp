#include "adapters/sim/wechat_pay/simulator.h"

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/common/front_page.h"
#include "adapters/sim/common/process.h"
#include "adapters/sim/wechat_pay/spoil.h"

namespace adapters::sim::wechat_pay {

using common::Fate;
using common::FaultKind;
using common::FaultRule;
using common::HttpAnswer;
using common::HttpRequest;
using hub::core::Duration;
using hub::core::Result;

namespace {

constexpr std::size_t kSenders = 8;
constexpr Duration kTick{10};
constexpr int kSendsAtTickMax = 256;
constexpr std::string_view kStackTrace = "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.handle(0x1)\n";

/// What the channel itself says instead.
std::optional<Reply> insteadOf(const Fate& fate) {
    if (fate.find(FaultKind::ProtocolFault) != nullptr) return refusalReply({"SYSTEM_ERROR", "系统异常，请稍后重试"});
    if (const FaultRule* refused = fate.find(FaultKind::Refused); refused != nullptr)
        return refusalReply({refused->text.value_or("TRADE_ERROR"), "因业务原因操作失败"});
    return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<WechatPaySimulator>> WechatPaySimulator::make(const WechatPaySettings& settings, common::Faults& faults,
                                                                     const hub::core::Clock& clock) {
    if (const Result<void> good = check(settings); !good.ok()) return good.failure();
    Result<std::unique_ptr<Signatures>> signatures = Signatures::make(settings, clock);
    if (!signatures.ok()) return signatures.failure();
    return std::unique_ptr<WechatPaySimulator>(new WechatPaySimulator(settings, *std::move(signatures), faults, clock));
}

WechatPaySimulator::WechatPaySimulator(const WechatPaySettings& settings, std::unique_ptr<Signatures> signatures, common::Faults& faults,
                                       const hub::core::Clock& clock)
    : settings_(settings),
      faults_(faults),
      clock_(clock),
      signatures_(std::move(signatures)),
      channel_(settings, clock),
      notifier_(channel_, *signatures_, faults, settings_.notifications),
      calls_(channel_, *signatures_, settings_.merchant),
      control_(channel_, *signatures_, faults),
      server_([this](const HttpRequest& request, common::Waiting& waiting) { return answer(request, waiting); }, clock) {}

WechatPaySimulator::~WechatPaySimulator() { stop(); }

Result<std::uint16_t> WechatPaySimulator::start() { return server_.start(static_cast<std::uint16_t>(settings_.port)); }

Result<std::uint16_t> WechatPaySimulator::startWithPace() {
    Result<std::uint16_t> port = start();
    if (!port.ok()) return port;
    pace_ = std::make_unique<hub::core::ThreadExecutor>(clock_, kSenders);
    pace_->post([this] { tick(); });
    return port;
}

void WechatPaySimulator::tick() {
    for (int i = 0; i < kSendsAtTickMax; ++i) {
        const std::optional<Notification> due = channel_.takeDueNotification();
        if (!due) break;
        pace_->post([this, due] { notifier_.send(*due); });
    }
    pace_->postAt(clock_.mono() + kTick, [this] { tick(); });
}

void WechatPaySimulator::stop() {
    server_.stop();
    if (pace_) pace_->stop();
}

HttpAnswer WechatPaySimulator::answer(const HttpRequest& request, common::Waiting& waiting) {
    if (std::optional<HttpAnswer> controlled = control_.answer(request)) return *std::move(controlled);
    return merchantAnswer(request, waiting);
}

HttpAnswer WechatPaySimulator::merchantAnswer(const HttpRequest& request, common::Waiting& waiting) {
    if (const std::optional<std::string> wrong = signatures_->refused(request)) {
        const Reply reply = refusalReply({"SIGN_ERROR", "签名错误：" + *wrong});
        return {.status = reply.status, .content_type = "application/json", .body = reply.body};
    }
    const std::optional<Target> target = targetOf(request);
    if (!target) return shaped(refusalReply({"RESOURCE_NOT_EXISTS", "接口不存在"}), Fate());
    const Fate fate = faults_.take(hub::core::enumName(target->call));
    waiting.wait(fate.delayBefore());
    Reply reply;
    if (fate.acts()) {
        reply = calls_.answer(*target, request);
        if (!reply.subject.empty()) actFurther(target->call, reply.subject, fate);
    }
    if (!fate.none()) faults_.reached();
    waiting.wait(fate.delayAfter());
    HttpAnswer answer = shaped(reply, fate);
    answer.delivery = fate.delivery();
    return answer;
}

void WechatPaySimulator::actFurther(Call call, const std::string& subject, const Fate& fate) {
    const bool is_refund = call == Call::Refund || call == Call::RefundQuery;
    if (fate.find(FaultKind::NotifyFirst) != nullptr && (call == Call::Order || call == Call::Refund)) {
        const bool ended =
            is_refund ? channel_.endRefund(subject, RefundStatus::Done).ok() : channel_.pay(subject).ok();  // not a repeat of an ended one
        if (ended) notifier_.sendOf(subject);
    }
    if (const FaultRule* forget = fate.find(FaultKind::Forget); forget != nullptr) {
        const Duration by(forget->delay_ms.value_or(0));
        is_refund ? channel_.hideRefund(subject, by) : channel_.hideOrder(subject, by);
    }
}

HttpAnswer WechatPaySimulator::shaped(const Reply& reply, const Fate& fate) {
    if (std::optional<HttpAnswer> instead = common::frontPage(fate, kStackTrace)) return *std::move(instead);
    const Reply said = insteadOf(fate).value_or(reply);
    HttpAnswer answer{.status = said.status, .content_type = "application/json", .body = spoiled(said.body, fate)};
    if (fate.find(FaultKind::WrongCharset) != nullptr) {
        const Result<std::string> bytes = codec::charset::fromUtf8(codec::charset::Charset::Gb18030, answer.body);
        if (bytes.ok()) answer.body = *bytes;
    }
    answer.headers = signatures_->headersOf(answer.body, fate.find(FaultKind::BadSignature));
    if (fate.find(FaultKind::CutAnswer) != nullptr) answer.body.resize(answer.body.size() / 2);
    return answer;
}

int runWechatPay(const std::string& settings_file) {
    const auto serve = [](const WechatPaySettings& settings, const common::ServeUntilEnd& until_end) -> Result<void> {
        const hub::core::SystemClock clock;
        common::Faults faults(static_cast<std::uint64_t>(settings.seed));
        const Result<std::unique_ptr<WechatPaySimulator>> simulator = WechatPaySimulator::make(settings, faults, clock);
        if (!simulator.ok()) return simulator.failure();
        const Result<std::uint16_t> port = (*simulator)->startWithPace();
        if (!port.ok()) return port.failure();
        until_end(*port, {});
        (*simulator)->stop();
        return {};
    };
    return common::runProcess<WechatPaySettings>("wechat_pay", settings_file, serve);
}

}  // namespace adapters::sim::wechat_pay
