// The traps of the interface (section 5 of its description), each as the adapter meets it; numbers are theirs.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/soap_xml/hub_side.h"
#include "tests/support/failures.h"

using namespace tests::soap_xml;
using namespace hub::contract;
using core::Error;
using tests::sim::Hospital;
using tests::sim::common::FaultKind;
namespace trancode = tests::sim::trancode;

namespace {

const core::Date kToday = day(2030, 1, 2);

template <class Change>
trancode::TrancodeSettings with(const Change& change) {
    trancode::TrancodeSettings settings;
    change(settings);
    return settings;
}

/// A charge of the person, as it is listed.
Charge listed(Hub& hub, const std::string& key) {
    const ChargeList::Result found = hub.done<ChargeList>({file("100001"), kToday, kToday});
    for (const Charge& charge : found.charges) {
        if (charge.key == key) return charge;
    }
    BOOST_FAIL("the charge is not listed");
    return {};
}

PaymentConfirm::Request paymentOf(const std::vector<Charge>& charges) {
    PaymentConfirm::Request request;
    request.local_patient = file("100001");
    request.payment = "PAY1";
    for (const Charge& charge : charges) {
        request.charges.push_back({charge.key, charge.version, charge.total});
        request.total += charge.total;
    }
    request.cash = request.total;
    request.paid_at = {1'893'547'800'000};
    return request;
}

/// The two steps of a payment, as the hub calls them.
struct Steps {
    explicit Steps(Hub& hub) : top_up(hub.meta()), pay(hub.meta()) {
        top_up.step = "top_up";
        pay.step = "pay";
    }
    void topUpIsDone(const core::Sensitive<std::string>& evidence) { pay.steps_done = {{"top_up", top_up.wire_id, evidence}}; }
    Meta top_up;
    Meta pay;
};

std::string firstSlot(Hub& hub) { return hub.done<SlotList>({"D01", "1001", kToday, Session::Morning}).slots.front().key; }

std::string nameOf(Hub& hub, const std::string& card) {
    const PatientFind::Result found = hub.done<PatientFind>(byCard(card));
    BOOST_REQUIRE(found.files.size() == 1U);
    return found.files.front().person.name.reveal().text;
}

void endsUnknown(Hub& hub, Hospital& hospital, FaultKind kind, Error error) {
    failNext(hospital, "4006", kind);
    const auto outcome = hub.call<SlotLock>({file("100001"), firstSlot(hub), kToday});
    BOOST_TEST((outcome.ending == Ending::Unknown), core::enumName(kind));
    BOOST_TEST(outcome.trouble->code == core::errorInfo(error).code, outcome.trouble->detail);
    failNext(hospital, "4001", kind);
    const auto read = hub.call<DepartmentList>({});
    BOOST_TEST((read.ending == Ending::Unknown), core::enumName(kind));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(traps)

BOOST_AUTO_TEST_CASE(trap_01_an_odd_or_missing_result_is_neither_yes_nor_no) {
    Hospital hospital;
    Hub hub(hospital);
    for (const FaultKind kind : {FaultKind::OddResult, FaultKind::NoResult}) endsUnknown(hub, hospital, kind, Error::PeerAnswerNotValid);
}

BOOST_AUTO_TEST_CASE(trap_02_a_result_of_minus_one_is_a_no_and_a_fault_of_the_transport_is_not) {
    Hospital hospital;
    Hub hub(hospital);
    const auto refused = hub.call<SlotLock>({file("100001"), "T-none", kToday});
    BOOST_TEST((refused.ending == Ending::Refused));
    BOOST_TEST(refused.refusal->their_code == "-1");
    BOOST_TEST(!refused.refusal->their_text.reveal().empty());
    for (const FaultKind kind : {FaultKind::HttpError, FaultKind::ProtocolFault})
        endsUnknown(hub, hospital, kind, Error::PeerAnswerNotValid);
}

BOOST_AUTO_TEST_CASE(trap_03_an_answer_that_is_no_document_is_unknown_and_told_by_its_shape) {
    Hospital hospital;
    Hub hub(hospital);
    for (const FaultKind kind :
         {FaultKind::PlainText, FaultKind::StackTrace, FaultKind::HtmlPage, FaultKind::EmptyAnswer, FaultKind::CutAnswer}) {
        failNext(hospital, "4006", kind);
        const auto outcome = hub.call<SlotLock>({file("100001"), firstSlot(hub), kToday});
        BOOST_TEST((outcome.ending == Ending::Unknown), core::enumName(kind));
        const std::optional<Error> told = core::errorFromCode(outcome.trouble->code);
        BOOST_TEST((told == Error::PeerAnswerNotValid || told == Error::PeerAnswerLost), outcome.trouble->code);
    }
    // A word that is known to name nobody is told as it is: it says what to correct.
    Hub other_code(hospital, R"({"calls":{"department.list":{"code":"9999"}}})");
    const auto unknown_code = other_code.call<DepartmentList>({});
    BOOST_TEST((unknown_code.ending == Ending::Unknown));
    BOOST_TEST(unknown_code.trouble->detail.find("未知服务") != std::string::npos);
    // Any other text is told by its shape: it may name a person.
    auto rule = tests::sim::nextCall("4001", FaultKind::PlainText);
    rule.text = "患者张三不存在";
    hospital.fault(rule);
    const auto plain = hub.call<DepartmentList>({});
    BOOST_TEST(plain.trouble->detail.find("张三") == std::string::npos);
    BOOST_TEST(plain.trouble->detail.find("?????") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(trap_04_a_name_passes_both_layers_of_xml_in_every_form) {
    using trancode::InnerForm;
    for (const InnerForm form : {InnerForm::Cdata, InnerForm::Escaped, InnerForm::EscapedTwice}) {
        for (const char* charset : {"UTF-8", "GB18030"}) {
            for (const char* inner : {"cdata", "escaped"}) {
                Hospital hospital(with([&](auto& settings) {
                    settings.soap.inner_form = form;
                    settings.soap.charset = charset == std::string("UTF-8") ? trancode::WireCharset::Utf8 : trancode::WireCharset::Gb18030;
                }));
                Hub hub(hospital, fmt::format(R"({{"soap":{{"inner":"{}"}}}})", inner), charset);
                BOOST_TEST(nameOf(hub, "C00000006") == "A&B<C>]]>D");
                PatientCreate::Request request;
                request.person = hub.done<PatientFind>(byCard("C00000006")).files.front().person;
                request.person.name = core::Sensitive(core::PersonName{"新<人>&]]>"});
                request.person.certificate->number = core::Sensitive(core::CertificateNumber{"999999199909090099"});
                BOOST_TEST(hub.done<PatientCreate>(request).file.person.name.reveal().text == "新<人>&]]>");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(trap_05_the_soap_layer_says_the_charset_and_a_declaration_inside_does_not) {
    for (const auto charset : {trancode::WireCharset::Utf8, trancode::WireCharset::Gb18030}) {
        Hospital hospital(with([&](auto& settings) {
            settings.soap.charset = charset;
            settings.soap.inner_declaration = R"(<?xml version="1.0" encoding="utf-16"?>)";
        }));
        const bool utf8 = charset == trancode::WireCharset::Utf8;
        Hub hub(hospital, "{}", utf8 ? "UTF-8" : "GB18030");
        for (const std::int64_t patient : {100003, 100004, 100005})
            BOOST_TEST(nameOf(hub, fmt::format("C{:08}", patient - 100000)) == hospital.books.patient(patient)->name);
        endsUnknown(hub, hospital, FaultKind::WrongCharset, Error::BytesNotInCharset);
    }
}

BOOST_AUTO_TEST_CASE(trap_06_and_07_tags_are_written_with_their_own_case_and_both_user_ids_are_there) {
    Hospital hospital;
    Hub hub(hospital);
    // 2001, 2005, 5001 want PatientId, 3001, 4010 want PatientID: the hospital reads them with their case.
    CredentialReplace::Request request;
    request.local_patient = file("100001");
    request.old_credential = {CredentialKind::HospitalCard, core::Sensitive(core::CardNumber{"C00000001"})};
    request.new_credential = {CredentialKind::HospitalCard, core::Sensitive(core::CardNumber{"C00000091"})};
    const Meta meta = hub.meta();
    hub.done<CredentialReplace>(request, meta);
    BOOST_TEST((hub.inquire<CredentialReplace>(request, meta).finding == Finding::Ours));
    hub.done<QueueStatus>({file("100001")});
    hub.done<ChargeList>({file("100001"), kToday, kToday});
    hub.done<BookingFind>({file("100001"), kToday, kToday, std::nullopt});
}

BOOST_AUTO_TEST_CASE(trap_08_an_older_site_is_a_few_lines_of_its_own_file) {
    Hospital hospital(with([](auto& settings) { settings.site.minor_version = 2; }));
    Hub hub(hospital, R"({"calls":{
        "patient.find.by_credential":{"request":{"CardNum":{"tag":"CardNo"}}},
        "patient.find.by_number":{"request":{"CardNum":{"tag":"CardNo"}}},
        "patient.find.by_certificate":{"request":{"CertificateType":{"tag":"CardType"},"CertificateNum":{"tag":"CardNo"}}},
        "booking.find":{"request":{"SeqNumber":{"tag":"OrderNo"}}}}})");
    BOOST_TEST(hub.done<PatientFind>(byCard("C00000001")).files.size() == 1U);
    BOOST_TEST(hub.done<PatientFind>(byCard("C00000001")).files.front().credentials.front().number.reveal().text == "C00000001");
    const SlotLock::Result booking = hub.done<SlotLock>({file("100001"), firstSlot(hub), kToday});
    const BookingFind::Result found = hub.done<BookingFind>({file("100001"), kToday, kToday, booking.number});
    BOOST_REQUIRE(found.bookings.size() == 1U);
    BOOST_TEST(found.bookings.front().number == booking.number);
}

BOOST_AUTO_TEST_CASE(trap_09_misspelt_tags_are_written_and_read_as_they_are) {
    Hospital hospital;
    Hub hub(hospital);
    const std::string slot = firstSlot(hub);
    const SlotLock::Result booking = hub.done<SlotLock>({file("100001"), slot, kToday});
    const Meta paid = hub.meta();
    const core::Money fee = core::Money::fromFen(2500);
    hub.done<BookingPay>({file("100001"), booking.number, fee, fee}, paid);
    // OrginOrderNo: the hospital refuses a refund without it.
    hub.done<BookingCancel>({file("100001"), booking.number, slot, kToday, BookingCancel::RefundOf{paid.wire_id, fee}});
}

BOOST_AUTO_TEST_CASE(trap_10_and_11_one_idea_has_many_tags_and_many_wrappers) {
    Hospital hospital;
    Hub hub(hospital);
    const std::string key = hospital.raiseCharge(100001);
    const ChargeDetail::Result detail = hub.done<ChargeDetail>({file("100001"), key});
    BOOST_TEST(detail.lines.front().quantity->text == "2.50");  // ItemQuantity in Items/Item
    const InpatientDailyList::Result daily = hub.done<InpatientDailyList>({file("100002"), "Z000001", day(2030, 1, 1), kToday});
    BOOST_REQUIRE(daily.lines.size() == 3U);
    BOOST_TEST(daily.lines.back().quantity->text == "2.50");  // ItemQty in BillItems/BillItem
    BOOST_TEST(daily.lines.back().amount.fen() == 3125);
    BOOST_TEST(hub.done<InpatientFind>({file("100002")}).stays.size() == 1U);  // one Item is a list
    BOOST_TEST(hub.done<InpatientFind>({file("100002")}).stays.front().deposit_balance.fen() == -11125);
}

BOOST_AUTO_TEST_CASE(trap_12_nothing_found_is_an_empty_list_in_whatever_form_the_hospital_says_it) {
    using trancode::NothingFound;
    for (const NothingFound form : {NothingFound::EmptyItems, NothingFound::NoItems, NothingFound::BlankItem}) {
        Hospital hospital(with([&](auto& settings) { settings.site.nothing_found = form; }));
        Hub hub(hospital);
        BOOST_TEST(hub.done<PatientFind>(byCard("NOBODY")).files.empty());
        BOOST_TEST(hub.done<ChargeList>({file("100001"), kToday, kToday}).charges.empty());
    }
    Hospital hospital(with([](auto& settings) { settings.site.nothing_found = NothingFound::Refused; }));
    Hub undeclared(hospital);
    BOOST_TEST((undeclared.call<PatientFind>(byCard("NOBODY")).ending == Ending::Refused));
    Hub declared(hospital, R"({"calls":{"patient.find.by_credential":{"nothing_found":{"no":["-1"]}}}})");
    BOOST_TEST(declared.done<PatientFind>(byCard("NOBODY")).files.empty());
    BOOST_TEST((declared.call<ChargeList>({file("100001"), kToday, kToday}).ending == Ending::Refused));
}

BOOST_AUTO_TEST_CASE(trap_13_every_starred_tag_is_sent_and_none_but_the_needed_ones_is_expected) {
    Hospital hospital(with([](auto& settings) {
        settings.site.leave_out_tags = {"DeptName", "DoctorName", "DoctorTitle", "LimitCount",
                                        "Status",   "BillName",   "RateType",    "TimeValue"};
    }));
    Hub hub(hospital);
    const ScheduleList::Result schedules = hub.done<ScheduleList>({kToday, kToday, std::nullopt});
    BOOST_REQUIRE(!schedules.schedules.empty());
    BOOST_TEST(schedules.schedules.front().department_name.empty());
    BOOST_TEST(!schedules.schedules.front().quota.has_value());
    BOOST_TEST(!schedules.schedules.front().stopped);
    hospital.raiseCharge(100001);
    BOOST_TEST(hub.done<ChargeList>({file("100001"), kToday, kToday}).charges.size() == 1U);
    Hospital without_key(with([](auto& settings) { settings.site.leave_out_tags = {"ApplyNo"}; }));
    Hub other(without_key);
    without_key.raiseCharge(100001);
    const auto outcome = other.call<ChargeList>({file("100001"), kToday, kToday});
    BOOST_TEST((outcome.ending == Ending::Unknown));
    BOOST_TEST(outcome.trouble->detail == "/charges/0/key: ApplyNo is missing or blank");
}

BOOST_AUTO_TEST_CASE(trap_14_codes_keep_their_leading_zeros) {
    Hospital hospital;
    Hub hub(hospital);
    BOOST_TEST(hub.done<ScheduleList>({kToday, kToday, "D01"}).schedules.front().registration_class.value() == "02");
}

BOOST_AUTO_TEST_CASE(trap_15_amounts_are_read_to_the_fen_in_every_form_and_must_add_up) {
    for (const auto form : {trancode::MoneyForm::Shortest, trancode::MoneyForm::TwoDecimals}) {
        Hospital hospital(with([&](auto& settings) { settings.site.money_form = form; }));
        Hub hub(hospital);
        BOOST_TEST(listed(hub, hospital.raiseCharge(100001)).total.fen() == 3625);
        for (const FaultKind kind : {FaultKind::WrongAmount, FaultKind::ThirdDecimal}) {
            failNext(hospital, "3001", kind);
            BOOST_TEST((hub.call<ChargeList>({file("100001"), kToday, kToday}).ending == Ending::Unknown), core::enumName(kind));
        }
    }
}

BOOST_AUTO_TEST_CASE(trap_15_whether_cash_contains_the_account_is_the_hospitals_and_a_difference_is_reported_not_repaired) {
    for (const bool contains : {false, true}) {
        Hospital hospital(with([&](auto& settings) { settings.site.charges_contain_account = contains; }));
        const std::string key = hospital.raiseCharge(100001);
        const std::string window = fmt::format(R"({{"charge_numbers":["{}"],"fund_fen":1000,"account_fen":625}})", key);
        BOOST_REQUIRE(hospital.control("POST", "/_sim/window-payments", window).status == 200);
        const SettlementList::Request request{file("100001"), kToday, kToday, std::nullopt};
        Hub right(hospital, fmt::format(R"({{"cash_contains_account":{}}})", contains));
        const SettlementList::Result found = right.done<SettlementList>(request);
        BOOST_REQUIRE(found.settlements.size() == 1U);
        BOOST_TEST(found.settlements.front().cash.fen() == 2000);
        BOOST_TEST(found.settlements.front().account.fen() == 625);
        BOOST_TEST(right.host.notices.empty());
        Hub wrong(hospital, fmt::format(R"({{"cash_contains_account":{}}})", !contains));
        BOOST_TEST(wrong.done<SettlementList>(request).settlements.front().cash.fen() == (contains ? 2625 : 1375));
        BOOST_REQUIRE(wrong.host.notices.size() == 1U);
        BOOST_TEST((wrong.host.notices.front().error() == Error::PeerAnswerNotValid));
    }
}

BOOST_AUTO_TEST_CASE(trap_16_times_are_read_compact_spaced_and_dashed) {
    for (const auto form : {trancode::TimeForm::Compact, trancode::TimeForm::Spaced, trancode::TimeForm::Dashed}) {
        Hospital hospital(with([&](auto& settings) { settings.site.time_form = form; }));
        Hub hub(hospital);
        BOOST_TEST(hub.done<Ping>({}).their_time->ms == 1'893'547'800'000);
        BOOST_TEST(listed(hub, hospital.raiseCharge(100001)).ordered_at->ms == 1'893'547'800'000);
        BOOST_TEST(hub.done<ScheduleList>({kToday, kToday, "D01"}).schedules.size() > 0U);
        BOOST_TEST(!hub.done<InpatientFind>({file("100002")}).stays.front().discharged.has_value());  // empty is unknown
    }
}

BOOST_AUTO_TEST_CASE(trap_17_several_bills_are_a_comma_list_and_one_payment) {
    Hospital hospital;
    Hub hub(hospital);
    const PaymentConfirm::Request request =
        paymentOf({listed(hub, hospital.raiseCharge(100001)), listed(hub, hospital.raiseCharge(100001))});
    Steps steps(hub);
    const auto topped_up = hub.call<PaymentConfirm>(request, steps.top_up);
    BOOST_REQUIRE((topped_up.ending == Ending::StepDone));
    steps.topUpIsDone(*topped_up.evidence);
    const PaymentConfirm::Result paid = hub.done<PaymentConfirm>(request, steps.pay);
    BOOST_TEST(paid.settlement_number.has_value());
    BOOST_TEST(hospital.books.patient(100001)->balance.fen() == 0);
    PaymentConfirm::Request comma = request;
    comma.charges[0].key += ",A9";
    BOOST_TEST((hub.call<PaymentConfirm>(comma, steps.top_up).ending == Ending::NotReached));
}

BOOST_AUTO_TEST_CASE(trap_18_sex_goes_through_the_map_and_a_code_without_a_row_is_an_error) {
    Hospital hospital;
    Hub hub(hospital);
    BOOST_TEST((hub.done<PatientFind>(byCard("C00000001")).files.front().person.sex == Sex::Male));
    BOOST_TEST((hub.done<PatientFind>(byCard("C00000002")).files.front().person.sex == Sex::Female));
    Hub without(hospital, R"({"code_maps":{"sex":{"codes":{"1":"@null"}}}})");
    const auto outcome = without.call<PatientFind>(byCard("C00000002"));
    BOOST_TEST((outcome.ending == Ending::Unknown));
    BOOST_TEST(outcome.trouble->code == core::errorInfo(Error::CodeNotMapped).code);
    // The two card lists: a social security card is 2 for 2004 and 90 for 2001.
    const Credential social{CredentialKind::SocialSecurityCard, core::Sensitive(core::CardNumber{"S0000001"})};
    const Meta meta = hub.meta();
    const CredentialBind::Request bind{file("100001"), {}, social};
    hub.done<CredentialBind>(bind, meta);
    BOOST_TEST((hub.inquire<CredentialBind>(bind, meta).finding == Finding::Ours));
}

BOOST_AUTO_TEST_CASE(trap_19_no_two_calls_carry_the_same_transaction_id) {
    Hospital hospital(with([](auto& settings) { settings.site.refuse_repeated_transactions = true; }));
    Hub hub(hospital);
    hospital.raiseCharge(100001);
    for (int i = 0; i < 3; ++i) BOOST_TEST(hub.done<ChargeList>({file("100001"), kToday, kToday}).charges.size() == 1U);
    const SlotLock::Request request{file("100001"), firstSlot(hub), kToday};
    const Meta meta = hub.meta();
    hub.done<SlotLock>(request, meta);
    for (int i = 0; i < 3; ++i) BOOST_TEST((hub.inquire<SlotLock>(request, meta).finding == Finding::Ours));
    // A write sent again carries the number of the first time, so that such a hospital can refuse it.
    BOOST_TEST((hub.call<SlotLock>(request, meta).ending == Ending::Refused));
    Meta too_long = hub.meta();
    too_long.wire_id += "X";
    BOOST_TEST((hub.call<SlotLock>(request, too_long).ending == Ending::NotReached));
}

BOOST_AUTO_TEST_CASE(trap_20_a_no_to_money_is_checked_before_it_counts) {
    Hospital hospital;
    Hub hub(hospital);
    const core::Money fee = core::Money::fromFen(2500);
    const SlotLock::Result booking = hub.done<SlotLock>({file("100001"), firstSlot(hub), kToday});
    failNext(hospital, "4007", FaultKind::Refused);
    BOOST_TEST((hub.call<BookingPay>({file("100001"), booking.number, fee, fee}).ending == Ending::Done));
    const PaymentConfirm::Request request = paymentOf({listed(hub, hospital.raiseCharge(100001))});
    Steps steps(hub);
    failNext(hospital, "3005", FaultKind::Refused);
    const auto topped_up = hub.call<PaymentConfirm>(request, steps.top_up);
    BOOST_REQUIRE((topped_up.ending == Ending::StepDone));
    steps.topUpIsDone(*topped_up.evidence);
    failNext(hospital, "3007", FaultKind::Refused);
    BOOST_TEST((hub.call<PaymentConfirm>(request, steps.pay).ending == Ending::Done));
    const DepositAdd::Request deposit{file("100002"), "Z000001", core::Money::fromFen(100)};
    failNext(hospital, "3012", FaultKind::Refused);
    BOOST_TEST((hub.call<DepositAdd>(deposit).ending == Ending::Done));
    // It did not act, and its list says so when it is asked.
    BOOST_TEST((hub.call<DepositAdd>({file("100002"), "Z000001", core::Money()}).ending == Ending::Refused));
    // It did act, and nobody can tell.
    failNext(hospital, "3012", FaultKind::Refused);
    failNext(hospital, "3013", FaultKind::NoResult);
    BOOST_TEST((hub.call<DepositAdd>(deposit).ending == Ending::Unknown));
}

BOOST_AUTO_TEST_CASE(trap_20_the_promise_says_that_a_repeat_acts_again) {
    Hospital hospital;
    Hub hub(hospital);
    for (const Capability& capability : hub.instance().capabilities()) {
        const bool writes = capability.asks_by != AsksBy::Nothing || capability.operation == "patient.verify";
        BOOST_TEST((capability.repeat == Repeat::ActsAgain) == writes, capability.operation);
        BOOST_TEST(!capability.fence.has_value(), capability.operation);
    }
}

BOOST_AUTO_TEST_CASE(trap_21_a_bill_that_the_window_took_is_someone_elses_and_ours_is_told_by_the_top_up) {
    Hospital hospital;
    Hub hub(hospital);
    const std::string key = hospital.raiseCharge(100001);
    const PaymentConfirm::Request request = paymentOf({listed(hub, key)});
    Steps steps(hub);
    const auto topped_up = hub.call<PaymentConfirm>(request, steps.top_up);
    BOOST_REQUIRE((topped_up.ending == Ending::StepDone));
    steps.topUpIsDone(*topped_up.evidence);
    const std::string window = fmt::format(R"({{"charge_numbers":["{}"],"fund_fen":0,"account_fen":0}})", key);
    BOOST_REQUIRE(hospital.control("POST", "/_sim/window-payments", window).status == 200);
    const auto late = hub.call<PaymentConfirm>(request, steps.pay);
    BOOST_TEST((late.ending == Ending::Refused));
    BOOST_TEST((late.refusal->reason == RefusalReason::NoSuchCharge));
    const auto found = hub.inquire<PaymentConfirm>(request, steps.pay);
    BOOST_TEST((found.finding == Finding::SomeoneElse));
    BOOST_TEST(hospital.books.patient(100001)->balance.fen() == 3625);  // stranded, for a case
}

BOOST_AUTO_TEST_CASE(trap_22_every_code_number_can_be_another) {
    Hospital hospital(with([](auto& settings) { settings.site.site_codes = {{"4001", "4901"}}; }));
    Hub hub(hospital, R"({"calls":{"department.list":{"code":"4901"}}})");
    BOOST_TEST(hub.done<DepartmentList>({}).departments.size() == 3U);
}

BOOST_AUTO_TEST_CASE(trap_23_a_doctors_name_may_hold_a_slash) {
    Hospital hospital;
    Hub hub(hospital);
    const DoctorList::Result doctors = hub.done<DoctorList>({"D01"});
    BOOST_REQUIRE(doctors.doctors.size() == 2U);
    BOOST_TEST(doctors.doctors[1].name == "测试/医师二");
    // Where a site writes name/code into one tag, its file takes it apart.
    Hub composite(hospital, R"({"calls":{"doctor.list":{"answer":{"rows":{"fields":{
        "code":{"from":"DoctorName","as":"after_last:/"},"name":{"from":"DoctorName","as":"before_last:/"}}}}}}})");
    BOOST_TEST(composite.done<DoctorList>({"D01"}).doctors[1].code == "医师二");
}

