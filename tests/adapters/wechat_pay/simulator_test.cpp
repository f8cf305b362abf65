// Against the simulator of the channel, over the wire: two programs that share no code.
#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "tests/adapters/conformance/tcp_server.h"
#include "tests/adapters/wechat_pay/bench.h"
#include "tests/adapters/wechat_pay/simulator_process.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using core::Money;
using tests::troubleOf;

/// The hub's HTTP front and its store, as far as notifications need them: what is pushed goes to the instance, what it accepts is
/// kept. Any thread.
class Front final : public Host {
  public:
    Front() : server_([this](tests::TcpConnection& connection) { serve(connection); }) { server_.start(); }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/in/SLZF"; }
    void handTo(Instance& instance) { push_ = handlerOf<HttpPush>(instance); }
    void stop() { server_.stop(); }

    /// The `number`-th accepted message, from 1; waits for it.
    CollectionChanged change(std::size_t number) {
        std::unique_lock lock(mutex_);
        BOOST_REQUIRE(changed_.wait_for(lock, std::chrono::seconds(10), [&] { return accepted_.size() >= number; }));
        const auto& events = accepted_[number - 1].events;
        BOOST_REQUIRE(events.size() == 1);
        const auto change = core::fromJson<CollectionChanged>(events.front().content.reveal());
        BOOST_REQUIRE(change.ok());
        return *change;
    }

    core::Result<Acceptance> accept(Inbound message) override {
        const std::lock_guard lock(mutex_);
        accepted_.push_back(std::move(message));
        changed_.notify_all();
        return Acceptance{};
    }
    core::Result<core::Sensitive<std::string>> secret(std::string_view name) override {
        return core::Sensitive<std::string>(tests::WechatSubject::keys().at(std::string(name)));
    }
    const core::Clock& clock() const override { return clock_; }
    void notice(const core::Failure&) override {}

  private:
    void serve(tests::TcpConnection& connection) {
        std::string text = connection.readUntil("\r\n\r\n");
        const std::size_t head = text.find("\r\n\r\n");
        if (head == std::string::npos) return;
        HttpPush::Request push;
        push.method = text.substr(0, text.find(' '));
        std::size_t length = 0;
        for (std::size_t at = text.find("\r\n") + 2; at < head;) {
            const std::size_t end = text.find("\r\n", at);
            const std::string line = text.substr(at, end - at);
            push.headers.push_back({line.substr(0, line.find(':')), line.substr(line.find(": ") + 2)});
            if (push.headers.back().name == "Content-Length") length = std::stoul(push.headers.back().value);
            at = end + 2;
        }
        while (text.size() < head + 4 + length) {
            const std::string more = connection.read();
            if (more.empty()) return;
            text += more;
        }
        push.body = core::Sensitive<std::string>(text.substr(head + 4));
        const auto outcome = push_->call({}, push);
        const int status = outcome.ending == Ending::Done ? outcome.result->status : 503;
        connection.write(
            fmt::format("HTTP/1.1 {} Said\r\nConnection: close\r\n{}\r\n", status, status == 204 ? "" : "Content-Length: 0\r\n"));
    }

    core::SystemClock clock_;
    std::mutex mutex_;  // guards accepted_
    std::condition_variable changed_;
    std::vector<Inbound> accepted_;
    Handler<HttpPush>* push_ = nullptr;  // set before the first order
    tests::TcpServer server_;            // last: its threads use all the others
};

struct Wire {
    Wire() {
        std::string json = tests::WechatSubject::settingsJson(simulator.url(), std::chrono::milliseconds(1500));
        json.replace(json.find(tests::kGoldenNotifyUrl), std::string_view(tests::kGoldenNotifyUrl).size(), front.url());
        auto opened = adapter->open({"SLZF", "UTF-8", json}, front);
        BOOST_REQUIRE(opened.ok());
        instance = std::move(*opened);
        BOOST_REQUIRE(instance->start().ok());
        front.handTo(*instance);
    }
    ~Wire() {
        instance->stop();
        front.stop();
    }

