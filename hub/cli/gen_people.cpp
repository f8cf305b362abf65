#include "hub/cli/gen_people.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "hub/cli/bench.h"
#include "hub/cli/file.h"
#include "hub/core/clock.h"

namespace hub::cli {

namespace fs = std::filesystem;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::uint32_t kPeopleMax = 5'000'000;  // about 5 GiB while they are made
constexpr std::string_view kPeopleFile = "people.csv";
constexpr std::string_view kTruthFile = "truth.csv";

using WriteFile = void (*)(std::ostream&, const population::Population&);

/// A file on its way: under another name until keep(), and gone when nobody kept it.
class Part {
  public:
    Part(const fs::path& folder, std::string_view name) : file_(folder / name), part_(file_.string() + ".part") {}
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part() {
        std::error_code ignored;
        fs::remove(part_, ignored);
    }

    Result<void> fill(WriteFile write, const population::Population& made) const {
        std::ofstream out(part_, std::ios::binary);
        write(out, made);
        out.close();
        return out ? Result<void>() : Failure(Error::RegionNotWritable, part_.string());
    }

    Result<void> keep() const {
        std::error_code error;
        fs::rename(part_, file_, error);
        return error ? Failure(Error::RegionNotWritable, file_.string()) : Result<void>();
    }

  private:
    fs::path file_;
    fs::path part_;
};

struct Summary {
    const population::Plan& plan;
    const population::Population& made;
    double seconds;
};

void printText(Terminal& terminal, const Summary& summary) {
    const auto line = [&terminal](std::string_view zh, std::string_view en, const auto& value) {
        terminal.out << text(terminal, zh, en) << "\t" << value << "\n";
    };
    line("人数", "people", summary.plan.people);
    line("档案数", "records", summary.made.records.size());
    line("同一人的档案对", "pairs of one person", summary.made.pairs());
    line("用时（秒）", "seconds", fmt::format("{:.1f}", summary.seconds));
    terminal.out << text(terminal, "差错（次数/可能次数）", "mistakes (made/possible)") << "\n";
    for (const population::MistakeInfo& info : population::mistakes()) {
        const population::MistakeCount& count = summary.made.mistakes[static_cast<std::size_t>(info.mistake)];
        terminal.out << "  " << info.name << "\t" << count.made << "/" << count.possible << "\n";
    }
}

void printJson(Terminal& terminal, const Summary& summary) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto whole = [&out](std::string_view name, std::uint64_t value) {
        out.key(name);
        out.integer(static_cast<std::int64_t>(value));
    };
    out.beginObject();
    out.key("seed");
    out.string(std::to_string(summary.plan.seed));  // may be larger than a JSON reader's whole numbers
    whole("people", summary.plan.people);
    whole("records", summary.made.records.size());
    whole("pairs", summary.made.pairs());
    out.key("seconds");
    out.decimal(summary.seconds);
    out.key("rss_mib");
    out.decimal(residentMib());
    out.key("mistakes");
    out.beginObject();
    for (const population::MistakeInfo& info : population::mistakes()) {
        const population::MistakeCount& count = summary.made.mistakes[static_cast<std::size_t>(info.mistake)];
        out.key(info.name);
        out.beginObject();
        whole("possible", count.possible);
        whole("made", count.made);
        out.endObject();
    }
    out.endObject();
    out.endObject();
    terminal.out << out.text() << "\n";
}

}  // namespace

void GenPeople::declare(CLI::App& app) {
    app.add_option("--seed", seed_, "1");
    app.add_option("--n", people_, "1 … 5000000")->required()->check(CLI::Range(std::uint32_t{1}, kPeopleMax));
    app.add_option("--out", folder_, "an empty folder, or one to be made")->required();
    app.add_option("--rates", rates_file_, R"(JSON: {"id_digit_wrong": 350}, in ten-thousandths)");
    app.add_flag("--force", force_, "write over the files of an earlier run");
}

Result<population::Plan> GenPeople::plan() const {
    population::Plan plan{seed_, people_, {}};
    if (rates_file_.empty()) return plan;
    const Result<std::string> text = readFile(rates_file_);
    if (!text.ok()) return text.failure();
    const Result<population::Rates> rates = core::fromJson<population::Rates>(*text);
    if (!rates.ok()) return rates.failure();
    plan.rates = *rates;
    return plan;
}

Result<void> GenPeople::makeFolder() const {
    std::error_code error;
    const fs::file_status status = fs::status(folder_, error);
    if (fs::exists(status) && !fs::is_directory(status)) {
        return Failure(Error::OptionNotValid, fmt::format("--out {}: it is a file; name a folder", folder_));
    }
    if (fs::is_directory(status) && !force_ && !fs::is_empty(folder_, error) && !error) {
        return Failure(Error::OptionNotValid, fmt::format("--out {}: it is not empty; name an empty folder, or add --force", folder_));
    }
    fs::create_directories(folder_, error);
    return error ? Failure(Error::RegionNotWritable, folder_) : Result<void>();
}

Result<void> GenPeople::write(const population::Population& made) const {
    const Part people(folder_, kPeopleFile);
    const Part truth(folder_, kTruthFile);
    for (const Result<void>& step : {people.fill(population::writePeople, made), truth.fill(population::writeTruth, made)}) {
        if (!step.ok()) return step;
    }
    // The truth first: people without a truth would be measured against an older one.
    const Result<void> kept = truth.keep();
    return kept.ok() ? people.keep() : kept;
}

Exit GenPeople::run(Terminal& terminal) {
    const Result<population::Plan> wanted = plan();
    if (!wanted.ok()) return report(terminal, wanted.failure());
    const Result<void> folder = makeFolder();
    if (!folder.ok()) return report(terminal, folder.failure());

    const core::SystemClock clock;
    const core::MonoTime start = clock.mono();
    const population::Population made = population::generate(*wanted, [&](std::uint32_t people) {
        if (terminal.interactive) terminal.err << "\r" << people << " / " << people_ << std::flush;
    });
    if (terminal.interactive) terminal.err << "\r" << people_ << " / " << people_ << "\n";
    const Result<void> written = write(made);
    if (!written.ok()) return report(terminal, written.failure());
    const Summary summary{*wanted, made, std::chrono::duration<double>(clock.mono() - start).count()};
    terminal.json ? printJson(terminal, summary) : printText(terminal, summary);
    return Exit::Ok;
}

}  // namespace hub::cli
