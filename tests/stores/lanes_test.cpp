#include "hub/storage/sql/lanes.h"

#include "hub/storage/sql/work_keys.h"
#include "tests/stores/stores.h"

using namespace hub::core;
using namespace hub::storage;
using tests::OneGroup;
using tests::Stores;

BOOST_AUTO_TEST_SUITE(lanes)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_is_done_can_be_read, Engine, tests::Engines) {
    Stores<Engine> stores;
    const WorkOutcome outcome =
        stores.run("a", [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); });
    BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST(!outcome.repeated);
    BOOST_TEST(stores.rows("outbox") == 1);
    BOOST_TEST(stores.rows("work_key") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_undoes_what_it_wrote_and_nothing_else, Engine, tests::Engines) {
    Stores<Engine> stores;
    OneGroup group(stores);
    group.add("one", [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); });
    group.add("two", [&](Transaction& transaction) -> Result<void> {
        const Result<void> added = stores.outbox.add(transaction, stores.message(2));
        if (!added.ok()) return added;
        return Failure(Error::VersionConflict, "test");
    });
    group.add("three", [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(3)); });
    const std::vector<WorkOutcome> outcomes = group.run();
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST((outcomes[1].end == WorkEnd::NotDone));
    BOOST_TEST(tests::failsWith(tests::resultOf(outcomes[1]), Error::VersionConflict));
    BOOST_TEST((outcomes[2].end == WorkEnd::Done));
    BOOST_TEST(stores.rows("outbox") == 2);
    BOOST_TEST(stores.rows("work_key") == 3);  // the gate's, one, three
    BOOST_TEST(stores.lanes->counters().one_by_one == 1U);
}

// The common kind of failure: a compare-and-set finds another version. It costs the others no second run.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_before_it_writes_does_not_make_the_others_run_again, Engine, tests::Engines) {
    Stores<Engine> stores;
    OneGroup group(stores);
    int runs = 0;
    group.add("one", [&](Transaction& transaction) {
        ++runs;
        return stores.outbox.add(transaction, stores.message(1));
    });
    group.add("two", [&](Transaction&) -> Result<void> { return Failure(Error::VersionConflict, "test"); });
    const std::vector<WorkOutcome> outcomes = group.run();
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST((outcomes[1].end == WorkEnd::NotDone));
    BOOST_TEST(runs == 1);
    BOOST_TEST(stores.rows("work_key") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_key_does_its_work_once, Engine, tests::Engines) {
    Stores<Engine> stores;
    const auto work = [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); };
    BOOST_TEST(!stores.run("a", work).repeated);
    const WorkOutcome again = stores.run("a", [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(2)); });
    BOOST_TEST((again.end == WorkEnd::Done));
    BOOST_TEST(again.repeated);
    BOOST_TEST(stores.rows("outbox") == 1);
    BOOST_TEST(stores.lanes->counters().repeated == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_key_twice_in_one_group_does_its_work_once, Engine, tests::Engines) {
    Stores<Engine> stores;
    OneGroup group(stores);
    for (const int order_no : {1, 2})
        group.add("same", [&, order_no](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(order_no)); });
    const std::vector<WorkOutcome> outcomes = group.run();
    BOOST_TEST((outcomes[0].end == WorkEnd::Done && !outcomes[0].repeated));
    BOOST_TEST((outcomes[1].end == WorkEnd::Done && outcomes[1].repeated));
    BOOST_TEST(stores.rows("outbox") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_failed_may_come_again_under_its_key, Engine, tests::Engines) {
    Stores<Engine> stores;
    BOOST_TEST((stores.run("a", [](Transaction&) -> Result<void> { return Failure(Error::VersionConflict); }).end == WorkEnd::NotDone));
    const WorkOutcome again = stores.run("a", [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); });
    BOOST_TEST((again.end == WorkEnd::Done && !again.repeated));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(keys_that_differ_in_case_or_length_are_different, Engine, tests::Engines) {
    Stores<Engine> stores;
    for (const char* key : {"a", "A", "a.", "a/b"}) BOOST_TEST(!stores.run(key, [](Transaction&) { return Result<void>(); }).repeated);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_work_key_has_1_to_64_visible_characters, Engine, tests::Engines) {
    Stores<Engine> stores;
    const auto nothing = [](Transaction&) { return Result<void>(); };
    BOOST_TEST((stores.run(std::string(64, 'k'), nothing).end == WorkEnd::Done));
    for (const std::string& key : {std::string(), std::string(65, 'k'), std::string("a b"), std::string("张")})
        BOOST_TEST(tests::failsWith(tests::resultOf(stores.run(key, nothing)), Error::WorkKeyNotValid));
}

