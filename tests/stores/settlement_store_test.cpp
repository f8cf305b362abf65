#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using tests::fullPayment;
using tests::fullSettlement;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// With the payment that fullSettlement() is of.
template <class Engine>
class SettlementStores : public PaymentStores<Engine> {
  public:
    explicit SettlementStores(const hub::storage::sql::Limits& limits = tests::impatientLimits()) : PaymentStores<Engine>(limits) {
        BOOST_REQUIRE(this->add(this->payments, fullPayment()).ok());
    }
};

/// Another one of the same payment.
Settlement settlementNo(std::uint8_t number, std::int64_t created_at = 31) {
    Settlement settlement = fullSettlement();
    settlement.id.bits = idOf(number);
    settlement.created_at = {created_at};
    return settlement;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_settlement_comes_back_whole, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullSettlement())));
    SettlementStores<Engine> stores;
    tests::comesBackWhole(stores, stores.settlements, fullSettlement());
    Settlement bare = settlementNo(7);
    bare.rules = {};
    bare.charges.clear();
    bare.of = {};
    bare.bill = {};
    bare.has_quote = true;
    bare.state = SettlementState::Quoted;
    bare.quoted.reset();
    bare.settled.reset();
    bare.revocation.reset();
    bare.breach.reset();
    bare.registered = bare.uploaded = bare.nothing_sent = bare.handed_over = false;
    bare.next_check_at.reset();
    bare.hand_over_at.reset();
    tests::comesBackWhole(stores, stores.settlements, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_flag_and_word_of_a_settlement_comes_back_alone, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    Settlement settlement = fullSettlement();
    BOOST_REQUIRE(stores.add(stores.settlements, settlement).ok());
    const auto comesBack = [&] {
        settlement.version = *stores.change(stores.settlements, settlement);
        const Settlement found = *stores.find(stores.settlements, settlement.id);
        BOOST_TEST(tests::fieldsOf(found) == tests::fieldsOf(settlement), boost::test_tools::per_element());
    };
    for (const auto flag :
         {&Settlement::has_quote, &Settlement::registered, &Settlement::uploaded, &Settlement::nothing_sent, &Settlement::handed_over}) {
        settlement.has_quote = settlement.registered = settlement.uploaded = settlement.nothing_sent = settlement.handed_over = false;
        settlement.*flag = true;
        comesBack();
    }
    for (const auto& [state, name] : enumNames(SettlementState{})) {
        settlement.state = state;
        comesBack();
    }
    for (const auto& [why, name] : enumNames(WhyEnded{})) {
        settlement.why = why;
        comesBack();
    }
    for (const auto& [breach, name] : enumNames(SplitBreach{})) {
        settlement.breach = breach;
        comesBack();
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_of_who_is_insured_and_what_for_stands_in_clear, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.settlements, fullSettlement()).ok());
    BOOST_TEST(tests::standsAnywhere(stores, "settlement", "yb01"));  // so this looks where it should
    for (const char* const secret : {"37000000001", "ec-token-1", "P0001", "V-1"})
        BOOST_TEST(!tests::standsAnywhere(stores, "settlement", secret), secret);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_settlement_that_is_not_there_is_not_found, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.settlements, fullSettlement().id), Error::SettlementNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_settlement_of_no_payment_is_refused, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.add(stores.settlements, fullSettlement()), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_settlement_that_is_not_at_rest_is_always_looked_at_again, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    std::uint8_t number = 10;
    for (const auto& [state, name] : enumNames(SettlementState{})) {
        Settlement settlement = settlementNo(++number);
        settlement.state = state;
        settlement.next_check_at.reset();
        BOOST_TEST(stores.add(stores.settlements, settlement).ok() == isAtRest(state), name);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_settlement_changes_over_exactly_its_version, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    Settlement moved = fullSettlement();
    moved.state = SettlementState::Ended;
    moved.next_check_at.reset();
    moved.revocation->number = "S-3";
    tests::changesOverExactlyItsVersion(stores, stores.settlements, fullSettlement(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_settlement_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.settlements, fullSettlement(), "settlement", "handed_over", "");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_leaves_the_settlements_as_they_were, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    Settlement moved = fullSettlement();
    moved.state = SettlementState::Frozen;
    tests::aUnitThatFailsLeavesNothing(stores, stores.settlements, fullSettlement(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(settlements_of_a_payment_come_the_oldest_first, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    Payment other = fullPayment();
    other.id.bits = idOf(9);
    other.request_key = "key-9";
    other.legs.front().order_number = "O-9";
    BOOST_REQUIRE(stores.add(stores.payments, other).ok());
    Settlement of_other = settlementNo(20, 50);
    of_other.payment = other.id;
    BOOST_REQUIRE(stores.add(stores.settlements, of_other).ok());
    for (const auto& [number, at] : {std::pair{11, 300}, {12, 100}, {13, 200}})
        BOOST_REQUIRE(stores.add(stores.settlements, settlementNo(static_cast<std::uint8_t>(number), at)).ok());
    std::vector<int> numbers;
    const auto found = stores.read([&](ReadTransaction& transaction) {
        return stores.settlements.ofPayment(transaction, fullPayment().id, {10, std::nullopt});
    });
    BOOST_REQUIRE(found.ok());
    for (const Settlement& settlement : *found) numbers.push_back(settlement.id.bits.bytes[0]);
    BOOST_TEST(numbers == (std::vector<int>{12, 13, 11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(due_settlements_come_by_how_long_they_are_overdue, Engine, tests::Engines) {
    SettlementStores<Engine> stores;
    for (const auto& [number, at] : {std::pair{11, 300}, {12, 100}, {13, 301}}) {
        Settlement settlement = settlementNo(static_cast<std::uint8_t>(number));
        settlement.next_check_at = UtcTime{at};
        BOOST_REQUIRE(stores.add(stores.settlements, settlement).ok());
    }
    std::vector<int> numbers;
    const auto due = stores.read([&](ReadTransaction& transaction) {
        return stores.settlements.due(transaction, UtcTime{300}, {10, std::nullopt});
    });
    BOOST_REQUIRE(due.ok());
    for (const auto& one : *due) numbers.push_back(one.id.bits.bytes[0]);
    BOOST_TEST(numbers == (std::vector<int>{12, 11}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
