#include "hub/storage/sql/event_store.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "tests/stores/stores.h"

using namespace hub::core;
using hub::flows::Event;
using hub::flows::EventId;
using hub::flows::EventRef;
using tests::Stores;

namespace {

template <class Engine>
struct EventStores : Stores<Engine> {
    using Stores<Engine>::Stores;

    Event event(const std::string& stream, std::int64_t at_ms = 1000) {
        Event made;
        made.id = this->ids.template next<EventId>();
        made.stream = stream;
        made.type = "charge.created";
        made.at = {at_ms};
        return made;
    }
    Result<void> append(const std::vector<Event>& events) {
        return this->inUnit([&](Transaction& transaction) { return store.append(transaction, events); });
    }
    std::vector<Event> after(const std::string& stream, std::int64_t seq, std::size_t limit = 100) {
        const auto found = this->template answerInRead<std::vector<Event>>(
            [&](ReadTransaction& transaction) { return store.after(transaction, stream, seq, limit); });
        BOOST_REQUIRE(found.ok());
        return *found;
    }
    std::vector<std::int64_t> numbers(const std::string& stream) {
        std::vector<std::int64_t> all;
        for (const Event& one : after(stream, 0)) all.push_back(one.seq);
        return all;
    }
    std::int64_t oldest(const std::string& stream) {
        return *this->template answerInRead<std::int64_t>([&](ReadTransaction& transaction) { return store.oldest(transaction, stream); });
    }
    std::int64_t last(const std::string& stream) {
        return *this->template answerInRead<std::int64_t>([&](ReadTransaction& transaction) { return store.last(transaction, stream); });
    }
    std::int64_t forgetBefore(std::int64_t before_ms, std::size_t limit = 100) {
        const auto forgotten = this->template answerInUnit<std::int64_t>(
            [&](Transaction& transaction) { return store.forgetBefore(transaction, {before_ms}, limit); });
        BOOST_REQUIRE(forgotten.ok());
        return *forgotten;
    }

