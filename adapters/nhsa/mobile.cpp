#include <fmt/format.h>

#include "adapters/kit/json_reading.h"
#include "adapters/kit/offering_instance.h"
#include "adapters/kit/settings_checks.h"
#include "adapters/nhsa/instances.h"
#include "adapters/nhsa/mobile_wire.h"
#include "adapters/nhsa/mobile_words.h"
#include "adapters/nhsa/words.h"
#include "hub/contract/operations/health.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using kit::outcomeOf;
using Resend = MobileWire::Resend;

namespace {

/// What ping asks after: an order that nobody has. "There is none" says that the insurer is up and knows us.
constexpr std::string_view kNobodysOrder = "ONECARD-PING";

constexpr std::size_t kOurNumberMax = 32;

class MobileInstance final : public kit::OfferingInstance {
  public:
    MobileInstance(Parts parts, Host& host)
        : clock_(host.clock()),
          words_(parts.settings.institution),
          client_(std::move(parts.client)),
          wire_(parts.settings, std::move(parts.secret), std::move(parts.sm), *client_, clock_) {
        offer<SettlementFind>([this](const Meta&, const SettlementFind::Request& request) { return find(request); });
        // A lost upload gave no number to ask by or to revoke; sent again it gives the first one's.
        offer<ChargesUpload>(
            {AsksBy::Nothing, Repeat::SameAnswer},
            [this](const Meta& meta, const ChargesUpload::Request& request) { return upload(meta, request); },
            CannotBeAsked<ChargesUpload>{});
        offer<SettlementConfirm>(
            {AsksBy::OurId, Repeat::SameAnswer, std::string(CallReverse::kName)},
            [this](const Meta& meta, const SettlementConfirm::Request& request) { return confirm(meta, request); },
            [this](const Meta& meta, const SettlementConfirm::Request& request) { return inquireConfirm(meta, request); });
        offer<SettlementRevoke>(
            {AsksBy::Nothing, Repeat::SameAnswer},
            [this](const Meta& meta, const SettlementRevoke::Request& request) { return revoke(meta, request); },
            CannotBeAsked<SettlementRevoke>{});
        offer<CallReverse>(
            {AsksBy::Nothing, Repeat::SameAnswer}, [this](const Meta&, const CallReverse::Request& request) { return reverse(request); },
            CannotBeAsked<CallReverse>{});
        offer<Ping>([this](const Meta&, const Ping::Request&) { return ping(); });
    }

    core::Result<void> start() override { return {}; }
    void stop() override { client_->stop(); }

  private:
    Answer call(std::string_view method, const core::Result<Data>& data, Resend resend) {
        if (!data.ok()) return kit::notWritable(data.failure());
        return wire_.call(method, *data, resend);
    }

    Answer act(const Meta& meta, std::string_view method, const core::Result<Data>& data) {
        if (!kit::isPlainWord(meta.wire_id, kOurNumberMax)) return kit::notWritable(notWritable("our number is not in the insurer's form"));
        return call(method, data, Resend::Never);
    }

    template <class T, class Read>
    static Outcome<T> read(const Answer& answer, Read reader) {
        return outcomeOf<T>(answer, [&](const Reply& reply) -> core::Result<T> {
            if (!reply.content) return kit::notValid("data", "is missing");
            return reader(*reply.content);
        });
    }

    Outcome<Ping::Result> ping() {
        const core::Sensitive<std::string> nobody{std::string(kNobodysOrder)};
        const Answer answer =
            wire_.call("query_order_info", words_.query(nobody.reveal(), {nobody.reveal(), "", nobody, nobody}), Resend::WhenUnanswered);
        if (isRefusal(answer, kNoSuchSettlement)) return Outcome<Ping::Result>::done({});
        return outcomeOf<Ping::Result>(
            answer, [](const Reply&) -> core::Result<Ping::Result> { return kit::notValid("payOrdId", "that nobody has is there"); });
    }

