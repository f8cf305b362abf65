#include "tests/unit/gateway/world.h"

using namespace hub::gateway;
using namespace hub::contract;
using namespace tests;
using hub::core::Error;
using hub::core::Failure;
using namespace std::chrono_literals;

namespace {

Refusal refusal() {
    Refusal made;
    made.reason = RefusalReason::NoSuchPatient;
    return made;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(call, World)

BOOST_AUTO_TEST_CASE(a_call_is_answered_on_time_with_what_the_handler_answered) {
    offerPing([] { return OutcomeOf<Ping>::done({hub::core::UtcTime{42}}); });
    serve();
    const auto answers = pinged();
    BOOST_TEST((answers->onTime().ending == Ending::Done));
    BOOST_TEST(answers->onTime().result->their_time->ms == 42);
    time.advance(1h);
    BOOST_TEST(answers->all.size() == 1U);
    BOOST_TEST(counted(party->metrics(), Ending::Done) == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_is_answered_inside_the_call) {
    serve();
    const auto answers = ping();  // not offered
    BOOST_TEST(!answers->any());
    time.runReady();
    BOOST_TEST(answers->any());
}

BOOST_AUTO_TEST_CASE(what_is_not_offered_is_not_reached) {
    offerPing([] { return OutcomeOf<Ping>::done({}); });
    serve();
    const auto answers = answered<ChargeList>(meta());
    BOOST_TEST((answers->onTime().ending == Ending::NotReached));
    BOOST_TEST(failsWith(answers->trouble(), Error::OperationNotOffered));

    Meta stepped = meta();
    stepped.step = "top_up";  // of an operation without steps
    BOOST_TEST(failsWith(answered<Ping>(stepped)->trouble(), Error::OperationNotOffered));
}

BOOST_AUTO_TEST_CASE(a_counterparty_that_has_not_started_is_out_of_service) {
    script->start = [gate = gate] {
        gate->pass();
        return hub::core::Result<void>();
    };
    offerPing([] { return OutcomeOf<Ping>::done({}); });
    open();
    const auto answers = pinged();
    BOOST_TEST((answers->onTime().ending == Ending::NotReached));
    BOOST_TEST(failsWith(answers->trouble(), Error::CounterpartyOutOfService));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_is_past_sends_nothing_and_one_millisecond_is_enough) {
    offerPing([] { return OutcomeOf<Ping>::done({}); });
    serve();
    const auto late = pinged(0ms);
    BOOST_TEST((late->onTime().ending == Ending::NotReached));
    BOOST_TEST(failsWith(late->trouble(), Error::CallNotStarted));
    BOOST_TEST((pinged(1ms)->onTime().ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_passes_while_the_handler_runs_is_unknown_and_the_answer_follows_as_late) {
    offerHangingPing();
    serve();
    const auto answers = ping(1s);
    gate->awaitArrivals(1);
    time.advance(999ms);
    BOOST_TEST(!answers->any());
    time.advance(1ms);
    BOOST_TEST((answers->onTime().ending == Ending::Unknown));
    BOOST_TEST(failsWith(answers->trouble(), Error::CallUnanswered));
    BOOST_TEST(party->metrics().running == 1U);
    BOOST_TEST(party->metrics().late == 0U);

    gate->open();
    time.runUntil([&] { return answers->all.size() == 2; });
    BOOST_TEST((answers->late().ending == Ending::Done));
    BOOST_TEST(party->metrics().late == 1U);
    BOOST_TEST(party->metrics().running == 0U);
    BOOST_TEST(counted(party->metrics(), Ending::Unknown) == 1U);
    BOOST_TEST(counted(party->metrics(), Ending::Done) == 0U);  // on time it was not
}

BOOST_AUTO_TEST_CASE(nobody_waits_longer_than_the_counterparty_may_take_and_the_handler_knows_it) {
    auto seen = std::make_shared<std::atomic<std::int64_t>>(0);
    script->offer<Ping>([seen, gate = gate](const Meta& with, const auto&) {
        *seen = with.deadline_at.ms;
        gate->pass();
        return OutcomeOf<Ping>::done({});
    });
    serve();
    const hub::core::UtcTime asked_at = time.utc();
    const auto answers = ping(1h);
    gate->awaitArrivals(1);
    BOOST_TEST(*seen == (asked_at + limits.answer_max).ms);
    time.advance(limits.answer_max - 1ms);
    BOOST_TEST(!answers->any());
    time.advance(1ms);
    BOOST_TEST(failsWith(answers->trouble(), Error::CallUnanswered));
}

BOOST_AUTO_TEST_CASE(with_every_thread_hung_the_queue_fills_and_then_nothing_waits_any_more) {
    offerHangingPing();
    serve();
    std::vector<std::shared_ptr<Answers<OutcomeOf<Ping>>>> running;
    std::vector<std::shared_ptr<Answers<OutcomeOf<Ping>>>> waiting;
    for (int i = 0; i < 2; ++i) running.push_back(ping(4s));
    gate->awaitArrivals(2);
    for (int i = 0; i < 3; ++i) waiting.push_back(ping(1s));
    BOOST_TEST(party->metrics().queued == 3U);

    const auto one_too_many = pinged(1s);
    BOOST_TEST((one_too_many->onTime().ending == Ending::NotReached));
    BOOST_TEST(failsWith(one_too_many->trouble(), Error::CounterpartyQueueFull));

    time.advance(1s);
    for (const auto& answers : waiting) {
        BOOST_TEST((answers->onTime().ending == Ending::NotReached));
        BOOST_TEST(failsWith(answers->trouble(), Error::CallNotStarted));
    }
    BOOST_TEST(party->metrics().queued == 0U);
    const auto next = ping(1s);  // there is room again
    gate->open();
    time.runUntil([&] { return next->any() && running[0]->any() && running[1]->any(); });
    BOOST_TEST((next->onTime().ending == Ending::Done));
    for (const auto& answers : running) BOOST_TEST((answers->onTime().ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(a_handler_that_throws_is_unknown_whatever_it_throws) {
    offerPing([]() -> OutcomeOf<Ping> { throw 42; });
    serve();
    const auto answers = pinged();
    BOOST_TEST((answers->onTime().ending == Ending::Unknown));
    BOOST_TEST(failsWith(answers->trouble(), Error::AdapterThrew));
}

BOOST_AUTO_TEST_CASE(an_answer_that_makes_no_sense_is_unknown) {
    offerPing([] {
        OutcomeOf<Ping> done_without_result;
        done_without_result.ending = Ending::Done;
        return done_without_result;
    });
    serve();
    const auto answers = pinged();
    BOOST_TEST((answers->onTime().ending == Ending::Unknown));
    BOOST_TEST(failsWith(answers->trouble(), Error::AdapterMisbehaved));
}

BOOST_AUTO_TEST_CASE(each_step_is_a_call_and_only_the_last_one_is_done) {
    script->offer<PaymentConfirm>(
        [](const Meta& with, const auto&) {
            return with.step == "pay" ? OutcomeOf<PaymentConfirm>::done({}) : OutcomeOf<PaymentConfirm>::stepDone("deposit 17");
        },
        [](const auto&, const auto&) { return InquiryOf<PaymentConfirm>::notThere(); }, {"top_up", "pay"});
    serve();
    Meta step = meta();
    step.step = "top_up";
    const auto first = answered<PaymentConfirm>(step);
    BOOST_TEST((first->onTime().ending == Ending::StepDone));
    BOOST_TEST(first->onTime().evidence->reveal() == "deposit 17");
    step.step = "pay";
    BOOST_TEST((answered<PaymentConfirm>(step)->onTime().ending == Ending::Done));
    step.step = "refund";
    BOOST_TEST(failsWith(answered<PaymentConfirm>(step)->trouble(), Error::OperationNotOffered));
    BOOST_TEST(failsWith(answered<PaymentConfirm>(meta())->trouble(), Error::OperationNotOffered));
}

BOOST_AUTO_TEST_CASE(an_inquiry_goes_to_the_handlers_inquire_and_what_kept_it_is_cannot_tell) {
    auto found = std::make_shared<std::atomic<int>>(0);
    script->offer<PaymentConfirm>([](const auto&, const auto&) { return OutcomeOf<PaymentConfirm>::done({}); },
                                  [found](const auto&, const auto&) -> InquiryOf<PaymentConfirm> {
                                      if (++*found == 1) return InquiryOf<PaymentConfirm>::notYet();
                                      if (*found == 2) throw std::runtime_error("lost");
                                      return InquiryOf<PaymentConfirm>{Finding::Ours, {}, {}, {}};
                                  });
    serve();
    const auto inquire = [this](Meta with) {
        auto answers = std::make_shared<Answers<InquiryOf<PaymentConfirm>>>();
        party->inquire<PaymentConfirm>(std::move(with), {}, [answers](const InquiryOf<PaymentConfirm>& answer, Delivery delivery) {
            answers->all.emplace_back(answer, delivery);
        });
        time.runUntil([&] { return answers->any(); });
        return answers;
    };
    BOOST_TEST((inquire(meta())->onTime().finding == Finding::NotYet));
    const auto thrown = inquire(meta());
    BOOST_TEST((thrown->onTime().finding == Finding::CannotTell));
    BOOST_TEST(failsWith(thrown->trouble(), Error::AdapterThrew));
    BOOST_TEST(failsWith(inquire(meta())->trouble(), Error::AdapterMisbehaved));  // ours, without the result
    const auto not_asked = inquire(meta(0ms));
    BOOST_TEST((not_asked->onTime().finding == Finding::CannotTell));
    BOOST_TEST(failsWith(not_asked->trouble(), Error::CallNotStarted));
    BOOST_TEST(*found == 3);
    BOOST_TEST(party->metrics().findings.at(static_cast<std::size_t>(Finding::CannotTell)) == 3U);
}

BOOST_AUTO_TEST_CASE(failures_in_a_row_pause_the_calls_and_one_trial_brings_them_back) {
    auto healthy = std::make_shared<std::atomic<bool>>(false);
    offerPing([healthy] { return *healthy ? OutcomeOf<Ping>::done({}) : OutcomeOf<Ping>::unknown(Failure(Error::CallUnanswered)); });
    serve();
    for (std::size_t i = 0; i < limits.breaker_failures; ++i) {
        BOOST_TEST((state() == ServiceState::InService));
        BOOST_TEST((pinged()->onTime().ending == Ending::Unknown));
    }
    BOOST_TEST((state() == ServiceState::Degraded));
    const auto paused = pinged();
    BOOST_TEST((paused->onTime().ending == Ending::NotReached));
    BOOST_TEST(failsWith(paused->trouble(), Error::CounterpartyBreakerOpen));

    time.advance(limits.breaker_open);
    BOOST_TEST((pinged()->onTime().ending == Ending::Unknown));  // the trial
    BOOST_TEST(failsWith(pinged()->trouble(), Error::CounterpartyBreakerOpen));

    time.advance(limits.breaker_open);
    *healthy = true;
    BOOST_TEST((pinged()->onTime().ending == Ending::Done));
    BOOST_TEST((pinged()->onTime().ending == Ending::Done));
    BOOST_TEST((state() == ServiceState::InService));
    time.runReady();
    BOOST_REQUIRE(changes.size() == 4U);  // starting, in service, degraded, in service
    BOOST_TEST((changes[2].state == ServiceState::Degraded));
    BOOST_TEST(failsWith(asResult(changes[2].reason), Error::CounterpartyBreakerOpen));
}

BOOST_AUTO_TEST_CASE(what_a_counterparty_pushes_is_neither_paced_nor_paused_and_does_not_speak_for_its_health) {
    limits.breaker_failures = 2;
    limits.calls_per_second = 1;
    offerPing([] { return OutcomeOf<Ping>::unknown(Failure(Error::CallUnanswered)); });
    script->offer<HttpPush>([](const auto&, const HttpPush::Request& push) {
        if (push.path == "/bad") return OutcomeOf<HttpPush>::unknown(Failure(Error::CallUnanswered));
        return OutcomeOf<HttpPush>::done({204, {}, {}});
    });
    serve();
    const auto pushed = [&](std::string path) { return answered<HttpPush>(meta(), {"POST", std::move(path), {}, {}})->onTime(); };
    for (int i = 0; i < 3; ++i) BOOST_TEST((pushed("/bad").ending == Ending::Unknown));
    BOOST_TEST((state() == ServiceState::InService));
    pinged();
    time.advance(1s);
    pinged();
    BOOST_TEST((state() == ServiceState::Degraded));
    for (int i = 0; i < 3; ++i) BOOST_TEST((pushed("/good").ending == Ending::Done));
    BOOST_TEST((state() == ServiceState::Degraded));
}

BOOST_AUTO_TEST_CASE(while_the_trial_is_out_nothing_else_goes_through) {
    auto calls = std::make_shared<std::atomic<int>>(0);
    limits.breaker_failures = 1;
    offerPing([calls, gate = gate] {
        if (++*calls == 1) return OutcomeOf<Ping>::unknown(Failure(Error::CallUnanswered));
        gate->pass();
        return OutcomeOf<Ping>::done({});
    });
    serve();
    pinged();
    time.advance(limits.breaker_open);
    const auto trial = ping();
    gate->awaitArrivals(1);
    BOOST_TEST(failsWith(pinged()->trouble(), Error::CounterpartyBreakerOpen));
    gate->open();
    time.runUntil([&] { return trial->any(); });
    BOOST_TEST((pinged()->onTime().ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(a_trial_that_was_never_sent_leaves_its_place_to_the_next) {
    auto calls = std::make_shared<std::atomic<int>>(0);
    limits.breaker_failures = 1;
    limits.threads = 1;
    limits.answer_max = 1h;
    limits.breaker_open = 10s;
    offerPing([calls, gate = gate] {
        if (++*calls == 1) gate->pass();
        return OutcomeOf<Ping>::done({});
    });
    serve();
    const auto hung = ping(1s);
    gate->awaitArrivals(1);
    time.advance(11s);  // overdue opens the breaker, and its thread stays out
    const auto trial = ping(1s);
    time.advance(1s);
    BOOST_TEST(failsWith(trial->trouble(), Error::CallNotStarted));
    const auto next = ping(1s);
    gate->open();
    time.runUntil([&] { return next->any(); });
    BOOST_TEST((next->onTime().ending == Ending::Done));
    BOOST_TEST((state() == ServiceState::InService));
}

BOOST_AUTO_TEST_CASE(when_the_calls_pause_those_that_wait_are_told_at_once) {
    limits.breaker_failures = 1;
    limits.threads = 1;
    offerHangingPing();
    serve();
    const auto hung = ping(1s);
    gate->awaitArrivals(1);
    const auto waiting = ping(4s);
    time.advance(1s);
    BOOST_TEST(failsWith(hung->trouble(), Error::CallUnanswered));
    BOOST_TEST(failsWith(waiting->trouble(), Error::CounterpartyBreakerOpen));
}

BOOST_AUTO_TEST_CASE(a_refusal_is_an_answer_and_keeps_the_calls_going) {
    auto calls = std::make_shared<std::atomic<int>>(0);
    limits.breaker_failures = 2;
    offerPing([calls] {
        return ++*calls % 2 == 0 ? OutcomeOf<Ping>::refused(refusal()) : OutcomeOf<Ping>::unknown(Failure(Error::CallUnanswered));
    });
    serve();
    for (int i = 0; i < 10; ++i) pinged();
    BOOST_TEST((state() == ServiceState::InService));
    BOOST_TEST(counted(party->metrics(), Ending::Refused) == 5U);
    BOOST_TEST(counted(party->metrics(), Ending::Unknown) == 5U);
}

// Deadlines race with handlers over every interleaving the machine offers; what must hold in each is counted at the end.
BOOST_AUTO_TEST_CASE(every_call_is_answered_on_time_exactly_once_and_what_was_not_reached_never_ran) {
    constexpr std::size_t kCalls = 3000;
    limits.breaker_failures = kCalls + 1;
    limits.queue = kCalls;
    const auto ran = std::make_shared<std::vector<std::atomic<bool>>>(kCalls);
    script->offer<ChargeDetail>([ran](const auto&, const ChargeDetail::Request& request) {
        (*ran)[std::stoul(request.key)] = true;
        return OutcomeOf<ChargeDetail>::done({});
    });
    serve();
    std::vector<std::shared_ptr<Answers<OutcomeOf<ChargeDetail>>>> all;
    for (std::size_t i = 0; i < kCalls; ++i) {
        ChargeDetail::Request request;
        request.key = std::to_string(i);
        all.push_back(call<ChargeDetail>(meta(1ms), request));
        if (i % 3 == 2) time.advance(1ms);
    }
    time.advance(1ms);
    time.runUntil([&] { return party->metrics().running == 0; });
    for (std::size_t i = 0; i < kCalls; ++i) {
        BOOST_REQUIRE(all[i]->any());
        const Ending ending = all[i]->onTime().ending;
        BOOST_TEST(all[i]->all.size() == (ending == Ending::Unknown ? 2U : 1U));
        BOOST_TEST(((*ran)[i] == (ending != Ending::NotReached)));
    }
    const CounterpartyMetrics metrics = party->metrics();
    BOOST_TEST(metrics.calls == kCalls);
    BOOST_TEST(counted(metrics, Ending::Done) + counted(metrics, Ending::NotReached) + counted(metrics, Ending::Unknown) == kCalls);
    BOOST_TEST(metrics.late == counted(metrics, Ending::Unknown));
}

BOOST_AUTO_TEST_SUITE_END()
