#include "hub/flows/attempt_runner.h"

#include <deque>

#include "tests/support/failures.h"
#include "tests/support/memory_work.h"

using namespace hub;
using namespace std::chrono_literals;
using contract::AsksBy;
using contract::Ending;
using contract::Finding;
using contract::Repeat;
using core::AttemptState;

namespace {

const core::UtcTime kStart{1'800'000'000'000};

/// A counterparty that answers what the test says, when the test says.
class ScriptedCounterparty final : public flows::Counterparties {
  public:
    void call(const flows::Call& call, OnCall on_answer) override {
        calls.push_back(call);
        waiting_calls.push_back(std::move(on_answer));
    }
    void inquire(const flows::Call& call, OnInquiry on_answer) override {
        inquiries.push_back(call);
        waiting_inquiries.push_back(std::move(on_answer));
    }
    std::optional<contract::Capability> capability(std::string_view, std::string_view operation) const override {
        if (!in_service) return std::nullopt;
        contract::Capability offered;
        offered.operation = operation;
        offered.asks_by = asks_by;
        offered.repeat = repeat;
        if (has_fence) offered.fence = fence;
        return offered;
    }

    /// Answers the call that waits longest.
    void answer(Ending ending, bool late = false) {
        BOOST_REQUIRE(!waiting_calls.empty());
        flows::CallAnswer answer;
        answer.ending = ending;
        answer.late = late;
        if (ending == Ending::Done) answer.answer.result = core::Sensitive<std::string>("{}");
        const OnCall on_answer = waiting_calls.front();
        if (!keep_waiting) waiting_calls.pop_front();
        on_answer(answer);
    }
    void find(Finding finding) {
        BOOST_REQUIRE(!waiting_inquiries.empty());
        const OnInquiry on_answer = waiting_inquiries.front();
        waiting_inquiries.pop_front();
        on_answer({finding, {}});
    }

    AsksBy asks_by = AsksBy::OurId;
    Repeat repeat = Repeat::ActsAgain;
    bool has_fence = true;
    std::string fence = "order.close";
    bool in_service = true;
    bool keep_waiting = false;
    std::vector<flows::Call> calls;
    std::vector<flows::Call> inquiries;
    std::deque<OnCall> waiting_calls;
    std::deque<OnInquiry> waiting_inquiries;
};

class WatchedFlow final : public flows::Flow {
  public:
    std::string_view kind() const override { return "payment"; }
    core::Result<flows::Next> onEnd(core::Transaction&, const core::Attempt& attempt, const flows::End& end) override {
        if (refuses) return core::Failure(core::Error::VersionConflict, attempt.id.text());
        ends.push_back(std::string(core::enumName(end.state)) +
                       (end.late ? " late after " + std::string(core::enumName(attempt.state)) : ""));
        return flows::Next{};
    }
    core::Result<void> onOverdue(core::Transaction&, const core::Attempt&) override {
        ++overdue;
        ends_before_overdue = ends;
        return {};
    }
    core::Result<std::optional<flows::Call>> fence(core::ReadTransaction&, const core::Attempt& attempt) override {
        flows::Call close;
        close.operation = fence_operation;
        close.meta.counterparty = attempt.counterparty;
        close.meta.deadline_at = fence_deadline;
        return std::optional(close);
    }

    bool refuses = false;
    std::vector<std::string> ends;
    int overdue = 0;
    std::vector<std::string> ends_before_overdue;
    core::UtcTime fence_deadline;
    std::string fence_operation = "order.close";
};

struct Fixture {
    core::VirtualExecutor time{kStart};
    core::SeededIdSource ids{time, 11};
    tests::MemoryWork work{time};
    tests::MemoryAttempts attempts{work, time};
    ScriptedCounterparty channel;
    WatchedFlow flow;
    flows::AttemptRunner runner{{work, work, attempts, channel, time, ids}, settings()};
    core::AttemptId id;

    Fixture() { runner.serve(flow); }

    static flows::RunnerSettings settings() {
        flows::RunnerSettings settings;
        settings.owner = "test";
        return settings;
    }

