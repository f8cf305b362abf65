#include "hub/app/gateway_counterparties.h"

#include <future>

#include "hub/contract/operations.h"
#include "tests/support/failures.h"

using namespace hub;
using namespace std::chrono_literals;

namespace {

class CreateOrder final : public contract::WriteHandler<contract::OrderCreate> {
  public:
    contract::Outcome<contract::OrderCreate::Result> call(const contract::Meta& meta,
                                                          const contract::OrderCreate::Request& request) override {
        contract::OrderCreate::Result result;
        result.order.our_number = meta.wire_id;
        result.order.amount = request.amount;
        return contract::Outcome<contract::OrderCreate::Result>::done(result);
    }
    contract::Inquiry<contract::OrderCreate::Result> inquire(const contract::Meta&, const contract::OrderCreate::Request&) override {
        return contract::Inquiry<contract::OrderCreate::Result>::notThere();
    }
};

class OneOrderInstance final : public contract::Instance {
  public:
    std::vector<contract::Capability> capabilities() const override {
        contract::Capability capability;
        capability.operation = "order.create";
        capability.asks_by = contract::AsksBy::OurId;
        return {capability};
    }
    contract::AnyHandler* handler(std::string_view port, std::string_view operation) override {
        return port == "collect/1" && operation == "order.create" ? &create_ : nullptr;
    }
    core::Result<void> start() override { return {}; }
    void stop() override {}

  private:
    CreateOrder create_;
};

struct Fixture {
    core::SystemClock clock;
    core::ThreadExecutor executor{clock, 1};
    std::promise<void> in_service;
    std::shared_ptr<gateway::Counterparty> channel =
        gateway::Counterparty::make("wechat", {}, /*seed=*/1, executor, clock, [this](const gateway::ServiceChange& change) {
            if (change.state == gateway::ServiceState::InService) in_service.set_value();
        });
    app::GatewayCounterparties counterparties{[this](std::string_view code) -> core::Result<gateway::Counterparty*> {
                                                  if (code != "wechat")
                                                      return core::Failure(core::Error::CounterpartyNotKnown, std::string(code));
                                                  return channel.get();
                                              },
                                              executor};

    Fixture() {
        channel->start([]() -> core::Result<std::unique_ptr<contract::Instance>> {
            return std::unique_ptr<contract::Instance>(std::make_unique<OneOrderInstance>());
        });
        in_service.get_future().wait();
    }
    ~Fixture() {
        std::promise<void> stopped;
        channel->stop([&](std::size_t) { stopped.set_value(); });
        stopped.get_future().wait();
        executor.stop();
    }

    flows::Call callOf(const std::string& operation, const std::string& request) const {
        flows::Call call;
        call.operation = operation;
        call.meta.counterparty = "wechat";
        call.meta.wire_id = "W1";
        call.meta.deadline_at = clock.utc() + 1h;
        call.request = core::Sensitive<std::string>(request);
        return call;
    }
    flows::CallAnswer answerTo(const flows::Call& call) {
        std::promise<flows::CallAnswer> answered;
        counterparties.call(call, [&](const flows::CallAnswer& answer) { answered.set_value(answer); });
        return answered.get_future().get();
    }
};

const std::string kRequest = R"({"amount_fen":1250,"subject":"挂号","expires_at_ms":1})";

void expectNotReached(const flows::CallAnswer& answer, core::Error error) {
    BOOST_TEST(core::enumName(answer.ending) == "not_reached");
    BOOST_REQUIRE(answer.answer.trouble.has_value());
    BOOST_TEST(answer.answer.trouble->code == core::errorInfo(error).code);
    tests::noteReturned(error);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(gateway_counterparties, Fixture)

BOOST_AUTO_TEST_CASE(a_call_by_name_and_json_reaches_the_handler_and_comes_back_as_json) {
    const flows::CallAnswer answer = answerTo(callOf("order.create", kRequest));
    BOOST_TEST(core::enumName(answer.ending) == "done");
    BOOST_REQUIRE(answer.answer.result.has_value());
    const auto result = core::fromJson<contract::OrderCreate::Result>(answer.answer.result->reveal());
    BOOST_REQUIRE(result.ok());
    BOOST_TEST(result->order.our_number == "W1");
    BOOST_TEST(result->order.amount.fen() == 1250);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_called_is_not_reached_with_its_reason) {
    expectNotReached(answerTo(callOf("order.destroy", "{}")), core::Error::OperationNotOffered);
    expectNotReached(answerTo(callOf("order.find", R"({"our_number":"W1"})")), core::Error::OperationNotOffered);
    expectNotReached(answerTo(callOf("order.create", R"({"amount_fen":12.5})")), core::Error::JsonNotValid);
    flows::Call elsewhere = callOf("order.create", kRequest);
    elsewhere.meta.counterparty = "alipay";
    expectNotReached(answerTo(elsewhere), core::Error::CounterpartyNotKnown);
}

BOOST_AUTO_TEST_CASE(an_inquiry_is_answered_and_one_after_a_read_cannot_tell) {
    const auto found = [&](const std::string& operation, const std::string& request) {
        std::promise<flows::InquiryAnswer> answered;
        counterparties.inquire(callOf(operation, request), [&](const flows::InquiryAnswer& answer) { answered.set_value(answer); });
        return std::string(core::enumName(answered.get_future().get().finding));
    };
    BOOST_TEST(found("order.create", kRequest) == "not_there");
    BOOST_TEST(found("order.find", R"({"our_number":"W1"})") == "cannot_tell");
}

BOOST_AUTO_TEST_CASE(the_capability_is_what_the_instance_declares) {
    const auto offered = counterparties.capability("wechat", "order.create");
    BOOST_REQUIRE(offered.has_value());
    BOOST_TEST(core::enumName(offered->asks_by) == "our_id");
    BOOST_TEST(!counterparties.capability("wechat", "order.close").has_value());
    BOOST_TEST(!counterparties.capability("alipay", "order.create").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