    template <Operation Op>
    Outcome<typename Op::Result> call(const typename Op::Request& request, const std::string& wire_id = kNumber) {
        return handlerOf<Op>(*instance)->call(tests::WechatBench::meta(wire_id), request);
    }
    template <Operation Op>
    Inquiry<typename Op::Result> inquire(const typename Op::Request& request, const std::string& wire_id = kNumber) {
        return handlerOf<Op>(*instance)->inquire(tests::WechatBench::meta(wire_id), request);
    }

    /// An order of 36.25 yuan with half an hour to pay it.
    OrderCreate::Request order() const {
        const core::UtcTime now = front.clock().utc();
        return {Money::fromFen(3625), "门诊缴费", now + std::chrono::minutes(30), core::Sensitive<std::string>("oSYNTHETIC1")};
    }
    RefundCreate::Request refund() const { return {kNumber, Money::fromFen(3625), Money::fromFen(500), "退费"}; }

    void create() { BOOST_REQUIRE((call<OrderCreate>(order()).ending == Ending::Done)); }
    void pay() const { simulator.tell("orders/pay", fmt::format(R"({{"out_trade_no":"{}"}})", kNumber)); }
    OrderState state() {
        const auto found = call<OrderFind>({kNumber});
        BOOST_REQUIRE((found.ending == Ending::Done && found.result->order));
        return found.result->order->state;
    }

    static constexpr const char* kNumber = "01JGYH8M0000000000000000A1";
    static constexpr const char* kRefundNumber = "01JGYH8M0000000000000000R1";

    tests::SimulatorProcess simulator;  // first: it is forked before there are threads
    Front front;
    std::unique_ptr<Adapter> adapter = adapters::wechat_pay::makeAdapter();
    std::unique_ptr<Instance> instance;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(simulator)

BOOST_AUTO_TEST_CASE(an_order_is_made_typed_paid_told_and_refunded) {
    Wire wire;
    BOOST_TEST((wire.call<Ping>({}).ending == Ending::Done));
    BOOST_TEST((wire.inquire<OrderCreate>(wire.order()).finding == Finding::NotThere));
    wire.create();
    BOOST_TEST((wire.state() == OrderState::Waiting));
    wire.simulator.tell("orders/type", fmt::format(R"({{"out_trade_no":"{}"}})", Wire::kNumber));
    BOOST_TEST((wire.state() == OrderState::PayerTyping));
    const auto close = wire.call<OrderClose>({Wire::kNumber});
    BOOST_REQUIRE((close.ending == Ending::Refused));
    BOOST_TEST((close.refusal->reason == RefusalReason::WrongState));

    wire.pay();
    const CollectionChanged paid = wire.front.change(1);
    BOOST_REQUIRE(paid.order.has_value());
    BOOST_TEST((paid.order->state == OrderState::Paid));
    BOOST_TEST(paid.order->amount.fen() == 3625);
    BOOST_TEST(paid.order->our_number == Wire::kNumber);
    BOOST_TEST((wire.state() == OrderState::Paid));
    const auto again = wire.call<OrderCreate>(wire.order());
    BOOST_REQUIRE((again.ending == Ending::Refused));
    BOOST_TEST((again.refusal->reason == RefusalReason::DuplicateNumber));

    const auto refund = wire.call<RefundCreate>(wire.refund(), Wire::kRefundNumber);
    BOOST_REQUIRE((refund.ending == Ending::Done));
    BOOST_TEST((refund.result->refund.state == RefundState::Accepted));
    wire.simulator.tell("refunds/end", fmt::format(R"({{"out_refund_no":"{}","status":"SUCCESS"}})", Wire::kRefundNumber));
    const CollectionChanged refunded = wire.front.change(2);
    BOOST_REQUIRE(refunded.refund.has_value());
    BOOST_TEST((refunded.refund->state == RefundState::Done));
    BOOST_TEST(refunded.refund->amount.fen() == 500);
    BOOST_TEST((wire.call<RefundFind>({Wire::kRefundNumber}).result->refund->state == RefundState::Done));
    BOOST_TEST((wire.state() == OrderState::Paid));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_is_unknown_and_then_found) {
    for (const char* kind : {"hang", "reset"}) {
        Wire wire;
        wire.simulator.fail("order", kind);
        const OrderCreate::Request order = wire.order();
        BOOST_TEST((wire.call<OrderCreate>(order).ending == Ending::Unknown), kind);
        BOOST_TEST((wire.inquire<OrderCreate>(order).finding == Finding::Ours), kind);
        BOOST_TEST((wire.call<OrderCreate>(order).ending == Ending::Done), kind);
        wire.pay();
        wire.simulator.fail("refund", kind);
        BOOST_TEST((wire.call<RefundCreate>(wire.refund(), Wire::kRefundNumber).ending == Ending::Unknown), kind);
        BOOST_TEST((wire.inquire<RefundCreate>(wire.refund(), Wire::kRefundNumber).finding == Finding::Ours), kind);
        BOOST_TEST((wire.call<RefundCreate>(wire.refund(), Wire::kRefundNumber).ending == Ending::Done), kind);
    }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_an_answer_leaves_a_write_unknown) {
    const std::pair<const char*, Error> kinds[] = {{"wrong_amount", Error::ChannelAmountDiffers},
                                                   {"third_decimal", Error::PeerAnswerNotValid},
                                                   {"protocol_fault", Error::ChannelInTrouble},
                                                   {"http_error", Error::ChannelInTrouble},
                                                   {"bad_signature", Error::ChannelSignatureNotValid},
                                                   {"html_page", Error::ChannelSignatureNotValid},
                                                   {"odd_result", Error::CodeNotMapped},
                                                   {"no_result", Error::PeerAnswerNotValid},
                                                   {"plain_text", Error::ChannelSignatureNotValid},
                                                   {"empty_answer", Error::ChannelSignatureNotValid}};
    Wire wire;
    wire.create();
    wire.pay();
    for (const auto& [kind, error] : kinds) {
        wire.simulator.fail("refund", kind);
        const auto outcome = wire.call<RefundCreate>(wire.refund(), Wire::kRefundNumber);
        BOOST_TEST((outcome.ending == Ending::Unknown), kind);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), error), kind);
    }
    BOOST_TEST((wire.inquire<RefundCreate>(wire.refund(), Wire::kRefundNumber).finding == Finding::Ours));
}

