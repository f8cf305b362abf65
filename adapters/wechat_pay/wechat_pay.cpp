#include <fmt/format.h>

#include "adapters/kit/http_settings.h"
#include "adapters/kit/offering_instance.h"
#include "adapters/wechat_pay/channel.h"
#include "adapters/wechat_pay/notifications.h"
#include "adapters/wechat_pay/settings.h"
#include "adapters/wechat_pay/their_codes.h"
#include "adapters/wechat_pay/words.h"
#include "hub/contract/operations/health.h"

namespace adapters::wechat_pay {

namespace core = hub::core;
using namespace hub::contract;
using kit::outcomeOf;

namespace {

/// What ping asks after: a number that no order of ours has. "Not there", signed, says that the channel is up and knows us.
constexpr std::string_view kNobodysNumber = "ONECARD-PING";

struct Keys {
    Signer signer;
    PlatformKeys platform;
    NotificationKey notification;
};

core::Failure numberNotWritable() { return core::Failure(core::Error::RequestNotWritable, "our number is not of the channel's form"); }

class WechatPayInstance final : public kit::OfferingInstance {
  public:
    WechatPayInstance(const Settings& settings, Keys keys, std::unique_ptr<kit::HttpClient> client, Host& host)
        : merchant_(settings.merchant),
          app_(settings.app),
          words_(settings.merchant, settings.app, settings.notify_url),
          channel_(std::move(keys.signer), std::move(keys.platform), settings.platform_keys.front().serial, std::move(client),
                   host.clock()),
          notifications_(words_, channel_.keys(), host, std::move(keys.notification), settings.merchant) {
        offer<Ping>([this](const Meta&, const Ping::Request&) { return ping(); });
        offer<OrderFind>([this](const Meta&, const OrderFind::Request& request) { return findOrder(request); });
        offer<RefundFind>([this](const Meta&, const RefundFind::Request& request) { return findRefund(request); });
        offer<OrderCreate>(
            {AsksBy::OurId, Repeat::SameAnswer, std::string(OrderClose::kName)},
            [this](const Meta& meta, const OrderCreate::Request& request) { return createOrder(meta, request); },
            [this](const Meta& meta, const OrderCreate::Request& request) { return inquireOrder(meta, request); });
        offer<OrderClose>(
            {AsksBy::BusinessKey, Repeat::SameAnswer}, [this](const Meta&, const OrderClose::Request& request) { return close(request); },
            [this](const Meta&, const OrderClose::Request& request) { return inquireClose(request); });
        offer<RefundCreate>(
            {AsksBy::OurId, Repeat::SameAnswer},
            [this](const Meta& meta, const RefundCreate::Request& request) { return createRefund(meta, request); },
            [this](const Meta& meta, const RefundCreate::Request& request) { return inquireRefund(meta, request); });
        offer<HttpPush>([this](const Meta&, const HttpPush::Request& push) { return notifications_.take(push); });
    }

    core::Result<void> start() override { return {}; }
    void stop() override { channel_.stop(); }

  private:
    Outcome<Ping::Result> ping() {
        return outcomeOf<Ping::Result>(askOrder(kNobodysNumber),
                                       [](const Reply& reply) { return core::Result(Ping::Result{reply.signed_at}); });
    }

    Outcome<OrderCreate::Result> createOrder(const Meta& meta, const OrderCreate::Request& request) {
        if (!isOurNumber(meta.wire_id)) return outcomeOf<OrderCreate::Result>(kit::notWritable(numberNotWritable()));
        const bool in_app = request.payer.has_value();  // who is known pays inside WeChat, who is not scans a code
        Answer answer =
            channel_.post(fmt::format("/v3/pay/transactions/{}", in_app ? "jsapi" : "native"), words_.ofOrder(meta.wire_id, request));
        auto* refusal = std::get_if<Refusal>(&answer);
        if (refusal != nullptr && numberIsTaken(*refusal)) refusal->reason = RefusalReason::DuplicateNumber;
        return outcomeOf<OrderCreate::Result>(answer, [&](const Reply& reply) -> core::Result<OrderCreate::Result> {
            const core::Result<std::string> prepared = textIn(reply, in_app ? "prepay_id" : "code_url");
            if (!prepared.ok()) return prepared.failure();
            OrderCreate::Result result;
            result.order.our_number = meta.wire_id;
            result.order.amount = request.amount;
            result.pay_link = core::Sensitive<std::string>(in_app ? channel_.payLink(app_, *prepared) : *prepared);
            return result;
        });
    }