    Outcome<ChargesUpload::Result> upload(const Meta& meta, const ChargesUpload::Request& request) {
        const Answer answer = act(meta, "uldFeeInfo", words_.upload(meta.wire_id, request));
        return read<ChargesUpload::Result>(answer, [&](JsonValue content) -> core::Result<ChargesUpload::Result> {
            core::Result<InsuranceOrder> order = words_.uploaded(content, request);
            if (!order.ok()) return order.failure();
            return ChargesUpload::Result{{}, std::move(*order)};
        });
    }

    Outcome<SettlementConfirm::Result> confirm(const Meta& meta, const SettlementConfirm::Request& request) {
        using Result = SettlementConfirm::Result;
        const Answer answer = act(meta, "pay_order", words_.pay(meta.wire_id, request.of));
        std::optional<ToldOrder> told;
        Outcome<Result> outcome = read<Result>(answer, [&](JsonValue content) -> core::Result<Result> {
            core::Result<ToldOrder> order = words_.order(content, request.of.order->number);
            if (!order.ok()) return order.failure();
            told = *order;
            const core::Result<void> same = sameTotalOf(*order, request.of.total);
            if (!same.ok()) return same.failure();
            order->our_number = meta.wire_id;  // the answer to it need not repeat it
            return Result{MobileWords::settlementOf(request.of.order->number, std::move(*order))};
        });
        if (outcome.ending != Ending::Done) return outcome;
        switch (told->stage) {
            case OrderStage::Settled:
                return outcome;
            case OrderStage::NotSettled:
            case OrderStage::Settling:
                return Outcome<Result>::accepted();
            case OrderStage::Failed:
            case OrderStage::Revoked:
                return Outcome<Result>::refused({RefusalReason::WrongState, fmt::format("ordStas {}", told->their_stage), {}});
            case OrderStage::Revoking:
            case OrderStage::Refunded:
                return Outcome<Result>::unknown(kit::notValid("ordStas", "is not one that paying brings about"));
        }
        HUB_ASSERT(false);
    }

    Inquiry<SettlementConfirm::Result> inquireConfirm(const Meta& meta, const SettlementConfirm::Request& request) {
        using Result = SettlementConfirm::Result;
        const core::Result<ToldOrder> told = orderAsked(request);
        if (!told.ok()) return Inquiry<Result>::cannotTell(told.failure());
        const bool is_ours = told->our_number == meta.wire_id;
        switch (told->stage) {
            case OrderStage::Settled:
            case OrderStage::Refunded: {
                if (!told->our_number) return Inquiry<Result>::cannotTell(kit::notValid("orgBizSer", "is missing"));
                Result result{MobileWords::settlementOf(request.of.order->number, *told)};
                return is_ours ? Inquiry<Result>::ours(std::move(result)) : Inquiry<Result>::someoneElse(std::move(result));
            }
            case OrderStage::NotSettled:
                return is_ours ? Inquiry<Result>::notYet() : Inquiry<Result>::notThere();
            case OrderStage::Settling:
            case OrderStage::Revoking:
                return Inquiry<Result>::notYet();
            case OrderStage::Revoked:  // whatever was settled stands no more
            case OrderStage::Failed:
                return Inquiry<Result>::notThere();
        }
        HUB_ASSERT(false);
    }

    /// What the insurer says of the order of a settlement. A refusal too leaves open what happened.
    core::Result<ToldOrder> orderAsked(const SettlementConfirm::Request& request) {
        if (!request.of.order) return notWritable("the insurer's order is missing");
        const InsuranceOrder& order = *request.of.order;
        const Answer answer =
            wire_.call("query_order_info", words_.query(order.number, OrderToken::of(order.token)), Resend::WhenUnanswered);
        if (const auto* none = std::get_if<kit::NoAnswer>(&answer)) return none->failure;
        if (const auto* refusal = std::get_if<Refusal>(&answer)) return kit::notValid("code", refusal->their_code + " to a question");
        const std::optional<JsonValue> content = std::get<Reply>(answer).content;
        if (!content) return kit::notValid("data", "is missing");
        core::Result<ToldOrder> told = words_.order(*content, order.number);
        if (!told.ok()) return told;
        const core::Result<void> same = sameTotalOf(*told, request.of.total);
        if (!same.ok()) return same.failure();
        return told;
    }

