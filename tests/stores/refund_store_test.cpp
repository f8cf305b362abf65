#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using tests::fen;
using tests::fullPayment;
using tests::fullRefund;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// With the payment that fullRefund() is of.
template <class Engine>
class RefundStores : public PaymentStores<Engine> {
  public:
    explicit RefundStores(const hub::storage::sql::Limits& limits = tests::impatientLimits()) : PaymentStores<Engine>(limits) {
        BOOST_REQUIRE(this->add(this->payments, fullPayment()).ok());
    }
};

/// Another one of the same payment.
Refund refundNo(std::uint8_t number, std::int64_t created_at = 31) {
    Refund refund = fullRefund();
    refund.id.bits = idOf(number);
    refund.request_key = "key-" + std::to_string(number);
    refund.number = "RF-" + std::to_string(number);
    refund.created_at = {created_at};
    return refund;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refund_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_comes_back_whole, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullRefund())));
    RefundStores<Engine> stores;
    tests::comesBackWhole(stores, stores.refunds, fullRefund());
    Refund bare = refundNo(6);
    bare.client.clear();
    bare.item.reset();
    bare.lines.clear();
    bare.from_suspense = bare.returned = bare.by_hand = bare.whole_item = bare.handed_over = false;
    bare.channel_number.reset();
    bare.refunded_at.reset();
    bare.his_receipt.reset();
    bare.remaining_version.clear();
    bare.state = RefundState::Done;
    bare.next_check_at.reset();
    bare.hand_over_at.reset();
    tests::comesBackWhole(stores, stores.refunds, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_flag_and_word_of_a_refund_comes_back_alone, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    Refund refund = fullRefund();
    BOOST_REQUIRE(stores.add(stores.refunds, refund).ok());
    const auto comesBack = [&] {
        refund.version = *stores.change(stores.refunds, refund);
        const Refund found = *stores.find(stores.refunds, refund.id);
        BOOST_TEST(tests::fieldsOf(found) == tests::fieldsOf(refund), boost::test_tools::per_element());
    };
    for (const auto flag : {&Refund::from_suspense, &Refund::returned, &Refund::by_hand, &Refund::whole_item, &Refund::handed_over}) {
        refund.from_suspense = refund.returned = refund.by_hand = refund.whole_item = refund.handed_over = false;
        refund.*flag = true;
        comesBack();
    }
    for (const auto& [state, name] : enumNames(RefundState{})) {
        refund.state = state;
        comesBack();
    }
    for (const auto& [cause, name] : enumNames(RefundCause{})) {
        refund.cause = cause;
        comesBack();
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_that_is_not_there_is_not_found, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.refunds, fullRefund().id), Error::RefundNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_of_no_payment_is_refused, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.add(stores.refunds, fullRefund()), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_changes_over_exactly_its_version, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    Refund moved = fullRefund();
    moved.state = RefundState::Done;
    moved.next_check_at.reset();
    moved.his_receipt = "R9";
    moved.lines = {"L3"};
    tests::changesOverExactlyItsVersion(stores, stores.refunds, fullRefund(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_decisions_about_a_refund_at_once_one_is_stored, Engine, tests::Engines) {
    RefundStores<Engine> stores(tests::twoLanes());
    tests::ofTwoDecisionsAtOnceOneIsStored(stores, stores.refunds, fullRefund());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_of_a_client_makes_one_refund, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.refunds, fullRefund()).ok());
    Refund again = refundNo(6);
    again.request_key = fullRefund().request_key;
    BOOST_TEST(tests::failsWith(stores.add(stores.refunds, again), Error::RefundRequestTaken));
    again.number = fullRefund().number;  // both are taken: the key is what its client asked by
    BOOST_TEST(tests::failsWith(stores.add(stores.refunds, again), Error::RefundRequestTaken));
    again.number = "RF-6";
    again.client = "";  // the hub's own keys are its own
    BOOST_TEST(stores.add(stores.refunds, again).ok());
    const auto of = [&](std::string_view client, std::string_view key) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.refunds.findByRequest(transaction, client, key); });
    };
    BOOST_TEST((of("kiosk", "key-2")->id == fullRefund().id));
    BOOST_TEST((of("", "key-2")->id == again.id));
    BOOST_TEST(!of("city-app", "key-2"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_refunds_with_one_key_at_once_one_is_added, Engine, tests::Engines) {
    RefundStores<Engine> stores(tests::twoLanes());
    Refund again = refundNo(6);
    again.request_key = fullRefund().request_key;
    tests::ofTwoAtOnceOneIsAdded(stores, stores.refunds, fullRefund(), again, Error::RefundRequestTaken);
    BOOST_TEST(stores.rows("refund") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_number_is_unique_at_its_channel_only, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.refunds, fullRefund()).ok());
    Refund same = refundNo(6);
    same.number = fullRefund().number;
    BOOST_TEST(tests::failsWith(stores.add(stores.refunds, same), Error::OrderNumberTaken));
    same.channel = "alipay";
    BOOST_TEST(stores.add(stores.refunds, same).ok());
    const auto of = [&](std::string_view channel, std::string_view number) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.refunds.findByNumber(transaction, channel, number); });
    };
    BOOST_TEST((of("wechat", "RF-1")->id == fullRefund().id));
    BOOST_TEST((of("alipay", "RF-1")->id == same.id));
    BOOST_TEST(!of("wechat", "rf-1"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_leaves_the_refunds_as_they_were, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    Refund moved = fullRefund();
    moved.state = RefundState::Stuck;
    tests::aUnitThatFailsLeavesNothing(stores, stores.refunds, fullRefund(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refund_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.refunds, fullRefund(), "refund", "by_hand", "remaining_total_fen");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_smallest_and_the_largest_refund_come_back, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    std::uint8_t number = 10;
    for (const std::int64_t amount : {std::int64_t{1}, Money::kFenMax}) {
        Refund refund = refundNo(++number);
        refund.amount = refund.remaining_total = fen(amount);
        tests::comesBackWhole(stores, stores.refunds, refund);
    }
    Refund nothing = refundNo(++number);
    nothing.amount = fen(0);
    BOOST_TEST(tests::failsWith(stores.add(stores.refunds, nothing), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_tells_all_its_refunds_the_oldest_first, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    for (const auto& [number, created_at] : {std::pair{11, 300}, {12, 100}, {13, 300}, {14, 200}})
        BOOST_REQUIRE(stores.add(stores.refunds, refundNo(static_cast<std::uint8_t>(number), created_at)).ok());
    const auto of = [&](ReadTransaction& transaction, const Page& page) {
        return stores.refunds.ofPayment(transaction, fullPayment().id, page);
    };
    for (const std::size_t limit : {1U, 2U, 4U, 5U}) {
        std::vector<int> numbers;
        for (const Refund& refund : tests::pageByPage(stores, limit, of, [](const Refund& row) {
                 return Place{row.created_at, row.id.bits};
             }))
            numbers.push_back(refund.id.bits.bytes[0]);
        BOOST_TEST(numbers == (std::vector{12, 14, 11, 13}), boost::test_tools::per_element());
    }
    BOOST_TEST(stores.read([&](ReadTransaction& transaction) { return stores.refunds.ofPayment(transaction, PaymentId{idOf(2)}, Page{}); })
                   ->empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(due_refunds_come_by_how_long_they_are_overdue, Engine, tests::Engines) {
    RefundStores<Engine> stores;
    for (const auto& [number, at] : {std::pair{11, 300}, {12, 100}, {13, 301}}) {
        Refund refund = refundNo(static_cast<std::uint8_t>(number));
        refund.next_check_at = UtcTime{at};
        BOOST_REQUIRE(stores.add(stores.refunds, refund).ok());
    }
    const auto dueAt = [&](std::int64_t now) {
        const auto of = [&](ReadTransaction& transaction, const Page& page) { return stores.refunds.due(transaction, {now}, page); };
        std::vector<int> numbers;
        for (const auto& due : tests::pageByPage(stores, 1, of, [](const auto& row) { return row.place(); }))
            numbers.push_back(due.id.bits.bytes[0]);
        return numbers;
    };
    BOOST_TEST(dueAt(99).empty());
    BOOST_TEST(dueAt(300) == (std::vector{12, 11}), boost::test_tools::per_element());
    Refund lost = refundNo(14);
    lost.next_check_at.reset();
    BOOST_TEST(tests::failsWith(stores.add(stores.refunds, lost), Error::SqlRefused));  // nobody would look at it again
}

BOOST_AUTO_TEST_SUITE_END()
