#include "tests/stores/stores.h"

using namespace hub::core;
using namespace std::chrono_literals;
using tests::Stores;

namespace {

template <class Engine>
void add(Stores<Engine>& stores, const OutboxMessage& message) {
    BOOST_REQUIRE(stores.inUnit([&](Transaction& transaction) { return stores.outbox.add(transaction, message); }).ok());
}

template <class Engine>
std::vector<OutboxMessage> lease(Stores<Engine>& stores, const std::string& owner, Duration duration = 10min, std::int64_t now = 1000,
                                 std::size_t limit = 10) {
    const auto leased = stores.template answerInUnit<std::vector<OutboxMessage>>(
        [&](Transaction& transaction) { return stores.outbox.lease(transaction, "sms", {now}, owner, duration, limit); });
    BOOST_REQUIRE(leased.ok());
    return *leased;
}

OutboxMessage withKey(OutboxMessage message, std::uint8_t key) {
    message.order_key.bytes[0] = key;
    return message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(outbox)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_message_is_leased_as_it_was_added, Engine, tests::Engines) {
    Stores<Engine> stores;
    OutboxMessage message = withKey(stores.message(5), 3);
    message.tries = 7;  // the store counts for itself
    add(stores, message);
    const std::vector<OutboxMessage> leased = lease(stores, "d1");
    BOOST_REQUIRE(leased.size() == 1U);
    BOOST_TEST((leased[0].id == message.id));
    BOOST_TEST(leased[0].topic == "sms");
    BOOST_TEST((leased[0].order_key == message.order_key));
    BOOST_TEST(leased[0].order_no == 5);
    BOOST_TEST(leased[0].payload.reveal() == "payload 5");
    BOOST_TEST(leased[0].not_before.ms == 1000);
    BOOST_TEST(leased[0].tries == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_of_a_key_is_taken_once, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.message(1));
    BOOST_TEST(tests::failsWith(stores.inUnit([&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); }),
                                Error::OutboxOrderTaken));
    add(stores, withKey(stores.message(1), 9));
    add(stores, stores.message(1, "webhook"));
    BOOST_TEST(tests::failsWith(
        stores.inUnit([&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1, "webhook")); }),
        Error::OutboxOrderTaken));
    BOOST_TEST(stores.rows("outbox") == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_topic_may_have_64_bytes_and_no_more, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.message(1, std::string(64, 't')));
    BOOST_TEST(tests::failsWith(
        stores.inUnit([&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(2, std::string(65, 't'))); }),
        Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(only_what_is_due_of_the_topic_is_leased, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, withKey(stores.message(1), 1));
    add(stores, withKey(stores.message(1, "webhook"), 2));
    BOOST_TEST(lease(stores, "d1", 10min, 999).empty());
    BOOST_TEST(lease(stores, "d1", 10min, 1000).size() == 1U);
    BOOST_TEST(lease(stores, "d1", 10min, 1000).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(messages_of_one_key_leave_one_after_the_other, Engine, tests::Engines) {
    Stores<Engine> stores;
    for (const int order_no : {2, 1, 3}) add(stores, withKey(stores.message(order_no), 1));
    add(stores, withKey(stores.message(1), 2));
    std::vector<OutboxMessage> leased = lease(stores, "d1");
    BOOST_REQUIRE(leased.size() == 2U);
    BOOST_TEST(leased[0].order_no == 1);
    BOOST_TEST(leased[1].order_no == 1);
    BOOST_TEST(lease(stores, "d1").empty());  // the first of each key is still on its way
    const auto first = std::find_if(leased.begin(), leased.end(), [](const auto& one) { return one.order_key.bytes[0] == 1; });
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.delivered(transaction, first->id, "d1"); }).ok());
    leased = lease(stores, "d1");
    BOOST_REQUIRE(leased.size() == 1U);
    BOOST_TEST(leased[0].order_no == 2);
    BOOST_TEST(stores.rows("outbox") == 3);
}

