#include "hub/storage/storage.h"

#include "hub/storage/bench/write_lane.h"
#include "tests/stores/stores.h"

using namespace hub::core;
using namespace hub::storage;
using tests::FileTree;
using tests::MariaDb;

namespace {

/// What openStorage needs besides its configuration.
struct Surroundings {
    Surroundings() {
        BOOST_REQUIRE(hub::vault::FileKeySource::create(folder.path() / "keys").ok());
        vault.emplace(std::make_shared<hub::vault::FileKeySource>(*hub::vault::FileKeySource::open(folder.path() / "keys")));
    }
    ~Surroundings() { executor.stop(); }

    Result<std::unique_ptr<Storage>> open(const StorageConfig& config) { return openStorage(config, *vault, executor, clock); }

    FileTree folder;
    SystemClock clock;
    ThreadExecutor executor{clock, 2};
    std::optional<hub::vault::Vault> vault;
    SeededIdSource ids{clock, 7};
};

struct Embedded {
    static StorageConfig config(const Surroundings& around) {
        StorageConfig config;
        config.folder = around.folder.path() / "data";
        return config;
    }
};

struct Server {
    static StorageConfig config(const Surroundings&) {
        StorageConfig config;
        config.url = MariaDb::shared().url(MariaDb::shared().newDatabase());
        return config;
    }
};

using Kinds = std::tuple<Embedded, Server>;

}  // namespace

