#include <algorithm>
#include <map>
#include <random>

#include "tests/stores/payment_stores.h"

using namespace hub::booking;
using namespace hub::core;
using tests::failsWith;
using tests::fullBooking;
using tests::idOf;
using tests::PaymentStores;

namespace {

/// One that wants a seat of the slot.
Booking wanting(const std::string& slot, std::uint8_t number) {
    Booking booking = fullBooking();
    booking.id.bits = idOf(number);
    booking.visit.slot = slot;
    return booking;
}

template <class Engine>
Result<bool> tryToTake(PaymentStores<Engine>& stores, const Booking& booking, std::int32_t quota) {
    return stores.template answerInUnit<bool>([&](Transaction& transaction) { return stores.seats.take(transaction, booking, quota); });
}

template <class Engine>
bool take(PaymentStores<Engine>& stores, const Booking& booking, std::int32_t quota) {
    const Result<bool> taken = tryToTake(stores, booking, quota);
    BOOST_REQUIRE(taken.ok());
    return *taken;
}

template <class Engine>
void release(PaymentStores<Engine>& stores, const Booking& booking) {
    BOOST_REQUIRE(stores.inUnit([&](Transaction& transaction) { return stores.seats.release(transaction, booking.id); }).ok());
}

template <class Engine>
std::int64_t forget(PaymentStores<Engine>& stores, Date before, std::size_t limit) {
    return *stores.template answerInUnit<std::int64_t>(
        [&](Transaction& transaction) { return stores.seats.forgetBefore(transaction, before, limit); });
}

/// Taken seats by slot, of the doctor and day of fullBooking().
template <class Engine>
std::map<std::string, int> takenOf(PaymentStores<Engine>& stores) {
    std::map<std::string, int> counts;
    const auto of = [&](ReadTransaction& transaction) {
        return stores.seats.ofDoctor(transaction, "h01", "D1", "DR1", fullBooking().visit.day);
    };
    const auto found = stores.read(of);
    BOOST_REQUIRE(found.ok());
    for (const TakenSeats& seats : *found) counts[seats.slot] += seats.count;
    return counts;
}

using Counts = std::map<std::string, int>;

}  // namespace

