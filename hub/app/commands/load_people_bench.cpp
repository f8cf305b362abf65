#include "hub/app/commands/load_people_bench.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <map>

#include "hub/app/load/people_loading.h"
#include "hub/cli/bench.h"
#include "hub/cli/population/generator.h"
#include "hub/storage/bench/disk.h"
#include "hub/storage/bench/scratch.h"

namespace hub::app {

namespace {

using core::Result;

constexpr int kBaselineRows = 2'000;

/// Writes the list, and gives the true person of each row.
std::vector<std::uint32_t> writeList(const cli::population::Plan& plan, const std::string& file) {
    const cli::population::Population made = cli::population::generate(plan, [](std::uint32_t) {});
    std::ofstream out(file, std::ios::binary);
    cli::population::writePeople(out, made);
    std::vector<std::uint32_t> person_of_row(made.records.size());
    for (std::size_t i = 0; i < made.records.size(); ++i) person_of_row[made.row_of[i]] = made.records[i].person;
    return person_of_row;
}

/// How many of the linked rows are in truth the person's whose first row made them.
class Truth {
  public:
    explicit Truth(std::vector<std::uint32_t> person_of_row) : person_of_row_(std::move(person_of_row)) {}

    void see(const flows::LoadedRow& row) {
        const std::uint32_t person = person_of_row_[static_cast<std::size_t>(row.line) - 2];  // after the header; no field has a line break
        if (row.how == flows::Loaded::Created) made_of_.emplace(row.person, person);
        if (row.how != flows::Loaded::Linked) return;
        ++linked_;
        const auto made = made_of_.find(row.person);
        if (made != made_of_.end() && made->second == person) ++right_;
    }

    double rightShare() const { return linked_ == 0 ? 0 : static_cast<double>(right_) / static_cast<double>(linked_); }

  private:
    std::vector<std::uint32_t> person_of_row_;
    std::map<identity::PersonId, std::uint32_t> made_of_;
    std::int64_t linked_ = 0;
    std::int64_t right_ = 0;
};

/// What stands beside it: a unit of work for each person, and nobody is compared with anybody.
Result<double> rowsOneByOne(Foundation& foundation) {
    core::SystemIdSource ids(foundation.clock());
    const core::MonoTime began = foundation.clock().mono();
    for (int i = 0; i < kBaselineRows; ++i) {
        identity::Person person{.id = ids.next<identity::PersonId>(), .details = {}, .registered_at = foundation.clock().utc()};
        person.details.name = core::Sensitive(core::PersonName{"测试" + std::to_string(i)});
        const core::WorkOutcome outcome = core::runAndWait(
            foundation.storage().units(), {core::WorkKey{"bench/" + person.id.text()}, person.id.bits},
            [&](core::Transaction& transaction) { return foundation.storage().identity().addPerson(transaction, person); });
        if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    }
    return kBaselineRows / (static_cast<double>((foundation.clock().mono() - began).count()) / 1e9);
}

}  // namespace

void LoadPeopleBenchCommand::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--people", people_, std::string("1 … 5000000"))->check(CLI::Range(1, 5'000'000));
    app.add_option("--seed", seed_, std::string("1"));
}

cli::Exit LoadPeopleBenchCommand::run(cli::Terminal& terminal) {
    const core::SystemClock clock;
    const Result<double> fsync = storage::bench::fsyncMedian(dir_, clock);
    if (!fsync.ok()) return cli::report(terminal, fsync.failure());
    const std::string name = "load-people-" + core::SystemIdSource(clock).next<core::OutboxId>().text();
    const storage::bench::ScratchFolder scratch(std::filesystem::path(dir_) / name);
    std::filesystem::create_directories(scratch.path());
    const std::string list = (scratch.path() / "people.csv").string();
    terminal.err << cli::text(terminal, "正在生成人口…\n", "making people …\n") << std::flush;
    Truth truth(writeList({seed_, people_, {}}, list));

    const auto secrets = config::standardSecrets(dir_);
    const auto foundation = Foundation::open(config::HubConfig(), *secrets, scratch.path() / "data", kLoadCacheMib);
    if (!foundation.ok()) return cli::report(terminal, foundation.failure());
    PeopleLoading loading{list, "", {}, {}, [&](const flows::LoadedRow& row) { truth.see(row); }};
    if (terminal.interactive) loading.progress = [&](std::int64_t rows) { terminal.err << "\r" << rows << std::flush; };
    const double cpu_began = storage::bench::cpuSeconds();
    const Result<PeopleLoadResult> loaded = loadPeople(**foundation, loading);
    if (!loaded.ok()) return cli::report(terminal, loaded.failure());
    const double cpu = storage::bench::cpuSeconds() - cpu_began;
    const double rss = cli::residentMib();
    const Result<double> baseline = rowsOneByOne(**foundation);
    if (!baseline.ok()) return cli::report(terminal, baseline.failure());

    const auto rows = static_cast<double>(loaded->progress.rows);
    cli::BenchResult result;
    result.bench = "load-people";
    result.value = rows / loaded->seconds;
    result.unit = "rows/s";
    result.n = loaded->progress.rows;
    result.seconds = loaded->seconds;
    result.parameters = {{"people", std::to_string(people_)}, {"seed", std::to_string(seed_)}, {"engine", "sqlite"}};
    result.extras = {{"fsync_p50_us", *fsync},
                     {"rows_per_person", rows / people_},
                     {"created", static_cast<double>(loaded->progress.created)},
                     {"linked", static_cast<double>(loaded->progress.linked)},
                     {"linked_right_share", truth.rightShare()},
                     {"probable", static_cast<double>(loaded->progress.probable)},
                     {"review", static_cast<double>(loaded->progress.review)},
                     {"cpu_us_per_row", cpu * 1e6 / rows}};
    result.baseline = cli::Baseline{"one unit of work a person, nobody matched", *baseline};
    result.ratio = result.value / *baseline;
    result.rss_mib = rss;
    cli::print(terminal, result);
    return cli::Exit::Ok;
}

}  // namespace hub::app