BOOST_AUTO_TEST_CASE(trap_24_what_a_region_has_stands_in_the_hospitals_file) {
    Hospital lianzhou(with([](auto& settings) { settings.site.region = trancode::Region::Lianzhou; }));
    Hub hub(lianzhou);
    const HospitalFile patient = hub.done<PatientFind>(byCard("C00000001")).files.front();
    const Credential code{CredentialKind::EhealthCard, core::Sensitive(core::CardNumber{"EHC-0001"})};
    hub.done<CredentialBind>({patient.local_patient, patient.person, code});
    Hospital base;
    Hub less(base, R"({"not_offered":["credential.bind","patient.verify"]})");
    BOOST_TEST(less.instance().handler("patients/1", "credential.bind") == nullptr);
    BOOST_TEST(less.instance().handler("patients/1", "patient.verify") == nullptr);
    BOOST_TEST(less.instance().handler("patients/1", "credential.replace") != nullptr);
}

BOOST_AUTO_TEST_CASE(trap_25_a_booking_that_the_hospital_let_go_itself_is_released_but_not_refunded) {
    Hospital hospital(with([](auto& settings) { settings.site.booking_hold_minutes = 15; }));
    Hub hub(hospital);
    const std::string slot = firstSlot(hub);
    const Meta locked = hub.meta();
    const SlotLock::Result booking = hub.done<SlotLock>({file("100001"), slot, kToday}, locked);
    hospital.clock.advance(std::chrono::minutes(16));
    const BookingCancel::Request cancelling{file("100001"), booking.number, slot, kToday, std::nullopt};
    BOOST_TEST((hub.call<BookingCancel>(cancelling).ending == Ending::Refused));
    BOOST_TEST((hub.inquire<BookingCancel>(cancelling, hub.meta()).finding == Finding::Ours));
    BookingCancel::Request refunding = cancelling;
    refunding.refund = BookingCancel::RefundOf{"HUB", core::Money::fromFen(2500)};
    BOOST_TEST((hub.inquire<BookingCancel>(refunding, hub.meta()).finding == Finding::SomeoneElse));
    BOOST_TEST((hub.inquire<SlotLock>({file("100001"), slot, kToday}, locked).finding == Finding::NotThere));
}

BOOST_AUTO_TEST_SUITE_END()
