#include "tests/flows/region.h"

using namespace hub;
using booking::Booking;
using booking::BookingState;

BOOST_FIXTURE_TEST_SUITE(bookings, tests::FlowWorld)

BOOST_AUTO_TEST_CASE(a_hospital_that_quotes_no_fee_has_nothing_paid_before_the_visit) {
    contract::SlotLock::Result locked;
    locked.number = "B1";
    region.answers<contract::SlotLock>(locked);
    region.ends("booking.quote", contract::Ending::NotReached, core::Error::OperationNotOffered);

    booking::BookingWish wish;
    wish.id = ids.next<booking::BookingId>();
    wish.client = "APP";
    wish.request_key = "K1";
    wish.person = person;
    wish.hospital = "H1";
    wish.visit.local_patient = file().local_patient;
    wish.visit.slot = "S1";
    wish.visit.department = "01";
    wish.visit.doctor = "1001";
    wish.visit.day = core::shanghaiDate(clock.utc() + std::chrono::hours(24), core::Duration(0));
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return care.bookings().open(transaction, wish, std::nullopt); }).ok());

    const Booking booked = awaitRow<Booking>(
        wish.id.bits, [&](core::ReadTransaction& transaction) { return storage->bookings().find(transaction, wish.id); },
        [](const Booking& booking) { return booking.state == BookingState::Paid; });
    BOOST_TEST(booked.lock->number == "B1");
    BOOST_TEST(booked.cash.fen() == 0);
}

BOOST_AUTO_TEST_CASE(a_hospital_that_cannot_be_asked_for_its_fee_is_not_taken_for_one_without) {
    const auto with = [](contract::Ending ending, std::optional<core::Error> why) {
        flows::CallAnswer answer;
        answer.ending = ending;
        if (why) answer.answer.trouble = contract::Trouble::of(core::Failure(*why, "H1"));
        return answer;
    };
    using contract::Ending;
    BOOST_TEST(flows::quoteIn(with(Ending::NotReached, core::Error::OperationNotOffered)).has_value());
    BOOST_TEST(!flows::quoteIn(with(Ending::NotReached, core::Error::CounterpartyOutOfService)).has_value());
    BOOST_TEST(!flows::quoteIn(with(Ending::NotReached, std::nullopt)).has_value());
    BOOST_TEST(!flows::quoteIn(with(Ending::Unknown, core::Error::OperationNotOffered)).has_value());
    BOOST_TEST(!flows::quoteIn(with(Ending::Refused, std::nullopt)).has_value());
    BOOST_TEST(!flows::quoteIn(with(Ending::Done, std::nullopt)).has_value());  // without a result
}

BOOST_AUTO_TEST_SUITE_END()
