#include "hub/storage/sql/reseal.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "hub/jobs/rewriting.h"
#include "tests/stores/audits.h"
#include "tests/stores/sealed_rows.h"

using namespace hub::core;
using namespace hub::storage::sql;
using hub::jobs::RewritePage;
using hub::vault::FileKeySource;
using hub::vault::KeyNumber;
using hub::vault::Vault;
using tests::failsWith;
using tests::idOf;
using tests::SealedRows;

namespace {

using Under = std::map<KeyNumber, std::int64_t>;

constexpr const char* kBody = "attempt.body";

/// Columns of the database whose name begins with sealed_ and that the list lacks, as table.column; and those of the list it lacks.
std::set<std::string> differences(SealedRows<tests::SqliteEngine>& rows) {
    std::set<std::string> listed;
    for (const SealedColumn& one : sealedColumns()) listed.insert(std::string(one.table) + "." + one.column());
    std::set<std::string> standing;
    auto connection = rows.stores.engine.database().connect(Access::Read);
    BOOST_REQUIRE((*connection)
                      ->query("SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                              " WHERE t.type = 'table' AND c.name LIKE 'sealed\\_%' ESCAPE '\\'"
                              " AND NOT (t.name = 'reseal_progress' AND c.name = 'sealed_column')",  // names columns, seals nothing
                              {}, [&](const Row& row) { standing.insert(row.bytes(0) + "." + row.bytes(1)); })
                      .ok());
    std::set<std::string> found;
    std::ranges::set_symmetric_difference(listed, standing, std::inserter(found, found.end()));
    return found;
}

/// Attempts 1 to `count`, under the current key.
template <class Engine>
void addAttempts(SealedRows<Engine>& rows, int from, int to) {
    for (int number = from; number <= to; ++number) {
        Attempt attempt = rows.stores.attempt("W" + std::to_string(number));
        attempt.id.bits = idOf(static_cast<std::uint8_t>(number));
        BOOST_REQUIRE(rows.stores.inUnit([&](Transaction& transaction) { return rows.stores.attempts.add(transaction, attempt); }).ok());
    }
}

/// As after a restart: with the keys that are in the folder now.
std::unique_ptr<Vault> vaultOf(const std::filesystem::path& folder) {
    auto opened = FileKeySource::open(folder);
    BOOST_REQUIRE(opened.ok());
    return std::make_unique<Vault>(std::make_shared<FileKeySource>(*std::move(opened)));
}

template <class Engine>
Result<Attempt> attemptWith(SealedRows<Engine>& rows, const Vault& vault, int number) {
    SqlAttempts attempts(rows.stores.database.dialect(), vault, rows.stores.clock);
    return rows.stores.template answerInRead<Attempt>(
        [&](ReadTransaction& transaction) { return attempts.find(transaction, AttemptId{idOf(static_cast<std::uint8_t>(number))}); });
}

/// The job, on a clock that the test moves.
template <class Engine>
struct Job {
    explicit Job(SealedRows<Engine>& of) : rows(of) {}
    ~Job() {
        resealing.stop({});
        clock.runReady();
    }

