#include <boost/test/unit_test.hpp>

#include "hub/contract/operations/health.h"
#include "tests/adapters/hl7_mllp/outbound_bench.h"
#include "tests/support/failures.h"

// What is sent, and case 72 of the wire checklist: what each kind of answer means.

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using tests::frame;
using tests::kHead;
using tests::metaOf;
using tests::patient;
using tests::Written;

PaymentConfirm::Request payment() {
    PaymentConfirm::Request request;
    request.local_patient = patient();
    request.payment = "PAY1";
    request.charges = {{"A1", "1", core::Money::fromFen(3000)}};
    request.total = core::Money::fromFen(3000);
    request.cash = request.total;
    request.paid_at = {1795219200000};
    return request;
}

class Bench : public tests::OutboundBench {
  public:
    using OutboundBench::OutboundBench;

    Outcome<PaymentConfirm::Result> pay(const std::string& wire_id = "W1") { return call<PaymentConfirm>(payment(), wire_id); }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_payment_is_a_dft_with_our_number_and_yuan_with_two_decimals) {
    const core::Result<std::string> message = Written().messages.payment(metaOf("OC0000000000000007"), payment());
    BOOST_REQUIRE(message.ok());
    BOOST_TEST(*message ==
               "MSH|^~\\&|ONECARD|HUB|HIS|SIM|20261121080000||DFT^P03^DFT_P03|OC0000000000000007|P|2.4||||||UNICODE UTF-8\r"
               "EVN|P03|20261121080000\r"
               "PID|1||P1^^^SIM^PI\r"
               "FT1|1|OC0000000000000007||20261121080000||PY|PAY|||1|30.00&CNY||||||||||||A1\r");
}

