#include "hub/storage/sql/migrations.h"

#include "tests/stores/engines.h"
#include "tests/stores/faults.h"
#include "tests/support/failures.h"

using namespace hub::core;
using namespace hub::storage::sql;
using tests::Faults;
using tests::FaultyDatabase;

namespace {

constexpr std::array kTwo{
    Migration{1, "0001_bed",
              "-- why: a test\nCREATE TABLE bed (\n    id {BIGINT} NOT NULL,\n    CONSTRAINT bed_pk PRIMARY KEY (id)\n) {TABLE};\n\n"
              "CREATE INDEX bed_by_id ON bed (id);\n"},
    Migration{2, "0002_ward", "-- why: a test\nCREATE TABLE ward (id {ID} NOT NULL, CONSTRAINT ward_pk PRIMARY KEY (id)) {KEY_TABLE};\n"}};

template <class Engine>
bool stands(Engine& engine, const std::string& table) {
    auto connection = engine.database().connect(Access::Write);
    BOOST_REQUIRE(connection.ok());
    return (*connection)->query("SELECT COUNT(*) FROM " + table, {}, [](const Row&) {}).ok();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(migrations)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_new_database_gets_everything_once, Engine, tests::Engines) {
    Engine engine;
    Migrations all(engine.database(), releasedMigrations());
    const Result<MigrationStatus> before = all.status();
    BOOST_REQUIRE(before.ok());
    BOOST_TEST(before->version == 0);
    BOOST_TEST(before->pending.size() == releasedMigrations().size());
    BOOST_TEST(before->pending.front() == "0001_work_key");

    const Result<std::vector<std::string>> done = all.migrate();
    BOOST_REQUIRE(done.ok());
    BOOST_TEST((*done == before->pending));
    const Result<MigrationStatus> after = all.status();
    BOOST_TEST(after->version == releasedMigrations().back().version);
    BOOST_TEST(after->pending.empty());
    BOOST_TEST(all.migrate()->empty());
    for (const char* table : {"work_key", "attempt", "inbox", "outbox", "event", "event_stream", "request"})
        BOOST_TEST(stands(engine, table));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_new_is_added_to_what_stands, Engine, tests::Engines) {
    Engine engine;
    BOOST_REQUIRE(Migrations(engine.database(), std::span(kTwo).first(1)).migrate().ok());
    Migrations both(engine.database(), kTwo);
    BOOST_TEST(both.status()->version == 1);
    BOOST_TEST((both.migrate().operator*() == std::vector<std::string>{"0002_ward"}));
    BOOST_TEST(stands(engine, "ward"));
}

// Two branches that were merged: the one whose number is lower may come to a database that has the other already.
BOOST_AUTO_TEST_CASE_TEMPLATE(numbers_may_leave_gaps_that_are_filled_later, Engine, tests::Engines) {
    Engine engine;
    std::array gap{kTwo[0], kTwo[1]};
    gap[1].version = 7;
    BOOST_REQUIRE(Migrations(engine.database(), std::span(gap).last(1)).migrate().ok());
    BOOST_TEST(Migrations(engine.database(), std::span(gap).last(1)).status()->version == 7);
    Migrations both(engine.database(), gap);
    BOOST_TEST(both.status()->version == 0);
    BOOST_TEST(both.migrate().ok());
    BOOST_TEST(both.status()->version == 7);
    BOOST_TEST(stands(engine, "bed"));
    BOOST_TEST(stands(engine, "ward"));
}

// A crash at any call: before a statement, after it but before it was recorded, and between two.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_migration_that_was_cut_off_goes_on_where_it_was, Engine, tests::Engines) {
    bool finished = false;
    int cut_off = 0;
    for (int call = 1; !finished; ++call) {
        Engine engine;
        Faults faults;
        FaultyDatabase database(engine.database(), faults);
        faults.failCall(call, SqlError::ConnectionLost);
        finished = Migrations(database, kTwo).migrate().ok();
        cut_off += finished ? 0 : 1;
        Migrations again(engine.database(), kTwo);
        BOOST_TEST_CONTEXT("cut off at call " << call) {
            BOOST_TEST(again.migrate().ok());
            BOOST_TEST(again.status()->version == 2);
            BOOST_TEST(stands(engine, "bed"));
            BOOST_TEST(stands(engine, "ward"));
        }
    }
    BOOST_TEST(cut_off == 3 + 3 * 3);  // connect, table and list of records; then three calls for each of three statements
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_table_that_somebody_else_made_is_not_taken_for_ours, Engine, tests::Engines) {
    Engine engine;
    {
        auto connection = engine.database().connect(Access::Write);
        BOOST_REQUIRE((*connection)->execute(*(*connection)->dialect().migrationText("CREATE TABLE bed (id {BIGINT}) {TABLE}"), {}).ok());
    }
    BOOST_TEST(tests::failsWith(Migrations(engine.database(), kTwo).migrate(), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_database_newer_than_the_program_is_refused, Engine, tests::Engines) {
    Engine engine;
    BOOST_REQUIRE(Migrations(engine.database(), kTwo).migrate().ok());
    Migrations old(engine.database(), std::span(kTwo).first(1));
    BOOST_TEST(tests::failsWith(old.status(), Error::SchemaNewer));
    BOOST_TEST(tests::failsWith(old.migrate(), Error::SchemaNewer));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_released_file_that_was_changed_is_refused, Engine, tests::Engines) {
    Engine engine;
    BOOST_REQUIRE(Migrations(engine.database(), kTwo).migrate().ok());
    std::array changed = kTwo;
    changed[0].text = "-- why: another reason\nCREATE TABLE bed (id {BIGINT} NOT NULL, CONSTRAINT bed_pk PRIMARY KEY (id)) {TABLE};\n";
    BOOST_TEST(tests::failsWith(Migrations(engine.database(), changed).status(), Error::SchemaChanged));
    BOOST_TEST(tests::failsWith(Migrations(engine.database(), changed).migrate(), Error::SchemaChanged));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_token_that_is_not_known_is_refused_before_anything_runs, Engine, tests::Engines) {
    Engine engine;
    for (const char* text : {"CREATE TABLE bed (id {MONEY}) {TABLE};\n", "CREATE TABLE bed (id {BIGINT\n"}) {
        const std::array wrong{Migration{1, "0001_bed", text}};
        BOOST_TEST(tests::failsWith(Migrations(engine.database(), wrong).migrate(), Error::SqlRefused));
        BOOST_TEST(!stands(engine, "bed"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