// The store says so to its caller exactly, although the row goes in together with those of other units.
BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_store_answers_is_what_happened_also_in_a_group, Engine, tests::Engines) {
    Stores<Engine> stores;
    OneGroup group(stores);
    group.add("one", [&](Transaction& transaction) { return stores.attempts.add(transaction, stores.attempt("W1")); });
    std::optional<Error> told;
    group.add("two", [&](Transaction& transaction) -> Result<void> {
        const Result<void> added = stores.attempts.add(transaction, stores.attempt("W1"));
        told = added.ok() ? std::nullopt : std::optional(added.failure().error());
        return stores.outbox.add(transaction, stores.message(2));  // goes on in spite of it
    });
    const std::vector<WorkOutcome> outcomes = group.run();
    BOOST_TEST((told == Error::WireIdTaken));
    BOOST_TEST((outcomes[1].end == WorkEnd::Done));
    BOOST_TEST(stores.rows("attempt") == 1);
    BOOST_TEST(stores.rows("outbox") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_reads_what_it_and_those_before_it_wrote, Engine, tests::Engines) {
    Stores<Engine> stores;
    const Attempt attempt = stores.attempt("W1");
    OneGroup group(stores);
    group.add("one", [&](Transaction& transaction) { return stores.attempts.add(transaction, attempt); });
    std::string read;
    group.add("two", [&](Transaction& transaction) -> Result<void> {
        const Result<Attempt> found = stores.attempts.find(transaction, attempt.id);
        if (!found.ok()) return found.failure();
        read = found->wire_id;
        return {};
    });
    BOOST_TEST((group.run()[1].end == WorkEnd::Done));
    BOOST_TEST(read == "W1");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(units_of_one_aggregate_run_in_the_order_given, Engine, tests::Engines) {
    Stores<Engine> stores;
    OneGroup group(stores);
    std::vector<int> ran;
    for (int i = 0; i < 300; ++i) {  // more than one group
        group.add("unit/" + std::to_string(i), [&, i](Transaction&) {
            ran.push_back(i);
            return Result<void>();
        });
    }
    BOOST_TEST(group.run().size() == 300U);
    BOOST_TEST(ran.size() == 300U);
    BOOST_TEST(std::is_sorted(ran.begin(), ran.end()));
    BOOST_TEST(stores.lanes->counters().commits == 3U);  // the gate, 256, the rest
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_full_queue_refuses_before_anything_happened, Engine, tests::Engines) {
    sql::Limits limits = tests::impatientLimits();
    limits.queue_max = 2;
    Stores<Engine> stores(limits);
    OneGroup group(stores);
    for (const int order_no : {1, 2, 3})
        group.add(std::to_string(order_no),
                  [&, order_no](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(order_no)); });
    const std::vector<WorkOutcome> outcomes = group.run();
    BOOST_TEST((outcomes[1].end == WorkEnd::Done));
    BOOST_TEST((outcomes[2].end == WorkEnd::NotDone));
    BOOST_TEST(tests::failsWith(tests::resultOf(outcomes[2]), Error::StorageBusy));
    BOOST_TEST(stores.rows("outbox") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_waits_when_the_lanes_stop_is_done_and_what_comes_later_is_not, Engine, tests::Engines) {
    Stores<Engine> stores;
    std::promise<WorkOutcome> ended;
    stores.lanes->run(
        {WorkKey{"a"}, {}}, [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); },
        [&](const WorkOutcome& outcome) { ended.set_value(outcome); });
    stores.lanes->stop();
    BOOST_TEST((ended.get_future().get().end == WorkEnd::Done));
    BOOST_TEST(tests::failsWith(tests::resultOf(stores.run("b", [](Transaction&) { return Result<void>(); })), Error::StorageDown));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(many_lanes_do_every_unit_once, Engine, tests::Engines) {
    sql::Limits limits = tests::impatientLimits();
    limits.lanes = 4;
    Stores<Engine> stores(limits);
    constexpr int kUnits = 400;
    std::atomic<int> ended = 0;
    std::promise<void> all;
    for (int i = 0; i < kUnits; ++i) {
        IdBits aggregate;
        aggregate.bytes[8] = static_cast<std::uint8_t>(i % 50);
        OutboxMessage message = stores.message(i);
        stores.lanes->run(
            {WorkKey{"unit/" + std::to_string(i)}, aggregate},
            [&, message](Transaction& transaction) { return stores.outbox.add(transaction, message); },
            [&](const WorkOutcome&) {
                if (++ended == kUnits) all.set_value();
            });
    }
    all.get_future().wait();
    BOOST_TEST(stores.rows("outbox") == kUnits);
    BOOST_TEST(stores.lanes->counters().done == static_cast<std::uint64_t>(kUnits));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(old_keys_are_forgotten_and_young_ones_kept, Engine, tests::Engines) {
    Stores<Engine> stores;
    for (const char* key : {"a", "b", "c"}) BOOST_TEST((stores.run(key, [](Transaction&) { return Result<void>(); }).end == WorkEnd::Done));
    for (const auto& [key, done_at] : {std::pair("a", std::int64_t{1000}), std::pair("b", std::int64_t{2000})})
        stores.meddle("UPDATE work_key SET done_at_ms = ? WHERE work_key = ?", std::array<sql::Value, 2>{done_at, sql::Value::blob(key)});
    const auto forget = [&](std::int64_t before) {
        return stores.template answerInUnit<std::int64_t>(
            [=](Transaction& transaction) { return sql::WorkKeys::removeBefore(transaction, {before}, 1); });
    };
    BOOST_TEST(*forget(1000) == 0);
    BOOST_TEST(*forget(2001) == 1);
    BOOST_TEST(stores.run("b", [](Transaction&) { return Result<void>(); }).repeated);
    BOOST_TEST(*forget(2001) == 1);
    BOOST_TEST(*forget(2001) == 0);
    BOOST_TEST(!stores.run("a", [](Transaction&) { return Result<void>(); }).repeated);
    BOOST_TEST(stores.run("c", [](Transaction&) { return Result<void>(); }).repeated);
}

BOOST_AUTO_TEST_SUITE_END()
