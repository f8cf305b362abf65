// One patient's way through a hospital that can only be paid through its deposit account, told through the adapter alone.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/soap_xml/charges.h"
#include "tests/adapters/soap_xml/hub_side.h"

using namespace tests::soap_xml;
using namespace hub::contract;
using tests::sim::common::FaultKind;

namespace {

constexpr std::string_view kReport =
    R"({"number":"","kind":"lab","patient_id":100001,"visit_kind":"1","name":"血液","part":"","findings":"","conclusion":"",)"
    R"("values":[{"name":"白细胞","value":"5.1","unit":"10^9/L","flag":"","range":"4-10"}]})";

PaymentConfirm::Request paymentOf(const Charge& charge) {
    PaymentConfirm::Request request;
    request.local_patient = file("100001");
    request.payment = "PAY1";
    request.charges = {{charge.key, charge.version, charge.total}};
    request.total = charge.total;
    request.cash = charge.total;
    request.paid_at = {1'893'547'800'000};
    return request;
}

std::int64_t sumOf(tests::sim::Hospital& hospital, std::string_view table, std::string_view column) {
    const auto dump = hospital.books.dump(table);
    BOOST_REQUIRE(dump.ok());
    const auto document = core::JsonDocument::parse(*dump);
    const core::JsonValue rows = *document->root().member(table);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) sum += rows.at(i).member(column)->integer().value();
    return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_patient_is_booked_paid_for_and_reported_on_and_the_hospitals_books_add_up) {
    tests::sim::Hospital hospital;
    Hub hub(hospital);
    const core::Date today = day(2030, 1, 2);

    // The file, the clinic, the slot.
    const PatientFind::Result found = hub.done<PatientFind>(byResidentId("379999199001019015"));
    BOOST_REQUIRE(found.files.size() == 1U);
    const auto patient = found.files.front().local_patient;
    BOOST_TEST(patient.reveal().text == "100001");
    BOOST_TEST((found.files.front().person.birth_date->reveal() == day(1990, 1, 1)));
    BOOST_TEST((found.files.front().person.sex == Sex::Male));
    BOOST_TEST(hub.done<DepartmentList>({}).departments.size() == 3U);
    const ScheduleList::Result schedules = hub.done<ScheduleList>({today, today, "D01"});
    BOOST_REQUIRE(!schedules.schedules.empty());
    const Schedule& schedule = schedules.schedules.front();
    BOOST_TEST(schedule.fee.fen() == 2500);
    const SlotList::Result slots = hub.done<SlotList>({schedule.department, schedule.doctor, schedule.day, schedule.session});
    BOOST_REQUIRE(slots.slots.size() >= 2U);
    const std::string slot = slots.slots[0].key;
    const BookingQuote::Result quote =
        hub.done<BookingQuote>({patient, schedule.department, schedule.doctor, schedule.day, slot, schedule.registration_class});
    BOOST_TEST(quote.cash.fen() == 2500);

    // Locked, with the answer lost; paid, with the answer lost; checked in.
    const SlotLock::Request wanted{patient, slot, today};
    const Meta lock_meta = hub.meta();
    failNext(hospital, "4006", FaultKind::Reset);
    BOOST_TEST((hub.call<SlotLock>(wanted, lock_meta).ending == Ending::Unknown));
    const Inquiry<SlotLock::Result> locked = hub.inquire<SlotLock>(wanted, lock_meta);
    BOOST_REQUIRE((locked.finding == Finding::Ours));
    const BookingPay::Request fee{patient, locked.result->number, quote.total, quote.cash};
    const Meta fee_meta = hub.meta();
    failNext(hospital, "4007", FaultKind::Reset);
    BOOST_TEST((hub.call<BookingPay>(fee, fee_meta).ending == Ending::Unknown));
    const Inquiry<BookingPay::Result> fee_paid = hub.inquire<BookingPay>(fee, fee_meta);
    BOOST_REQUIRE((fee_paid.finding == Finding::Ours));
    BOOST_TEST(fee_paid.result->his_receipt.has_value());
    const BookingCheckIn::Result checked_in = hub.done<BookingCheckIn>({patient, locked.result->number});
    BOOST_TEST(checked_in.queue_number == "1");
    const QueueStatus::Result queue = hub.done<QueueStatus>({patient});
    BOOST_REQUIRE(queue.places.size() == 1U);
    BOOST_TEST(queue.places.front().mine == "1");

    // The doctor's click, seen twice alike.
    const std::string key = hospital.raiseCharge(100001);
    const ChargeList::Request open{patient, today, today};
    const ChargeList::Result charges = hub.done<ChargeList>(open);
    BOOST_TEST(core::toJson(charges, core::Exposure::Revealed) == core::toJson(hub.done<ChargeList>(open), core::Exposure::Revealed));
    BOOST_REQUIRE(charges.charges.size() == 1U);
    BOOST_TEST(charges.charges.front().key == key);
    BOOST_TEST(charges.charges.front().total.fen() == 3625);
    const ChargeDetail::Result detail = hub.done<ChargeDetail>({patient, key});
    BOOST_TEST(detail.total.fen() == 3625);
    BOOST_TEST(detail.lines.size() == 2U);

    // Paid in two steps; each answer is lost once and found.
    const PaymentConfirm::Request payment = paymentOf(charges.charges.front());
    Meta top_up = hub.meta();
    top_up.step = "top_up";
    failNext(hospital, "3005", FaultKind::Reset);
    BOOST_TEST((hub.call<PaymentConfirm>(payment, top_up).ending == Ending::Unknown));
    const Inquiry<PaymentConfirm::Result> topped_up = hub.inquire<PaymentConfirm>(payment, top_up);
    BOOST_REQUIRE((topped_up.finding == Finding::Ours && topped_up.evidence));
    Meta pay = hub.meta();
    pay.step = "pay";
    pay.steps_done = {{"top_up", top_up.wire_id, *topped_up.evidence}};
    BOOST_TEST((hub.inquire<PaymentConfirm>(payment, pay).finding == Finding::NotThere));
    failNext(hospital, "3007", FaultKind::Reset);
    BOOST_TEST((hub.call<PaymentConfirm>(payment, pay).ending == Ending::Unknown));
    const Inquiry<PaymentConfirm::Result> paid = hub.inquire<PaymentConfirm>(payment, pay);
    BOOST_REQUIRE((paid.finding == Finding::Ours && paid.result));
    BOOST_TEST(paid.result->his_receipt.has_value());
    BOOST_TEST(paid.result->staff_id.value() == "SIM/OP01");
    BOOST_TEST(hub.done<ChargeList>(open).charges.empty());
    const SettlementList::Result settled = hub.done<SettlementList>({patient, today, today, std::nullopt});
    const auto with_charge = std::find_if(settled.settlements.begin(), settled.settlements.end(), [&](const SettlementList::Settled& one) {
        return one.settlement_number == paid.result->settlement_number;
    });
    BOOST_REQUIRE((with_charge != settled.settlements.end()));
    BOOST_TEST(with_charge->charges == std::vector{key}, boost::test_tools::per_element());
    BOOST_TEST(with_charge->total.fen() == 3625);

    // A second paid booking is cancelled, with the answer lost, and its fee comes back.
    const std::string other_slot = slots.slots[1].key;
    const SlotLock::Result second = hub.done<SlotLock>({patient, other_slot, today});
    const Meta second_fee = hub.meta();
    hub.done<BookingPay>({patient, second.number, quote.total, quote.cash}, second_fee);
    const BookingCancel::Request cancelling{patient, second.number, other_slot, today,
                                            BookingCancel::RefundOf{second_fee.wire_id, quote.cash}};
    const Meta cancel_meta = hub.meta();
    failNext(hospital, "4009", FaultKind::Reset);
    BOOST_TEST((hub.call<BookingCancel>(cancelling, cancel_meta).ending == Ending::Unknown));
    BOOST_TEST((hub.inquire<BookingCancel>(cancelling, cancel_meta).finding == Finding::Ours));
    const BookingFind::Result bookings = hub.done<BookingFind>({patient, today, today, second.number});
    BOOST_REQUIRE(bookings.bookings.size() == 1U);
    BOOST_TEST((bookings.bookings.front().state == BookingState::Cancelled));

    // The laboratory's report.
    BOOST_TEST(hospital.control("POST", "/_sim/reports", kReport).status == 200);
    const ReportList::Result reports = hub.done<ReportList>({patient, ReportKind::Laboratory, today, today});
    BOOST_REQUIRE(reports.reports.size() == 1U);
    const ReportGet::Result report = hub.done<ReportGet>({patient, ReportKind::Laboratory, reports.reports.front().key});
    BOOST_TEST(report.report.header.version == reports.reports.front().version);
    BOOST_REQUIRE(report.report.lines.size() == 1U);
    BOOST_TEST(report.report.lines.front().value.reveal() == "5.1");

    // To the fen: one top-up, used up; each write once.
    BOOST_TEST(hospital.books.patient(100001)->balance.fen() == 0);
    BOOST_TEST(sumOf(hospital, "deposit", "amount_fen") == 3625);
    for (const char* code : {"3005", "3007", "4008", "4009"}) BOOST_TEST(hospital.books.effects(code) == 1, code);
    for (const char* code : {"4006", "4007"}) BOOST_TEST(hospital.books.effects(code) == 2, code);
    BOOST_TEST(hub.host.notices.empty());
}