BOOST_AUTO_TEST_CASE(a_refund_is_a_dft_that_names_payment_charge_and_line) {
    RefundConfirm::Request request;
    request.local_patient = patient();
    request.charge = "A1";
    request.paid_wire_id = "OC7";
    request.lines = {"1"};
    request.amount = core::Money::fromFen(2505);
    request.refunded_at = {1795219200000};
    const Written written;
    const std::string message = *written.messages.refund(metaOf("OC9"), request);
    BOOST_TEST(message.ends_with("FT1|1|OC9|OC7|20261121080000||CD|^^^1|||1|25.05&CNY||||||||||||A1\r"));
    request.lines = {"1", "2"};
    BOOST_TEST(tests::failsWith(written.messages.refund(metaOf("OC9"), request), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(a_new_file_is_an_adt_with_our_number_in_pid_3) {
    PatientCreate::Request request;
    request.person.name = core::Sensitive(core::PersonName{"后来者"});
    request.person.sex = Sex::Male;
    request.person.birth_date = core::Sensitive(*core::Date::parse("1997-07-07"));
    request.person.certificate = Certificate{CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{"999999199707070077"})};
    request.person.phone = core::Sensitive(core::PhoneNumber{"13900000007"});
    request.card = Credential{CredentialKind::RegionalCard, core::Sensitive(core::CardNumber{"62007"})};
    const Written written;
    const std::string message = *written.messages.create(metaOf("OC1"), request);
    BOOST_TEST(
        message.find("\rPID|1||OC1^^^ONECARD^PT~999999199707070077^^^^NNCHN~62007^^^ONECARD^HC||后来者||19970707|M|||||13900000007\r") !=
        std::string::npos);
    request.card->kind = CredentialKind::EhealthCard;
    BOOST_TEST(tests::failsWith(written.messages.create(metaOf("OC1"), request), Error::RequestNotWritable));
    request.card.reset();
    request.person.certificate->kind = CertificateKind::TaiwanPass;
    BOOST_TEST(tests::failsWith(written.messages.create(metaOf("OC1"), request), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(a_booking_is_cancelled_by_the_number_that_is_declared) {
    BookingCancel::Request request;
    request.local_patient = patient();
    request.number = "N1";
    request.slot = "T5";
    BOOST_TEST(Written().messages.cancel(metaOf("OC5"), request)->find("\rSCH|N1||||T5|CANCELLED|") != std::string::npos);
    BOOST_TEST(Written(R"(,"booking_number":"filler")").messages.cancel(metaOf("OC5"), request)->find("\rSCH||N1|||T5|CANCELLED|") !=
               std::string::npos);
    request.refund = BookingCancel::RefundOf{"W0", core::Money::fromFen(1)};
    BOOST_TEST(tests::failsWith(Written().messages.cancel(metaOf("OC5"), request), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(charges_that_do_not_add_up_to_the_payment_are_not_sent) {
    PaymentConfirm::Request request = payment();
    request.total = core::Money::fromFen(3001);
    BOOST_TEST(tests::failsWith(Written().messages.payment(metaOf("W1"), request), Error::RequestNotWritable));
    request.charges.clear();
    request.total = core::Money();
    BOOST_TEST(tests::failsWith(Written().messages.payment(metaOf("W1"), request), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(a_message_sent_again_under_its_number_is_the_same_byte_for_byte) {
    Bench bench;
    BOOST_TEST((bench.pay().ending == Ending::Done));
    BOOST_TEST((bench.pay().ending == Ending::Done));
    BOOST_TEST(bench.toy.effects() == 1);
    BOOST_TEST(bench.toy.messages().at(0) == bench.toy.messages().at(1));
    BOOST_TEST(bench.toy.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_paid_charge_brings_receipt_settlement_and_time) {
    Bench bench;
    const auto outcome = bench.pay();
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->his_receipt.value_or("") == "R-A1");
    BOOST_TEST(outcome.result->settlement_number.value_or("") == "S-A1");
    BOOST_TEST(outcome.result->posted_at->ms == 1795219201000);
    BOOST_TEST(outcome.result->hospital_day.value_or("") == "20261121");
}

BOOST_AUTO_TEST_CASE(case_72_every_answer_that_does_not_say_what_happened_leaves_a_write_unknown) {
    const std::string answers[] = {
        frame("MSA|AA|OTHER"),
        frame("MSA|ZZ|{id}"),
        frame("PID|1"),
        "\x0B<ack>AA</ack>\x1C\r",
        "\x0Bnot hl7\x1C\r",
        std::string(kHead) + "MSA|AA|{id}\r",
        frame("MSA|AE|{id}|?|||X1"),
        frame("MSA|AA|{id}\rZPY|PY|{id}|S|R|30.01"),
        frame("MSA|AA|{id}\rZPY|PY|{id}|S|R|30.001"),
        frame("MSA|AA|{id}\rZPY|PY|ANOTHER|S|R|30.00"),
        frame("MSA|CA|{id}"),
    };
    for (const std::string& answer : answers) {
        Bench bench(R"(,"answer_within":"400ms")");
        bench.toy.answerNextWith(answer);
        BOOST_TEST((bench.pay().ending == Ending::Unknown), answer);
    }
}

BOOST_AUTO_TEST_CASE(case_72_a_commit_answer_is_not_the_end) {
    Bench bench(R"(,"ask_ack":"enhanced")");
    bench.toy.answerNextWith(frame("MSA|CA|{id}") + frame("MSA|AA|{id}"));
    BOOST_TEST((bench.pay().ending == Ending::Done));
    BOOST_TEST(bench.toy.messages().at(0).find("|2.4|||AL|AL||UNICODE UTF-8\r") != std::string::npos);
    bench.toy.answerNextWith(frame("MSA|CA|{id}") + frame("MSA|AE|{id}|?|||E04"));
    BOOST_TEST((bench.pay("W2").refusal->reason == RefusalReason::AlreadyPaid));
    bench.toy.answerNextWith(frame("MSA|CR|{id}"));
    BOOST_TEST((bench.pay("W3").ending == Ending::Refused));
}

BOOST_AUTO_TEST_CASE(case_72_a_declared_code_is_a_refusal_with_its_reason) {
    Bench bench(R"(,"refusals":[{"theirs":"X1","ours":"balance_too_low"}])");
    bench.toy.answerNextWith(frame("MSA|AE|{id}|金额与费用单不符|||E05"));
    const auto refused = bench.pay();
    BOOST_TEST((refused.refusal->reason == RefusalReason::AmountRefused));
    BOOST_TEST(refused.refusal->their_code == "E05");
    BOOST_TEST(refused.refusal->their_text.reveal() == "金额与费用单不符");
    bench.toy.answerNextWith(frame("MSA|AE|{id}|?|||X1"));
    BOOST_TEST((bench.pay("W2").refusal->reason == RefusalReason::BalanceTooLow));
    Bench trusting(R"(,"other_refusals":"refused")");
    trusting.toy.answerNextWith(frame("MSA|AE|{id}|?|||X1"));
    BOOST_TEST((trusting.pay().refusal->reason == RefusalReason::Other));
}

BOOST_AUTO_TEST_CASE(case_72_a_late_answer_is_never_the_next_messages) {
    Bench bench(R"(,"answer_within":"400ms")");
    bench.toy.answerNextWith(frame("MSA|AA|{id}") + frame("MSA|AE|{id}|late|||E04"));
    BOOST_TEST((bench.pay().ending == Ending::Done));
    BOOST_TEST((bench.pay("W2").ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(case_24_and_2_an_answer_without_its_last_cr_is_taken) {
    Bench bench;
    std::string answer = frame("MSA|AA|{id}");
    answer.pop_back();
    bench.toy.answerNextWith(answer);
    BOOST_TEST((bench.pay().ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(a_hospital_can_be_asked_nothing_over_hl7) {
    Bench bench;
    const auto inquiry = handlerOf<PaymentConfirm>(bench.instance())->inquire(metaOf("W1"), payment());
    BOOST_TEST((inquiry.finding == Finding::CannotTell));
    BOOST_TEST(inquiry.trouble->code == core::errorInfo(Error::Hl7HasNoQuery).code);
    tests::noteReturned(Error::Hl7HasNoQuery);
    BOOST_TEST(bench.toy.messages().empty());
}

BOOST_AUTO_TEST_CASE(a_new_file_is_accepted_and_a_booking_is_known_by_our_number) {
    Bench bench;
    PatientCreate::Request create;
    create.person.name = core::Sensitive(core::PersonName{"后来者"});
    BOOST_TEST((handlerOf<PatientCreate>(bench.instance())->call(metaOf("W1"), create).ending == Ending::Accepted));
    SlotLock::Request lock;
    lock.local_patient = patient();
    lock.slot = "T5";
    BOOST_TEST(handlerOf<SlotLock>(bench.instance())->call(metaOf("W2"), lock).result->number == "W2");
}

BOOST_AUTO_TEST_CASE(a_refused_ping_still_tells_that_the_hospital_is_there) {
    Bench bench;
    const auto outcome = handlerOf<Ping>(bench.instance())->call(metaOf(""), {});
    BOOST_TEST((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->their_time->ms == 1795219200000);
}