    /// A durable attempt with ten seconds to answer; not yet sent.
    core::Attempt durable() {
        flows::Call call;
        call.operation = "order.create";
        call.meta.counterparty = "wechat";
        call.meta.deadline_at = time.utc() + 10s;
        call.request = core::Sensitive<std::string>("{\"amount_fen\":1}");
        const core::Attempt attempt = runner.prepare("payment", ids.next<core::AttemptId>().bits, "order", call);
        id = attempt.id;
        work.run(
            {core::WorkKey{"intent/" + id.text()}, attempt.flow_id},
            [&](core::Transaction& transaction) { return attempts.add(transaction, attempt); }, [](const core::WorkOutcome&) {});
        time.runReady();
        return attempt;
    }
    void sent() {
        runner.send(durable());
        time.runReady();
    }
    void answer(Ending ending, bool late = false) {
        channel.answer(ending, late);
        time.runReady();
    }
    void find(Finding finding) {
        channel.find(finding);
        time.runReady();
    }
    /// Lets time pass, then one round of the resolver job; how many attempts it took up.
    std::size_t resolveAfter(core::Duration wait) {
        time.advance(wait);
        flow.fence_deadline = time.utc() + 10s;
        std::size_t taken = 99;
        runner.resolveDue([&](std::size_t count) { taken = count; });
        time.runReady();
        return taken;
    }
    std::string state() const { return std::string(core::enumName(attempts.all().at(id).state)); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(attempt_runner, Fixture)

BOOST_AUTO_TEST_CASE(an_answer_ends_the_attempt_and_tells_the_flow_once) {
    sent();
    BOOST_TEST(state() == "ready");
    answer(Ending::Done);
    BOOST_TEST(state() == "done");
    BOOST_TEST(flow.ends == std::vector<std::string>{"done"}, boost::test_tools::per_element());
    BOOST_TEST(resolveAfter(1h) == 0U);
}

BOOST_AUTO_TEST_CASE(the_wire_id_is_stored_and_sent_and_is_the_attempts_own) {
    const core::Attempt attempt = durable();
    runner.send(attempt);
    BOOST_TEST(attempt.wire_id.size() == 20U);
    BOOST_TEST(channel.calls.at(0).meta.wire_id == attempt.wire_id);
    BOOST_TEST(attempts.all().at(id).wire_id == attempt.wire_id);
    BOOST_TEST(attempt.id.text().ends_with(attempt.wire_id));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_is_asked_for_before_anything_is_sent_again) {
    sent();
    answer(Ending::Unknown);
    BOOST_TEST(state() == "unknown");
    BOOST_TEST(resolveAfter(10s) == 1U);
    BOOST_TEST(channel.calls.size() == 1U);
    BOOST_REQUIRE(channel.inquiries.size() == 1U);
    BOOST_TEST(channel.inquiries[0].meta.wire_id == channel.calls[0].meta.wire_id);
    BOOST_TEST((channel.inquiries[0].meta.deadline_at > time.utc()));
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
    BOOST_TEST(flow.ends == (std::vector<std::string>{"unknown", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_attempt_that_a_crash_left_behind_is_asked_for_and_not_sent) {
    durable();  // the process ended here
    BOOST_TEST(resolveAfter(10s) == 0U);
    BOOST_TEST(resolveAfter(1s) == 1U);
    BOOST_TEST(channel.calls.empty());
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(not_there_is_believed_only_after_the_quiet_time_and_a_done_fence) {
    sent();
    answer(Ending::Unknown);
    BOOST_TEST(resolveAfter(10s) == 1U);
    find(Finding::NotThere);
    BOOST_TEST(state() == "unknown");
    BOOST_TEST(resolveAfter(119s) == 0U);
    BOOST_TEST(resolveAfter(1s) == 1U);
    find(Finding::NotThere);
    BOOST_TEST(channel.calls.size() == 2U);
    BOOST_TEST(channel.calls.at(1).operation == "order.close");
    answer(Ending::Done);
    BOOST_TEST(state() == "unknown");
    find(Finding::NotThere);  // asked once more behind the fence
    BOOST_TEST(state() == "not_happened");
    BOOST_TEST(runner.counters().fenced == 1U);
}

BOOST_AUTO_TEST_CASE(what_happened_while_the_fence_went_up_is_found) {
    sent();
    answer(Ending::Unknown);
    resolveAfter(130s);
    find(Finding::NotThere);
    answer(Ending::Done);
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(a_refused_fence_means_keep_asking) {
    sent();
    answer(Ending::Unknown);
    resolveAfter(130s);
    find(Finding::NotThere);
    answer(Ending::Refused);
    find(Finding::NotThere);
    BOOST_TEST(state() == "unknown");
    BOOST_TEST(resolveAfter(65min) == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_fence_a_repeat_keeps_row_and_wire_id_where_it_gets_the_same_answer) {
    channel.has_fence = false;
    channel.repeat = Repeat::SameAnswer;
    sent();
    answer(Ending::Unknown);
    resolveAfter(130s);
    find(Finding::NotThere);
    BOOST_REQUIRE(channel.calls.size() == 2U);
    BOOST_TEST(channel.calls[1].meta.wire_id == channel.calls[0].meta.wire_id);
    BOOST_TEST(attempts.all().size() == 1U);
    BOOST_TEST(resolveAfter(31s) == 1U);  // the second one may be lost too
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(a_first_send_that_comes_back_as_not_reached_says_nothing_about_the_second) {
    channel.has_fence = false;
    channel.repeat = Repeat::SameAnswer;
    sent();
    const auto first_answer = channel.waiting_calls.front();
    answer(Ending::Unknown);
    resolveAfter(130s);
    find(Finding::NotThere);  // sent again
    for (const Ending ending : {Ending::NotReached, Ending::Refused}) {
        first_answer({ending, {}, /*late=*/true});
        time.runReady();
        BOOST_TEST(state() == "ready");
    }
    answer(Ending::Done);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(without_a_fence_a_repeat_that_acts_again_is_never_sent) {
    channel.has_fence = false;
    sent();
    answer(Ending::Unknown);
    resolveAfter(130s);
    find(Finding::NotThere);
    BOOST_TEST(channel.calls.size() == 1U);
    BOOST_TEST(state() == "parked");
    BOOST_TEST(flow.overdue == 1);
    BOOST_REQUIRE(!flow.ends_before_overdue.empty());
    BOOST_TEST(flow.ends_before_overdue.back() == "parked");  // so that the flow knows what it has asked already
}

BOOST_AUTO_TEST_CASE(a_late_answer_after_the_deadline_ends_what_was_unknown) {
    sent();
    channel.keep_waiting = true;
    answer(Ending::Unknown);
    answer(Ending::Done, /*late=*/true);
    BOOST_TEST(state() == "done");
    BOOST_TEST(runner.counters().late == 1U);
}

BOOST_AUTO_TEST_CASE(a_late_success_after_it_was_proved_not_to_have_happened_reaches_the_flow_as_late) {
    sent();
    channel.keep_waiting = true;
    answer(Ending::Unknown);
    const auto late_answer = channel.waiting_calls.front();
    channel.waiting_calls.clear();
    channel.keep_waiting = false;
    resolveAfter(130s);
    find(Finding::NotThere);
    answer(Ending::Done);
    find(Finding::NotThere);
    BOOST_TEST(state() == "not_happened");
    late_answer({Ending::Done, {}, /*late=*/true});
    time.runReady();
    BOOST_TEST(flow.ends.back() == "done late after not_happened");
}

BOOST_AUTO_TEST_CASE(a_late_success_counts_for_nothing_once_a_fence_that_undoes_was_begun) {
    channel.fence = flow.fence_operation = "call.reverse";
    channel.asks_by = AsksBy::Nothing;
    sent();
    channel.keep_waiting = true;
    answer(Ending::Unknown);
    const auto late_answer = channel.waiting_calls.front();
    channel.waiting_calls.clear();
    channel.keep_waiting = false;
    resolveAfter(130s);
    BOOST_TEST(channel.calls.back().operation == "call.reverse");
    late_answer({Ending::Done, {}, /*late=*/true});  // while the reversal is on its way, which undoes it
    time.runReady();
    BOOST_TEST(state() == "unknown");
    answer(Ending::Done);
    BOOST_TEST(state() == "not_happened");
    late_answer({Ending::Done, {}, /*late=*/true});
    time.runReady();
    BOOST_TEST(flow.ends.back() == "not_happened");
}

BOOST_AUTO_TEST_CASE(a_success_behind_a_reversal_that_was_refused_still_counts) {
    channel.fence = flow.fence_operation = "call.reverse";
    channel.asks_by = AsksBy::Nothing;
    sent();
    channel.keep_waiting = true;
    answer(Ending::Unknown);
    const auto late_answer = channel.waiting_calls.front();
    channel.waiting_calls.clear();
    channel.keep_waiting = false;
    resolveAfter(130s);
    answer(Ending::Refused);
    BOOST_TEST(state() == "unknown");
    late_answer({Ending::Done, {}, /*late=*/true});
    time.runReady();
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(a_repeated_or_later_doubt_does_not_undo_an_end) {
    sent();
    channel.keep_waiting = true;
    answer(Ending::Done);
    answer(Ending::Unknown, /*late=*/true);
    answer(Ending::Refused, /*late=*/true);
    answer(Ending::Done, /*late=*/true);
    BOOST_TEST(state() == "done");
    BOOST_TEST(flow.ends.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_end_the_database_did_not_take_is_found_again) {
    sent();
    work.failNext(core::WorkEnd::NotDone);
    answer(Ending::Done);
    BOOST_TEST(state() == "ready");
    BOOST_TEST(runner.counters().not_recorded == 1U);
    BOOST_TEST(resolveAfter(11s) == 1U);
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(when_the_flow_cannot_record_it_neither_is_the_end) {
    sent();
    flow.refuses = true;
    answer(Ending::Done);
    BOOST_TEST(state() == "ready");
    flow.refuses = false;
    resolveAfter(11s);
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(a_counterparty_out_of_service_is_asked_when_it_is_back_and_a_person_hears_of_it) {
    sent();
    answer(Ending::Unknown);
    channel.in_service = false;
    BOOST_TEST(resolveAfter(11s) == 1U);
    BOOST_TEST(state() == "unknown");
    BOOST_TEST(flow.overdue == 0);
    BOOST_TEST(resolveAfter(31min) == 1U);
    BOOST_TEST(flow.overdue == 1);
    channel.in_service = true;
    BOOST_TEST(resolveAfter(65min) == 1U);
    find(Finding::Ours);
    BOOST_TEST(state() == "done");
}

BOOST_AUTO_TEST_CASE(a_question_that_never_got_there_parks_nothing_however_old_it_is) {
    sent();
    answer(Ending::Unknown);
    resolveAfter(31min);
    flows::InquiryAnswer not_asked;
    not_asked.answer.trouble = contract::Trouble::of(core::Failure(core::Error::CounterpartyBreakerOpen));
    channel.waiting_inquiries.front()(not_asked);
    channel.waiting_inquiries.clear();
    time.runReady();
    BOOST_TEST(state() == "unknown");
    BOOST_TEST(flow.overdue == 1);
    BOOST_TEST(resolveAfter(65min) == 1U);
}

BOOST_AUTO_TEST_CASE(somebody_elses_success_is_no_success_of_ours) {
    sent();
    answer(Ending::Unknown);
    resolveAfter(11s);
    find(Finding::SomeoneElse);
    BOOST_TEST(state() == "someone_else");
    BOOST_TEST(flow.ends.back() == "someone_else");
}

BOOST_AUTO_TEST_CASE(what_was_accepted_stays_accepted_until_it_ends) {
    sent();
    answer(Ending::Accepted);
    BOOST_TEST(state() == "accepted");
    resolveAfter(11s);
    find(Finding::NotYet);
    BOOST_TEST(state() == "accepted");
    resolveAfter(65min);
    find(Finding::Ours);
    BOOST_TEST(flow.ends == (std::vector<std::string>{"accepted", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_was_accepted_stays_accepted_while_its_counterparty_is_out_of_service) {
    sent();
    answer(Ending::Accepted);
    channel.in_service = false;
    BOOST_TEST(resolveAfter(11s) == 1U);
    BOOST_TEST(state() == "accepted");
    BOOST_TEST(flow.ends.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_success_that_comes_while_it_is_about_to_be_sent_again_stops_that) {
    channel.has_fence = false;
    channel.repeat = Repeat::SameAnswer;
    sent();
    const auto first_answer = channel.waiting_calls.front();
    answer(Ending::Unknown);
    resolveAfter(130s);
    first_answer({Ending::Done, {}, /*late=*/true});  // recorded first
    channel.find(Finding::NotThere);
    time.runReady();
    BOOST_TEST(state() == "done");
    BOOST_TEST(channel.calls.size() == 1U);
}

BOOST_AUTO_TEST_CASE(two_resolvers_do_not_ask_after_the_same_attempt) {
    sent();
    answer(Ending::Unknown);
    BOOST_TEST(resolveAfter(11s) == 1U);
    BOOST_TEST(resolveAfter(1s) == 0U);   // leased
    BOOST_TEST(resolveAfter(60s) == 1U);  // the lease ran out: its owner is gone
}

BOOST_AUTO_TEST_SUITE_END()
