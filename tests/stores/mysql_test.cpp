#include <thread>

#include "tests/stores/stores.h"

using namespace hub::core;
using namespace hub::storage;
using mysql::DatabaseUrl;
using mysql::MySqlDatabase;
using tests::MariaDb;
using tests::MariaDbEngine;
using tests::Stores;

namespace {

Result<std::unique_ptr<sql::Connection>> connectTo(const std::string& url, const std::string& password = {}) {
    const Result<DatabaseUrl> parsed = DatabaseUrl::parse(url);
    BOOST_REQUIRE(parsed.ok());
    MySqlDatabase database(*parsed, Sensitive<std::string>(password));
    return database.connect(sql::Access::Write);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mysql_engine)

BOOST_AUTO_TEST_CASE(a_url_names_user_host_port_and_database) {
    const Result<DatabaseUrl> url = DatabaseUrl::parse("mysql://onecard@db-1.hub.example:3307/one_card");
    BOOST_REQUIRE(url.ok());
    BOOST_TEST(url->user == "onecard");
    BOOST_TEST(url->host == "db-1.hub.example");
    BOOST_TEST(url->port == 3307);
    BOOST_TEST(url->database == "one_card");
    BOOST_TEST(url->socket.empty());
    BOOST_TEST(DatabaseUrl::parse("mysql://u@h/d")->port == 3306);
    BOOST_TEST(DatabaseUrl::parse("mysql://u@h:65535/d")->port == 65535);
    BOOST_TEST(DatabaseUrl::parse("mysql://u@localhost/d?socket=/run/my.sock")->socket == "/run/my.sock");
}

BOOST_AUTO_TEST_CASE(a_url_that_says_anything_else_is_refused) {
    for (const char* text :
         {"", "mysql:", "postgres://u@h/d", "mysql://h/d", "mysql://u@h", "mysql://@h/d", "mysql://u@/d", "mysql://u@h/",
          "mysql://u:secret@h/d", "mysql://u@h:0/d", "mysql://u@h:65536/d", "mysql://u@h:/d", "mysql://u@h:33x/d",
          "mysql://u@h/d?socket=", "mysql://u@h/d?socket=run/x", "mysql://u@h/d?tls=1", "mysql://u@h/d/e", "mysql://u@h/d;e"})
        BOOST_TEST(tests::failsWith(DatabaseUrl::parse(text), Error::DatabaseUrlNotValid), text);
}

BOOST_AUTO_TEST_CASE(a_server_is_reached_by_port_as_well) {
    BOOST_TEST(connectTo(MariaDb::shared().urlByPort(MariaDb::shared().newDatabase())).ok());
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_down_and_a_wrong_account_is_not_usable) {
    const tests::FileTree empty;
    BOOST_TEST(tests::failsWith(connectTo("mysql://root@localhost/d?socket=" + (empty.path() / "no").string()), Error::StorageDown));
    const std::string database = MariaDb::shared().newDatabase();
    BOOST_TEST(tests::failsWith(connectTo(MariaDb::shared().url("no_such_database")), Error::DatabaseNotUsable));
    BOOST_TEST(tests::failsWith(connectTo(MariaDb::shared().url(database), "wrong password"), Error::DatabaseNotUsable));
}

BOOST_AUTO_TEST_CASE(a_server_that_takes_no_large_message_is_not_usable) {
    const std::string url = MariaDb::shared().url(MariaDb::shared().newDatabase());
    MariaDb::shared().run("SET GLOBAL max_allowed_packet = 16777216");
    const auto small = connectTo(url);
    MariaDb::shared().run("SET GLOBAL max_allowed_packet = 67108864");
    BOOST_TEST(tests::failsWith(small, Error::DatabaseNotUsable));
    BOOST_TEST(connectTo(url).ok());
}

BOOST_AUTO_TEST_CASE(a_session_is_strict_in_utc_and_waits_only_so_long) {
    const auto session = connectTo(MariaDb::shared().url(MariaDb::shared().newDatabase()));
    std::string seen;
    BOOST_REQUIRE(
        (*session)
            ->query("SELECT CONCAT_WS('|', @@time_zone, @@tx_isolation, @@innodb_lock_wait_timeout, CAST(@@max_statement_time AS SIGNED),"
                    " @@character_set_client, @@sql_mode LIKE '%STRICT_ALL_TABLES%')",
                    {}, [&](const sql::Row& row) { seen = row.bytes(0); })
            .ok());
    BOOST_TEST(seen == "+00:00|READ-COMMITTED|5|20|utf8mb4|1");
}

// Two lanes take two rows in opposite order, each holding its first until the other has its own.
BOOST_AUTO_TEST_CASE(a_deadlock_of_two_lanes_is_run_again_and_both_are_done) {
    sql::Limits limits = tests::impatientLimits();
    limits.lanes = 2;
    Stores<MariaDbEngine> stores(limits);
    for (const int order_no : {1, 2})
        BOOST_REQUIRE(
            stores.inUnit([&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(order_no)); }).ok());
    std::array<std::promise<void>, 2> holds_first;
    std::array<std::shared_future<void>, 2> other_holds{holds_first[1].get_future().share(), holds_first[0].get_future().share()};
    std::array<int, 2> runs{};
    std::array<std::promise<WorkOutcome>, 2> ended;
    IdBits aggregate;
    const std::size_t lane_of_zero = std::hash<IdBits>()(aggregate) % 2;
    while (std::hash<IdBits>()(aggregate) % 2 == lane_of_zero) ++aggregate.bytes[8];
    for (std::size_t i = 0; i < 2; ++i) {
        stores.lanes->run(
            {WorkKey{"side/" + std::to_string(i)}, i == 0 ? IdBits{} : aggregate},
            [&, i](Transaction& transaction) -> Result<void> {
                const bool first_run = ++runs[i] == 1;
                for (const std::size_t step : {std::size_t{0}, std::size_t{1}}) {
                    const auto changed = sql::SqlTransaction::of(transaction)
                                             .execute("UPDATE outbox SET tries = tries + 1 WHERE order_no = ?",
                                                      std::array<sql::Value, 1>{static_cast<std::int64_t>(1 + (i + step) % 2)});
                    if (!changed.ok()) return changed.failure();
                    if (step == 0 && first_run) {
                        holds_first[i].set_value();
                        other_holds[i].wait();
                    }
                }
                return {};
            },
            [&, i](const WorkOutcome& outcome) { ended[i].set_value(outcome); });
    }
    for (auto& one : ended) BOOST_TEST((one.get_future().get().end == WorkEnd::Done));
    BOOST_TEST(stores.lanes->counters().conflicts >= 1U);
    std::int64_t tries = 0;
    BOOST_REQUIRE((*stores.engine.database().connect(sql::Access::Read))
                      ->query("SELECT SUM(tries) FROM outbox", {}, [&](const sql::Row& row) { tries = row.integer(0); })
                      .ok());
    BOOST_TEST(tries == 4);
}