    SealedRows<Engine>& rows;
    VirtualExecutor clock{tests::kStart};
    tests::WaitingUnits units{*rows.stores.lanes, clock};
    hub::jobs::Rewriting resealing{{units, rows.stores.reads, rows.reseal, rows.stores.ids, clock, clock},
                                   {.rows = 2, .pace = {.interval = Duration(3'600'000), .between = Duration(200)}}};
    const hub::jobs::RewritingCounters& counters = resealing.counters();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(reseal)

BOOST_AUTO_TEST_CASE(every_sealed_column_of_the_schema_is_in_the_list_and_one_that_is_not_is_noticed) {
    SealedRows<tests::SqliteEngine> rows;
    BOOST_TEST(differences(rows) == std::set<std::string>(), boost::test_tools::per_element());
    rows.stores.meddle("CREATE TABLE forgotten (id BLOB, sealed_thing BLOB)");
    BOOST_TEST(differences(rows) == std::set<std::string>{"forgotten.sealed_thing"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_primary_key_of_every_sealed_table_is_its_id_alone) {
    SealedRows<tests::SqliteEngine> rows;
    auto connection = rows.stores.engine.database().connect(Access::Read);
    for (const SealedColumn& one : sealedColumns()) {
        std::vector<std::string> key;
        BOOST_REQUIRE((*connection)
                          ->query("SELECT name FROM pragma_table_info('" + std::string(one.table) + "') WHERE pk > 0", {},
                                  [&](const Row& row) { key.push_back(row.bytes(0)); })
                          .ok());
        BOOST_TEST(key == std::vector<std::string>{"id"}, one.table);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(everything_opens_before_during_and_after_and_then_without_the_old_key, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    rows.fill();
    BOOST_TEST(rows.notOpened() == std::vector<std::string>(), boost::test_tools::per_element());
    BOOST_TEST(rows.rotate() == 2U);
    BOOST_TEST(rows.notOpened() == std::vector<std::string>(), boost::test_tools::per_element());
    for (const std::string& column : rows.reseal.columns()) {
        BOOST_TEST_CONTEXT(column) {
            BOOST_TEST(rows.under(column)[1] > 0);  // else this column proves nothing below
            BOOST_TEST(rows.walk(column) > 0);
            BOOST_TEST(rows.under(column).contains(2));
            BOOST_TEST(!rows.under(column).contains(1));
            BOOST_TEST(rows.walk(column) == 0);  // done is done
        }
        BOOST_TEST(rows.notOpened() == std::vector<std::string>(), boost::test_tools::per_element());
    }
    const auto old_key = rows.keys() / "seal-1.key";
    std::filesystem::rename(old_key, rows.stores.key_folder.path() / "put-away.key");
    const std::unique_ptr<Vault> later = vaultOf(rows.keys());
    BOOST_TEST(attemptWith(rows, *later, 1)->answer.reveal() == "an answer");
    SqlReseal reseal(*later);
    for (const SealedColumn& one : sealedColumns()) {
        std::int64_t opened = 0;
        auto connection = rows.stores.engine.database().connect(Access::Read);
        const std::string sealed = std::string(one.table) + " WHERE " + one.column() + " IS NOT NULL";
        BOOST_REQUIRE((*connection)
                          ->query("SELECT id, " + one.column() + " FROM " + sealed, {},
                                  [&](const Row& row) {
                                      const std::string id = row.bytes(0);
                                      opened += later->open({one.place(), id}, row.bytes(1)).ok() ? 1 : 0;
                                  })
                          .ok());
        BOOST_TEST(opened == rows.stores.rows(sealed), one.place());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(before_it_is_done_a_key_that_was_moved_away_is_missed, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 3);
    rows.rotate();
    BOOST_TEST(rows.walk(kBody, 1) == 2);
    std::filesystem::rename(rows.keys() / "seal-1.key", rows.stores.key_folder.path() / "put-away.key");
    const std::unique_ptr<Vault> too_early = vaultOf(rows.keys());
    BOOST_TEST(attemptWith(rows, *too_early, 2).ok());
    const auto missed = attemptWith(rows, *too_early, 3);
    BOOST_TEST(failsWith(missed, Error::KeyMissing));
    BOOST_TEST(missed.failure().detail() == "seal-1.key");

    // The walk leaves what it cannot open, is not finished by that, and goes on when the key is back.
    SqlReseal without(*too_early);
    const auto page = rows.page(without, kBody);
    BOOST_REQUIRE(page.has_value());
    BOOST_TEST(page->not_opened == 1);
    BOOST_TEST(page->values.empty());
    BOOST_TEST(rows.put(*page).ok());
    BOOST_TEST((rows.under(kBody) == Under{{1, 1}, {2, 2}}));
    for (int i = 0; i < 4; ++i) {
        const auto again = rows.page(without, kBody);
        BOOST_REQUIRE(again.has_value());
        BOOST_TEST(rows.put(*again).ok());
    }
    std::filesystem::rename(rows.stores.key_folder.path() / "put-away.key", rows.keys() / "seal-1.key");
    BOOST_TEST(rows.walk(kBody) == 1);
    BOOST_TEST((rows.under(kBody) == Under{{2, 3}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_value_written_meanwhile_is_its_writers_and_one_that_is_gone_stays_gone, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    rows.fill();
    rows.rotate();
    const auto page = rows.page(rows.reseal, "person.details", 10);
    BOOST_REQUIRE(page.has_value());
    BOOST_TEST(page->values.size() == 3U);
    const auto personOf = [&](std::uint8_t number) {
        return rows.stores.template answerInRead<hub::identity::Person>(
            [&](ReadTransaction& transaction) { return rows.people.findPerson(transaction, hub::identity::PersonId{idOf(number)}); });
    };
    hub::identity::Person person = *personOf(2);
    person.details.address = Sensitive<std::string>("某路9号");
    BOOST_REQUIRE(rows.stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          const auto changed = rows.people.changePerson(transaction, person);
                          return changed.ok() ? Result<void>() : changed.failure();
                      })
                      .ok());
    BOOST_TEST(*rows.put(*page) == 2);
    const auto standing = personOf(2);
    BOOST_REQUIRE(standing.ok());
    BOOST_REQUIRE(standing->details.address.has_value());
    BOOST_TEST(standing->details.address->reveal() == "某路9号");
    BOOST_TEST(personOf(3).ok());
    BOOST_TEST((rows.under("person.details") == Under{{2, 3}}));

    const auto outbox = rows.page(rows.reseal, "outbox.payload");
    BOOST_REQUIRE(outbox.has_value());
    rows.stores.meddle("DELETE FROM outbox");
    BOOST_TEST(*rows.put(*outbox) == 0);
    BOOST_TEST(rows.stores.rows("outbox") == 0);
}

// A unit that sealed before the rotation may commit behind the place the walk has reached.
BOOST_AUTO_TEST_CASE_TEMPLATE(what_comes_late_under_the_old_key_behind_the_walk_is_met_by_the_next_one, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 3, 6);
    const std::string late = rows.stores.vault.seal({kBody, std::string(16, '\1')}, "late");
    rows.rotate();
    BOOST_TEST(rows.walk(kBody, 2) == 4);
    addAttempts(rows, 1, 1);
    rows.stores.meddle("UPDATE attempt SET sealed_body = ? WHERE id = ?", std::array{Value::blob(late), blob(idOf(1))});
    BOOST_TEST((rows.under(kBody) == Under{{1, 1}, {2, 4}}));
    BOOST_TEST(rows.walk(kBody) == 1);
    BOOST_TEST((rows.under(kBody) == Under{{2, 5}}));
    BOOST_TEST(attemptWith(rows, rows.stores.vault, 1)->body.reveal() == "late");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_walk_that_was_killed_goes_on_where_it_was, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 7);
    rows.rotate();
    BOOST_TEST(rows.walk(kBody, 2) == 4);
    BOOST_TEST(rows.page(rows.reseal, kBody).has_value());  // dies with its process

    SqlReseal after_restart(rows.stores.vault);
    const auto next = rows.page(after_restart, kBody);
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST((next->before.after == idOf(4)));
    BOOST_TEST(next->values.size() == 2U);
    BOOST_TEST((next->values.front().row == idOf(5)));

    rows.stores.faults.loseNextCommit(tests::Faults::LostCommit::DidNot);  // and a COMMIT that was lost is made again
    BOOST_TEST(*rows.put(*next) == 2);
    BOOST_TEST(rows.walk(kBody) == 1);
    BOOST_TEST((rows.under(kBody) == Under{{2, 7}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_processes_at_one_page_one_puts_it, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 5);
    rows.rotate();
    const auto first = rows.page(rows.reseal, kBody);
    const auto same = rows.page(rows.reseal, kBody);
    BOOST_TEST(rows.put(*first).ok());
    BOOST_TEST(failsWith(rows.put(*same), Error::RowTaken));  // its first page: both wanted to write down that they began
    const auto second = rows.page(rows.reseal, kBody);
    const auto same_second = rows.page(rows.reseal, kBody);
    BOOST_TEST(rows.put(*second).ok());
    BOOST_TEST(failsWith(rows.put(*same_second), Error::VersionConflict));
    BOOST_TEST(rows.walk(kBody) == 1);
    BOOST_TEST((rows.under(kBody) == Under{{2, 5}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_rotation_in_the_middle_of_a_walk_begins_it_again_under_the_newest_key, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 5);
    BOOST_TEST(!rows.page(rows.reseal, kBody).has_value());  // never rotated: nothing to do
    const std::unique_ptr<Vault> behind = vaultOf(rows.keys());
    rows.rotate();
    BOOST_TEST(rows.walk(kBody, 1) == 2);
    const std::unique_ptr<Vault> at_second = vaultOf(rows.keys());
    BOOST_TEST(rows.rotate() == 3U);
    BOOST_TEST(rows.walk(kBody) == 5);
    BOOST_TEST((rows.under(kBody) == Under{{3, 5}}));
    for (const Vault* of : {behind.get(), at_second.get()}) {  // who does not know the newest key leaves it alone
        SqlReseal older(*of);
        BOOST_TEST(!rows.page(older, kBody).has_value());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_that_writers_write_while_the_walk_goes_on_is_lost, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 20);
    rows.rotate();
    std::map<int, std::string> answers;
    std::jthread writer([&] {  // ends before what it uses, also when a check below fails
        for (int turn = 0; turn < 60; ++turn) {
            const int number = 1 + turn % 20;
            AttemptChange change;
            change.answer = Sensitive<std::string>("turn " + std::to_string(turn));
            const auto standing = attemptWith(rows, rows.stores.vault, number);
            change.state = standing->state;
            const Result<std::int64_t> changed = rows.stores.template answerInUnit<std::int64_t>([&](Transaction& transaction) {
                return rows.stores.attempts.change(transaction, standing->id, standing->version, change);
            });
            if (changed.ok()) answers[number] = change.answer->reveal();
        }
    });
    int walked = 0;
    for (const char* column : {kBody, "attempt.answer"}) {
        for (auto page = rows.page(rows.reseal, column, 3); page; page = rows.page(rows.reseal, column, 3)) {
            BOOST_REQUIRE(walked < 1000);
            const WorkOutcome put = rows.stores.run("walk/" + std::to_string(++walked), [&](Transaction& transaction) -> Result<void> {
                const auto done = rows.reseal.put(transaction, *page);
                return done.ok() ? Result<void>() : done.failure();
            });
            BOOST_REQUIRE((put.end == WorkEnd::Done));
        }
    }
    writer.join();
    BOOST_TEST(answers.size() == 20U);
    BOOST_TEST((rows.under(kBody) == Under{{2, 20}}));
    BOOST_TEST((rows.under("attempt.answer") == Under{{2, 20}}));
    for (const auto& [number, answer] : answers) BOOST_TEST(attemptWith(rows, rows.stores.vault, number)->answer.reveal() == answer);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_job_brings_every_column_under_the_new_key_page_by_page_with_pauses, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    rows.fill();
    addAttempts(rows, 11, 14);
    Job<Engine> job(rows);
    job.resealing.start();
    job.clock.runReady();
    BOOST_TEST(job.counters.columns_left == 0U);  // it was never rotated
    rows.rotate();
    job.clock.advance(Duration(1'000));
    BOOST_TEST(job.counters.rewritten == 0U);  // nobody has told it
    job.resealing.wake();
    job.clock.runReady();
    BOOST_TEST(job.counters.rewritten == 2U);
    job.clock.advance(Duration(199));
    BOOST_TEST(job.counters.rewritten == 2U);
    job.clock.advance(Duration(1));
    BOOST_TEST(job.counters.rewritten == 4U);
    BOOST_TEST(job.counters.columns_left > 0U);
    job.clock.advance(Duration(60'000));
    BOOST_TEST(job.counters.columns_left == 0U);
    BOOST_TEST(job.counters.not_opened == 0U);
    std::int64_t values = 0;
    for (const std::string& column : rows.reseal.columns()) {
        const Under under = rows.under(column);
        BOOST_TEST(under.size() == 1U, column);
        values += under.at(2);
    }
    BOOST_TEST(job.counters.rewritten == static_cast<std::uint64_t>(values));
    BOOST_TEST(rows.notOpened() == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_broken_value_stays_and_holds_nothing_else_up, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 3);
    rows.fillPeople();
    rows.stores.meddle("UPDATE attempt SET sealed_body = ? WHERE id = ?", std::array{blob("\1"), blob(idOf(2))});
    rows.rotate();
    Job<Engine> job(rows);
    job.resealing.start();
    job.clock.advance(Duration(60'000));
    BOOST_TEST((rows.under(kBody) == Under{{0, 1}, {2, 2}}));
    BOOST_TEST((rows.under("person.details") == Under{{2, 2}}));
    BOOST_TEST(job.counters.columns_left == 1U);
    const std::uint64_t tries = job.counters.not_opened;
    job.clock.advance(Duration(1'800'000));
    BOOST_TEST(job.counters.not_opened == tries);  // not again and again
    job.clock.advance(Duration(3'600'000));
    BOOST_TEST(job.counters.not_opened > tries);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_rotation_while_the_job_is_past_a_column_brings_it_back, Engine, tests::Engines) {
    SealedRows<Engine> rows;
    addAttempts(rows, 1, 2);
    rows.rotate();
    Job<Engine> job(rows);
    job.resealing.start();
    job.clock.advance(Duration(1'000));  // the first column is walked, its second walk is to come
    BOOST_TEST(job.counters.rewritten == 2U);
    rows.rotate();
    job.resealing.wake();
    job.clock.advance(Duration(60'000));
    BOOST_TEST((rows.under(kBody) == Under{{3, 2}}));
    BOOST_TEST(job.counters.columns_left == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
