#include <set>

#include "tests/stores/payment_stores.h"

using namespace hub::booking;
using namespace hub::core;
using tests::fullBooking;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// Another one of the same person and clinic.
Booking bookingNo(std::uint8_t number, std::int64_t created_at = 31) {
    Booking booking = fullBooking();
    booking.id.bits = idOf(number);
    booking.request_key = "key-" + std::to_string(number);
    booking.lock->number = "B-" + std::to_string(number);
    booking.created_at = {created_at};
    return booking;
}

template <class Engine>
std::vector<int> dueAt(PaymentStores<Engine>& stores, std::int64_t now, std::size_t limit = 10) {
    const auto of = [&](ReadTransaction& transaction, const Page& page) { return stores.bookings.due(transaction, {now}, page); };
    std::vector<int> numbers;
    for (const Due<BookingId>& due : tests::pageByPage(stores, limit, of, [](const auto& row) { return row.place(); }))
        numbers.push_back(due.id.bits.bytes[0]);
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(booking_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_booking_comes_back_whole, Engine, tests::Engines) {
    BOOST_TEST(tests::areDistinct(tests::fieldsOf(fullBooking())));
    PaymentStores<Engine> stores;
    tests::comesBackWhole(stores, stores.bookings, fullBooking());
    Booking bare = bookingNo(2);
    bare.client.clear();
    bare.visit = {};
    bare.lock.reset();
    bare.payment.reset();
    bare.queue_number.reset();
    bare.handed_over = false;
    bare.state = BookingState::Refused;
    bare.next_check_at.reset();
    bare.hand_over_at.reset();
    tests::comesBackWhole(stores, stores.bookings, bare);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_state_and_cause_comes_back, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Booking booking = fullBooking();
    BOOST_REQUIRE(stores.add(stores.bookings, booking).ok());
    for (const auto& [state, name] : enumNames(BookingState{})) {
        booking.state = state;
        booking.version = *stores.change(stores.bookings, booking);
        BOOST_TEST((stores.find(stores.bookings, booking.id)->state == state));
    }
    for (const auto& [cause, name] : enumNames(Cause{})) {
        booking.cause = cause;
        booking.version = *stores.change(stores.bookings, booking);
        BOOST_TEST((stores.find(stores.bookings, booking.id)->cause == cause));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_booking_that_is_not_there_is_not_found, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(tests::failsWith(stores.find(stores.bookings, fullBooking().id), Error::BookingNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_booking_changes_over_exactly_its_version, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Booking moved = fullBooking();
    moved.state = BookingState::Cancelled;
    moved.visit.doctor = "DR2";
    moved.lock->number = "B-9";
    moved.next_check_at.reset();
    tests::changesOverExactlyItsVersion(stores, stores.bookings, fullBooking(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_decisions_about_a_booking_at_once_one_is_stored, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    tests::ofTwoDecisionsAtOnceOneIsStored(stores, stores.bookings, fullBooking());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_of_a_client_makes_one_booking, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.bookings, fullBooking()).ok());
    Booking again = bookingNo(2);
    again.request_key = fullBooking().request_key;
    BOOST_TEST(tests::failsWith(stores.add(stores.bookings, again), Error::BookingRequestTaken));
    again.client = "wechat";  // its keys are its own
    BOOST_TEST(stores.add(stores.bookings, again).ok());
    const auto of = [&](std::string_view client, std::string_view key) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.bookings.findByRequest(transaction, client, key); });
    };
    BOOST_TEST((of("city-app", "key-1")->id == fullBooking().id));
    BOOST_TEST((of("wechat", "key-1")->id == again.id));
    BOOST_TEST(!of("kiosk", "key-1"));
    BOOST_TEST(!of("city-app", "key-2"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_bookings_with_one_key_at_once_one_is_added, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    Booking again = bookingNo(2);
    again.request_key = fullBooking().request_key;
    tests::ofTwoAtOnceOneIsAdded(stores, stores.bookings, fullBooking(), again, Error::BookingRequestTaken);
    BOOST_TEST(stores.rows("booking") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_leaves_the_bookings_as_they_were, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Booking moved = fullBooking();
    moved.state = BookingState::Looking;
    tests::aUnitThatFailsLeavesNothing(stores, stores.bookings, fullBooking(), moved);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_booking_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    tests::whatThisProgramNeverWroteIsNotReadable(stores, stores.bookings, fullBooking(), "booking", "handed_over", "cash_fen");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_that_the_hospital_gives_again_means_the_latest_booking, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Booking earlier = bookingNo(1, 100);
    Booking later = bookingNo(2, 200);
    Booking elsewhere = bookingNo(3, 300);
    Booking unlocked = bookingNo(4, 400);
    earlier.lock->number = later.lock->number = elsewhere.lock->number = "7";
    elsewhere.hospital = "h02";
    unlocked.lock.reset();
    for (const Booking& booking : {later, earlier, elsewhere, unlocked}) BOOST_REQUIRE(stores.add(stores.bookings, booking).ok());
    const auto of = [&](std::string_view hospital, std::string_view number) {
        return *stores.read([&](ReadTransaction& transaction) { return stores.bookings.findByNumber(transaction, hospital, number); });
    };
    BOOST_TEST((of("h01", "7")->id == later.id));
    BOOST_TEST((of("h02", "7")->id == elsewhere.id));
    BOOST_TEST(!of("h01", "8"));
    BOOST_TEST(!of("h01", ""));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_sees_the_latest_bookings_first_page_by_page, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const auto& [number, created_at] : {std::pair{1, 300}, {2, 100}, {3, 300}, {4, 200}, {5, 300}})
        BOOST_REQUIRE(stores.add(stores.bookings, bookingNo(static_cast<std::uint8_t>(number), created_at)).ok());
    Booking other = bookingNo(6);
    other.person.bits = idOf(9);
    BOOST_REQUIRE(stores.add(stores.bookings, other).ok());
    const auto of = [&](ReadTransaction& transaction, const Page& page) {
        return stores.bookings.ofPerson(transaction, fullBooking().person, page);
    };
    for (const std::size_t limit : {1U, 2U, 5U, 6U}) {
        std::vector<int> numbers;
        for (const Booking& booking : tests::pageByPage(stores, limit, of, [](const Booking& row) {
                 return Place{row.created_at, row.id.bits};
             }))
            numbers.push_back(booking.id.bits.bytes[0]);
        BOOST_TEST(numbers == (std::vector{5, 3, 1, 4, 2}), boost::test_tools::per_element());
    }
    BOOST_TEST(stores.read([&](ReadTransaction& transaction) { return of(transaction, {.limit = 0, .after = {}}); })->empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_stopped_clinic_concerns_those_who_still_have_a_booking_in_its_session, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    const auto add = [&](std::uint8_t number, std::int64_t created_at, const std::function<void(Booking&)>& difference) {
        Booking booking = bookingNo(number, created_at);
        difference(booking);
        BOOST_REQUIRE(stores.add(stores.bookings, booking).ok());
    };
    add(1, 200, [](Booking&) {});
    add(2, 100, [](Booking& booking) { booking.state = BookingState::Paid; });
    add(3, 300, [](Booking& booking) { booking.visit.session = hub::contract::Session::Morning; });
    add(4, 100, [](Booking& booking) { booking.state = BookingState::Cancelled; });
    add(5, 100, [](Booking& booking) { booking.state = BookingState::Refused; });
    add(6, 100, [](Booking& booking) { booking.visit.day.day = 24; });
    add(7, 100, [](Booking& booking) { booking.visit.doctor = "DR2"; });
    add(8, 100, [](Booking& booking) { booking.visit.department = "D2"; });
    add(9, 100, [](Booking& booking) { booking.hospital = "h02"; });
    hub::contract::ClinicStop stop;
    stop.department = "D1";
    stop.doctor = "DR1";
    stop.day = {2026, 11, 23};
    const auto concerned = [&](hub::contract::Session session) {
        stop.session = session;
        const auto of = [&](ReadTransaction& transaction, const Page& page) {
            return stores.bookings.ofClinic(transaction, "h01", stop, page);
        };
        std::vector<int> numbers;
        for (const auto& due : tests::pageByPage(stores, 1, of, [](const auto& row) { return row.place(); }))
            numbers.push_back(due.id.bits.bytes[0]);
        return numbers;
    };
    BOOST_TEST(concerned(hub::contract::Session::Afternoon) == (std::vector{2, 1}), boost::test_tools::per_element());
    BOOST_TEST(concerned(hub::contract::Session::Morning) == (std::vector{3}), boost::test_tools::per_element());
    BOOST_TEST(concerned(hub::contract::Session::WholeDay) == (std::vector{2, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_is_expected_on_a_day_has_paid_or_checked_in_at_that_hospital, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    const auto add = [&](std::uint8_t number, BookingState state, hub::core::Date day, std::string hospital) {
        Booking booking = bookingNo(number);
        booking.state = state;
        booking.visit.day = day;
        booking.hospital = std::move(hospital);
        booking.next_check_at = hub::booking::isAtRest(state) ? std::nullopt : std::optional(UtcTime{1});
        BOOST_REQUIRE(stores.add(stores.bookings, booking).ok());
    };
    const hub::core::Date today{2026, 11, 30};
    add(1, BookingState::Paid, today, "h01");
    add(2, BookingState::CheckedIn, today, "h01");
    add(3, BookingState::ToPay, today, "h01");
    add(4, BookingState::Cancelled, today, "h01");
    add(5, BookingState::Paid, {2026, 12, 1}, "h01");
    add(6, BookingState::Paid, today, "h02");
    const auto expected = [&](std::size_t limit) {
        const auto found = stores.template answerInRead<std::vector<Booking>>(
            [&](hub::core::ReadTransaction& transaction) { return stores.bookings.expectedOn(transaction, "h01", today, limit); });
        BOOST_REQUIRE(found.ok());
        std::set<int> numbers;
        for (const Booking& booking : *found) numbers.insert(booking.id.bits.bytes[0]);
        return numbers;
    };
    BOOST_TEST((expected(10) == std::set{1, 2}));
    BOOST_TEST(expected(1).size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_due_comes_by_how_long_it_is_overdue, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (const auto& [number, at] : {std::pair{1, 300}, {2, 100}, {3, 300}, {4, 301}}) {
        Booking booking = bookingNo(static_cast<std::uint8_t>(number));
        booking.next_check_at = UtcTime{at};
        BOOST_REQUIRE(stores.add(stores.bookings, booking).ok());
    }
    Booking at_rest = bookingNo(5);
    at_rest.state = BookingState::Paid;
    at_rest.next_check_at.reset();
    BOOST_REQUIRE(stores.add(stores.bookings, at_rest).ok());
    BOOST_TEST(dueAt(stores, 99).empty());
    BOOST_TEST(dueAt(stores, 100) == (std::vector{2}), boost::test_tools::per_element());
    for (const std::size_t limit : {1U, 2U, 10U})
        BOOST_TEST(dueAt(stores, 300, limit) == (std::vector{2, 1, 3}), boost::test_tools::per_element());
    // A row that cannot be read holds up no other.
    stores.meddle("UPDATE booking SET state = ? WHERE id = ?",
                  std::array{hub::storage::sql::blob("nonsense"), hub::storage::sql::blob(idOf(2))});
    BOOST_TEST(dueAt(stores, 300) == (std::vector{2, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_booking_that_nobody_would_look_at_again_is_refused, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Booking lost = fullBooking();
    lost.next_check_at.reset();
    BOOST_TEST(tests::failsWith(stores.add(stores.bookings, lost), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_hospital_number_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    Booking booking = fullBooking();
    booking.lock->number = std::string(200, '7');
    BOOST_TEST(stores.add(stores.bookings, booking).ok());
    booking.lock->number += "7";
    const auto changed = stores.change(stores.bookings, booking);
    BOOST_TEST(tests::failsWith(changed, Error::FieldTooLong));
    BOOST_TEST(changed.failure().detail().find("booking.number") == 0U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_about_the_person_stands_in_the_clear_in_a_booking, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(stores.add(stores.bookings, fullBooking()).ok());
    BOOST_TEST(!tests::standsAnywhere(stores, "booking", "P0001"));
    BOOST_TEST(!tests::standsAnywhere(stores, "booking", "王医生"));
    BOOST_TEST(tests::standsAnywhere(stores, "booking", "B-0001"));  // what is looked for would be found
}

BOOST_AUTO_TEST_SUITE_END()
