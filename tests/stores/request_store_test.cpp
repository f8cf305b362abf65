#include "hub/storage/sql/request_store.h"

#include <atomic>

#include "tests/stores/stores.h"

using namespace hub::core;
using hub::flows::BegunRequest;
using hub::flows::ClientRequest;
using tests::Stores;

namespace {

ClientRequest request(const std::string& key, const std::string& resource, std::uint8_t body = 1) {
    ClientRequest made;
    made.client = "city_app";
    made.key = key;
    made.request_hash.bytes[0] = body;
    made.kept_until = {1000};
    made.resource = resource;
    return made;
}

template <class Engine>
struct RequestStores : Stores<Engine> {
    using Stores<Engine>::Stores;

    Result<BegunRequest> begin(const ClientRequest& asked) {
        return this->template answerInUnit<BegunRequest>([&](Transaction& transaction) { return store.begin(transaction, asked); });
    }
    std::int64_t forgetExpired(std::int64_t now_ms, std::size_t limit = 100) {
        return *this->template answerInUnit<std::int64_t>(
            [&](Transaction& transaction) { return store.forgetExpired(transaction, {now_ms}, limit); });
    }

    hub::storage::sql::SqlRequestStore store;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(request_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_is_new_once_and_then_known_with_what_it_made_first, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    const Result<BegunRequest> first = stores.begin(request("k", "payment/1"));
    BOOST_REQUIRE(first.ok());
    BOOST_TEST(!first->known);
    BOOST_TEST(first->resource == "payment/1");
    const Result<BegunRequest> again = stores.begin(request("k", "payment/2"));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(again->known);
    BOOST_TEST(again->resource == "payment/1");
    BOOST_TEST(stores.rows("request") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_is_the_clients_own_and_tells_case_and_blanks_apart, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    BOOST_REQUIRE(stores.begin(request("k", "payment/1")).ok());
    ClientRequest of_another = request("k", "payment/2", 2);
    of_another.client = "kiosk";
    for (const ClientRequest& other : {of_another, request("K", "payment/3", 3), request("k ", "payment/4", 4)}) {
        const Result<BegunRequest> begun = stores.begin(other);
        BOOST_REQUIRE(begun.ok());
        BOOST_TEST(!begun->known);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_with_another_request_is_refused_and_the_first_stands, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    BOOST_REQUIRE(stores.begin(request("k", "payment/1")).ok());
    BOOST_TEST(tests::failsWith(stores.begin(request("k", "payment/1", 2)), Error::IdempotencyKeyReused));
    BOOST_TEST(stores.begin(request("k", "payment/1"))->known);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_whose_unit_is_undone_is_new_again, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    const Result<void> undone = stores.inUnit([&](Transaction& transaction) -> Result<void> {
        const Result<BegunRequest> begun = stores.store.begin(transaction, request("k", "payment/1"));
        if (!begun.ok()) return begun.failure();
        return Failure(Error::VersionConflict, "test");
    });
    BOOST_TEST(!undone.ok());
    BOOST_TEST(!stores.begin(request("k", "payment/2", 2))->known);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_field_may_have_64_bytes_and_no_more, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    ClientRequest longest = request(std::string(64, 'k'), std::string(64, 'r'));
    longest.client = std::string(64, 'c');
    BOOST_TEST(stores.begin(longest).ok());
    BOOST_TEST(tests::failsWith(stores.begin(request(std::string(65, 'k'), "r")), Error::FieldTooLong));
    BOOST_TEST(tests::failsWith(stores.begin(request("k", std::string(65, 'r'))), Error::FieldTooLong));
    longest.client += 'c';
    BOOST_TEST(tests::failsWith(stores.begin(longest), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_is_kept_until_its_time_and_then_starts_anew, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    BOOST_REQUIRE(stores.begin(request("k", "payment/1")).ok());
    ClientRequest longer = request("longer", "payment/2");
    longer.kept_until = {1001};
    BOOST_REQUIRE(stores.begin(longer).ok());
    BOOST_TEST(stores.forgetExpired(999) == 0);
    BOOST_TEST(stores.forgetExpired(1000) == 1);
    BOOST_TEST(!stores.begin(request("k", "payment/3", 2))->known);
    BOOST_TEST(stores.begin(longer)->known);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_piece_of_forgetting_is_bounded, Engine, tests::Engines) {
    RequestStores<Engine> stores;
    for (int i = 0; i < 5; ++i) {
        ClientRequest one = request("k" + std::to_string(i), "payment/1");
        one.kept_until = {i};
        BOOST_REQUIRE(stores.begin(one).ok());
    }
    BOOST_TEST(stores.forgetExpired(1000, 2) == 2);
    BOOST_TEST(stores.forgetExpired(1000, 2) == 2);
    BOOST_TEST(stores.forgetExpired(1000, 2) == 1);
    BOOST_TEST(stores.forgetExpired(1000, 2) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_many_at_once_on_several_lanes_one_is_new_and_the_others_know_it, Engine, tests::Engines) {
    hub::storage::sql::Limits limits = tests::impatientLimits();
    limits.lanes = 4;
    RequestStores<Engine> stores(limits);
    constexpr int kKeys = 20;
    constexpr int kTimes = 4;
    std::vector<BegunRequest> begun(kKeys * kTimes);
    std::atomic<int> ended = 0;
    std::atomic<int> not_done = 0;
    std::promise<void> finished;
    for (int i = 0; i < kKeys * kTimes; ++i) {
        IdBits aggregate;
        aggregate.bytes[8] = static_cast<std::uint8_t>(i % kTimes);
        stores.lanes->run(
            {WorkKey{"begin/" + std::to_string(i)}, aggregate},
            [&, i](Transaction& transaction) -> Result<void> {
                const auto one = stores.store.begin(transaction, request("k" + std::to_string(i / kTimes), "payment/" + std::to_string(i)));
                if (!one.ok()) return one.failure();
                begun[static_cast<std::size_t>(i)] = *one;
                return {};
            },
            [&](const WorkOutcome& outcome) {
                if (outcome.end != WorkEnd::Done) ++not_done;
                if (++ended == kKeys * kTimes) finished.set_value();
            });
    }
    finished.get_future().wait();
    BOOST_TEST(not_done == 0);
    BOOST_TEST(stores.rows("request") == kKeys);
    for (std::size_t key = 0; key < kKeys; ++key) {
        int fresh = 0;
        for (std::size_t i = 0; i < kTimes; ++i) {
            if (!begun[key * kTimes + i].known) ++fresh;
            BOOST_TEST(begun[key * kTimes + i].resource == begun[key * kTimes].resource);
        }
        BOOST_TEST(fresh == 1);
    }
}

// The second has looked and found nothing before the first has ended: it waits at its insert.
BOOST_AUTO_TEST_CASE(a_request_begun_in_an_open_transaction_is_waited_for_and_then_known) {
    using hub::storage::sql::Access;
    using hub::storage::sql::SqlTransaction;
    RequestStores<tests::MariaDbEngine> stores;
    const auto connect = [&] {
        auto connection = stores.engine.database().connect(Access::Write);
        BOOST_REQUIRE(connection.ok());
        return *std::move(connection);
    };
    const auto first = connect();
    BOOST_REQUIRE(first->begin(Access::Write).ok());
    SqlTransaction transaction(*first, SqlTransaction::Inserts::AtOnce);
    BOOST_TEST(!stores.store.begin(transaction, request("k", "payment/1"))->known);
    auto second = std::async(std::launch::async, [&] {
        const auto connection = connect();
        BOOST_REQUIRE(connection->begin(Access::Write).ok());
        SqlTransaction later(*connection, SqlTransaction::Inserts::AtOnce);
        return stores.store.begin(later, request("k", "payment/2"));
    });
    const auto watcher = connect();
    std::int64_t waiting = 0;
    while (waiting == 0 && second.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        BOOST_REQUIRE(watcher
                          ->query("SELECT COUNT(*) FROM information_schema.processlist"
                                  " WHERE db = DATABASE() AND info LIKE 'INSERT INTO request %'",
                                  {}, [&](const auto& row) { waiting = row.integer(0); })
                          .ok());
    }
    BOOST_REQUIRE(waiting == 1);
    BOOST_REQUIRE(first->commit().ok());
    const Result<BegunRequest> begun = second.get();
    BOOST_REQUIRE(begun.ok());
    BOOST_TEST(begun->known);
    BOOST_TEST(begun->resource == "payment/1");
}

BOOST_AUTO_TEST_SUITE_END()