BOOST_AUTO_TEST_SUITE(seat_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_slot_takes_as_many_as_its_quota_and_not_one_more, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(take(stores, wanting("S1", 1), 2));
    BOOST_TEST(take(stores, wanting("S1", 2), 2));
    BOOST_TEST(!take(stores, wanting("S1", 3), 2));
    BOOST_TEST(take(stores, wanting("S2", 4), 1));
    BOOST_TEST(!take(stores, wanting("S3", 5), 0));
    Booking elsewhere = wanting("S1", 6);
    elsewhere.hospital = "h02";
    BOOST_TEST(take(stores, elsewhere, 1));
    BOOST_TEST((takenOf(stores) == Counts{{"S1", 2}, {"S2", 1}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_released_seat_is_the_next_ones_and_releasing_twice_frees_no_other, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (std::uint8_t number = 1; number <= 3; ++number) BOOST_REQUIRE(take(stores, wanting("S1", number), 3));
    release(stores, wanting("S1", 2));
    BOOST_TEST(take(stores, wanting("S1", 4), 3));
    release(stores, wanting("S1", 2));
    BOOST_TEST(!take(stores, wanting("S1", 5), 3));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_quota_made_smaller_lets_nobody_in_until_so_many_have_left, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (std::uint8_t number = 1; number <= 4; ++number) BOOST_REQUIRE(take(stores, wanting("S1", number), 4));
    release(stores, wanting("S1", 1));  // the lowest seat is free, and three still have one
    release(stores, wanting("S1", 2));
    BOOST_TEST(!take(stores, wanting("S1", 5), 2));
    release(stores, wanting("S1", 3));
    BOOST_TEST(take(stores, wanting("S1", 5), 2));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_who_want_the_last_seat_at_once_one_gets_it, Engine, tests::Engines) {
    PaymentStores<Engine> stores(tests::twoLanes());
    std::array<bool, 2> seated{};
    const auto taking = [&](std::size_t which) {
        return [&, which](Transaction& transaction) -> Result<void> {
            seated[which] = false;  // it may run again
            const auto taken = stores.seats.take(transaction, wanting("S1", static_cast<std::uint8_t>(which + 1)), 1);
            if (!taken.ok()) return taken.failure();
            seated[which] = *taken;
            return {};
        };
    };
    const auto outcomes = stores.atOnce(taking(0), taking(1));
    int let_in = 0;
    for (std::size_t which : {0U, 1U}) {
        const bool done = outcomes.at(which).end == WorkEnd::Done;
        if (!done) BOOST_TEST(failsWith(tests::resultOf(outcomes.at(which)), Error::VersionConflict));
        let_in += done && seated.at(which) ? 1 : 0;
    }
    BOOST_TEST(let_in == 1);
    BOOST_TEST(!take(stores, wanting("S1", 3), 1));
    BOOST_TEST(stores.rows("slot_seat") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_takes_and_frees_no_seat, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(take(stores, wanting("S1", 1), 2));
    BOOST_TEST(failsWith(stores.inUnit([&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(*stores.seats.take(transaction, wanting("S1", 2), 2));
        BOOST_TEST(stores.seats.release(transaction, wanting("S1", 1).id).ok());
        return Failure(Error::LeaseLost);
    }),
                         Error::LeaseLost));
    BOOST_TEST((takenOf(stores) == Counts{{"S1", 1}}));
    release(stores, wanting("S1", 1));
    BOOST_TEST(takenOf(stores).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(seats_are_counted_by_slot_for_a_doctor_and_for_days, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    const auto add = [&](std::uint8_t number, const std::string& slot, const std::function<void(Booking&)>& difference) {
        Booking booking = wanting(slot, number);
        difference(booking);
        BOOST_REQUIRE(take(stores, booking, 10));
    };
    add(1, "A", [](Booking&) {});
    add(2, "A", [](Booking&) {});
    add(3, "B", [](Booking& booking) { booking.visit.begin.reset(); });
    add(4, "C", [](Booking& booking) { booking.visit.doctor = "DR2"; });
    add(5, "D", [](Booking& booking) { booking.visit.department = "D2"; });
    add(6, "E", [](Booking& booking) { booking.visit.day.day = 24; });
    add(7, "F", [](Booking& booking) { booking.visit.day.day = 25; });
    add(8, "A", [](Booking& booking) { booking.hospital = "h02"; });
    BOOST_TEST((takenOf(stores) == Counts{{"A", 2}, {"B", 1}}));
    const auto of_days = [&](int from, int to) {
        const auto day = [](int number) { return Date{2026, 11, static_cast<std::int8_t>(number)}; };
        const auto of = [&](ReadTransaction& transaction) { return stores.seats.ofDays(transaction, "h01", day(from), day(to)); };
        const auto taken = stores.read(of);
        BOOST_REQUIRE(taken.ok());
        std::string found;
        for (const TakenSeats& seats : *taken)
            found += seats.slot + "/" + seats.department + "/" + seats.doctor + "/" + seats.day.text() + "/" +
                     std::string(enumName(seats.session)) + "/" + seats.begin.value_or("-") + "=" + std::to_string(seats.count) + " ";
        return found;
    };
    BOOST_TEST(of_days(23, 23) ==
               "A/D1/DR1/2026-11-23/afternoon/14:00=2 B/D1/DR1/2026-11-23/afternoon/-=1 C/D1/DR2/2026-11-23/afternoon/14:00=1 "
               "D/D2/DR1/2026-11-23/afternoon/14:00=1 ");
    BOOST_TEST(of_days(24, 25) == "E/D1/DR1/2026-11-24/afternoon/14:00=1 F/D1/DR1/2026-11-25/afternoon/14:00=1 ");
    BOOST_TEST(of_days(26, 30).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(seats_of_days_that_are_over_are_forgotten_piece_by_piece_and_no_others, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    for (std::uint8_t number = 1; number <= 5; ++number) {
        Booking booking = wanting("S" + std::to_string(number), number);
        booking.visit.day.day = static_cast<std::int8_t>(20 + number);
        BOOST_REQUIRE(take(stores, booking, 1));
    }
    BOOST_TEST(forget(stores, {2026, 11, 24}, 2) == 2);
    BOOST_TEST(forget(stores, {2026, 11, 24}, 2) == 1);
    BOOST_TEST(forget(stores, {2026, 11, 24}, 2) == 0);
    BOOST_TEST(stores.rows("slot_seat") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_slots_key_may_be_as_long_as_its_column_and_no_longer, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_TEST(take(stores, wanting(std::string(200, 's'), 1), 1));
    BOOST_TEST(failsWith(tryToTake(stores, wanting(std::string(201, 's'), 2), 1), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_seat_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    BOOST_REQUIRE(take(stores, wanting("S1", 1), 1));
    stores.meddle("UPDATE slot_seat SET visit_session = ?", std::array{hub::storage::sql::blob("noon")});
    const auto of = [&](ReadTransaction& transaction) { return stores.seats.ofDays(transaction, "h01", {2026, 11, 1}, {2026, 11, 30}); };
    BOOST_TEST(failsWith(stores.read(of), Error::RowNotReadable));
}

// Whoever comes and goes, in whatever order, and however the quota changes: nobody is let in above it, and nobody is sent away below it.
BOOST_AUTO_TEST_CASE_TEMPLATE(random_comings_and_goings_never_go_above_the_quota, Engine, tests::Engines) {
    PaymentStores<Engine> stores;
    std::mt19937 random(20261129);
    const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    std::map<std::string, std::vector<std::uint8_t>> seated;
    std::array<int, 3> quota{2, 3, 5};
    std::uint8_t next = 1;
    for (int round = 0; round < 250; ++round) {
        const int which = below(3);
        const std::string slot = "S" + std::to_string(which);
        std::vector<std::uint8_t>& there = seated[slot];
        const int what = below(10);
        if (what == 0) {
            quota.at(static_cast<std::size_t>(which)) = below(6);
        } else if (what < 5 && !there.empty()) {
            const auto leaver = there.begin() + below(static_cast<int>(there.size()));
            release(stores, wanting(slot, *leaver));
            there.erase(leaver);
        } else {
            const bool room = static_cast<int>(there.size()) < quota.at(static_cast<std::size_t>(which));
            BOOST_REQUIRE(take(stores, wanting(slot, next), quota.at(static_cast<std::size_t>(which))) == room);
            if (room) there.push_back(next);
            next = static_cast<std::uint8_t>(next == 255 ? 1 : next + 1);
        }
        Counts expected;
        for (const auto& [key, bookings] : seated) {
            if (!bookings.empty()) expected[key] = static_cast<int>(bookings.size());
        }
        BOOST_REQUIRE((takenOf(stores) == expected));
    }
}

BOOST_AUTO_TEST_SUITE_END()