    Inquiry<OrderCreate::Result> inquireOrder(const Meta& meta, const OrderCreate::Request& request) {
        using Found = core::Result<std::optional<OrderCreate::Result>>;
        return kit::inquiryOf<OrderCreate::Result>(askOrder(meta.wire_id), [&](const Reply& reply) -> Found {
            const core::Result<std::optional<ChannelOrder>> order = orderIn(reply, meta.wire_id);
            if (!order.ok()) return order.failure();
            if (!*order) return std::optional<OrderCreate::Result>();
            const core::Result<void> same = sameAmount(request.amount, (*order)->amount);
            if (!same.ok()) return same.failure();
            return std::optional(OrderCreate::Result{**order, std::nullopt});
        });
    }

    Outcome<OrderFind::Result> findOrder(const OrderFind::Request& request) {
        return outcomeOf<OrderFind::Result>(askOrder(request.our_number), [&](const Reply& reply) -> core::Result<OrderFind::Result> {
            const core::Result<std::optional<ChannelOrder>> order = orderIn(reply, request.our_number);
            if (!order.ok()) return order.failure();
            return OrderFind::Result{*order};
        });
    }

    Outcome<OrderClose::Result> close(const OrderClose::Request& request) {
        if (!isOurNumber(request.our_number)) return outcomeOf<OrderClose::Result>(kit::notWritable(numberNotWritable()));
        Answer answer = channel_.post(fmt::format("/v3/pay/transactions/out-trade-no/{}/close", request.our_number), words_.ofClose());
        if (auto* refusal = std::get_if<Refusal>(&answer)) {
            if (isCode(refusal->their_code, "ORDER_CLOSED")) return Outcome<OrderClose::Result>::done({});
            if (refusal->reason == RefusalReason::AlreadyPaid) refusal->reason = RefusalReason::WrongState;  // as order.close says
        }
        return outcomeOf<OrderClose::Result>(answer, [](const Reply& reply) -> core::Result<OrderClose::Result> {
            if (reply.content) return core::Failure(core::Error::PeerAnswerNotValid, "it has a body");  // nothing here says "closed"
            return OrderClose::Result{};
        });
    }

    Inquiry<OrderClose::Result> inquireClose(const OrderClose::Request& request) {
        using Found = core::Result<std::optional<OrderClose::Result>>;
        return kit::inquiryOf<OrderClose::Result>(askOrder(request.our_number), [&](const Reply& reply) -> Found {
            const core::Result<std::optional<ChannelOrder>> order = orderIn(reply, request.our_number);
            if (!order.ok()) return order.failure();
            const bool closed = *order && (*order)->state == OrderState::Closed;
            return closed ? std::optional(OrderClose::Result{}) : std::nullopt;
        });
    }

    Outcome<RefundCreate::Result> createRefund(const Meta& meta, const RefundCreate::Request& request) {
        if (!isOurNumber(meta.wire_id) || !isOurNumber(request.order_number))
            return outcomeOf<RefundCreate::Result>(kit::notWritable(numberNotWritable()));
        const Answer answer = channel_.post("/v3/refund/domestic/refunds", words_.ofRefund(meta.wire_id, request));
        return outcomeOf<RefundCreate::Result>(answer, [&](const Reply& reply) -> core::Result<RefundCreate::Result> {
            const core::Result<std::optional<RefundCreate::Result>> result = refundAsked(reply, meta.wire_id, request);
            if (!result.ok()) return result.failure();
            return **result;  // a write whose answer is not there is a Refusal
        });
    }

    Inquiry<RefundCreate::Result> inquireRefund(const Meta& meta, const RefundCreate::Request& request) {
        return kit::inquiryOf<RefundCreate::Result>(askRefund(meta.wire_id),
                                                    [&](const Reply& reply) { return refundAsked(reply, meta.wire_id, request); });
    }

    Outcome<RefundFind::Result> findRefund(const RefundFind::Request& request) {
        return outcomeOf<RefundFind::Result>(askRefund(request.our_number), [&](const Reply& reply) -> core::Result<RefundFind::Result> {
            const core::Result<std::optional<ToldRefund>> told = refundIn(reply, request.our_number);
            if (!told.ok()) return told.failure();
            return *told ? RefundFind::Result{(*told)->refund} : RefundFind::Result{};
        });
    }