BOOST_AUTO_TEST_SUITE(storage)

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_written_through_the_storage_stands_when_it_is_opened_again, Kind, Kinds) {
    Surroundings around;
    const StorageConfig config = Kind::config(around);
    InboxMessage message;
    message.id = around.ids.next<InboxId>();
    message.counterparty = "h01";
    message.body = Sensitive<std::string>("MSH|…");
    {
        const auto storage = around.open(config);
        BOOST_REQUIRE(storage.ok());
        const WorkOutcome outcome = runAndWait((*storage)->units(), {WorkKey{"in/1"}, {}}, [&](Transaction& transaction) -> Result<void> {
            const auto arrived = (*storage)->inbox().arrive(transaction, message, SameIdOtherBody::Accept);
            if (!arrived.ok()) return arrived.failure();
            return {};
        });
        BOOST_TEST((outcome.end == WorkEnd::Done));
        BOOST_TEST((*storage)->figures().units_done == 1U);
        BOOST_TEST((*storage)->figures().commits == 1U);
        BOOST_TEST((*storage)->figures().units_waiting == 0U);
        BOOST_TEST((*storage)->figures().commit_p99_ns > 0);
        (*storage)->close();
        (*storage)->close();
        BOOST_TEST(tests::failsWith((*storage)->reads().read([](ReadTransaction&) { return Result<void>(); }), Error::StorageDown));
    }
    const auto storage = around.open(config);
    BOOST_REQUIRE(storage.ok());
    std::string body;
    BOOST_TEST((*storage)
                   ->reads()
                   .read([&](ReadTransaction& transaction) -> Result<void> {
                       const Result<InboxMessage> found = (*storage)->inbox().find(transaction, message.id);
                       if (!found.ok()) return found.failure();
                       body = found->body.reveal();
                       return {};
                   })
                   .ok());
    BOOST_TEST(body == "MSH|…");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_and_the_events_it_brings_stand_in_the_one_database, Kind, Kinds) {
    Surroundings around;
    const auto storage = around.open(Kind::config(around));
    BOOST_REQUIRE(storage.ok());
    hub::flows::Event event;
    event.id = around.ids.next<hub::flows::EventId>();
    event.stream = "person/1";
    const WorkOutcome outcome = runAndWait((*storage)->units(), {WorkKey{"k"}, {}}, [&](Transaction& transaction) -> Result<void> {
        const auto begun = (*storage)->requests().begin(transaction, {"city_app", "k", {}, {1000}, "payment/1"});
        if (!begun.ok()) return begun.failure();
        return (*storage)->events().append(transaction, {event});
    });
    BOOST_TEST((outcome.end == WorkEnd::Done));
    std::int64_t last = 0;
    BOOST_TEST((*storage)
                   ->reads()
                   .read([&](ReadTransaction& transaction) -> Result<void> {
                       last = *(*storage)->events().last(transaction, "person/1");
                       return {};
                   })
                   .ok());
    BOOST_TEST(last == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(tables_are_brought_up_to_date_only_where_that_is_wanted, Kind, Kinds) {
    Surroundings around;
    StorageConfig config = Kind::config(around);
    config.migrate = false;
    BOOST_TEST(tests::failsWith(around.open(config), Error::SchemaBehind));
    BOOST_TEST(migrationStatus(config)->pending.size() == sql::releasedMigrations().size());
    config.migrate = true;
    BOOST_TEST(around.open(config).ok());
    BOOST_TEST(migrationStatus(config)->pending.empty());
    config.migrate = false;
    BOOST_TEST(around.open(config).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(reads_side_by_side_have_a_bound, Kind, Kinds) {
    Surroundings around;
    StorageConfig config = Kind::config(around);
    config.limits.read_connections = 1;
    config.limits.read_wait_max = Duration(1);
    const auto storage = around.open(config);
    BOOST_REQUIRE(storage.ok());
    const auto nothing = [](ReadTransaction&) { return Result<void>(); };
    BOOST_TEST((*storage)
                   ->reads()
                   .read([&](ReadTransaction&) {
                       BOOST_TEST(tests::failsWith((*storage)->reads().read(nothing), Error::StorageBusy));
                       return Result<void>();
                   })
                   .ok());
    BOOST_TEST((*storage)->reads().read(nothing).ok());
}

BOOST_AUTO_TEST_CASE(a_url_that_is_not_valid_opens_nothing) {
    Surroundings around;
    StorageConfig config;
    config.url = "postgres://u@h/d";
    BOOST_TEST(tests::failsWith(around.open(config), Error::DatabaseUrlNotValid));
    BOOST_TEST(tests::failsWith(migrationStatus(config), Error::DatabaseUrlNotValid));
}

BOOST_AUTO_TEST_CASE(the_bench_does_not_measure_a_memory_file_system) {
    bench::WriteLaneBench wanted;
    wanted.folder = "/dev/shm";
    BOOST_TEST(tests::failsWith(bench::runWriteLaneBench(wanted), Error::BenchDiskNotUsable));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_bench_measures_both_ways, Kind, Kinds) {
    Surroundings around;
    bench::WriteLaneBench wanted;
    wanted.folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();  // the temporary folder may be a memory file system
    wanted.url = Kind::config(around).url;
    wanted.seconds = 0.2;
    wanted.submitters = 16;
    const Result<bench::WriteLaneResult> measured = bench::runWriteLaneBench(wanted);
    BOOST_REQUIRE(measured.ok());
    BOOST_TEST(measured->engine == (wanted.url.empty() ? "sqlite" : "mysql"));
    BOOST_TEST(measured->grouped.n >= 16);
    BOOST_TEST(measured->grouped.units_per_commit > 1.0);
    BOOST_TEST(measured->baseline.n >= 16);
    BOOST_TEST(measured->baseline.units_per_commit == 1.0);
    BOOST_TEST(measured->fsync_p50_us > 0.0);
}

// Files come to more than a statement takes while the person they refer to still waits.
BOOST_AUTO_TEST_CASE_TEMPLATE(many_rows_of_one_unit_go_in_after_the_row_they_refer_to, Kind, Kinds) {
    Surroundings around;
    const auto storage = around.open(Kind::config(around));
    BOOST_REQUIRE(storage.ok());
    hub::identity::Person person{.id = around.ids.next<hub::identity::PersonId>(), .details = {}, .registered_at = around.clock.utc()};
    person.details.name = Sensitive(PersonName{"测试甲"});
    std::vector<hub::identity::HospitalFile> files;
    for (int i = 0; i < 600; ++i) {
        hub::identity::HospitalFile& file = files.emplace_back();
        file.id = around.ids.next<hub::identity::HospitalFileId>();
        file.hospital = "H1";
        file.person = person.id;
        file.local.local_patient = Sensitive(CardNumber{"P" + std::to_string(i)});
        file.local.person.address = Sensitive(std::string(2000, 'x'));
    }
    const hub::identity::LinkChange line{
        .number = 1, .person = person.id, .merged_into = {}, .at = around.clock.utc(), .by = "load", .why = "matched", .evidence = {}};
    const WorkOutcome outcome = runAndWait((*storage)->units(), {WorkKey{"load/1"}, {}}, [&](Transaction& transaction) -> Result<void> {
        const Result<void> added = (*storage)->identity().addPerson(transaction, person);
        if (!added.ok()) return added;
        for (const hub::identity::HospitalFile& file : files) {
            const Result<bool> placed = (*storage)->identity().addFile(transaction, file, line);
            if (!placed.ok()) return placed.failure();
        }
        return {};
    });
    BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST((*storage)->figures().groups_one_by_one == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
