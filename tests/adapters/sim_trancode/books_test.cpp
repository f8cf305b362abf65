// The books without a wire around them: each business "no" by its code, and nothing changed after it.
#include "adapters/sim/common/books.h"

#include "adapters/sim/trancode/seed.h"
#include "hub/core/exception.h"
#include "tests/adapters/sim_trancode/caller.h"
#include "tests/support/failures.h"

using namespace tests::sim;
using common::OnRepeat;
using hub::core::Error;
using hub::core::Money;
using tests::failsWith;

namespace {

const common::Caller kCaller{.operation = "test", .number = "1", .operator_id = "OP", .visible_from = {}};

struct OpenBooks {
    HandClock clock;
    Folder folder;
    common::Books books{folder.path(), clock};

    OpenBooks() {
        trancode::seedHospital(books, clock);
        books.openDays({{2030, 1, 3}, {2030, 1, 3}}, /*capacity=*/1);
    }

    common::Charge charge(std::int64_t fen) {
        const common::ChargeLine line{.code = "X",
                                      .name = "X",
                                      .kind = "I",
                                      .unit = "",
                                      .spec = "",
                                      .price = Money::fromFen(fen),
                                      .quantity_hundredths = 100,
                                      .amount = Money::fromFen(fen)};
        return *books.raiseCharge(kCaller, {.patient_id = 100001, .visit_number = "", .name = "X", .doctor = "1001", .lines = {line}});
    }
    hub::core::Result<common::Deposit> deposit(std::int64_t fen, const std::string& order, OnRepeat on_repeat = OnRepeat::Refuse) {
        return books.addDeposit(
            kCaller, {.patient_id = 100001, .inpatient_number = "", .amount = Money::fromFen(fen), .order_number = order, .pay_kind = "22"},
            on_repeat);
    }
    std::int64_t balance() { return books.patient(100001)->balance.fen(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(books)

BOOST_FIXTURE_TEST_CASE(what_is_not_there_is_not_found, OpenBooks) {
    BOOST_TEST(failsWith(books.patient(1), Error::SimNotFound));
    BOOST_TEST(failsWith(books.slot("T9"), Error::SimNotFound));
    BOOST_TEST(failsWith(books.charge("A9"), Error::SimNotFound));
    BOOST_TEST(failsWith(books.stay(100001, "Z9"), Error::SimNotFound));
    BOOST_TEST(failsWith(books.checkIn(kCaller, 100001, "B9"), Error::SimNotFound));
    BOOST_TEST(failsWith(books.cancelCharge(kCaller, "A9"), Error::SimNotFound));
    BOOST_TEST(failsWith(books.addCard(kCaller, 1, {"00", "X"}), Error::SimNotFound));
    BOOST_TEST(failsWith(books.payAtWindow(kCaller, {.charge_numbers = {}, .fund = {}, .account = {}}), Error::SimNotFound));
    BOOST_TEST(failsWith(books.dump("x"), Error::SimNotFound));
    common::Report report;
    report.patient_id = 100001;
    report.number = "L9";
    BOOST_TEST(failsWith(books.publishReport(kCaller, report), Error::SimNotFound));
}

BOOST_FIXTURE_TEST_CASE(a_taken_patient_number_or_card_undoes_the_whole_file, OpenBooks) {
    common::Patient patient;
    patient.id = 100001;
    BOOST_TEST(failsWith(books.createPatient(kCaller, patient, {}), Error::SimNotPossible));
    patient.id = 0;
    BOOST_TEST(failsWith(books.createPatient(kCaller, patient, {{"00", "C00000001"}}), Error::SimNotPossible));
    BOOST_TEST(failsWith(books.patient(100007), Error::SimNotFound));
    BOOST_TEST(books.effects("test") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_full_slot_takes_nobody, OpenBooks) {
    BOOST_TEST(books.reserve(kCaller, 100001, "T00000001").ok());
    BOOST_TEST(failsWith(books.reserve(kCaller, 100002, "T00000001"), Error::SimNoSlotLeft));
    BOOST_TEST(books.slot("T00000001")->taken == 1);
}

BOOST_FIXTURE_TEST_CASE(a_balance_that_does_not_cover_the_bill_stays, OpenBooks) {
    const common::Charge bill = charge(1000);
    BOOST_TEST(deposit(999, "O1").ok());
    BOOST_TEST(failsWith(books.payCharges(kCaller, 100001, {bill.number}, Money::fromFen(1000), "22"), Error::SimBalanceTooLow));
    BOOST_TEST(balance() == 999);
    BOOST_TEST(deposit(1, "O2").ok());
    BOOST_TEST(books.payCharges(kCaller, 100001, {bill.number}, Money::fromFen(1000), "22").ok());
    BOOST_TEST(balance() == 0);
}

BOOST_FIXTURE_TEST_CASE(another_amount_than_the_bills_pays_nothing, OpenBooks) {
    const common::Charge bill = charge(1000);
    BOOST_TEST(deposit(5000, "O1").ok());
    BOOST_TEST(failsWith(books.payCharges(kCaller, 100001, {bill.number}, Money::fromFen(1001), "22"), Error::SimAmountDiffers));
    BOOST_TEST(failsWith(
        books.payAtWindow(kCaller, {.charge_numbers = {bill.number}, .fund = Money::fromFen(600), .account = Money::fromFen(401)}),
        Error::SimAmountDiffers));
    BOOST_TEST((books.charge(bill.number)->state == common::ChargeState::Unpaid));
}

BOOST_FIXTURE_TEST_CASE(a_repeated_order_is_refused_where_it_should_be, OpenBooks) {
    BOOST_TEST(deposit(100, "O1").ok());
    BOOST_TEST(failsWith(deposit(100, "O1"), Error::SimRepeated));
    BOOST_TEST(balance() == 100);
    BOOST_TEST(deposit(100, "O1", OnRepeat::BookAgain).ok());
    BOOST_TEST(balance() == 200);
}

BOOST_FIXTURE_TEST_CASE(a_bill_whose_lines_do_not_multiply_is_refused, OpenBooks) {
    common::ChargeLine line{.code = "X",
                            .name = "X",
                            .kind = "I",
                            .unit = "",
                            .spec = "",
                            .price = Money::fromFen(333),
                            .quantity_hundredths = 50,
                            .amount = Money::fromFen(167)};
    const auto raise = [&] {
        return books.raiseCharge(kCaller, {.patient_id = 100001, .visit_number = "", .name = "X", .doctor = "1001", .lines = {line}});
    };
    BOOST_TEST(raise()->total.fen() == 167);  // 1.665 yuan, to the nearest fen
    line.amount = Money::fromFen(166);
    BOOST_TEST(failsWith(raise(), Error::SimNotValid));
    line.quantity_hundredths = 0;
    line.amount = Money();
    BOOST_TEST(failsWith(raise(), Error::SimNotValid));
}

BOOST_FIXTURE_TEST_CASE(the_largest_amount_of_the_interface_is_the_largest_taken, OpenBooks) {
    BOOST_TEST(deposit(9'999'999'999, "O1").ok());
    BOOST_TEST(failsWith(deposit(10'000'000'000, "O2"), Error::SimNotValid));
    BOOST_TEST(failsWith(deposit(0, "O3"), Error::SimNotValid));
    const common::Charge bill = charge(1000);
    const auto window = [&](std::int64_t fund, std::int64_t account) {
        return books.payAtWindow(kCaller,
                                 {.charge_numbers = {bill.number}, .fund = Money::fromFen(fund), .account = Money::fromFen(account)});
    };
    BOOST_TEST(failsWith(window(Money::kFenMax, Money::kFenMax), Error::SimAmountDiffers));
    BOOST_TEST(window(600, 400).ok());
    common::Patient rich;
    rich.balance = Money::fromFen(1);
    BOOST_TEST(failsWith(books.createPatient(kCaller, rich, {}), Error::SimNotValid));
}

BOOST_FIXTURE_TEST_CASE(the_newest_deposit_pays_first_and_the_rest_is_taken_from_older_ones, OpenBooks) {
    BOOST_REQUIRE(deposit(500, "OLD").ok());
    clock.advance(hub::core::Duration(1));
    BOOST_REQUIRE(deposit(700, "NEW").ok());
    const common::Charge small = charge(600);
    const common::Charge large = charge(550);
    const std::string first = books.payCharges(kCaller, 100001, {small.number}, Money::fromFen(600), "22")->number;
    const auto settlementOf = [&](const char* order) { return books.deposits(100001, "", {}, order).at(0).settlement_number; };
    BOOST_TEST(settlementOf("NEW") == first);
    BOOST_TEST(settlementOf("OLD") == "");
    const std::string second = books.payCharges(kCaller, 100001, {large.number}, Money::fromFen(550), "22")->number;
    BOOST_TEST(settlementOf("OLD") == second);
    BOOST_TEST(balance() == 50);
}

BOOST_FIXTURE_TEST_CASE(books_that_are_opened_again_are_as_they_were, OpenBooks) {
    BOOST_REQUIRE(deposit(500, "O1").ok());
    common::Books again(folder.path(), clock);
    trancode::seedHospital(again, clock);
    BOOST_TEST(again.patient(100001)->balance.fen() == 500);
    BOOST_TEST(again.departments().size() == 3);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_an_exception) {
    const HandClock clock;
    BOOST_CHECK_THROW(common::Books("/nowhere/at/all", clock), hub::core::Exception);
}

BOOST_FIXTURE_TEST_CASE(a_day_begins_at_midnight_in_shanghai, OpenBooks) {
    BOOST_TEST(common::startOf({2030, 1, 2}).ms == 1'893'513'600'000);
    BOOST_TEST((common::dayOf({1'893'513'600'000}) == common::Date{2030, 1, 2}));
    BOOST_TEST((common::dayOf({1'893'513'599'999}) == common::Date{2030, 1, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
