#include "adapters/cli/demo/demo.h"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <semaphore>

#include "hub/cli/admin_client.h"
#include "hub/core/exception.h"

namespace adapters::cli::demo {

namespace fs = std::filesystem;
using hub::cli::Exit;
using hub::cli::Terminal;
using hub::core::Result;

namespace {

/// What is not part of the demo yet; shrinks until the list is gone.
constexpr std::pair<std::string_view, std::string_view> kMissing[] = {
    {"HL7 医院：双向收发、按行退费", "hospitals that speak HL7: both directions, refunds by line"},
    {"报告索引、授权调阅", "reports indexed and read with consent"},
};

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
    line("实收（元）", "collected (yuan)", yuan(all.paid_fen));
    line("退回（元）", "given back (yuan)", yuan(all.refunded_fen));
    line("开单到手机 p50/p99（毫秒）", "charge to phone p50/p99 (ms)",
         fmt::format("{:.0f} / {:.0f}", percentile(waits, 0.5), percentile(waits, 0.99)));
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
    app.add_option("--soap", region_.soap, "10")->check(CLI::Range(1, 99));
    app.add_option("--gb18030", region_.gb18030, "5")->check(CLI::Range(0, 99));
    app.add_option("--seed", region_.seed, "1");
}

Exit Demo::run(Terminal& terminal) {
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
    terminal.err << hub::cli::text(terminal, "模拟医院 ", "simulated hospitals ") << region_.soap
                 << hub::cli::text(terminal, "，渠道 1\n", ", channels 1\n");
    Result<std::unique_ptr<ChildProcess>> hub =
        ChildProcess::start({"serve", "--config", (region_.out / "config").string(), "--data", data}, log);
    if (!hub.ok()) return hub::cli::report(terminal, hub.failure());
    const std::int32_t port = static_cast<std::int32_t>(numberIn((*hub)->firstLine(), "http"));

    const Result<hub::cli::AdminAnswer> token =
        hub::cli::askHub(data, "POST", "/admin/v1/clients/demo-app/tokens", R"({"role":"entrance"})");
    if (!token.ok()) return hub::cli::report(terminal, token.failure());
    const hub::core::SystemClock clock;
    hub::core::ThreadExecutor executor(clock, 1);
    // Waits without sleeping in the code: the executor's timer wakes whoever paces.
    const auto pace = [&](int ms) {
        std::binary_semaphore over(0);
        executor.postAt(clock.mono() + std::chrono::milliseconds(ms), [&] { over.release(); });
        over.acquire();
    };
    const Journey::Surroundings around{(*region)->file(), textIn(token->body, "token"), port, clock, pace};
    std::mutex printing;
    const TourResult result = tour(around, tour_, [&](int done) {
        const std::lock_guard lock(printing);
        if (terminal.interactive) {
            terminal.err << "\r" << done << "/" << tour_.people << std::flush;
        } else if (done % 50 == 0 || done == tour_.people) {
            terminal.err << done << "/" << tour_.people << "\n";
        }
    });
    terminal.err << "\n";
    printTable(terminal, result);
    for (const Story& story : result.stories) {
        if (!story.failed.empty()) terminal.out << "✖ " << story.number << " " << story.failed << "\n";
    }
    for (const std::string& wrong : result.wrong) terminal.out << "✖ " << wrong << "\n";
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
    terminal.out << hub::cli::text(terminal, "尚缺：\n", "missing:\n");
    for (const auto& [zh, en] : kMissing) terminal.out << "  · " << hub::cli::text(terminal, zh, en) << "\n";
    const bool works = clean && result.failed() == 0 && result.wrong.empty();
    if (!works) terminal.out << hub::cli::text(terminal, "日志：", "log: ") << log << "\n";
    return works ? Exit::Ok : Exit::Failed;
}

}  // namespace adapters::cli::demo