    /// An order that is not settled may have no amounts.
    static core::Result<void> sameTotalOf(const ToldOrder& told, core::Money asked) {
        const bool has_none = told.amounts.total.isZero() && told.stage != OrderStage::Settled && told.stage != OrderStage::Refunded;
        return has_none ? core::Result<void>() : kit::sameAmount(asked, told.amounts.total);
    }

    Outcome<SettlementRevoke::Result> revoke(const Meta& meta, const SettlementRevoke::Request& request) {
        using Result = SettlementRevoke::Result;
        const Answer answer = act(meta, "refund_Order", words_.refund(meta.wire_id, request, clock_.utc()));
        bool failed = false;
        const Outcome<Result> outcome = read<Result>(answer, [&](JsonValue content) -> core::Result<Result> {
            const core::Result<RefundStage> stage = refundStageIn(content);
            if (!stage.ok()) return stage.failure();
            if (*stage == RefundStage::Unclear) return core::Failure(core::Error::ChannelInTrouble, "refStatus EXP");
            failed = *stage == RefundStage::Failed;
            if (failed) return Result{};
            core::Result<Settlement> revocation = words_.refunded(content, meta.wire_id, request);
            if (!revocation.ok()) return revocation.failure();
            return Result{std::move(*revocation)};
        });
        return failed ? Outcome<Result>::refused({RefusalReason::Other, "refStatus FAIL", {}}) : outcome;
    }

    Outcome<SettlementFind::Result> find(const SettlementFind::Request& request) {
        using Result = SettlementFind::Result;
        if (!request.order) return outcomeOf<Result>(kit::notWritable(notWritable("the insurer's order is missing")));
        OrderToken token = OrderToken::of(request.order->token);
        if (request.name) token.name = core::Sensitive<std::string>(request.name->reveal().text);
        if (request.certificate) token.certificate = core::Sensitive<std::string>(request.certificate->number.reveal().text);
        const Answer answer = wire_.call("query_order_info", words_.query(request.number, token), Resend::WhenUnanswered);
        if (isRefusal(answer, kNoSuchSettlement)) return Outcome<Result>::done({});
        return read<Result>(answer, [&](JsonValue content) -> core::Result<Result> {
            core::Result<ToldOrder> told = words_.order(content, request.number);
            if (!told.ok()) return told.failure();
            if (told->stage == OrderStage::NotSettled) return Result{};  // an order, but no settlement
            return Result{MobileWords::settlementOf(request.number, std::move(*told))};
        });
    }

    /// Revokes the order: after that it is never settled, and what was settled on the same day is undone.
    Outcome<CallReverse::Result> reverse(const CallReverse::Request& request) {
        using Result = CallReverse::Result;
        if (request.operation != SettlementConfirm::kName || !request.order)
            return outcomeOf<Result>(kit::notWritable(notWritable("only the settlement of an order can be reversed")));
        const Answer answer = call("revoke_order", words_.revoke(*request.order), Resend::Never);
        if (isRefusal(answer, kRevokedAlready)) return Outcome<Result>::done({});
        bool is_under_way = false;
        const Outcome<Result> outcome = read<Result>(answer, [&](JsonValue content) -> core::Result<Result> {
            const core::Result<ToldOrder> told = words_.stage(content, request.order->number);
            if (!told.ok()) return told.failure();
            is_under_way = told->stage == OrderStage::Revoking;
            if (told->stage != OrderStage::Revoked && told->stage != OrderStage::Refunded && !is_under_way)
                return kit::notValid("ordStas", "is not one that revoking brings about");
            return Result{};
        });
        return is_under_way ? Outcome<Result>::accepted() : outcome;
    }

    const core::Clock& clock_;
    const MobileWords words_;
    const std::unique_ptr<kit::HttpClient> client_;
    MobileWire wire_;
};

}  // namespace

std::unique_ptr<Instance> makeMobile(Parts parts, Host& host) { return std::make_unique<MobileInstance>(std::move(parts), host); }

}  // namespace adapters::nhsa
