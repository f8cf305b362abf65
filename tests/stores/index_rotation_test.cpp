// The key of the blind indexes is rotated while hubs write and look things up (盲索引密钥轮换).
#include "tests/stores/index_rotation.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include "hub/jobs/rewriting.h"
#include "tests/stores/audits.h"

using namespace hub::core;
using namespace hub::storage::sql;
using hub::identity::Person;
using hub::identity::PersonId;
using hub::vault::FileKeySource;
using hub::vault::Vault;
using tests::failsWith;
using tests::idOf;
using tests::IndexRotation;

namespace {

using Missed = std::vector<std::string>;

std::unique_ptr<Vault> vaultOf(const std::filesystem::path& folder) {
    auto opened = FileKeySource::open(folder);
    BOOST_REQUIRE(opened.ok());
    return std::make_unique<Vault>(std::make_shared<FileKeySource>(*std::move(opened)));
}

Person holding(std::uint8_t id, const hub::contract::Certificate& certificate) {
    Person person;
    person.id.bits = idOf(id);
    person.details.name = Sensitive(PersonName{"测试"});
    person.details.certificate = certificate;
    return person;
}

/// Another process at the same database, that fails where it would wait for a lock.
struct OwnConnection {
    explicit OwnConnection(IndexRotation<tests::MariaDbEngine>& rows) : connection(*rows.stores.engine.database().connect(Access::Write)) {
        BOOST_REQUIRE(connection->execute("SET SESSION innodb_lock_wait_timeout = 0", {}).ok());
    }

    void begin() {
        BOOST_REQUIRE(connection->begin(Access::Write).ok());
        transaction.emplace(*connection, SqlTransaction::Inserts::AtOnce);
    }
    /// In a transaction of its own.
    Result<void> does(const UnitOfWork::Work& work) {
        begin();
        const Result<void> done = work(*transaction);
        if (done.ok()) return connection->commit();
        connection->rollback();
        return done;
    }