// The server dies twice in the middle of the load and comes back. What was acknowledged stands once, what was refused does not.
BOOST_AUTO_TEST_CASE(a_server_killed_under_load_loses_and_doubles_nothing) {
    MariaDb server(MariaDb::Disk::Synced);
    const Result<DatabaseUrl> url = DatabaseUrl::parse(server.url(server.newDatabase()));
    MySqlDatabase database(*url, Sensitive<std::string>());
    BOOST_REQUIRE(sql::Migrations(database, sql::releasedMigrations()).migrate().ok());
    const SystemClock clock;
    ThreadExecutor executor(clock, 2);
    sql::Limits limits;
    limits.lanes = 2;
    limits.connect_tries = 200;
    limits.retry_max = Duration(100);
    sql::WriteLanes lanes(database, executor, clock, limits);

    constexpr int kSubmitters = 32;
    constexpr std::int64_t kBetweenKills = 500;
    std::mutex mutex;  // guards the next four
    std::condition_variable changed;
    std::map<std::int64_t, WorkEnd> ends;
    std::int64_t next = 0;
    int running = kSubmitters;
    bool stop = false;
    std::function<void()> submit = [&] {
        std::int64_t number = 0;
        {
            const std::lock_guard lock(mutex);
            if (stop) {
                --running;
                changed.notify_all();
                return;
            }
            number = next++;
        }
        IdBits aggregate;
        aggregate.bytes[8] = static_cast<std::uint8_t>(number);
        lanes.run(
            {WorkKey{"unit/" + std::to_string(number)}, aggregate},
            [number](Transaction& transaction) -> Result<void> {
                std::array<sql::Value, 2> row{sql::blob("effect/" + std::to_string(number)), number};
                return sql::SqlTransaction::of(transaction).insert({"work_key", "work_key, done_at_ms", 2}, row);
            },
            [&, number](const WorkOutcome& outcome) {
                {
                    const std::lock_guard lock(mutex);
                    ends[number] = outcome.end;
                    changed.notify_all();
                }
                submit();
            });
    };
    for (int i = 0; i < kSubmitters; ++i) submit();
    for (int kills = 1; kills <= 2; ++kills) {
        {
            std::unique_lock lock(mutex);
            const auto enough = static_cast<std::size_t>(kills * kBetweenKills);
            changed.wait(lock, [&] { return ends.size() >= enough; });
        }
        server.kill();
        server.restart();
    }
    {
        std::unique_lock lock(mutex);
        const std::size_t enough = ends.size() + kBetweenKills;
        changed.wait(lock, [&] { return ends.size() >= enough; });
        stop = true;
        changed.wait(lock, [&] { return running == 0; });
    }
    lanes.stop();
    executor.stop();

    std::map<std::string, int> stored;
    const auto connection = database.connect(sql::Access::Write);
    BOOST_REQUIRE((*connection)->query("SELECT work_key FROM work_key", {}, [&](const sql::Row& row) { ++stored[row.bytes(0)]; }).ok());
    int wrong = 0;
    for (const auto& [number, end] : ends) {
        const bool key = stored.contains("unit/" + std::to_string(number));
        const bool effect = stored.contains("effect/" + std::to_string(number));
        if (key != effect || (end == WorkEnd::Done && !effect) || (end == WorkEnd::NotDone && effect)) ++wrong;
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(stored.size() <= 2 * ends.size());
    BOOST_TEST(lanes.counters().connection_losses >= 2U);
    BOOST_TEST(lanes.counters().unknown == 0U);
    BOOST_TEST_MESSAGE("units " << ends.size() << ", connections lost " << lanes.counters().connection_losses << ", commits in doubt "
                                << lanes.counters().commits_in_doubt);
}

BOOST_AUTO_TEST_SUITE_END()
