#include "adapters/cli/demo/demo.h"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <semaphore>

#include "adapters/cli/demo/progress.h"
#include "hub/cli/admin_client.h"
#include "hub/core/exception.h"

namespace adapters::cli::demo {

namespace fs = std::filesystem;
using hub::cli::Exit;
using hub::cli::Terminal;
using hub::core::Result;

namespace {

double percentile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

void printTable(Terminal& terminal, const TourResult& result) {
    Story all;
    std::vector<double> waits;
    for (const Story& story : result.stories) {
        all.bookings += story.bookings;
        all.payments += story.payments;
        all.refunds += story.refunds;
        all.reports_shared += story.reports_shared;
        all.paid_fen += story.paid_fen;
        all.refunded_fen += story.refunded_fen;
        waits.insert(waits.end(), story.charge_to_phone_ms.begin(), story.charge_to_phone_ms.end());
    }
    const auto yuan = [](std::int64_t fen) { return fmt::format("{}.{:02}", fen / 100, fen % 100); };
    const auto line = [&](std::string_view zh, std::string_view en, const std::string& value) {
        terminal.out << "  " << hub::cli::text(terminal, zh, en) << "\t" << value << "\n";
    };
    line("人数", "people", std::to_string(result.stories.size()));
    line("预约", "bookings", std::to_string(all.bookings));
    line("支付", "payments", std::to_string(all.payments));
    line("退费", "refunds", std::to_string(all.refunds));
    line("报告共享", "reports shared", std::to_string(all.reports_shared));
    line("实收（元）", "collected (yuan)", yuan(all.paid_fen));
    line("退回（元）", "given back (yuan)", yuan(all.refunded_fen));
    line("开单到手机 p50/p99（毫秒）", "charge to phone p50/p99 (ms)",
         fmt::format("{:.0f} / {:.0f}", percentile(waits, 0.5), percentile(waits, 0.99)));
}

Result<std::string> makeToken(const std::string& data, const std::string& client, const std::string& wish) {
    const Result<hub::cli::AdminAnswer> answer = hub::cli::askHub(data, "POST", "/admin/v1/clients/" + client + "/tokens", wish);
    if (!answer.ok()) return answer.failure();
    if (answer->status != 201) return hub::core::Failure(hub::core::Error::HubNotAnswering, client + ": " + answer->body);
    return textIn(answer->body, "token");
}

/// What the hub does not know the end of once everybody is done; empty when there is nothing. What is just ending gets half a minute.
std::string inDoubt(const std::string& data, const std::function<void(int)>& pace) {
    constexpr std::string_view kNothing = R"({"cases":[],"unfinished":[],"events_parked":0})";
    std::string last;
    for (int turn = 0; turn < 300; ++turn) {
        const Result<hub::cli::AdminAnswer> answer = hub::cli::askHub(data, "GET", "/admin/v1/doubts", "");
        last = answer.ok() ? answer->body : answer.failure().message(hub::core::Language::Chinese);
        if (last == kNothing) return {};
        pace(100);
    }
    return last;
}

int awaitEnd() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    int signal = 0;
    sigwait(&ends, &signal);
    return signal;
}

}  // namespace

