#include "hub/jobs/event_relay.h"

#include <condition_variable>

#include "hub/flows/events.h"
#include "hub/storage/sql/event_store.h"
#include "tests/stores/stores.h"

using namespace hub;
using core::Transaction;
using flows::Event;
using tests::Faults;
using tests::Stores;

namespace {

/// The relay over a real database; it looks when it is woken, and again a moment after a failure.
template <class Engine>
struct Relayed : Stores<Engine> {
    ~Relayed() {
        std::promise<void> stopped;
        relay.stop([&] { stopped.set_value(); });
        stopped.get_future().wait();
    }

    void publish(const std::string& stream, std::uint8_t cause, std::int64_t cause_no) {
        core::IdBits cause_id;
        cause_id.bytes[0] = cause;
        BOOST_REQUIRE(this->inUnit([&](Transaction& transaction) {
                              return events.publish(transaction, stream, "n" + std::to_string(cause_no), {{"id", "1"}}, cause_id, cause_no);
                          })
                          .ok());
    }

    /// Starts or wakes the relay and waits until it has told `count` times that something moved.
    void relayUntil(int count) {
        relay.start();
        relay.wake();
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return told >= count; });
    }

    std::string of(const std::string& stream) {
        const auto found = this->template answerInRead<std::vector<Event>>(
            [&](core::ReadTransaction& transaction) { return store.after(transaction, stream, 0, 100); });
        BOOST_REQUIRE(found.ok());
        std::string text;
        for (const Event& event : *found) text += std::to_string(event.seq) + ":" + event.type + " ";
        return text;
    }

    storage::sql::SqlEventStore store;
    flows::Events events{this->outbox, this->ids, this->clock, [] {}};
    std::mutex mutex;  // guards told
    std::condition_variable changed;
    int told = 0;
    jobs::EventRelay relay{
        {*this->lanes, this->reads, this->outbox, store, this->ids, this->executor, this->clock},
        {.pace = {.interval = std::chrono::hours(1), .back_off_first = core::Duration(1), .back_off_most = core::Duration(1)},
         .owner = "test"}};

    Relayed() {
        relay.subscribe([this](const std::vector<std::string>&) {
            const std::lock_guard lock(mutex);
            ++told;
            changed.notify_all();
        });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(event_relay)

BOOST_AUTO_TEST_CASE_TEMPLATE(events_get_their_numbers_in_the_order_of_their_cause, Engine, tests::Engines) {
    Relayed<Engine> stores;
    stores.publish("a", 1, 2);
    stores.publish("a", 1, 1);
    stores.publish("b", 2, 1);
    stores.publish("a", 1, 3);
    stores.relayUntil(1);
    BOOST_TEST(stores.of("a") == "1:n1 2:n2 3:n3 ");
    BOOST_TEST(stores.of("b") == "1:n1 ");
    BOOST_TEST(stores.rows("outbox") == 0);
    stores.publish("a", 1, 4);
    stores.relayUntil(2);
    BOOST_TEST(stores.of("a") == "1:n1 2:n2 3:n3 4:n4 ");
}

// The commit of appending and delivering together took effect, its answer did not come.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_lost_answer_to_the_commit_gives_no_second_number, Engine, tests::Engines) {
    for (const Faults::LostCommit how : {Faults::LostCommit::TookEffect, Faults::LostCommit::DidNot}) {
        Relayed<Engine> stores;
        stores.publish("a", 1, 1);
        stores.publish("a", 2, 1);
        stores.faults.loseNextCommit(how);
        stores.relayUntil(1);
        BOOST_TEST(stores.of("a") == "1:n1 2:n1 ");
        BOOST_TEST(stores.rows("outbox") == 0);
        BOOST_TEST(stores.rows("event") == 2);
    }
}

// A hub of an earlier day appended and died before the message was gone: the same message is relayed again.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_message_whose_event_stands_already_only_leaves_the_outbox, Engine, tests::Engines) {
    Relayed<Engine> stores;
    stores.publish("a", 1, 1);
    const auto stands = stores.inUnit([&](Transaction& transaction) -> core::Result<void> {
        const auto leased = stores.outbox.lease(transaction, flows::kEventTopic, stores.clock.utc(), "dead", core::Duration(0), 10);
        if (!leased.ok()) return leased.failure();
        const core::Result<Event> event = flows::eventIn(leased->at(0));
        if (!event.ok()) return event.failure();
        return stores.store.append(transaction, {*event});
    });
    BOOST_REQUIRE(stands.ok());
    BOOST_TEST(stores.of("a") == "1:n1 ");
    stores.relayUntil(1);
    stores.publish("a", 1, 2);
    stores.relayUntil(2);
    BOOST_TEST(stores.of("a") == "1:n1 2:n2 ");
    BOOST_TEST(stores.rows("outbox") == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_database_that_was_away_costs_no_event, Engine, tests::Engines) {
    Relayed<Engine> stores;
    stores.publish("a", 1, 1);
    stores.faults.goDown(true);
    stores.relay.start();
    while (stores.relay.counters().failed_rounds < 2) {  // its own pauses bring the next round
        std::promise<void> turn;
        stores.executor.post([&] { turn.set_value(); });
        turn.get_future().wait();
    }
    stores.faults.goDown(false);
    stores.relayUntil(1);
    BOOST_TEST(stores.of("a") == "1:n1 ");
}

BOOST_AUTO_TEST_SUITE_END()
