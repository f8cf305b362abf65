#include "hub/jobs/event_relay.h"

#include "hub/flows/events.h"
#include "hub/jobs/retention.h"
#include "tests/support/failures.h"
#include "tests/support/memory_events.h"

namespace hub::jobs {

using namespace std::chrono_literals;
using core::Transaction;
using flows::Event;

namespace {

const core::UtcTime kStart{1'800'000'000'000};

/// Counts units, and can lose the answer to one.
class WatchedUnits final : public core::UnitOfWork {
  public:
    explicit WatchedUnits(core::UnitOfWork& inner) : inner_(inner) {}

    void run(core::WorkOrder order, Work work, OnDone on_done) override {
        ++units;
        if (!std::exchange(lose_next, false)) return inner_.run(std::move(order), std::move(work), std::move(on_done));
        inner_.run(std::move(order), std::move(work), [on_done = std::move(on_done)](const core::WorkOutcome&) {
            on_done({core::WorkEnd::Unknown, false, core::Failure(core::Error::CommitUnknown)});
        });
    }

    int units = 0;
    bool lose_next = false;

  private:
    core::UnitOfWork& inner_;
};

core::IdBits cause(std::uint8_t number) {
    core::IdBits id;
    id.bytes[0] = number;
    return id;
}

struct Fixture {
    core::VirtualExecutor time{kStart};
    core::SeededIdSource ids{time, 5};
    tests::MemoryWork work{time};
    WatchedUnits units{work};
    tests::MemoryOutbox outbox{work, time};
    tests::MemoryEventStore store{work};
    flows::Events events{outbox, ids, time, [] {}};
    std::vector<std::vector<std::string>> moved;
    EventRelay relay{{units, work, outbox, store, ids, time, time}, settings()};

    Fixture() {
        relay.subscribe([this](const std::vector<std::string>& streams) { moved.push_back(streams); });
    }

    static RelaySettings settings() {
        RelaySettings settings;
        settings.owner = "test";
        settings.batch = 4;
        return settings;
    }

    void publish(const std::string& stream, const std::string& type, const core::IdBits& cause_id, std::int64_t cause_no) {
        tests::MemoryTransaction transaction;
        BOOST_REQUIRE(events.publish(transaction, stream, type, {{"payment_id", "p1"}}, cause_id, cause_no).ok());
    }

    std::vector<Event> of(const std::string& stream) {
        tests::MemoryTransaction transaction;
        return *store.after(transaction, stream, 0, 1000);
    }

