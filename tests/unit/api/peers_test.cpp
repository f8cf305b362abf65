#include "hub/api/http/peers.h"

#include "tests/support/failures.h"

namespace hub::api::http {

namespace {

using std::chrono::milliseconds;

struct Fixture {
    PeerLimits limits{/*connections=*/3,          /*half_read=*/2,     /*connections_per_second=*/10,
                      /*connections_burst=*/100,
                      /*requests_per_second=*/10, /*requests_burst=*/2};
    PeerTable peers{limits, /*connections_max=*/5};
    core::MonoTime now{1'000'000'000};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(peer_table, Fixture)

BOOST_AUTO_TEST_CASE(an_address_has_so_many_connections_and_then_as_many_as_it_closes) {
    for (int i = 0; i < 3; ++i) BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    BOOST_TEST((peers.connect("a", now) == Entrance::TooMany));
    BOOST_TEST((peers.connect("b", now) == Entrance::Open));
    peers.disconnect("a");
    BOOST_TEST((peers.connect("a", now) == Entrance::Open));
}

BOOST_AUTO_TEST_CASE(a_full_house_lets_nobody_in) {
    for (int i = 0; i < 3; ++i) BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    for (int i = 0; i < 2; ++i) BOOST_TEST((peers.connect("b", now) == Entrance::Open));
    BOOST_TEST((peers.connect("c", now) == Entrance::Full));
    peers.disconnect("b");
    BOOST_TEST((peers.connect("c", now) == Entrance::Open));
}

BOOST_AUTO_TEST_CASE(way_is_given_only_by_who_has_two_more) {
    BOOST_TEST(!peers.whoGivesWay("b"));
    BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    BOOST_TEST(!peers.whoGivesWay("b"));  // they would chase each other
    BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    BOOST_TEST((peers.whoGivesWay("b") == "a"));
    BOOST_TEST(!peers.whoGivesWay("a"));
    BOOST_TEST((peers.connect("b", now) == Entrance::Open));
    BOOST_TEST(!peers.whoGivesWay("b"));
}

BOOST_AUTO_TEST_CASE(requests_flow_at_their_rate_after_the_burst) {
    BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    BOOST_TEST(peers.takeRequest("a", now));
    BOOST_TEST(peers.takeRequest("a", now));
    BOOST_TEST(!peers.takeRequest("a", now));
    BOOST_TEST(!peers.takeRequest("a", now + milliseconds(99)));
    BOOST_TEST(peers.takeRequest("a", now + milliseconds(101)));
    BOOST_TEST(peers.takeRequest("a", now + milliseconds(10'000)));  // and the burst is full again, not more
    BOOST_TEST(peers.takeRequest("a", now + milliseconds(10'000)));
    BOOST_TEST(!peers.takeRequest("a", now + milliseconds(10'000)));
}

BOOST_AUTO_TEST_CASE(new_connections_flow_at_their_rate_also_for_one_who_hangs_up) {
    PeerLimits few = limits;
    few.connections_burst = 1;
    PeerTable slow(few, 5);
    BOOST_TEST((slow.connect("a", now) == Entrance::Open));
    slow.disconnect("a");
    slow.sweep(now);
    BOOST_TEST((slow.connect("a", now) == Entrance::TooFast));
    BOOST_TEST((slow.connect("b", now) == Entrance::Open));
    BOOST_TEST((slow.connect("a", now + milliseconds(101)) == Entrance::Open));
}

BOOST_AUTO_TEST_CASE(half_read_requests_have_a_bound_each) {
    BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    BOOST_TEST(peers.beginHalf("a"));
    BOOST_TEST(peers.beginHalf("a"));
    BOOST_TEST(!peers.beginHalf("a"));
    peers.endHalf("a");
    BOOST_TEST(peers.beginHalf("a"));
}

BOOST_AUTO_TEST_CASE(who_has_left_and_owes_nothing_is_forgotten) {
    BOOST_TEST((peers.connect("a", now) == Entrance::Open));
    BOOST_TEST((peers.connect("b", now) == Entrance::Open));
    peers.disconnect("a");
    peers.sweep(now);
    BOOST_TEST(peers.known() == 2U);  // its allowance is not full yet
    peers.sweep(now + milliseconds(101));
    BOOST_TEST(peers.known() == 1U);
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_counts_with_its_neighbours) {
    BOOST_TEST(peerKey("192.0.2.7") == "192.0.2.7");
    BOOST_TEST(peerKey("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
    BOOST_TEST(peerKey("2001:db8:1:2:ffff::1") == peerKey("2001:db8:1:2::9"));
    BOOST_TEST(peerKey("2001:db8:1:3::1") != peerKey("2001:db8:1:2::1"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api::http
