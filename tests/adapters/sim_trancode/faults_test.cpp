// Each fault over a real socket, and what the hospital's books say afterwards.
#include "adapters/sim/common/faults.h"

#include "hub/core/text.h"
#include "tests/adapters/sim_trancode/caller.h"
#include "tests/support/failures.h"

using namespace tests::sim;
using common::FaultKind;
using common::FaultRule;
using hub::core::Duration;
using hub::core::Error;
using tests::failsWith;

namespace {

constexpr Duration kShort{150};  // long enough for no answer to come, whatever the machine does

Tags topUp() { return card(100002, {{"Amt", "10"}, {"OrderNo", "O1"}, {"PayType", "22"}}); }

Answer deposit(Hospital& hospital, Duration patience = std::chrono::seconds(20)) { return hospital.call("3005", topUp(), patience); }

std::int64_t balance(Hospital& hospital) { return hospital.books.patient(100002)->balance.fen(); }

std::size_t found(Hospital& hospital) {
    return hospital.call("3006", card(100002, {{"StartDate", ""}, {"EndDate", ""}, {"OrderNo", "O1"}})).items().size();
}

FaultRule rule(FaultKind kind) { return nextCall("3005", kind); }

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_late_answer_comes_after_the_books_have_changed) {
    Hospital hospital;
    hospital.fault(nextCall("3005", FaultKind::Delay, /*acts=*/true, /*delay_ms=*/60'000));
    BOOST_TEST((deposit(hospital, kShort).reply.end == End::TimedOut));
    BOOST_REQUIRE(hospital.faults.awaitReached(1, std::chrono::seconds(20)));
    BOOST_TEST(balance(hospital) == 1000);
}

BOOST_AUTO_TEST_CASE(a_delay_before_acting_changes_the_books_when_the_caller_has_long_gone) {
    Hospital hospital;
    hospital.fault(nextCall("3005", FaultKind::Delay, /*acts=*/false, /*delay_ms=*/60'000));
    BOOST_TEST((deposit(hospital, kShort).reply.end == End::TimedOut));
    BOOST_TEST(balance(hospital) == 0);
    hospital.clock.advance(std::chrono::minutes(1));
    BOOST_REQUIRE(hospital.faults.awaitReached(1, std::chrono::seconds(20)));
    BOOST_TEST(balance(hospital) == 1000);
}

BOOST_AUTO_TEST_CASE(a_delayed_answer_is_a_whole_answer_in_the_end) {
    Hospital hospital;
    hospital.fault(nextCall("3005", FaultKind::Delay, /*acts=*/true, /*delay_ms=*/0));
    BOOST_TEST(deposit(hospital).ok());
}

BOOST_AUTO_TEST_CASE(a_hanging_call_never_answers_whether_it_acted_or_not) {
    for (const bool acts : {true, false}) {
        Hospital hospital;
        hospital.fault(nextCall("3005", FaultKind::Hang, acts));
        const Answer answer = deposit(hospital, kShort);
        BOOST_TEST((answer.reply.end == End::TimedOut));
        BOOST_TEST(answer.reply.bytes == "");
        BOOST_REQUIRE(hospital.faults.awaitReached(1, std::chrono::seconds(20)));
        BOOST_TEST(balance(hospital) == (acts ? 1000 : 0));
    }
}

BOOST_AUTO_TEST_CASE(a_reset_connection_says_nothing_about_the_books) {
    for (const bool acts : {true, false}) {
        Hospital hospital;
        hospital.fault(nextCall("3005", FaultKind::Reset, acts));
        const Answer answer = deposit(hospital);
        BOOST_TEST((answer.reply.end == End::Reset));
        BOOST_TEST(answer.reply.bytes == "");
        BOOST_TEST(balance(hospital) == (acts ? 1000 : 0));
        BOOST_TEST(deposit(hospital).ok());
    }
}

BOOST_AUTO_TEST_CASE(a_doubled_answer_is_two_answers_to_one_deposit) {
    Hospital hospital;
    hospital.fault(rule(FaultKind::AnswerTwice));
    const Answer answer = deposit(hospital);
    BOOST_TEST(answer.ok());
    BOOST_TEST(answer.reply.rest.ends_with(answer.reply.body));
    BOOST_TEST(answer.reply.rest.starts_with("HTTP/1.1 200"));
    BOOST_TEST(balance(hospital) == 1000);
}

BOOST_AUTO_TEST_CASE(a_wrong_amount_is_in_the_answer_and_not_in_the_books) {
    Hospital hospital;
    hospital.fault(rule(FaultKind::WrongAmount));
    BOOST_TEST(deposit(hospital).field("AccBalance") == "10.01");
    BOOST_TEST(balance(hospital) == 1000);
    hospital.raiseCharge(100002);
    hospital.fault(nextCall("3001", FaultKind::WrongAmount));
    const Answer bills = hospital.call("3001", withRange(card(100002, {{"PayState", "0"}})));
    BOOST_TEST(bills.field("TotalAmount") == "36.26");
    BOOST_TEST(fieldOf(bills.items().at(0), "Amount") == "36.25");
}

BOOST_AUTO_TEST_CASE(an_amount_can_have_three_decimals) {
    Hospital hospital;
    hospital.fault(rule(FaultKind::ThirdDecimal));
    BOOST_TEST(deposit(hospital).field("AccBalance") == "10.005");
}

BOOST_AUTO_TEST_CASE(answers_that_are_no_document_come_after_a_booked_deposit) {
    const std::pair<FaultKind, std::string> garbage[] = {{FaultKind::PlainText, "未知服务"}, {FaultKind::StackTrace, "System.Data"}};
    for (const auto& [kind, text] : garbage) {
        Hospital hospital;
        hospital.fault(rule(kind));
        const Answer answer = deposit(hospital);
        BOOST_TEST(answer.reply.status == 200);
        BOOST_TEST(!answer.response.has_value());
        BOOST_TEST(answer.text.starts_with(text));
        BOOST_TEST(balance(hospital) == 1000);
    }
}

BOOST_AUTO_TEST_CASE(a_web_page_an_empty_and_a_cut_answer_come_after_a_booked_deposit) {
    Hospital hospital;
    hospital.fault(rule(FaultKind::HtmlPage));
    const Answer page = deposit(hospital);
    BOOST_TEST(page.reply.status == 200);
    BOOST_TEST(page.reply.content_type == "text/html");
    hospital.fault(rule(FaultKind::EmptyAnswer));
    const Answer empty = deposit(hospital);
    BOOST_TEST(empty.reply.status == 200);
    BOOST_TEST(empty.reply.body == "");
    hospital.fault(rule(FaultKind::CutAnswer));
    const Answer cut = deposit(hospital);
    BOOST_TEST(cut.reply.body.starts_with("<?xml"));
    BOOST_TEST(!cut.response.has_value());
    BOOST_TEST(balance(hospital) == 3000);
}

BOOST_AUTO_TEST_CASE(the_bytes_can_be_in_another_charset_than_they_say) {
    Hospital hospital;
    hospital.fault(nextCall("2001", FaultKind::WrongCharset));
    const Answer answer = hospital.call("2001", {{"CardType", "00"}, {"CardNum", "C00000001"}});
    BOOST_TEST(answer.reply.content_type == "text/xml; charset=utf-8");
    BOOST_TEST(!hub::core::isUtf8(answer.reply.body));
    BOOST_TEST(answer.reply.body.find("\xB2\xE2\xCA\xD4") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(http_errors_and_soap_faults_say_nothing_about_the_books) {
    for (const bool acts : {true, false}) {
        Hospital hospital;
        hospital.fault(nextCall("3005", FaultKind::HttpError, acts));
        BOOST_TEST(deposit(hospital).reply.status == 500);
        hospital.fault(nextCall("3005", FaultKind::ProtocolFault, acts));
        const Answer fault = deposit(hospital);
        BOOST_TEST(fault.reply.status == 500);
        BOOST_TEST(fault.reply.body.find("soap:Fault") != std::string::npos);
        BOOST_TEST(balance(hospital) == (acts ? 2000 : 0));
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_can_come_though_the_deposit_was_booked) {
    Hospital hospital;
    FaultRule refused = rule(FaultKind::Refused);
    refused.text = "ORA-01013 超时";
    hospital.fault(refused);
    const Answer answer = deposit(hospital);
    BOOST_TEST(answer.result() == "-1");
    BOOST_TEST(answer.message() == "ORA-01013 超时");
    BOOST_TEST(found(hospital) == 1);
    hospital.fault(nextCall("3005", FaultKind::Refused, /*acts=*/false));
    BOOST_TEST(deposit(hospital).result() == "-1");
    BOOST_TEST(found(hospital) == 1);
}

BOOST_AUTO_TEST_CASE(a_result_can_be_odd_or_missing_though_the_deposit_was_booked) {
    Hospital hospital;
    hospital.fault(rule(FaultKind::OddResult));
    BOOST_TEST(deposit(hospital).result() == "99");
    hospital.fault(rule(FaultKind::NoResult));
    BOOST_TEST(deposit(hospital).result() == "no result");
    BOOST_TEST(balance(hospital) == 2000);
}

BOOST_AUTO_TEST_CASE(a_forgotten_deposit_is_found_again_when_its_time_has_come) {
    Hospital hospital;
    hospital.fault(nextCall("3005", FaultKind::Forget, /*acts=*/true, /*delay_ms=*/5000));
    BOOST_TEST(deposit(hospital).ok());
    hospital.clock.advance(Duration(4999));
    BOOST_TEST(found(hospital) == 0);
    BOOST_TEST(balance(hospital) == 1000);
    hospital.clock.advance(Duration(1));
    BOOST_TEST(found(hospital) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_forgotten_without_a_time_stays_forgotten) {
    Hospital hospital;
    hospital.fault(rule(FaultKind::Forget));
    BOOST_TEST(deposit(hospital).ok());
    hospital.clock.advance(std::chrono::hours(24 * 365));
    BOOST_TEST(found(hospital) == 0);
}

BOOST_AUTO_TEST_CASE(a_forgotten_payment_and_a_forgotten_booking_are_in_no_list) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    hospital.call("3005", card(100002, {{"Amt", "36.25"}, {"OrderNo", "O1"}, {"PayType", "22"}}));
    hospital.fault(nextCall("3007", FaultKind::Forget));
    BOOST_TEST(hospital.call("3007", {{"PatientID", "100002"}, {"ApplyNoSet", bill}, {"Cost", "36.25"}}).ok());
    BOOST_TEST(hospital.call("3001", withRange(card(100002, {{"PayState", "1"}}))).items().empty());
    BOOST_TEST(hospital.call("3003", withRange(card(100002))).items().empty());
    const auto times =
        hospital.call("4004", {{"RegDate", "20300103"}, {"DeptCode", "D01"}, {"DoctorCode", "1001"}, {"WorkType", "1"}}).items();
    hospital.fault(nextCall("4006", FaultKind::Forget));
    BOOST_TEST(hospital.call("4006", {{"PatientID", "100002"}, {"TimeCode", fieldOf(times.at(0), "TimeCode")}}).ok());
    BOOST_TEST(hospital.call("4010", withRange({{"PatientID", "100002"}, {"SeqNumber", ""}})).items().empty());
}

BOOST_AUTO_TEST_CASE(a_rule_for_the_next_two_calls_lets_the_third_pass) {
    Hospital hospital;
    FaultRule twice = rule(FaultKind::Refused);
    twice.next = 2;
    hospital.fault(twice);
    BOOST_TEST(!deposit(hospital).ok());
    BOOST_TEST(hospital.call("1001", {}).ok());
    BOOST_TEST(!deposit(hospital).ok());
    BOOST_TEST(deposit(hospital).ok());
    BOOST_TEST(hospital.faults.rules().empty());
}

BOOST_AUTO_TEST_CASE(a_star_means_every_operation_and_clearing_ends_it) {
    Hospital hospital;
    FaultRule all = nextCall("*", FaultKind::HttpError);
    all.next = 1000;
    hospital.fault(all);
    BOOST_TEST(hospital.call("1001", {}).reply.status == 500);
    BOOST_TEST(hospital.control("DELETE", "/_sim/faults").body == "[]");
    BOOST_TEST(hospital.call("1001", {}).ok());
}

BOOST_AUTO_TEST_CASE(the_same_seed_draws_the_same_faults) {
    const auto drawn = [](std::uint64_t seed) {
        common::Faults faults(seed);
        FaultRule half = nextCall("3005", FaultKind::Refused);
        half.next.reset();
        half.per_mille = 500;
        BOOST_REQUIRE(faults.add(half).ok());
        std::string pattern;
        for (int i = 0; i < 200; ++i) pattern += faults.take("3005").none() ? '.' : 'x';
        return pattern;
    };
    BOOST_TEST(drawn(7) == drawn(7));
    BOOST_TEST(drawn(7) != drawn(8));
    BOOST_TEST(drawn(7).find('x') != std::string::npos);
    BOOST_TEST(drawn(7).find('.') != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rules_that_make_no_sense_are_refused) {
    common::Faults faults(1);
    const auto with = [](auto change) {
        FaultRule changed = nextCall("3005", FaultKind::Delay);
        change(changed);
        return changed;
    };
    BOOST_TEST(faults.add(with([](FaultRule&) {})).ok());
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.next.reset(); })), Error::SimNotValid));
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.per_mille = 1; })), Error::SimNotValid));
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.next = 0; })), Error::SimNotValid));
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.next.reset(), one.per_mille = 1001; })), Error::SimNotValid));
    BOOST_TEST(faults.add(with([](FaultRule& one) { one.delay_ms = 600'000; })).ok());
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.delay_ms = 600'001; })), Error::SimNotValid));
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.operation = ""; })), Error::SimNotValid));
    BOOST_TEST(failsWith(faults.add(with([](FaultRule& one) { one.kind = FaultKind::Forget, one.acts = false; })), Error::SimNotValid));
    while (faults.rules().size() < 256) BOOST_REQUIRE(faults.add(nextCall("3005", FaultKind::Hang)).ok());
    BOOST_TEST(failsWith(faults.add(nextCall("3005", FaultKind::Hang)), Error::SimNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