void Demo::declare(CLI::App& app) {
    app.add_flag("--once", once_, "show everything and end");
    app.add_option("--people", tour_.people, "200")->check(CLI::Range(1, 100'000));
    app.add_option("--soap", region_.soap, "10")->check(CLI::Range(0, 99));
    app.add_option("--gb18030", region_.gb18030, "5")->check(CLI::Range(0, 99));
    app.add_option("--hl7", region_.hl7, "10")->check(CLI::Range(0, 99));
    app.add_option("--hl7-gb18030", region_.hl7_gb18030, "2")->check(CLI::Range(0, 99));
    app.add_option("--seed", region_.seed, "1");
}

Exit Demo::run(Terminal& terminal) {
    if (region_.soap + region_.hl7 == 0) {
        terminal.err << hub::cli::text(terminal, "至少一家医院：--soap 或 --hl7\n", "at least one hospital: --soap or --hl7\n");
        return Exit::Usage;
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    std::string folder = (fs::temp_directory_path() / "onecard-demo-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw hub::core::Exception("no temporary folder for the demo");
    const Exit exit = show(terminal, folder);
    std::error_code ignored;  // a folder that stays behind does no harm
    if (exit == Exit::Ok) fs::remove_all(folder, ignored);
    return exit;
}

Exit Demo::show(Terminal& terminal, const std::string& folder) {
    region_.out = fs::path(folder) / "region";
    const std::string data = folder + "/data";
    const std::string log = folder + "/hub.log";
    const Result<std::unique_ptr<Region>> region = Region::up(region_);
    if (!region.ok()) return hub::cli::report(terminal, region.failure());
    terminal.err << hub::cli::text(terminal, "模拟医院 ", "simulated hospitals ") << region_.soap + region_.hl7
                 << hub::cli::text(terminal, "，渠道 1\n", ", channels 1\n");
    Result<std::unique_ptr<ChildProcess>> hub =
        ChildProcess::start({"serve", "--config", (region_.out / "config").string(), "--data", data}, log);
    if (!hub.ok()) return hub::cli::report(terminal, hub.failure());
    const std::int32_t port = static_cast<std::int32_t>(numberIn((*hub)->firstLine(), "http"));

    std::map<std::string, std::string> tokens;
    for (const SimulatedHospital& hospital : (*region)->file().hospitals) {
        const std::string wish = fmt::format(R"({{"role":"hospital","hospital":"{}"}})", hospital.code);
        Result<std::string> made = makeToken(data, fmt::format("hospital-{}", tokens.size() + 1), wish);
        if (!made.ok()) return hub::cli::report(terminal, made.failure());
        tokens.emplace(hospital.code, std::move(*made));
    }
    const Result<std::string> entrance = makeToken(data, "demo-app", R"({"role":"entrance"})");
    if (!entrance.ok()) return hub::cli::report(terminal, entrance.failure());
    const hub::core::SystemClock clock;
    hub::core::ThreadExecutor executor(clock, 1);
    // Waits without sleeping in the code: the executor's timer wakes whoever paces.
    const auto pace = [&](int ms) {
        std::binary_semaphore over(0);
        executor.postAt(clock.mono() + std::chrono::milliseconds(ms), [&] { over.release(); });
        over.acquire();
    };
    Progress progress(terminal, tour_.people);
    const Journey::Surroundings around{
        (*region)->file(), *entrance, tokens, port, clock, pace, [&](Stage stage) { progress.reached(stage); }};
    const TourResult result = tour(around, tour_, [&] { progress.done(); });
    const std::string doubts = inDoubt(data, pace);
    printTable(terminal, result);
    for (const Story& story : result.stories) {
        if (!story.failed.empty()) terminal.out << "✖ " << story.number << " " << story.failed << "\n";
    }
    for (const std::string& wrong : result.wrong) terminal.out << "✖ " << wrong << "\n";
    terminal.out << (doubts.empty() ? "✔ " : "✖ ") << hub::cli::text(terminal, "没有未决事项", "nothing in doubt") << " " << doubts << "\n";
    if (!once_) {
        terminal.out << hub::cli::text(terminal, "枢纽继续运行：", "the hub keeps serving: ") << "http://127.0.0.1:" << port << "\n"
                     << std::flush;
        awaitEnd();
    }
    (*hub)->stop();
    const Result<std::unique_ptr<ChildProcess>> verified = ChildProcess::start(
        {"ledger", "verify", "--json", "--config", (region_.out / "config").string(), "--data", data}, folder + "/verify.log");
    const bool clean = verified.ok() && numberIn((*verified)->firstLine(), "violations") == 0;
    terminal.out << (clean ? "✔ " : "✖ ") << hub::cli::text(terminal, "账本核对", "ledger verify") << "\n";
    const bool works = clean && doubts.empty() && result.failed() == 0 && result.wrong.empty();
    if (!works) terminal.out << hub::cli::text(terminal, "日志：", "log: ") << log << "\n";
    return works ? Exit::Ok : Exit::Failed;
}

}  // namespace adapters::cli::demo