// What one cause says by SMS does not wait for what it says elsewhere.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_message_of_another_topic_holds_nothing_back, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.message(1, "webhook"));
    add(stores, stores.message(2));
    const std::vector<OutboxMessage> leased = lease(stores, "d1");
    BOOST_REQUIRE(leased.size() == 1U);
    BOOST_TEST(leased[0].order_no == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(something_is_due_exactly_while_a_lease_would_find_it, Engine, tests::Engines) {
    Stores<Engine> stores;
    const auto due = [&](std::int64_t now) {
        return *stores.template answerInRead<bool>(
            [&](ReadTransaction& transaction) { return stores.outbox.due(transaction, "sms", {now}); });
    };
    add(stores, stores.message(1, "webhook"));
    BOOST_TEST(!due(1000));
    add(stores, stores.message(1));
    add(stores, stores.message(2));
    BOOST_TEST(!due(999));
    BOOST_TEST(due(1000));
    const OutboxId id = lease(stores, "d1").at(0).id;
    BOOST_TEST(!due(1000));  // the first is held, the second waits for it
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.delivered(transaction, id, "d1"); }).ok());
    BOOST_TEST(due(1000));
    const OutboxId second = lease(stores, "d1").at(0).id;
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.bury(transaction, second, "d1", "OC-COR-004"); }).ok());
    BOOST_TEST(!due(1000));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_lease_that_ran_out_is_free_and_the_late_deliverer_is_told, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.message(1));
    const OutboxId id = lease(stores, "d1", 0ms).at(0).id;  // over at once
    const std::vector<OutboxMessage> second = lease(stores, "d2");
    BOOST_REQUIRE(second.size() == 1U);
    BOOST_TEST(second[0].tries == 2);
    for (const auto& late : std::initializer_list<UnitOfWork::Work>{
             [&](Transaction& transaction) { return stores.outbox.delivered(transaction, id, "d1"); },
             [&](Transaction& transaction) { return stores.outbox.postpone(transaction, id, "d1", {1}); },
             [&](Transaction& transaction) { return stores.outbox.bury(transaction, id, "d1", "OC-COR-004"); }})
        BOOST_TEST(tests::failsWith(stores.inUnit(late), Error::LeaseLost));
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.delivered(transaction, id, "d2"); }).ok());
    BOOST_TEST(tests::failsWith(stores.inUnit([&](Transaction& transaction) { return stores.outbox.delivered(transaction, id, "d2"); }),
                                Error::LeaseLost));
    BOOST_TEST(stores.rows("outbox") == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_postponed_message_comes_back_at_its_time, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.message(1));
    const OutboxId id = lease(stores, "d1").at(0).id;
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.postpone(transaction, id, "d1", {5000}); }).ok());
    BOOST_TEST(lease(stores, "d1", 10min, 4999).empty());
    BOOST_TEST(lease(stores, "d1", 10min, 5000).at(0).tries == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_dead_message_holds_back_its_key_until_it_is_revived, Engine, tests::Engines) {
    Stores<Engine> stores;
    add(stores, stores.message(1));
    add(stores, stores.message(2));
    const OutboxId id = lease(stores, "d1").at(0).id;
    BOOST_TEST(tests::failsWith(stores.inUnit([&](Transaction& transaction) { return stores.outbox.revive(transaction, id, {1}); }),
                                Error::LeaseLost));
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.bury(transaction, id, "d1", "OC-COR-004"); }).ok());
    BOOST_TEST(lease(stores, "d1").empty());
    const auto dead = stores.template answerInRead<std::vector<OutboxMessage>>(
        [&](ReadTransaction& transaction) { return stores.outbox.dead(transaction, "sms", 10); });
    BOOST_REQUIRE(dead->size() == 1U);
    BOOST_TEST((dead->at(0).id == id));
    const auto standing = [&](OutboxId of) {
        const auto found = stores.template answerInRead<std::optional<OutboxStanding>>(
            [&](ReadTransaction& transaction) { return stores.outbox.standing(transaction, of); });
        BOOST_REQUIRE(found.ok());
        return *found;
    };
    BOOST_REQUIRE(standing(id).has_value());
    BOOST_TEST(standing(id)->dead);
    BOOST_TEST(standing(id)->code == "OC-COR-004");
    BOOST_TEST(!standing(stores.ids.template next<OutboxId>()).has_value());
    BOOST_TEST(dead->at(0).payload.reveal() == "payload 1");
    BOOST_TEST(stores.inUnit([&](Transaction& transaction) { return stores.outbox.revive(transaction, id, {2000}); }).ok());
    BOOST_TEST(!standing(id)->dead);
    BOOST_TEST(standing(id)->code.empty());
    BOOST_TEST(lease(stores, "d1", 10min, 1999).empty());
    BOOST_TEST((lease(stores, "d1", 10min, 2000).at(0).id == id));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_deliverers_never_hold_the_same_message, Engine, tests::Engines) {
    hub::storage::sql::Limits limits = tests::impatientLimits();
    limits.lanes = 4;
    Stores<Engine> stores(limits);
    for (std::uint8_t key = 0; key < 60; ++key) add(stores, withKey(stores.message(1), key));
    std::mutex mutex;
    std::vector<OutboxId> all;
    std::atomic<int> ended = 0;
    std::promise<void> finished;
    for (int i = 0; i < 8; ++i) {
        IdBits aggregate;
        aggregate.bytes[8] = static_cast<std::uint8_t>(i);
        const auto mine = std::make_shared<std::vector<OutboxMessage>>();
        stores.lanes->run(
            {WorkKey{"deliverer/" + std::to_string(i)}, aggregate},
            [&stores, mine, i](Transaction& transaction) -> Result<void> {
                auto leased = stores.outbox.lease(transaction, "sms", {1000}, "d" + std::to_string(i), 10min, 10);
                if (!leased.ok()) return leased.failure();
                *mine = *std::move(leased);
                return {};
            },
            [&, mine](const WorkOutcome&) {
                {
                    const std::lock_guard lock(mutex);
                    for (const OutboxMessage& one : *mine) all.push_back(one.id);
                }
                if (++ended == 8) finished.set_value();
            });
    }
    finished.get_future().wait();
    BOOST_TEST(stores.lanes->counters().not_done == 0U);
    std::sort(all.begin(), all.end());
    BOOST_TEST((std::adjacent_find(all.begin(), all.end()) == all.end()));
    BOOST_TEST(all.size() >= 10U);
    BOOST_TEST(all.size() <= 60U);
}

BOOST_AUTO_TEST_SUITE_END()
