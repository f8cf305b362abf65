#include "hub/app/commands/simulate.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "hub/core/describe.h"
#include "hub/core/json.h"

namespace hub::app {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kProgressEvery = 10;

/// Of this process alone, in memory where the machine has a place for that.
fs::path scratchIn(const std::string& dir) {
    std::error_code ignored;
    const fs::path base = !dir.empty()                            ? fs::path(dir)
                          : fs::is_directory("/dev/shm", ignored) ? fs::path("/dev/shm")
                                                                  : fs::temp_directory_path();
    return base / fmt::format("onecard-simulate-{}", getpid());
}

std::vector<std::string> safeguardNames() {
    std::vector<std::string> names;
    for (const auto& [safeguard, name] : enumNames(simulate::Safeguard{})) names.emplace_back(name);
    return names;
}

/// The command that does the same again.
std::string replayOf(const simulate::SimulationOptions& options, std::uint64_t seed) {
    std::string command = fmt::format("onecard simulate --seed {} --payments {}", seed, options.payments);
    for (const simulate::Safeguard one : options.removed) command += fmt::format(" --without {}", core::enumName(one));
    return command;
}

void printJson(cli::Terminal& terminal, const simulate::SimulationResult& result, const std::string& replay) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto number = [&](std::string_view name, std::int64_t value) {
        out.key(name);
        out.integer(value);
    };
    const auto text = [&](std::string_view name, const std::string& value) {
        out.key(name);
        out.string(value);
    };
    out.beginObject();
    text("seed", std::to_string(result.seed));
    text("digest", fmt::format("{:016x}", result.digest));
    number("payments", result.payments);
    out.key("ended");
    out.beginObject();
    for (const auto& [state, count] : result.ended) number(state, count);
    out.endObject();
    number("refunds", result.refunds);
    number("open_cases", result.open_cases);
    number("calls", static_cast<std::int64_t>(result.calls));
    number("faults", static_cast<std::int64_t>(result.faults));
    number("crashes", static_cast<std::int64_t>(result.crashes));
    number("units", static_cast<std::int64_t>(result.units));
    number("virtual_s", result.virtual_time.count() / 1000);
    text("replay", replay);
    out.key("broken");
    out.beginArray();
    for (const simulate::Broken& one : result.broken) {
        out.beginObject();
        text("rule", one.rule);
        text("where", one.where);
        text("what", one.what);
        out.key("events");
        out.beginArray();
        for (const std::string& event : one.events) out.string(event);
        out.endArray();
        out.endObject();
    }
    out.endArray();
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(cli::Terminal& terminal, const simulate::SimulationResult& result, const std::string& replay) {
    terminal.out << fmt::format(
        "seed={} digest={:016x} payments={} refunds={} open_cases={} calls={} faults={} crashes={} units={} virtual_s={}", result.seed,
        result.digest, result.payments, result.refunds, result.open_cases, result.calls, result.faults, result.crashes, result.units,
        result.virtual_time.count() / 1000);
    for (const auto& [state, count] : result.ended) terminal.out << " " << state << "=" << count;
    terminal.out << "\n";
    for (const simulate::Broken& one : result.broken) {
        terminal.out << cli::text(terminal, "  不变式被破坏 ", "  broken ") << one.rule << " " << one.where << ": " << one.what << "\n";
        for (const std::string& event : one.events) terminal.out << "    " << event << "\n";
    }
    if (!result.broken.empty()) terminal.out << cli::text(terminal, "  重现 ", "  replay ") << replay << "\n";
}

void showProgress(cli::Terminal& terminal, std::uint64_t done, std::uint64_t count) {
    if (count == 1) return;
    terminal.err << (terminal.interactive ? "\r" : "") << done << " / " << count << (terminal.interactive && done < count ? "" : "\n")
                 << std::flush;
}

}  // namespace

void SimulateCommand::declare(CLI::App& app) {
    app.add_option("--seed", seed_, std::string("1"));
    app.add_option("--count", count_, std::string("1 … 1000000"))->check(CLI::Range(1, 1'000'000));
    app.add_option("--threads", threads_, std::string("1 … 64"))->check(CLI::Range(1U, 64U));
    app.add_option("--payments", payments_, std::string("1 … 10000"))->check(CLI::Range(1, 10'000));
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--without", without_, std::string("SAFEGUARD"))->check(CLI::IsMember(safeguardNames()));
}

cli::Exit SimulateCommand::run(cli::Terminal& terminal) {
    simulate::SimulationOptions options;
    options.payments = payments_;
    for (const std::string& name : without_) options.removed.insert(*core::enumFromName<simulate::Safeguard>(name));
    const unsigned threads = threads_ > 0 ? threads_ : std::clamp(std::thread::hardware_concurrency(), 1U, 64U);
    std::uint64_t failed = 0;
    std::uint64_t done = 0;
    const simulate::Seeds seeds{seed_, count_, threads};
    seeds.run(scratchIn(dir_), options, [&](const simulate::SimulationResult& result) {
        failed += result.broken.empty() ? 0 : 1;
        const std::string replay = replayOf(options, result.seed);
        if (terminal.json) {
            printJson(terminal, result, replay);
        } else if (count_ == 1 || !result.broken.empty()) {
            printText(terminal, result, replay);
        }
        if (++done % kProgressEvery == 0 || done == count_) showProgress(terminal, done, count_);
        return true;
    });
    if (!terminal.json)
        terminal.out << fmt::format("{}\n", failed == 0 ? cli::text(terminal, "全部不变式成立", "every invariant held")
                                                        : cli::text(terminal, "有不变式被破坏", "invariants were broken"));
    return failed == 0 ? cli::Exit::Ok : cli::Exit::Failed;
}

}  // namespace hub::app
