#include "tests/stores/payment_stores.h"

using namespace hub::payment;
using hub::core::Error;
using hub::core::Page;
using hub::core::Place;
using hub::core::ReadTransaction;
using tests::file;
using tests::fullCharge;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// Another one of the same file and person.
Charge chargeNo(std::uint8_t number, std::int64_t changed_at, ChargeState state) {
    Charge charge = fullCharge();
    charge.id.bits = idOf(number);
    charge.content.key = "C-" + std::to_string(number);
    charge.changed_at = {changed_at};
    charge.state = state;
    return charge;
}

template <class Engine, class ListOf>
std::vector<int> numbersOf(PaymentStores<Engine>& stores, std::size_t limit, const ListOf& of) {
    std::vector<int> numbers;
    for (const Charge& charge : tests::pageByPage(stores, limit, of, [](const Charge& row) { return Place{row.changed_at, row.id.bits}; }))
        numbers.push_back(charge.id.bits.bytes[0]);
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(charge_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_comes_back_whole, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullCharge())));
    PaymentStores<Engine> stores;
    tests::comesBackWhole(stores, stores.charges, fullCharge());
    Charge bare = chargeNo(2, 5, ChargeState::Open);
    bare.person.reset();
    bare.local_patient = file("");
    bare.content = {};
    bare.later.reset();
    bare.gone = false;
    bare.payment.reset();
    tests::comesBackWhole(stores, stores.charges, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_state_of_a_charge_comes_back, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Charge charge = fullCharge();
    BOOST_REQUIRE(stores.add(stores.charges, charge).ok());
    for (const auto& [state, name] : enumNames(ChargeState{})) {
        charge.state = state;
        charge.version = *stores.change(stores.charges, charge);
        BOOST_TEST((stores.find(stores.charges, charge.id)->state == state));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_that_is_not_there_is_not_found, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.charges, fullCharge().id), Error::ChargeNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_changes_over_exactly_its_version, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Charge moved = fullCharge();
    moved.state = ChargeState::Cancelled;
    moved.content.lines.clear();
    moved.local_patient = file("P0002");
    tests::changesOverExactlyItsVersion(stores, stores.charges, fullCharge(), moved);
    const auto of = [&](const std::string& number) {
        return stores
            .read([&](ReadTransaction& transaction) {
                return stores.charges.ofFile(transaction, "h01", file(number), WhichCharges::All, Page{});
            })
            ->size();
    };
    BOOST_TEST(of("P0001") == 0U);  // the blind index went with it
    BOOST_TEST(of("P0002") == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_decisions_about_a_charge_at_once_one_is_stored, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    tests::ofTwoDecisionsAtOnceOneIsStored(stores, stores.charges, fullCharge());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_of_a_hospital_is_one_charge, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.charges, fullCharge()).ok());
    Charge again = chargeNo(2, 5, ChargeState::Open);
    again.content.key = "C-1";
    BOOST_TEST(tests::failsWith(stores.add(stores.charges, again), Error::ChargeKeyTaken));
    again.hospital = "h02";
    BOOST_TEST(stores.add(stores.charges, again).ok());
    const auto of = [&](std::string_view hospital, std::string_view key) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.charges.findByKey(transaction, hospital, key); });
    };
    BOOST_TEST((of("h01", "C-1")->id == fullCharge().id));
    BOOST_TEST((of("h02", "C-1")->id == again.id));
    BOOST_TEST(!of("h01", "c-1"));
    BOOST_TEST(!of("h03", "C-1"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_charges_with_one_key_at_once_one_is_added, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    Charge again = fullCharge();
    again.id.bits = idOf(2);
    tests::ofTwoAtOnceOneIsAdded(stores, stores.charges, fullCharge(), again, Error::ChargeKeyTaken);
    BOOST_TEST(stores.rows("charge") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_leaves_the_charges_as_they_were, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Charge moved = fullCharge();
    moved.state = ChargeState::Paid;
    tests::aUnitThatFailsLeavesNothing(stores, stores.charges, fullCharge(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.charges, fullCharge(), "charge", /*flag=*/"", /*amount=*/"");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_standing_charges_of_a_file_are_those_a_list_is_compared_with, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const Charge& charge :
         {chargeNo(1, 300, ChargeState::Open), chargeNo(2, 100, ChargeState::Paid), chargeNo(3, 300, ChargeState::InPayment),
          chargeNo(4, 200, ChargeState::Unclear), chargeNo(5, 400, ChargeState::Cancelled), chargeNo(6, 300, ChargeState::Refunded)})
        BOOST_REQUIRE(stores.add(stores.charges, charge).ok());
    Charge other_file = chargeNo(7, 500, ChargeState::Open);
    other_file.local_patient = file("P0002");
    Charge other_hospital = chargeNo(8, 500, ChargeState::Open);
    other_hospital.hospital = "h02";
    Charge other_person = chargeNo(9, 500, ChargeState::Open);
    other_person.person.emplace().bits = idOf(99);
    other_person.local_patient = file("P0003");
    for (const Charge& charge : {other_file, other_hospital, other_person}) BOOST_REQUIRE(stores.add(stores.charges, charge).ok());
    for (const std::size_t limit : {1U, 2U, 10U}) {
        const auto ofFile = [&](WhichCharges which) {
            return numbersOf(stores, limit, [&](ReadTransaction& transaction, const Page& page) {
                return stores.charges.ofFile(transaction, "h01", file("P0001"), which, page);
            });
        };
        const auto ofPerson = [&](WhichCharges which) {
            return numbersOf(stores, limit, [&](ReadTransaction& transaction, const Page& page) {
                return stores.charges.ofPerson(transaction, *fullCharge().person, which, page);
            });
        };
        BOOST_TEST(ofFile(WhichCharges::Standing) == (std::vector{3, 1, 4}), boost::test_tools::per_element());
        BOOST_TEST(ofFile(WhichCharges::All) == (std::vector{5, 6, 3, 1, 4, 2}), boost::test_tools::per_element());
        BOOST_TEST(ofPerson(WhichCharges::Standing) == (std::vector{8, 7, 3, 1, 4}), boost::test_tools::per_element());
        BOOST_TEST(ofPerson(WhichCharges::All) == (std::vector{8, 7, 5, 6, 3, 1, 4, 2}), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_ends_of_a_hospital_code_and_of_a_file_number_are_kept_apart, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.charges, fullCharge()).ok());
    BOOST_TEST(stores
                   .read([&](ReadTransaction& transaction) {
                       return stores.charges.ofFile(transaction, "h01P", file("0001"), WhichCharges::All, Page{});
                   })
                   ->empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_that_is_being_paid_names_its_payment, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Charge nobodys = fullCharge();
    nobodys.payment.reset();
    BOOST_TEST(tests::failsWith(stores.add(stores.charges, nobodys), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_largest_charge_comes_back, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Charge largest = fullCharge();
    largest.content.total = tests::fen(hub::core::Money::kFenMax);
    tests::comesBackWhole(stores, stores.charges, largest);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_key_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Charge charge = fullCharge();
    charge.content.key = std::string(200, 'k');
    BOOST_TEST(stores.add(stores.charges, charge).ok());
    charge.content.key += "k";
    BOOST_TEST(tests::failsWith(stores.change(stores.charges, charge), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_about_the_person_stands_in_the_clear_in_a_charge, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.charges, fullCharge()).ok());
    BOOST_TEST(!tests::standsAnywhere(stores, "charge", "P0001"));
    BOOST_TEST(!tests::standsAnywhere(stores, "charge", "阿司匹林"));
    BOOST_TEST(tests::standsAnywhere(stores, "charge", "C-1"));  // what is looked for would be found
}

BOOST_AUTO_TEST_SUITE_END()
