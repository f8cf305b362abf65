// What both drivers promise about one connection.
#include <array>
#include <limits>

#include "hub/core/clock.h"
#include "tests/stores/engines.h"
#include "tests/support/failures.h"

using namespace hub::core;
using namespace hub::storage::sql;

namespace {

std::unique_ptr<Connection> connected(Database& database, Access access = Access::Write) {
    Result<std::unique_ptr<Connection>> made = database.connect(access);
    BOOST_REQUIRE(made.ok());
    return *std::move(made);
}

void make(Connection& connection, std::string_view columns) {
    const Result<std::string> sql = connection.dialect().migrationText("CREATE TABLE thing (" + std::string(columns) +
                                                                       ", CONSTRAINT thing_pk PRIMARY KEY (id)) {TABLE}");
    BOOST_REQUIRE(sql.ok());
    BOOST_REQUIRE(connection.execute(*sql, {}).ok());
}

std::int64_t count(Connection& connection) {
    std::int64_t rows = -1;
    BOOST_REQUIRE(connection.query("SELECT COUNT(*) FROM thing", {}, [&](const Row& row) { rows = row.integer(0); }).ok());
    return rows;
}

Result<std::int64_t> insert(Connection& connection, std::int64_t id) {
    return connection.execute("INSERT INTO thing (id) VALUES (?)", std::array<Value, 1>{id});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(connection)

BOOST_AUTO_TEST_CASE_TEMPLATE(values_come_back_as_they_went_in, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    make(*session, "id {BIGINT} NOT NULL, bytes {BODY}, absent {BIGINT}");
    std::string all_bytes;
    for (int i = 0; i < 256; ++i) all_bytes.push_back(static_cast<char>(i));
    for (const std::int64_t id :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{9999999999}, std::numeric_limits<std::int64_t>::max()})
        BOOST_REQUIRE(session
                          ->execute("INSERT INTO thing (id, bytes, absent) VALUES (?, ?, ?)",
                                    std::array<Value, 3>{id, Value::blob(all_bytes), Value()})
                          .ok());
    std::vector<std::int64_t> ids;
    BOOST_REQUIRE(session
                      ->query("SELECT id, bytes, absent FROM thing ORDER BY id", {},
                              [&](const Row& row) {
                                  ids.push_back(row.integer(0));
                                  BOOST_TEST((row.bytes(1) == all_bytes));
                                  BOOST_TEST(row.isNull(2));
                                  BOOST_TEST(!row.isNull(1));
                              })
                      .ok());
    BOOST_TEST(
        (ids == std::vector{std::numeric_limits<std::int64_t>::min(), std::int64_t{9999999999}, std::numeric_limits<std::int64_t>::max()}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(texts_keep_every_character, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    std::string back;
    BOOST_REQUIRE(
        session->query("SELECT ?", std::array<Value, 1>{Value::text("张三䶮𠮷 \U0001F600")}, [&](const Row& row) { back = row.bytes(0); })
            .ok());
    BOOST_TEST(back == "张三䶮𠮷 \U0001F600");
}

// Compare-and-set counts rows that match; that they held the value already is no reason to count none.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_update_counts_the_rows_it_matched, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    make(*session, "id {BIGINT} NOT NULL");
    BOOST_REQUIRE(insert(*session, 1).ok());
    BOOST_TEST(*session->execute("UPDATE thing SET id = 1 WHERE id = ?", std::array<Value, 1>{std::int64_t{1}}) == 1);
    BOOST_TEST(*session->execute("UPDATE thing SET id = 1 WHERE id = ?", std::array<Value, 1>{std::int64_t{2}}) == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_refused_statement_says_why_and_leaves_the_transaction_alone, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    make(*session, "id {BIGINT} NOT NULL");
    BOOST_REQUIRE(session->begin(Access::Write).ok());
    BOOST_REQUIRE(insert(*session, 1).ok());
    BOOST_TEST(tests::failsWith(insert(*session, 1), Error::RowTaken));
    BOOST_TEST((session->lastError() == SqlError::Duplicate));
    BOOST_TEST(tests::failsWith(session->execute("INSERT INTO thing (id) VALUES (?)", std::array<Value, 1>{Value()}), Error::SqlRefused));
    BOOST_TEST((session->lastError() == SqlError::Constraint));
    BOOST_TEST(tests::failsWith(session->execute("DELETE FORM thing", {}), Error::SqlRefused));
    BOOST_TEST((session->lastError() == SqlError::Other));
    BOOST_TEST(!session->doom().has_value());
    BOOST_TEST(session->commit().ok());
    BOOST_TEST(count(*session) == 1);
    BOOST_TEST(tests::failsWith(session->execute(*session->dialect().migrationText("CREATE TABLE thing (id {BIGINT}) {TABLE}"), {}),
                                Error::SqlRefused));
    BOOST_TEST((session->lastError() == SqlError::AlreadyExists));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_savepoint_moves_and_what_came_after_it_is_undone, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    make(*session, "id {BIGINT} NOT NULL");
    BOOST_REQUIRE(session->begin(Access::Write).ok());
    BOOST_REQUIRE(session->savepoint().ok());
    BOOST_REQUIRE(insert(*session, 1).ok());
    BOOST_REQUIRE(session->savepoint().ok());
    BOOST_REQUIRE(insert(*session, 2).ok());
    BOOST_REQUIRE(session->rollbackToSavepoint().ok());
    BOOST_TEST(count(*session) == 1);
    BOOST_REQUIRE(insert(*session, 3).ok());
    BOOST_REQUIRE(session->rollbackToSavepoint().ok());  // it still stands
    BOOST_TEST(count(*session) == 1);
    BOOST_TEST(session->commit().ok());
    BOOST_TEST(count(*session) == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_reader_sees_one_moment, Engine, tests::Engines) {
    Engine engine;
    const auto writer = connected(engine.database());
    make(*writer, "id {BIGINT} NOT NULL");
    BOOST_REQUIRE(insert(*writer, 1).ok());
    const auto reader = connected(engine.database(), Access::Read);
    BOOST_REQUIRE(reader->begin(Access::Read).ok());
    BOOST_TEST(count(*reader) == 1);
    BOOST_REQUIRE(insert(*writer, 2).ok());
    BOOST_TEST(count(*reader) == 1);
    reader->rollback();
    BOOST_TEST(count(*reader) == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_reader_cannot_write, Engine, tests::Engines) {
    Engine engine;
    const auto writer = connected(engine.database());
    make(*writer, "id {BIGINT} NOT NULL");
    const auto reader = connected(engine.database(), Access::Read);
    BOOST_REQUIRE(reader->begin(Access::Read).ok());
    BOOST_TEST(tests::failsWith(insert(*reader, 1), Error::SqlRefused));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_database_tells_the_time, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    const SystemClock clock;
    std::int64_t now = 0;
    const std::int64_t before = clock.utc().ms;
    BOOST_REQUIRE(
        session->query("SELECT " + std::string(session->dialect().nowMs()), {}, [&](const Row& row) { now = row.integer(0); }).ok());
    BOOST_TEST(now >= before);
    BOOST_TEST(now <= clock.utc().ms);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(more_statements_than_are_kept_still_run, Engine, tests::Engines) {
    Engine engine;
    const auto session = connected(engine.database());
    for (int i = 0; i < 600; ++i) {
        std::int64_t back = -1;
        BOOST_REQUIRE(session->query("SELECT " + std::to_string(i), {}, [&](const Row& row) { back = row.integer(0); }).ok());
        BOOST_REQUIRE(back == i);
    }
}

BOOST_AUTO_TEST_SUITE_END()
