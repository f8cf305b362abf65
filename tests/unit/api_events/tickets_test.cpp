#include "hub/api/events/tickets.h"

#include <set>

#include "hub/core/executor.h"
#include "tests/support/failures.h"

namespace hub::api::events {

using core::Error;
using namespace std::chrono_literals;

namespace {

core::IdBits person(std::uint8_t number) {
    core::IdBits id;
    id.bytes[0] = number;
    return id;
}

struct Fixture {
    core::VirtualExecutor time{{1'800'000'000'000}};
    std::uint8_t counter = 0;
    Tickets tickets{time, {.life = 30s, .tickets_max = 4, .person_max = 2}, [this] {
                        core::Digest digest;
                        digest.bytes[31] = ++counter;
                        return digest;
                    }};

    std::string issue(std::uint8_t to) {
        const auto ticket = tickets.issue(person(to));
        BOOST_REQUIRE(ticket.ok());
        return ticket->reveal();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(event_tickets, Fixture)

BOOST_AUTO_TEST_CASE(a_ticket_names_its_person_once) {
    const std::string ticket = issue(1);
    issue(2);
    const auto redeemed = tickets.redeem(ticket);
    BOOST_REQUIRE(redeemed.ok());
    BOOST_TEST((*redeemed == person(1)));
    BOOST_TEST(tests::failsWith(tickets.redeem(ticket), Error::EventTicketNotValid));
}

BOOST_AUTO_TEST_CASE(a_ticket_is_good_until_just_before_its_life_ends) {
    const std::string in_time = issue(1);
    const std::string late = issue(1);
    time.advance(29'999ms);
    BOOST_TEST(tickets.redeem(in_time).ok());
    time.advance(1ms);
    BOOST_TEST(tests::failsWith(tickets.redeem(late), Error::EventTicketNotValid));
}

BOOST_AUTO_TEST_CASE(what_was_never_issued_opens_nothing) {
    issue(1);
    for (const std::string& text : {std::string(), std::string("1"), std::string(64, '0'), std::string(100'000, 'a')})
        BOOST_TEST(tests::failsWith(tickets.redeem(text), Error::EventTicketNotValid));
}

BOOST_AUTO_TEST_CASE(a_person_has_a_few_tickets_and_gets_more_when_they_are_used_or_old) {
    const std::string first = issue(1);
    issue(1);
    BOOST_TEST(tests::failsWith(tickets.issue(person(1)), Error::EventTicketsTooMany));
    issue(2);
    BOOST_TEST(tickets.redeem(first).ok());
    issue(1);
    BOOST_TEST(tests::failsWith(tickets.issue(person(1)), Error::EventTicketsTooMany));
    time.advance(30s);
    issue(1);
    issue(1);
}

BOOST_AUTO_TEST_CASE(all_together_are_bounded) {
    for (std::uint8_t to = 1; to <= 4; ++to) issue(to);
    BOOST_TEST(tests::failsWith(tickets.issue(person(5)), Error::HubBusy));
    time.advance(30s);
    issue(5);
}

BOOST_AUTO_TEST_CASE(real_tickets_have_64_digits_and_differ) {
    Tickets real(time, {.tickets_max = 1000, .person_max = 1000});
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto ticket = real.issue(person(1));
        BOOST_REQUIRE(ticket.ok());
        BOOST_TEST(ticket->reveal().size() == 64U);
        seen.insert(ticket->reveal());
    }
    BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api::events