BOOST_AUTO_TEST_CASE(what_the_channel_turned_away_did_not_happen) {
    Wire wire;
    wire.create();
    wire.pay();
    wire.simulator.fail("refund", "refused", R"("acts":false,"text":"FREQUENCY_LIMIT_EXCEEDED")");
    const auto busy = wire.call<RefundCreate>(wire.refund(), Wire::kRefundNumber);
    BOOST_TEST((busy.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(busy), Error::ChannelBusy));
    wire.simulator.fail("refund", "refused", R"("acts":false,"text":"NOT_ENOUGH")");
    const auto poor = wire.call<RefundCreate>(wire.refund(), Wire::kRefundNumber);
    BOOST_REQUIRE((poor.ending == Ending::Refused));
    BOOST_TEST((poor.refusal->reason == RefusalReason::BalanceTooLow));
    BOOST_TEST((wire.inquire<RefundCreate>(wire.refund(), Wire::kRefundNumber).finding == Finding::NotThere));
}

BOOST_AUTO_TEST_CASE(a_closed_order_can_no_longer_be_made_or_paid) {
    Wire wire;
    const auto unknown = wire.call<OrderClose>({Wire::kNumber});
    BOOST_REQUIRE((unknown.ending == Ending::Refused));
    BOOST_TEST(unknown.refusal->their_code == "ORDER_NOT_EXIST");
    wire.create();
    BOOST_TEST((wire.call<OrderClose>({Wire::kNumber}).ending == Ending::Done));
    BOOST_TEST((wire.call<OrderClose>({Wire::kNumber}).ending == Ending::Done));
    BOOST_TEST((wire.inquire<OrderClose>({Wire::kNumber}).finding == Finding::Ours));
    BOOST_TEST((wire.state() == OrderState::Closed));
    BOOST_TEST((wire.call<OrderCreate>(wire.order()).ending == Ending::Refused));
}

BOOST_AUTO_TEST_SUITE_END()