    Answer askOrder(std::string_view number) {
        if (!isOurNumber(number)) return kit::notWritable(numberNotWritable());
        return channel_.get(fmt::format("/v3/pay/transactions/out-trade-no/{}?mchid={}", number, merchant_), "ORDER_NOT_EXIST");
    }
    Answer askRefund(std::string_view number) {
        if (!isOurNumber(number)) return kit::notWritable(numberNotWritable());
        return channel_.get(fmt::format("/v3/refund/domestic/refunds/{}", number), "RESOURCE_NOT_EXISTS");
    }

    static core::Result<std::string> textIn(const Reply& reply, std::string_view name) {
        if (!reply.content) return core::Failure(core::Error::PeerAnswerNotValid, "it has no body");
        return Words::text(reply.content->root(), name);
    }

    /// Nothing when the channel knows none. One under another number is not read.
    core::Result<std::optional<ChannelOrder>> orderIn(const Reply& reply, const std::string& number) const {
        if (!reply.there) return std::optional<ChannelOrder>();
        if (!reply.content) return core::Failure(core::Error::PeerAnswerNotValid, "it has no body");
        const core::Result<ChannelOrder> order = words_.order(reply.content->root());
        if (!order.ok()) return order.failure();
        if (order->our_number != number) return core::Failure(core::Error::PeerAnswerNotValid, "out_trade_no is another");
        return std::optional(*order);
    }

    core::Result<std::optional<ToldRefund>> refundIn(const Reply& reply, const std::string& number) const {
        if (!reply.there) return std::optional<ToldRefund>();
        if (!reply.content) return core::Failure(core::Error::PeerAnswerNotValid, "it has no body");
        const core::Result<ToldRefund> told = words_.refund(reply.content->root());
        if (!told.ok()) return told.failure();
        if (told->refund.our_number != number) return core::Failure(core::Error::PeerAnswerNotValid, "out_refund_no is another");
        return std::optional(*told);
    }

    /// refundIn() of the order and with the amounts that were asked.
    core::Result<std::optional<RefundCreate::Result>> refundAsked(const Reply& reply, const std::string& number,
                                                                  const RefundCreate::Request& request) const {
        const core::Result<std::optional<ToldRefund>> told = refundIn(reply, number);
        if (!told.ok()) return told.failure();
        if (!*told) return std::optional<RefundCreate::Result>();
        if ((*told)->order_number != request.order_number) return core::Failure(core::Error::PeerAnswerNotValid, "out_trade_no is another");
        for (const core::Result<void>& same :
             {sameAmount(request.amount, (*told)->refund.amount), sameAmount(request.order_amount, (*told)->order_amount)}) {
            if (!same.ok()) return same.failure();
        }
        return std::optional(RefundCreate::Result{(*told)->refund});
    }

    const std::string merchant_;
    const std::string app_;
    const Words words_;
    Channel channel_;
    const Notifications notifications_;  // after what it refers to
};

/// Also: SecretMissing, ChannelKeyNotUsable.
core::Result<Keys> keysOf(const Settings& settings, Host& host) {
    const core::Result<core::Sensitive<std::string>> pem = host.secret(settings.private_key.secret);
    if (!pem.ok()) return pem.failure();
    core::Result<MerchantKey> private_key = MerchantKey::read(*pem);
    if (!private_key.ok()) return private_key.failure();
    const core::Result<core::Sensitive<std::string>> bytes = host.secret(settings.notification_key.secret);
    if (!bytes.ok()) return bytes.failure();
    core::Result<NotificationKey> notification = NotificationKey::read(*bytes);
    if (!notification.ok()) return notification.failure();
    core::Result<PlatformKeys> platform = PlatformKeys::read(settings.platform_keys);
    if (!platform.ok()) return platform.failure();
    return Keys{{settings.merchant, settings.merchant_serial, std::move(*private_key)}, std::move(*platform), std::move(*notification)};
}

class WechatPayAdapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        return kit::readHttpSettings<Settings>(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) override {
        const kit::SettingsRead<Settings> read = kit::readHttpSettings<Settings>(settings.json);
        if (read.problems.any()) return read.problems.failure();
        core::Result<std::unique_ptr<kit::HttpClient>> client = kit::clientOf(
            {read.value.url, read.value.authority_file, *read.value.answer_within}, host.clock(), kit::HttpLimits().answer_bytes_max);
        if (!client.ok()) return client.failure();
        core::Result<Keys> keys = keysOf(read.value, host);
        if (!keys.ok()) return keys.failure();
        return std::unique_ptr<Instance>(new WechatPayInstance(read.value, std::move(*keys), std::move(*client), host));
    }
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter();
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<WechatPayAdapter>(); }

}  // namespace adapters::wechat_pay
