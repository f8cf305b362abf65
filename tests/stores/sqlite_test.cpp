#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "hub/core/exception.h"
#include "tests/stores/stores.h"

using namespace hub::core;
using namespace hub::storage;
using sqlite::SqliteDatabase;
using tests::FileTree;
using tests::SqliteEngine;
using tests::Stores;

namespace {

/// How a process ended that did this with a store of its own. What it leaves behind goes with the folder.
int endOfProcess(const std::function<void()>& deed) {
    const FileTree folder;
    const pid_t child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        fclose(stderr);  // its last words are expected
        setenv("TMPDIR", folder.path().c_str(), 1);
        signal(SIGABRT, SIG_DFL);
        deed();
        _exit(0);
    }
    int status = 0;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    return status;
}

bool aborted(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT; }

}  // namespace

BOOST_AUTO_TEST_SUITE(sqlite_engine)

BOOST_AUTO_TEST_CASE(a_folder_is_open_once_at_a_time) {
    const FileTree folder;
    {
        const auto first = SqliteDatabase::open(folder.path());
        BOOST_REQUIRE(first.ok());
        BOOST_TEST(tests::failsWith(SqliteDatabase::open(folder.path()), Error::DatabaseInUse));
    }
    BOOST_TEST(SqliteDatabase::open(folder.path()).ok());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_used_is_refused) {
    const FileTree folder;
    BOOST_TEST(tests::failsWith(SqliteDatabase::open(folder.write("file", "not a folder")), Error::DatabaseNotUsable));
    folder.write("damaged/hub.db", std::string(5000, 'x'));
    BOOST_TEST(tests::failsWith(SqliteDatabase::open(folder.path() / "damaged"), Error::DatabaseNotUsable));
}

BOOST_AUTO_TEST_CASE(a_new_folder_is_for_its_owner_only) {
    const FileTree folder;
    BOOST_REQUIRE(SqliteDatabase::open(folder.path() / "new/data").ok());
    BOOST_TEST((std::filesystem::status(folder.path() / "new/data").permissions() == std::filesystem::perms::owner_all));
}

BOOST_AUTO_TEST_CASE(what_was_done_stands_when_the_file_is_opened_again) {
    const FileTree folder;
    for (const std::int64_t expected : {0, 1}) {
        const auto database = SqliteDatabase::open(folder.path());
        BOOST_REQUIRE(database.ok());
        BOOST_REQUIRE(sql::Migrations(**database, sql::releasedMigrations()).migrate().ok());
        const auto connection = (*database)->connect(sql::Access::Write);
        std::int64_t rows = -1;
        BOOST_REQUIRE((*connection)->query("SELECT COUNT(*) FROM work_key", {}, [&](const sql::Row& row) { rows = row.integer(0); }).ok());
        BOOST_TEST(rows == expected);
        BOOST_REQUIRE(
            (*connection)
                ->execute("INSERT INTO work_key (work_key, done_at_ms) VALUES (?, 1)", std::array{sql::blob(std::to_string(expected))})
                .ok());
    }
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_a_failure_and_ends_with_the_shortage) {
    Stores<SqliteEngine> stores;
    const auto limitPages = [&](const std::string& pages) {
        return stores.inUnit([=](Transaction& transaction) {
            return sql::SqlTransaction::of(transaction).query("PRAGMA max_page_count = " + pages, {}, [](const sql::Row&) {});
        });
    };
    const auto addLarge = [&](std::int64_t order_no) {
        return stores.inUnit([&stores, order_no](Transaction& transaction) {
            OutboxMessage message = stores.message(order_no);
            message.payload = Sensitive<std::string>(std::string(300000, 'p'));
            return stores.outbox.add(transaction, message);
        });
    };
    BOOST_REQUIRE(limitPages("50").ok());
    BOOST_TEST(tests::failsWith(addLarge(1), Error::StorageFull));
    BOOST_TEST(stores.rows("outbox") == 0);
    BOOST_REQUIRE(limitPages("1000000").ok());
    BOOST_TEST(addLarge(1).ok());
    BOOST_TEST(stores.rows("outbox") == 1);
}

