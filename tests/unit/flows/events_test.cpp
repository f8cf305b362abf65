#include "hub/flows/events.h"

#include "tests/support/failures.h"
#include "tests/support/memory_events.h"

namespace hub::flows {

namespace {

struct Fixture {
    core::VirtualExecutor time{{1'800'000'000'000}};
    core::SeededIdSource ids{time, 3};
    tests::MemoryWork work{time};
    tests::MemoryOutbox outbox{work, time};
    int woken = 0;
    Events events{outbox, ids, time, [this] { ++woken; }};
    tests::MemoryTransaction transaction;

    core::Result<void> publish(const std::string& stream, const std::string& type, std::vector<EventRef> refs, std::int64_t cause_no = 1) {
        return events.publish(transaction, stream, type, std::move(refs), core::IdBits{}, cause_no);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(events_out, Fixture)

BOOST_AUTO_TEST_CASE(what_is_published_can_be_read_from_its_message) {
    BOOST_REQUIRE(publish("person/1", "charge.created", {{"charge_id", "c1"}, {"hospital", "h01"}}, 7).ok());
    const auto leased = outbox.lease(transaction, kEventTopic, time.utc(), "test", core::Duration(1), 10);
    BOOST_REQUIRE(leased->size() == 1U);
    BOOST_TEST(leased->at(0).order_no == 7);
    const core::Result<Event> event = eventIn(leased->at(0));
    BOOST_REQUIRE(event.ok());
    BOOST_TEST((event->id.bits == leased->at(0).id.bits));
    BOOST_TEST(event->stream == "person/1");
    BOOST_TEST(event->seq == 0);
    BOOST_TEST(event->type == "charge.created");
    BOOST_TEST(event->at.ms == time.utc().ms);
    BOOST_TEST((event->ids == std::vector<EventRef>{{"charge_id", "c1"}, {"hospital", "h01"}}));
}

BOOST_AUTO_TEST_CASE(a_cause_uses_a_number_once) {
    BOOST_REQUIRE(publish("person/1", "a", {}, 1).ok());
    BOOST_TEST(tests::failsWith(publish("person/2", "b", {}, 1), core::Error::OutboxOrderTaken));
    BOOST_TEST(publish("person/2", "b", {}, 2).ok());
}

BOOST_AUTO_TEST_CASE(each_text_may_be_as_long_as_it_may_be_kept_and_no_longer) {
    const auto text = [](std::size_t length) { return std::string(length, 'x'); };
    BOOST_TEST(publish(text(64), text(64), {{text(32), text(64)}}, 1).ok());
    BOOST_TEST(tests::failsWith(publish(text(65), "a", {}, 2), core::Error::FieldTooLong));
    BOOST_TEST(tests::failsWith(publish("s", text(65), {}, 2), core::Error::FieldTooLong));
    BOOST_TEST(tests::failsWith(publish("s", "a", {{text(33), "1"}}, 2), core::Error::FieldTooLong));
    BOOST_TEST(tests::failsWith(publish("s", "a", {{"n", "1"}, {"n", text(65)}}, 2), core::Error::FieldTooLong));
    BOOST_TEST(outbox.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_relay_is_woken_when_a_flow_says_so_and_not_by_the_publish) {
    BOOST_REQUIRE(publish("person/1", "a", {}).ok());
    BOOST_TEST(woken == 0);
    events.wake();
    BOOST_TEST(woken == 1);
}

BOOST_AUTO_TEST_CASE(a_persons_stream_is_named_after_the_person) {
    const core::IdBits person = ids.next<core::OutboxId>().bits;
    BOOST_TEST(personStream(person) == "person/" + person.text());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::flows
