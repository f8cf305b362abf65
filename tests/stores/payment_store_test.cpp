#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::payment;
using tests::fen;
using tests::fullPayment;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// Another one of the same person.
Payment paymentNo(std::uint8_t number, std::int64_t created_at = 31) {
    Payment payment = fullPayment();
    payment.id.bits = idOf(number);
    payment.request_key = "key-" + std::to_string(number);
    payment.legs.front().order_number = "O-" + std::to_string(number);
    payment.created_at = {created_at};
    return payment;
}

template <class Engine, class ListOf>
std::vector<int> numbersOf(PaymentStores<Engine>& stores, std::size_t limit, const ListOf& of) {
    std::vector<int> numbers;
    for (const Payment& payment : tests::pageByPage(stores, limit, of, [](const Payment& row) {
             return Place{row.created_at, row.id.bits};
         }))
        numbers.push_back(payment.id.bits.bytes[0]);
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(payment_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_comes_back_whole_with_its_leg, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullPayment())));
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullPayment().leg())));
    PaymentStores<Engine> stores;
    tests::comesBackWhole(stores, stores.payments, fullPayment());
    Payment bare = paymentNo(2);
    bare.client.clear();
    bare.local_patient = {};
    bare.insurance.reset();
    bare.his = {};
    bare.his_refused = bare.handed_over = false;
    bare.state = PaymentState::Unpaid;
    bare.next_check_at.reset();
    bare.hand_over_at.reset();
    bare.leg() = {};
    bare.leg().channel = "wechat";
    bare.leg().order_number = "O-2";
    bare.leg().amount = fen(1);
    tests::comesBackWhole(stores, stores.payments, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_word_of_a_payment_comes_back, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Payment payment = fullPayment();
    BOOST_REQUIRE(stores.add(stores.payments, payment).ok());
    const auto stored = [&] {
        payment.version = *stores.change(stores.payments, payment);
        return *stores.find(stores.payments, payment.id);
    };
    for (const auto& [state, name] : enumNames(PaymentState{})) {
        payment.state = state;
        BOOST_TEST((stored().state == state));
    }
    for (const auto& [why, name] : enumNames(Why{})) {
        payment.why = why;
        BOOST_TEST((stored().why == why));
    }
    for (const auto& [state, name] : enumNames(LegState{})) {
        payment.leg().state = state;
        BOOST_TEST((stored().leg().state == state));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_that_is_not_there_is_not_found, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.payments, fullPayment().id), Error::PaymentNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_changes_over_exactly_its_version_and_its_leg_with_it, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Payment moved = fullPayment();
    moved.state = PaymentState::Completed;
    moved.next_check_at.reset();
    moved.leg().state = LegState::NotPaid;
    moved.leg().channel_number = "4200002";
    moved.leg().paid_at.reset();
    moved.leg().in_suspense = false;
    moved.leg().refunded = fen(4300);
    tests::changesOverExactlyItsVersion(stores, stores.payments, fullPayment(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_decisions_about_a_payment_at_once_one_is_stored, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    tests::ofTwoDecisionsAtOnceOneIsStored(stores, stores.payments, fullPayment());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_of_a_client_makes_one_payment, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    Payment again = paymentNo(2);
    again.request_key = fullPayment().request_key;
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, again), Error::PaymentRequestTaken));
    again.client = "wechat-mini";  // its keys are its own
    BOOST_TEST(stores.add(stores.payments, again).ok());
    const auto of = [&](std::string_view client, std::string_view key) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.payments.findByRequest(transaction, client, key); });
    };
    BOOST_TEST((of("city-app", "key-1")->id == fullPayment().id));
    BOOST_TEST((of("wechat-mini", "key-1")->id == again.id));
    BOOST_TEST(!of("kiosk", "key-1"));
    BOOST_TEST(!of("city-app", "key-2"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_payments_with_one_key_at_once_one_is_added, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    Payment again = paymentNo(2);
    again.request_key = fullPayment().request_key;
    tests::ofTwoAtOnceOneIsAdded(stores, stores.payments, fullPayment(), again, Error::PaymentRequestTaken);
    BOOST_TEST(stores.rows("payment") == 1);
    BOOST_TEST(stores.rows("leg") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_order_number_is_unique_at_its_channel_only, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    Payment same = paymentNo(2);
    same.leg().order_number = "O-1";
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, same), Error::OrderNumberTaken));
    BOOST_TEST(stores.rows("payment") == 1);  // nothing of it stays
    BOOST_TEST(stores.rows("payment_subject") == 2);
    same.leg().channel = "alipay";
    BOOST_TEST(stores.add(stores.payments, same).ok());
    const auto of = [&](std::string_view channel, std::string_view number) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.payments.findByOrder(transaction, channel, number); });
    };
    BOOST_TEST((of("wechat", "O-1")->id == fullPayment().id));
    BOOST_TEST((of("alipay", "O-1")->id == same.id));
    BOOST_TEST(!of("wechat", "o-1"));
    BOOST_TEST(!of("union_pay", "O-1"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_leaves_the_payments_as_they_were, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Payment moved = fullPayment();
    moved.state = PaymentState::Frozen;
    moved.leg().refunded = fen(1);
    tests::aUnitThatFailsLeavesNothing(stores, stores.payments, fullPayment(), moved);
    BOOST_TEST(stores.rows("leg") == 1);
    BOOST_TEST(stores.rows("payment_subject") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.payments, fullPayment(), "payment", "his_refused", "total_fen");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_without_a_leg_it_can_read_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    stores.meddle("UPDATE leg SET settles = ?", std::array{hub::storage::sql::blob("by_cheque")});
    BOOST_TEST(tests::failsWith(stores.find(stores.payments, fullPayment().id), Error::RowNotReadable));
    stores.meddle("DELETE FROM leg");
    BOOST_TEST(tests::failsWith(stores.find(stores.payments, fullPayment().id), Error::RowNotReadable));
    BOOST_TEST(tests::failsWith(stores.change(stores.payments, fullPayment()), Error::RowNotReadable));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_refunds_of_a_leg_never_exceed_what_was_paid, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    Payment refunded = fullPayment();
    refunded.leg().refund_reserved = fen(4200);  // with 800 refunded: all of it
    BOOST_TEST(stores.change(stores.payments, refunded).ok());
    refunded.version = 2;
    refunded.leg().refund_reserved = fen(4201);
    BOOST_TEST(tests::failsWith(stores.change(stores.payments, refunded), Error::SqlRefused));
    refunded.leg().refund_reserved = fen(0);
    refunded.leg().refunded = fen(5001);
    BOOST_TEST(tests::failsWith(stores.change(stores.payments, refunded), Error::SqlRefused));
    refunded.leg().refunded = fen(-1);
    BOOST_TEST(tests::failsWith(stores.change(stores.payments, refunded), Error::SqlRefused));
    BOOST_TEST(stores.find(stores.payments, refunded.id)->version == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_smallest_and_the_largest_payment_come_back, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    std::uint8_t number = 0;
    for (const std::int64_t amount : {std::int64_t{1}, Money::kFenMax}) {
        Payment payment = paymentNo(++number);
        payment.total = payment.leg().amount = payment.items.front().total = fen(amount);
        payment.leg().refund_reserved = fen(0);
        payment.leg().refunded = fen(amount);
        tests::comesBackWhole(stores, stores.payments, payment);
    }
    Payment all_insured = paymentNo(4);  // the insurer pays the whole
    all_insured.leg().amount = all_insured.leg().refund_reserved = all_insured.leg().refunded = fen(0);
    tests::comesBackWhole(stores, stores.payments, all_insured);
    Payment less = paymentNo(5);
    less.leg().amount = fen(-1);
    less.leg().refund_reserved = less.leg().refunded = fen(0);
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, less), Error::SqlRefused));
    Payment nothing = paymentNo(3);
    nothing.total = fen(0);
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, nothing), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_payment_that_nobody_would_look_at_again_is_refused, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Payment lost = fullPayment();
    lost.next_check_at.reset();
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, lost), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_sees_the_latest_payments_first_page_by_page, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const auto& [number, created_at] : {std::pair{1, 300}, {2, 100}, {3, 300}, {4, 200}})
        BOOST_REQUIRE(stores.add(stores.payments, paymentNo(static_cast<std::uint8_t>(number), created_at)).ok());
    Payment other = paymentNo(5);
    other.person.bits = idOf(9);
    BOOST_REQUIRE(stores.add(stores.payments, other).ok());
    const auto of = [&](ReadTransaction& transaction, const Page& page) {
        return stores.payments.ofPerson(transaction, fullPayment().person, page);
    };
    for (const std::size_t limit : {1U, 2U, 4U, 5U})
        BOOST_TEST(numbersOf(stores, limit, of) == (std::vector{3, 1, 4, 2}), boost::test_tools::per_element());
    BOOST_TEST(stores.read([&](ReadTransaction& transaction) { return of(transaction, {.limit = 0, .after = {}}); })->empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_charge_leads_to_every_payment_it_was_in, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, paymentNo(1, 100)).ok());
    Payment twice = paymentNo(2, 200);  // one charge in two items
    twice.items[1].subject = twice.items[0].subject;
    BOOST_REQUIRE(stores.add(stores.payments, twice).ok());
    Payment other = paymentNo(3, 300);
    other.items = {{.subject = idOf(77), .key = "C-9", .expected_version = "", .total = fen(5000)}};
    BOOST_REQUIRE(stores.add(stores.payments, other).ok());
    const auto of = [&](std::uint8_t subject, std::size_t limit) {
        return numbersOf(stores, limit, [&](ReadTransaction& transaction, const Page& page) {
            return stores.payments.ofSubject(transaction, idOf(subject), page);
        });
    };
    for (const std::size_t limit : {1U, 10U}) {
        BOOST_TEST(of(3, limit) == (std::vector{2, 1}), boost::test_tools::per_element());
        BOOST_TEST(of(4, limit) == (std::vector{1}), boost::test_tools::per_element());
        BOOST_TEST(of(77, limit) == (std::vector{3}), boost::test_tools::per_element());
        BOOST_TEST(of(78, limit).empty());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(due_payments_come_by_how_long_they_are_overdue, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const auto& [number, at] : {std::pair{1, 300}, {2, 100}, {3, 300}, {4, 301}}) {
        Payment payment = paymentNo(static_cast<std::uint8_t>(number));
        payment.next_check_at = UtcTime{at};
        BOOST_REQUIRE(stores.add(stores.payments, payment).ok());
    }
    Payment ended = paymentNo(5);
    ended.state = PaymentState::Completed;
    ended.next_check_at.reset();
    BOOST_REQUIRE(stores.add(stores.payments, ended).ok());
    const auto dueAt = [&](std::int64_t now, std::size_t limit) {
        const auto of = [&](ReadTransaction& transaction, const Page& page) { return stores.payments.due(transaction, {now}, page); };
        std::vector<int> numbers;
        for (const auto& due : tests::pageByPage(stores, limit, of, [](const auto& row) { return row.place(); }))
            numbers.push_back(due.id.bits.bytes[0]);
        return numbers;
    };
    BOOST_TEST(dueAt(99, 10).empty());
    BOOST_TEST(dueAt(100, 10) == (std::vector{2}), boost::test_tools::per_element());
    for (const std::size_t limit : {1U, 2U, 10U}) BOOST_TEST(dueAt(300, limit) == (std::vector{2, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_field_of_a_payment_or_its_leg_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Payment payment = fullPayment();
    payment.request_key = std::string(64, 'k');
    payment.leg().channel_number = std::string(200, '4');
    BOOST_TEST(stores.add(stores.payments, payment).ok());
    payment.leg().channel_number->push_back('4');
    BOOST_TEST(tests::failsWith(stores.change(stores.payments, payment), Error::FieldTooLong));
    Payment long_key = paymentNo(2);
    long_key.request_key = std::string(65, 'k');
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, long_key), Error::FieldTooLong));
    Payment long_order = paymentNo(3);
    long_order.leg().order_number = std::string(65, 'o');
    BOOST_TEST(tests::failsWith(stores.add(stores.payments, long_order), Error::FieldTooLong));
    BOOST_TEST(stores.rows("payment") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_about_the_person_stands_in_the_clear_in_a_payment, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.payments, fullPayment()).ok());
    BOOST_TEST(!tests::standsAnywhere(stores, "payment", "P0001"));
    BOOST_TEST(tests::standsAnywhere(stores, "payment", "city-app"));  // what is looked for would be found
}

BOOST_AUTO_TEST_SUITE_END()