BOOST_AUTO_TEST_CASE(a_disk_that_fails_ends_the_process) {
    const int status = endOfProcess([] {
        Stores<SqliteEngine> stores;
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100000, 100000};  // a write past it fails with EFBIG: SQLITE_IOERR
        setrlimit(RLIMIT_FSIZE, &limit);
        for (int i = 0; i < 100; ++i) {
            static_cast<void>(stores.inUnit([&](Transaction& transaction) {
                OutboxMessage message = stores.message(i);
                message.payload = Sensitive<std::string>(std::string(10000, 'p'));
                return stores.outbox.add(transaction, message);
            }));
        }
    });
    BOOST_TEST(aborted(status));
}

BOOST_AUTO_TEST_CASE(a_work_that_throws_ends_the_process) {
    const int status = endOfProcess([] {
        Stores<SqliteEngine> stores;
        static_cast<void>(stores.inUnit([](Transaction&) -> Result<void> { throw Exception("a broken key file"); }));
    });
    BOOST_TEST(aborted(status));
}

BOOST_AUTO_TEST_CASE(the_log_is_copied_when_it_is_long_while_writing_goes_on) {
    const FileTree folder;
    const auto database = SqliteDatabase::open(folder.path(), {.wal_bytes = 64 * 1024, .idle = std::chrono::hours(1)});
    BOOST_REQUIRE(database.ok());
    BOOST_REQUIRE(sql::Migrations(**database, sql::releasedMigrations()).migrate().ok());
    const auto connection = (*database)->connect(sql::Access::Write);
    BOOST_REQUIRE(connection.ok());
    for (std::int64_t i = 0; (*database)->checkpoints() < 3; ++i) {
        BOOST_REQUIRE((*connection)
                          ->execute("INSERT INTO work_key (work_key, done_at_ms) VALUES (?, ?)",
                                    std::array{sql::blob("key/" + std::to_string(i) + std::string(1000, 'x')), sql::Value(i)})
                          .ok());
    }
}

BOOST_AUTO_TEST_CASE(the_log_is_copied_when_nothing_else_is_to_be_done) {
    const FileTree folder;
    const auto database = SqliteDatabase::open(folder.path(), {.wal_bytes = std::uint64_t{1} << 40U, .idle = std::chrono::milliseconds(5)});
    BOOST_REQUIRE(database.ok());
    BOOST_REQUIRE(sql::Migrations(**database, sql::releasedMigrations()).migrate().ok());
    while ((*database)->checkpoints() == 0) std::this_thread::yield();
    BOOST_TEST((*database)->checkpoints() > 0U);
}

// Its transactions follow each other at once, so that no checkpoint finds a moment in between.
BOOST_AUTO_TEST_CASE(a_writer_who_never_pauses_does_not_make_the_log_grow_for_ever) {
    constexpr std::uint64_t kMib = std::uint64_t{1} << 20U;
    const FileTree folder;
    const auto database = SqliteDatabase::open(
        folder.path(), {.wal_bytes = kMib, .idle = std::chrono::hours(1), .hold_bytes = 4 * kMib, .hold_max = std::chrono::minutes(1)});
    BOOST_REQUIRE(database.ok());
    const auto connection = (*database)->connect(sql::Access::Write);
    BOOST_REQUIRE(connection.ok());
    BOOST_REQUIRE((*connection)->execute("CREATE TABLE one (bytes BLOB)", {}).ok());
    for (int i = 0; i < 60; ++i) {
        BOOST_REQUIRE((*connection)->begin(sql::Access::Write).ok());
        for (int row = 0; row < 200; ++row)
            BOOST_REQUIRE((*connection)->execute("INSERT INTO one VALUES (?)", std::array{sql::blob(std::string(5000, 'x'))}).ok());
        BOOST_REQUIRE((*connection)->commit().ok());
    }
    BOOST_TEST(std::filesystem::file_size(folder.path() / "hub.db-wal") < 30 * kMib);
}

BOOST_AUTO_TEST_SUITE_END()