    std::unique_ptr<Connection> connection;
    std::optional<SqlTransaction> transaction;
};

/// How many calls of the database `read` takes, inside one snapshot.
template <class Engine, class Read>
int callsOf(IndexRotation<Engine>& rows, const Read& read) {
    int calls = 0;
    BOOST_REQUIRE(rows.stores.reads
                      .read([&](ReadTransaction& transaction) -> Result<void> {
                          const int before = rows.stores.faults.calls();
                          BOOST_TEST(read(transaction).ok());
                          calls = rows.stores.faults.calls() - before;
                          return {};
                      })
                      .ok());
    return calls;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(index_rotation)

BOOST_AUTO_TEST_CASE_TEMPLATE(every_look_up_finds_rows_of_both_keys_during_a_rotation_and_after_it, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto before = rows.numbers(10);
    const auto meanwhile = rows.numbers(11);
    const auto after = rows.numbers(12);
    rows.add(before);
    BOOST_TEST(rows.notFound(before) == Missed(), boost::test_tools::per_element());
    rows.rotateIndex();
    BOOST_TEST(rows.use().writes == 2U);
    BOOST_TEST((rows.use().older == hub::vault::KeyNumber{1}));
    BOOST_TEST(rows.notFound(before) == Missed(), boost::test_tools::per_element());
    rows.add(meanwhile);
    BOOST_TEST(rows.notFound(before) == Missed(), boost::test_tools::per_element());
    BOOST_TEST(rows.notFound(meanwhile) == Missed(), boost::test_tools::per_element());

    BOOST_TEST(rows.walkAll() == 7);  // one in each column
    BOOST_TEST(!rows.underWay());
    rows.add(after);
    std::filesystem::rename(rows.keys() / "index.key", rows.stores.key_folder.path() / "put-away.key");
    const std::unique_ptr<Vault> later = vaultOf(rows.keys());
    for (const auto& of : {before, meanwhile, after}) BOOST_TEST(rows.notFound(of, *later) == Missed(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_stands_under_the_older_key_is_taken_and_nothing_of_another_is_left, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto standing = rows.numbers(10);
    auto other = rows.numbers(11);
    rows.fillPeople();
    rows.add(standing);
    const auto newborn = [&](std::uint8_t id) {
        Person person = holding(id, {});
        person.details.certificate.reset();
        return rows.stores.inUnit([&](Transaction& transaction) { return rows.people.addNewborn(transaction, person, rows.newbornKey()); });
    };
    BOOST_TEST(newborn(20).ok());
    rows.rotateIndex();
    rows.add(other);
    const auto refused = [&](const UnitOfWork::Work& work, Error error) { BOOST_TEST(failsWith(rows.stores.inUnit(work), error)); };
    const auto people = rows.stores.rows("person");
    // Each goes on in its unit, which is committed: what was refused leaves nothing.
    rows.write([&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(failsWith(rows.people.addPerson(transaction, holding(30, standing.certificate)), Error::CertificateTaken));
        BOOST_TEST(failsWith(rows.people.addPerson(transaction, holding(30, standing.former)), Error::CertificateTaken));
        auto card = rows.cardOf(standing);
        card.id.bits = idOf(30);
        card.person.bits = idOf(2);
        BOOST_TEST(failsWith(rows.people.addCard(transaction, card), Error::CardNumberTaken));
        auto file = rows.fileOf(standing);
        file.id.bits = idOf(30);
        const auto filed = rows.people.addFile(transaction, file, rows.linkOf(standing));
        BOOST_TEST((filed.ok() && !*filed));
        auto credential = rows.credentialOf(standing);
        credential.id.bits = idOf(30);
        BOOST_TEST(failsWith(rows.credentials.addCredential(transaction, credential), Error::CredentialTaken));
        auto former = rows.formerOf(standing);
        former.id.bits = idOf(30);
        BOOST_TEST(failsWith(rows.people.addFormerCertificate(transaction, former), Error::CertificateTaken));
        return {};
    });
    BOOST_TEST(rows.stores.rows("person") == people);
    for (const char* table : {"card", "hospital_file", "file_link", "credential", "former_certificate"})
        BOOST_TEST(rows.stores.rows(table) == 2, table);
    BOOST_TEST(failsWith(newborn(21), Error::CertificateTaken));
    const auto becomes = [&](const hub::contract::Certificate& certificate) {
        return [&rows, certificate](Transaction& transaction) -> Result<void> {
            const auto changed = rows.people.changePerson(transaction, holding(11, certificate));
            return changed.ok() ? Result<void>() : changed.failure();
        };
    };
    refused(becomes(standing.certificate), Error::CertificateTaken);
    refused(becomes(standing.former), Error::CertificateTaken);
    BOOST_TEST(rows.stores.inUnit(becomes(rows.passport("E777777777"))).ok());
    BOOST_TEST(rows.notFound(standing) == Missed(), boost::test_tools::per_element());
}

// The same row under the newer key: a person's own certificate is not another's.
BOOST_AUTO_TEST_CASE_TEMPLATE(who_changes_during_a_rotation_moves_and_keeps_what_is_theirs, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto standing = rows.numbers(10);
    rows.add(standing);
    rows.rotateIndex();
    const auto change = [&](std::int64_t version) {
        Person person = holding(10, standing.certificate);
        person.version = version;
        return rows.stores.template answerInUnit<std::int64_t>(
            [&](Transaction& transaction) { return rows.people.changePerson(transaction, person); });
    };
    BOOST_TEST(failsWith(change(7), Error::VersionConflict));
    BOOST_TEST(*change(1) == 2);
    BOOST_TEST(rows.notFound(standing) == Missed(), boost::test_tools::per_element());
    BOOST_TEST(rows.walkIndex("person.certificate_index") == 0);  // it is there already
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_list_of_both_keys_comes_in_one_order_page_by_page, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto told = [&](std::uint8_t id, std::int64_t at) {
        rows.write([&](Transaction& transaction) { return rows.stores.charges.add(transaction, rows.chargeOf(id, "P1", at)); });
    };
    for (const int number : {1, 3, 5, 6}) told(static_cast<std::uint8_t>(number), 100 * number);
    rows.rotateIndex();
    for (const int number : {2, 4, 7}) told(static_cast<std::uint8_t>(number), 100 * number);
    told(8, 600);  // at the time of number 6, which is under the other key
    for (const std::size_t limit : {1U, 2U, 3U, 8U, 9U}) {
        const auto all = tests::pageByPage(
            rows.stores, limit,
            [&](ReadTransaction& transaction, const Page& page) {
                return rows.stores.charges.ofFile(transaction, "h01", tests::file("P1"), hub::payment::WhichCharges::All, page);
            },
            [](const hub::payment::Charge& charge) {
                return Place{charge.changed_at, charge.id.bits};
            });
        std::vector<int> ids;
        for (const auto& charge : all) ids.push_back(charge.id.bits.bytes.back());
        const std::vector<int> expected{7, 8, 6, 5, 4, 3, 2, 1};
        BOOST_TEST(ids == expected, boost::test_tools::per_element());
    }
}

// A group is one transaction: who writes behind a switch in it sees what was written before, though it waits to go in.
BOOST_AUTO_TEST_CASE_TEMPLATE(behind_a_switch_in_one_group_what_waits_to_go_in_counts, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    BOOST_REQUIRE(FileKeySource::addIndexKey(rows.keys()).ok());
    const auto certificate = rows.numbers(10).certificate;
    tests::OneGroup<Engine> group(rows.stores);
    group.add("first", [&](Transaction& transaction) { return rows.people.addPerson(transaction, holding(10, certificate)); });
    group.add("switch", [&](Transaction& transaction) { return rows.reindex.switchTo(transaction, 2); });
    group.add("other",
              [&](Transaction& transaction) { return rows.people.addPerson(transaction, holding(12, rows.numbers(12).certificate)); });
    group.add("second", [&](Transaction& transaction) { return rows.people.addPerson(transaction, holding(11, certificate)); });
    const auto outcomes = group.run();
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST((outcomes[1].end == WorkEnd::Done));
    BOOST_TEST(failsWith(tests::resultOf(outcomes[3]), Error::CertificateTaken));
    BOOST_TEST((outcomes[2].end == WorkEnd::Done));
    BOOST_TEST(rows.stores.rows("person") == 2);
    const auto under = rows.stores.template answerInRead<hub::jobs::KeyCount>(
        [&](ReadTransaction& transaction) { return rows.reindex.count(transaction, "person.certificate_index", IdBits{}, 10); });
    BOOST_REQUIRE(under.ok());
    BOOST_TEST((under->values == std::map<hub::vault::KeyNumber, std::int64_t>{{1, 1}, {2, 1}}));
}

// A unit that switched and then failed is undone; who comes behind it in the group writes under the key before.
BOOST_AUTO_TEST_CASE_TEMPLATE(behind_a_switch_that_was_undone_the_key_before_writes, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    BOOST_REQUIRE(FileKeySource::addIndexKey(rows.keys()).ok());
    tests::OneGroup<Engine> group(rows.stores);
    group.add("switch", [&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(rows.reindex.switchTo(transaction, 2).ok());
        BOOST_TEST(rows.people.cardByNumber(transaction, CardNumber{"1"}).ok());  // so that the new key is known
        return Failure(Error::LeaseLost);
    });
    const auto standing = rows.numbers(10);
    group.add("person", [&](Transaction& transaction) { return rows.people.addPerson(transaction, holding(10, standing.certificate)); });
    const auto outcomes = group.run();
    BOOST_TEST(failsWith(tests::resultOf(outcomes[0]), Error::LeaseLost));
    BOOST_TEST((outcomes[1].end == WorkEnd::Done));
    BOOST_TEST(rows.use().writes == 1U);
    const auto found = rows.stores.template answerInRead<std::optional<Person>>(
        [&](ReadTransaction& transaction) { return rows.people.personByCertificate(transaction, standing.certificate); });
    BOOST_TEST((found.ok() && found->has_value()));
}

BOOST_AUTO_TEST_CASE(a_switch_waits_for_who_writes_under_the_key_before_and_nobody_registers_twice) {
    IndexRotation<tests::MariaDbEngine> rows;
    BOOST_REQUIRE(FileKeySource::addIndexKey(rows.keys()).ok());
    const auto certificate = rows.numbers(10).certificate;
    OwnConnection registering(rows);
    OwnConnection switching(rows);
    const auto switches = [&](Transaction& transaction) { return rows.reindex.switchTo(transaction, 2); };
    registering.begin();
    BOOST_REQUIRE(rows.people.addPerson(*registering.transaction, holding(10, certificate)).ok());
    BOOST_TEST(failsWith(switching.does(switches), Error::StorageBusy));  // it would wait
    BOOST_REQUIRE(registering.connection->commit().ok());
    BOOST_REQUIRE(switching.does(switches).ok());
    BOOST_TEST(failsWith(
        rows.stores.inUnit([&](Transaction& transaction) { return rows.people.addPerson(transaction, holding(11, certificate)); }),
        Error::CertificateTaken));
    BOOST_TEST(rows.stores.rows("person") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_walk_moves_every_row_with_newborns_and_ends_the_rotation, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    rows.fill();
    for (const std::uint8_t id : {std::uint8_t{10}, std::uint8_t{11}, std::uint8_t{12}}) rows.add(rows.numbers(id));
    rows.rotateIndex();
    BOOST_TEST(failsWith(rows.switchTo(3), Error::KeyFileNotUsable));  // one at a time
    BOOST_TEST(rows.walkIndex("person.certificate_index", 1) == 2);
    SqlReindex after_restart(rows.stores.vault);
    const auto next = rows.page(after_restart, "person.certificate_index");
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST((next->before.after == idOf(3)));
    BOOST_TEST(rows.walkIndex("person.certificate_index") == 4);  // newborn 4, and 10 to 12
    BOOST_TEST(rows.walkIndex("person.certificate_index") == 0);  // done is done
    BOOST_TEST(rows.underWay());
    for (const std::string& column : rows.reindex.columns()) {
        if (column == "person.certificate_index") continue;
        BOOST_TEST(rows.underWay(), column);
        BOOST_TEST(rows.walkIndex(column) == 4, column);
    }
    BOOST_TEST(!rows.underWay());
    for (const std::uint8_t id : {std::uint8_t{10}, std::uint8_t{11}, std::uint8_t{12}})
        BOOST_TEST(rows.notFound(rows.numbers(id)) == Missed(), boost::test_tools::per_element());
    Person twin = holding(40, {});
    twin.details.certificate.reset();
    BOOST_TEST(failsWith(
        rows.stores.inUnit([&](Transaction& transaction) { return rows.people.addNewborn(transaction, twin, rows.newbornKey()); }),
        Error::CertificateTaken));
    BOOST_TEST(rows.notOpened() == Missed(), boost::test_tools::per_element());

    rows.rotateIndex();  // and again
    BOOST_TEST(rows.use().writes == 3U);
    BOOST_TEST(rows.walkAll() == 6 + 6 * 4);
    BOOST_TEST(!rows.underWay());
    BOOST_TEST(failsWith(rows.switchTo(3), Error::KeyFileNotUsable));  // no later one
    BOOST_TEST(failsWith(rows.switchTo(2), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_row_that_does_not_open_keeps_the_older_key_and_holds_nothing_else_up, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto whole = rows.numbers(10);
    rows.add(whole);
    rows.add(rows.numbers(11));
    rows.stores.meddle("UPDATE card SET sealed_number = ? WHERE id = ?", std::array{blob("\1"), blob(idOf(11))});
    rows.rotateIndex();
    BOOST_TEST(rows.walkAll() == 13);
    BOOST_TEST(rows.underWay());
    const auto page = rows.page(rows.reindex, "card.number_index", 10);
    BOOST_REQUIRE(page.has_value());
    BOOST_TEST(page->not_opened == 1);
    BOOST_TEST(!page->next.finished);
    BOOST_TEST(rows.notFound(whole) == Missed(), boost::test_tools::per_element());
    const auto left = rows.stores.template answerInRead<hub::jobs::KeyCount>(
        [&](ReadTransaction& transaction) { return rows.reindex.count(transaction, "card.number_index", IdBits{}, 10); });
    BOOST_REQUIRE(left.ok());
    BOOST_TEST((left->values == std::map<hub::vault::KeyNumber, std::int64_t>{{0, 1}, {2, 1}}));

    rows.stores.meddle("DELETE FROM card WHERE id = ?", std::array{blob(idOf(11))});
    rows.walkAll();
    BOOST_TEST(!rows.underWay());
}

// As after the update to the version that keeps them.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_newborn_of_before_keeps_the_older_key_until_it_has_a_certificate, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    rows.fill();
    rows.stores.meddle("UPDATE person SET sealed_newborn = NULL");
    rows.rotateIndex();
    rows.walkAll();
    BOOST_TEST(rows.underWay());
    BOOST_REQUIRE(rows.stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          const auto changed = rows.people.changePerson(transaction, holding(4, rows.passport("E44444444")));
                          return changed.ok() ? Result<void>() : changed.failure();
                      })
                      .ok());
    rows.walkAll();
    BOOST_TEST(!rows.underWay());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_index_written_meanwhile_is_its_writers, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    rows.fill();
    rows.rotateIndex();
    const auto page = rows.page(rows.reindex, "person.certificate_index", 10);
    BOOST_REQUIRE(page.has_value());
    BOOST_TEST(page->values.size() == 3U);
    const auto passport = rows.passport("E44444444");
    BOOST_REQUIRE(rows.stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          const auto changed = rows.people.changePerson(transaction, holding(2, passport));
                          return changed.ok() ? Result<void>() : changed.failure();
                      })
                      .ok());
    BOOST_TEST(*rows.putIndexes(*page) == 2);
    BOOST_TEST(failsWith(rows.putIndexes(*page), Error::RowTaken));  // of two processes at one page one puts it
    const auto found = rows.stores.template answerInRead<std::optional<Person>>(
        [&](ReadTransaction& transaction) { return rows.people.personByCertificate(transaction, passport); });
    BOOST_REQUIRE((found.ok() && found->has_value()));
    BOOST_TEST(((*found)->id.bits == idOf(2)));
}

// Neither sees that the other has finished, unless they come one after the other.
BOOST_AUTO_TEST_CASE(of_two_who_finish_the_last_columns_at_once_the_second_waits_and_ends_the_rotation) {
    IndexRotation<tests::MariaDbEngine> rows;
    rows.rotateIndex();
    const auto columns = rows.reindex.columns();
    for (std::size_t i = 2; i < columns.size(); ++i) rows.walkIndex(columns[i]);
    const auto first = rows.page(rows.reindex, columns[0]);
    const auto second = rows.page(rows.reindex, columns[1]);
    BOOST_REQUIRE((first && second));
    OwnConnection one(rows);
    OwnConnection other(rows);
    const auto puts = [&](Transaction& transaction) -> Result<void> {
        const auto done = rows.reindex.put(transaction, *second);
        return done.ok() ? Result<void>() : done.failure();
    };
    one.begin();
    BOOST_REQUIRE(rows.reindex.put(*one.transaction, *first).ok());
    BOOST_TEST(failsWith(other.does(puts), Error::StorageBusy));  // it would wait
    BOOST_REQUIRE(one.connection->commit().ok());
    BOOST_TEST(rows.underWay());
    BOOST_TEST(other.does(puts).ok());
    BOOST_TEST(!rows.underWay());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_key_that_is_not_there_is_missed_and_not_taken_for_nobody, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto standing = rows.numbers(10);
    rows.add(standing);
    const auto others = rows.stores.key_folder.path() / "of-another-host";
    std::filesystem::copy(rows.keys(), others);
    const std::unique_ptr<Vault> another = vaultOf(others);
    BOOST_TEST(rows.notFound(standing, *another) == Missed(), boost::test_tools::per_element());
    rows.rotateIndex();
    for (const std::string& missed : rows.notFound(standing, *another))
        BOOST_TEST(missed.find(" KeyMissing index-2.key") != std::string::npos, missed);
    BOOST_TEST(rows.notFound(standing, *another).size() == 8U);
    SqlIdentityStore people(*another);
    BOOST_TEST(failsWith(
        rows.stores.inUnit([&](Transaction& transaction) { return people.addPerson(transaction, holding(11, standing.certificate)); }),
        Error::KeyMissing));
    SqlChargeStore charges(*another);
    BOOST_TEST(failsWith(rows.stores.inUnit([&](Transaction& transaction) { return charges.add(transaction, rows.chargeOf(20, "P1", 1)); }),
                         Error::KeyMissing));
    std::filesystem::copy(rows.keys() / "index-2.key", others / "index-2.key");
    BOOST_TEST(rows.notFound(standing, *another) == Missed(), boost::test_tools::per_element());  // without a restart
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_a_rotation_a_look_up_is_one_question_and_the_keys_are_read_once, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto look = [&](ReadTransaction& transaction) { return rows.people.cardByNumber(transaction, CardNumber{"1"}); };
    const auto lookTwice = [&](ReadTransaction& transaction) {
        const auto first = look(transaction);
        return first.ok() ? look(transaction) : first;
    };
    const auto byId = [&](ReadTransaction& transaction) { return rows.people.cardsOf(transaction, PersonId{}); };
    BOOST_TEST(callsOf(rows, byId) == 1);  // it reads no keys
    BOOST_TEST(callsOf(rows, look) == 2);
    BOOST_TEST(callsOf(rows, lookTwice) == 3);
    rows.rotateIndex();
    BOOST_TEST(callsOf(rows, look) == 3);
    rows.walkAll();
    BOOST_TEST(callsOf(rows, look) == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_job_ends_a_rotation_by_itself, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    rows.fill();
    VirtualExecutor clock{tests::kStart};
    tests::WaitingUnits units{*rows.stores.lanes, clock};
    hub::jobs::Rewriting job{{units, rows.stores.reads, rows.reindex, rows.stores.ids, clock, clock},
                             {.rows = 2, .pace = {.interval = Duration(3'600'000), .between = Duration(200)}}};
    job.start();
    clock.runReady();
    BOOST_TEST(job.counters().columns_left == 0U);
    rows.rotateIndex();
    job.wake();
    clock.runReady();
    BOOST_TEST(job.counters().rewritten == 2U);
    BOOST_TEST(job.counters().columns_left > 0U);
    clock.advance(Duration(60'000));
    BOOST_TEST(job.counters().rewritten == 9U);  // two people, a newborn, and one of each other
    BOOST_TEST(job.counters().columns_left == 0U);
    BOOST_TEST(!rows.underWay());
    job.stop({});
    clock.runReady();
}

// All records that stand were packed with it.
BOOST_AUTO_TEST_CASE_TEMPLATE(what_records_are_packed_with_outlives_the_key_it_came_from, Engine, tests::Engines) {
    IndexRotation<Engine> rows;
    const auto secretBy = [&](const Vault& vault) {
        SqlMatchStore matches(vault);
        const auto kept = rows.stores.template answerInRead<Sensitive<std::string>>(
            [&](ReadTransaction& transaction) { return matches.secret(transaction); });
        BOOST_REQUIRE(kept.ok());
        return kept->reveal();
    };
    const auto missing = rows.stores.template answerInRead<Sensitive<std::string>>(
        [&](ReadTransaction& transaction) { return rows.matches.secret(transaction); });
    BOOST_TEST(failsWith(missing, Error::RowNotReadable));
    BOOST_REQUIRE(makeMatchSecret(rows.stores.database, rows.stores.vault).ok());
    const auto used = *rows.stores.vault.blindIndex("match_record.packed", "secret", 1);
    BOOST_TEST((secretBy(rows.stores.vault) == std::string(used.bytes.begin(), used.bytes.end())));
    rows.rotateIndex();
    rows.walkAll();
    std::filesystem::remove(rows.keys() / "index.key");
    const std::unique_ptr<Vault> later = vaultOf(rows.keys());
    BOOST_TEST(makeMatchSecret(rows.stores.database, *later).ok());  // it stands
    BOOST_TEST((secretBy(*later) == std::string(used.bytes.begin(), used.bytes.end())));
    BOOST_TEST(rows.stores.rows("match_secret") == 1);
}

BOOST_AUTO_TEST_CASE(every_column_of_blind_indexes_is_in_the_list) {
    IndexRotation<tests::SqliteEngine> rows;
    std::set<std::string> standing;
    auto connection = rows.stores.engine.database().connect(Access::Read);
    BOOST_REQUIRE((*connection)
                      ->query("SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                              " WHERE t.type = 'table' AND c.name LIKE '%\\_index' ESCAPE '\\'",
                              {}, [&](const Row& row) { standing.insert(row.bytes(0) + "." + row.bytes(1)); })
                      .ok());
    const auto listed = rows.reindex.columns();
    BOOST_TEST((standing == std::set<std::string>(listed.begin(), listed.end())));
    for (const std::string& column : listed) BOOST_TEST(column.size() <= 64U);  // the walk's row is named by it
}

BOOST_AUTO_TEST_SUITE_END()