    std::string typesOf(const std::string& stream) {
        std::string types;
        for (const Event& event : of(stream)) types += std::to_string(event.seq) + ":" + event.type + " ";
        return types;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(event_relay, Fixture)

BOOST_AUTO_TEST_CASE(an_event_gets_its_number_and_leaves_the_outbox) {
    publish("person/1", "charge.created", cause(1), 1);
    relay.start();
    time.runReady();
    const std::vector<Event> kept = of("person/1");
    BOOST_REQUIRE(kept.size() == 1U);
    BOOST_TEST(kept[0].seq == 1);
    BOOST_TEST(kept[0].type == "charge.created");
    BOOST_TEST(kept[0].at.ms == kStart.ms);
    BOOST_TEST((kept[0].ids == std::vector<flows::EventRef>{{"payment_id", "p1"}}));
    BOOST_TEST(outbox.size() == 0U);
    BOOST_TEST(relay.counters().relayed == 1U);
}

BOOST_AUTO_TEST_CASE(events_of_one_cause_keep_their_order_also_in_one_unit) {
    for (const int cause_no : {2, 3, 1}) publish("person/1", "n" + std::to_string(cause_no), cause(1), cause_no);
    relay.start();
    time.runReady();
    BOOST_TEST(typesOf("person/1") == "1:n1 2:n2 3:n3 ");
    BOOST_TEST(units.units == 1);
}

BOOST_AUTO_TEST_CASE(each_moved_stream_is_told_once) {
    publish("person/2", "a", cause(1), 1);
    publish("person/1", "b", cause(2), 1);
    publish("person/2", "c", cause(3), 1);
    relay.start();
    time.runReady();
    BOOST_TEST((moved == std::vector<std::vector<std::string>>{{"person/1", "person/2"}}));
}

BOOST_AUTO_TEST_CASE(without_a_wake_an_event_leaves_after_a_quarter_of_a_second) {
    relay.start();
    time.runReady();
    publish("person/1", "a", cause(1), 1);
    time.advance(249ms);
    BOOST_TEST(of("person/1").empty());
    time.advance(1ms);
    BOOST_TEST(of("person/1").size() == 1U);
}

BOOST_AUTO_TEST_CASE(with_a_wake_an_event_leaves_at_once) {
    relay.start();
    time.runReady();
    publish("person/1", "a", cause(1), 1);
    relay.wake();
    time.runReady();
    BOOST_TEST(of("person/1").size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_idle_relay_writes_nothing) {
    relay.start();
    time.advance(10s);
    BOOST_TEST(units.units == 0);
}

BOOST_AUTO_TEST_CASE(a_full_unit_is_followed_by_the_next_at_once) {
    for (std::uint8_t n = 1; n <= 9; ++n) publish("person/1", "a", cause(n), 1);
    relay.start();
    time.runReady();
    BOOST_TEST(of("person/1").size() == 9U);
    BOOST_TEST(units.units == 3);
}

BOOST_AUTO_TEST_CASE(a_unit_that_is_not_done_leaves_everything_and_is_tried_again_after_a_pause) {
    publish("person/1", "a", cause(1), 1);
    work.failNext(core::WorkEnd::NotDone);
    relay.start();
    time.advance(249ms);
    BOOST_TEST(of("person/1").empty());
    BOOST_TEST(moved.empty());
    BOOST_TEST(outbox.size() == 1U);
    time.advance(1ms);
    BOOST_TEST(typesOf("person/1") == "1:a ");
    BOOST_TEST(relay.counters().failed_rounds == 1U);
}

// Nobody knows whether it happened: listeners look, and find what there is.
BOOST_AUTO_TEST_CASE(after_a_lost_commit_the_streams_are_told_all_the_same_and_no_event_comes_twice) {
    publish("person/1", "a", cause(1), 1);
    units.lose_next = true;
    relay.start();
    time.advance(10s);
    BOOST_TEST((moved == std::vector<std::vector<std::string>>{{"person/1"}}));
    BOOST_TEST(typesOf("person/1") == "1:a ");
}

BOOST_AUTO_TEST_CASE(a_message_that_holds_no_event_is_buried_and_holds_back_its_cause_alone) {
    core::OutboxMessage broken;
    broken.id = ids.next<core::OutboxId>();
    broken.topic = flows::kEventTopic;
    broken.order_key = cause(1);
    broken.order_no = 1;
    broken.payload = core::Sensitive<std::string>("{\"of\":\"another version\"}");
    tests::MemoryTransaction transaction;
    BOOST_REQUIRE(outbox.add(transaction, broken).ok());
    publish("person/1", "held back", cause(1), 2);
    publish("person/1", "free", cause(2), 1);
    relay.start();
    time.advance(1s);
    BOOST_TEST(typesOf("person/1") == "1:free ");
    BOOST_TEST(relay.counters().buried == 1U);
    BOOST_TEST(outbox.dead(transaction, flows::kEventTopic, 10)->size() == 1U);
    BOOST_TEST(units.units == 1);  // what is dead or held back keeps nobody busy
    BOOST_TEST(tests::failsWith(flows::eventIn(broken), core::Error::JsonNotValid));
}

BOOST_AUTO_TEST_CASE(a_stopped_relay_takes_no_more) {
    relay.start();
    time.runReady();
    bool stopped = false;
    relay.stop([&] { stopped = true; });
    publish("person/1", "a", cause(1), 1);
    relay.wake();
    time.advance(1h);
    BOOST_TEST(stopped);
    BOOST_TEST(of("person/1").empty());
}

BOOST_AUTO_TEST_CASE(what_is_older_than_it_is_kept_is_forgotten_in_pieces_and_what_is_not_stays) {
    for (std::uint8_t n = 1; n <= 5; ++n) publish("person/1", "old", cause(n), 1);
    relay.start();
    time.advance(1ms);
    publish("person/1", "kept", cause(9), 1);
    time.advance(1h);
    Retention retention({units, ids, time, time}, {.name = "event", .kept = 1h, .piece = 2, .pace = {.interval = 24h}},
                        [this](Transaction& transaction, core::UtcTime before, std::size_t limit) {
                            return store.forgetBefore(transaction, before, limit);
                        });
    const int before = units.units;
    retention.start();
    time.runReady();
    BOOST_TEST(typesOf("person/1") == "6:kept ");
    BOOST_TEST(units.units == before + 4);  // 2, 2, 1 and none
    bool stopped = false;
    retention.stop([&] { stopped = true; });
    time.runReady();
    BOOST_TEST(stopped);
}

BOOST_AUTO_TEST_CASE(forgetting_that_fails_is_tried_again_after_a_pause) {
    int tries = 0;
    Retention retention({units, ids, time, time},
                        {.name = "event", .kept = 1h, .pace = {.interval = 24h, .back_off_first = 10s, .back_off_most = 10s}},
                        [&](Transaction&, core::UtcTime, std::size_t) -> core::Result<std::int64_t> {
                            if (++tries == 1) return core::Failure(core::Error::StorageBusy);
                            return std::int64_t{0};
                        });
    retention.start();
    time.advance(9s);
    BOOST_TEST(tries == 1);
    time.advance(1s);
    BOOST_TEST(tries == 2);
    time.advance(1h);
    BOOST_TEST(tries == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::jobs