    hub::storage::sql::SqlEventStore store;
};

using Numbers = std::vector<std::int64_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(event_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(an_event_is_read_as_it_was_appended_with_its_number, Engine, tests::Engines) {
    EventStores<Engine> stores;
    Event event = stores.event("person/1", 77);
    event.seq = 99;  // the store counts for itself
    event.ids = {{"payment_id", "p1"}, {"hospital", "h01"}};
    BOOST_REQUIRE(stores.append({event}).ok());
    const std::vector<Event> kept = stores.after("person/1", 0);
    BOOST_REQUIRE(kept.size() == 1U);
    BOOST_TEST((kept[0].id == event.id));
    BOOST_TEST(kept[0].stream == "person/1");
    BOOST_TEST(kept[0].seq == 1);
    BOOST_TEST(kept[0].type == "charge.created");
    BOOST_TEST(kept[0].at.ms == 77);
    BOOST_TEST((kept[0].ids == event.ids));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_stream_counts_for_itself_without_holes, Engine, tests::Engines) {
    EventStores<Engine> stores;
    const Event first = stores.event("a");
    const Event second = stores.event("a");
    BOOST_REQUIRE(stores.append({first, stores.event("b"), second}).ok());
    BOOST_REQUIRE(stores.append({stores.event("b"), stores.event("a")}).ok());
    BOOST_TEST((stores.numbers("a") == Numbers{1, 2, 3}));
    BOOST_TEST((stores.numbers("b") == Numbers{1, 2}));
    BOOST_TEST((stores.after("a", 0)[0].id == first.id));
    BOOST_TEST((stores.after("a", 0)[1].id == second.id));
    BOOST_TEST((stores.numbers("c") == Numbers{}));
    BOOST_TEST(stores.last("a") == 3);
    BOOST_TEST(stores.last("c") == 0);
    BOOST_TEST(stores.oldest("c") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_page_begins_after_its_number_and_has_at_most_its_size, Engine, tests::Engines) {
    EventStores<Engine> stores;
    for (int i = 0; i < 5; ++i) BOOST_REQUIRE(stores.append({stores.event("a")}).ok());
    const std::vector<Event> page = stores.after("a", 2, 2);
    BOOST_REQUIRE(page.size() == 2U);
    BOOST_TEST(page[0].seq == 3);
    BOOST_TEST(page[1].seq == 4);
    BOOST_TEST(stores.after("a", 4).size() == 1U);
    BOOST_TEST(stores.after("a", 5).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_event_that_comes_again_keeps_its_number_and_takes_no_other, Engine, tests::Engines) {
    EventStores<Engine> stores;
    const Event event = stores.event("a");
    BOOST_REQUIRE(stores.append({event}).ok());
    BOOST_REQUIRE(stores.append({event, stores.event("a")}).ok());
    const Event twice = stores.event("a");
    BOOST_REQUIRE(stores.append({twice, twice}).ok());
    BOOST_TEST((stores.numbers("a") == Numbers{1, 2, 3}));
    BOOST_TEST(stores.last("a") == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_is_undone_leaves_no_hole, Engine, tests::Engines) {
    EventStores<Engine> stores;
    BOOST_REQUIRE(stores.append({stores.event("a")}).ok());
    const Result<void> undone = stores.inUnit([&](Transaction& transaction) -> Result<void> {
        const Result<void> appended = stores.store.append(transaction, {stores.event("a")});
        if (!appended.ok()) return appended;
        return Failure(Error::VersionConflict, "test");
    });
    BOOST_TEST(!undone.ok());
    BOOST_REQUIRE(stores.append({stores.event("a")}).ok());
    BOOST_TEST((stores.numbers("a") == Numbers{1, 2}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(stream_and_type_may_have_64_bytes_and_no_more, Engine, tests::Engines) {
    EventStores<Engine> stores;
    Event event = stores.event(std::string(64, 's'));
    event.type = std::string(64, 't');
    BOOST_TEST(stores.append({event}).ok());
    BOOST_TEST(tests::failsWith(stores.append({stores.event(std::string(65, 's'))}), Error::FieldTooLong));
    event = stores.event("a");
    event.type = std::string(65, 't');
    BOOST_TEST(tests::failsWith(stores.append({event}), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_old_is_forgotten_and_the_numbers_go_on, Engine, tests::Engines) {
    EventStores<Engine> stores;
    BOOST_REQUIRE(stores.append({stores.event("a", 999), stores.event("a", 1000), stores.event("b", 999)}).ok());
    BOOST_TEST(stores.forgetBefore(1000) == 2);
    BOOST_TEST((stores.numbers("a") == Numbers{2}));
    BOOST_TEST(stores.oldest("a") == 2);
    BOOST_TEST(stores.oldest("b") == 2);  // the next one to come
    BOOST_TEST(stores.forgetBefore(1000) == 0);
    BOOST_REQUIRE(stores.append({stores.event("b", 1001)}).ok());
    BOOST_TEST((stores.numbers("b") == Numbers{2}));
    BOOST_TEST(stores.last("b") == 2);
}

// Causes overtake each other on their way through the outbox, so a later number may be the older event.
BOOST_AUTO_TEST_CASE_TEMPLATE(forgetting_leaves_no_hole_where_a_later_number_is_older, Engine, tests::Engines) {
    EventStores<Engine> stores;
    BOOST_REQUIRE(stores.append({stores.event("a", 1001), stores.event("a", 999), stores.event("a", 1001)}).ok());
    BOOST_TEST(stores.forgetBefore(1000) == 2);
    BOOST_TEST((stores.numbers("a") == Numbers{3}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_piece_of_forgetting_is_bounded_and_the_oldest_go_first, Engine, tests::Engines) {
    EventStores<Engine> stores;
    for (int i = 0; i < 5; ++i) BOOST_REQUIRE(stores.append({stores.event("a", i)}).ok());
    BOOST_TEST(stores.forgetBefore(1000, 2) == 2);
    BOOST_TEST((stores.numbers("a") == Numbers{3, 4, 5}));
    BOOST_TEST(stores.forgetBefore(1000, 2) == 2);
    BOOST_TEST(stores.forgetBefore(1000, 2) == 1);
    BOOST_TEST(stores.forgetBefore(1000, 2) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(appends_from_several_lanes_to_one_stream_make_no_hole_and_no_double, Engine, tests::Engines) {
    hub::storage::sql::Limits limits = tests::impatientLimits();
    limits.lanes = 4;
    EventStores<Engine> stores(limits);
    std::atomic<int> ended = 0;
    std::atomic<int> not_done = 0;
    std::promise<void> finished;
    for (int i = 0; i < 40; ++i) {
        IdBits aggregate;
        aggregate.bytes[8] = static_cast<std::uint8_t>(i);
        const std::vector<Event> events{stores.event("a"), stores.event("a")};
        stores.lanes->run(
            {WorkKey{"append/" + std::to_string(i)}, aggregate},
            [&stores, events](Transaction& transaction) { return stores.store.append(transaction, events); },
            [&](const WorkOutcome& outcome) {
                if (outcome.end != WorkEnd::Done) ++not_done;
                if (++ended == 40) finished.set_value();
            });
    }
    finished.get_future().wait();
    BOOST_TEST(not_done == 0);
    Numbers all(80);
    std::iota(all.begin(), all.end(), 1);
    BOOST_TEST((stores.numbers("a") == all));
}

BOOST_AUTO_TEST_SUITE_END()
