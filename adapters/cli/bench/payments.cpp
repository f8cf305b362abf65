#include "adapters/cli/bench/payments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "adapters/cli/bench/payment_load.h"
#include "adapters/cli/bench/payment_people.h"
#include "adapters/cli/demo/http.h"
#include "adapters/cli/demo/tour.h"
#include "hub/cli/bench.h"

namespace adapters::cli::bench {

namespace fs = std::filesystem;
using hub::cli::Exit;
using hub::cli::percentile;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kBaselinePayments = 200;

/// Payers who pay at once: what is measured is the hub, not them.
Result<void> payAtOnce(const RegionFile& region) {
    constexpr auto kAtOnce =
        R"({"acts":true,"begins_after_ms_min":0,"begins_after_ms_max":0,"types_for_ms_min":0,"types_for_ms_max":0,"decline_per_mille":0})";
    const Result<demo::Answer> set = demo::Http(region.channel_port).call("POST", "/_sim/payer", "", kAtOnce);
    if (!set.ok()) return set.failure();
    return set->ok() ? Result<void>() : Failure(Error::HubNotAnswering, "payer: " + set->body);
}

/// The simulators' books against what was seen paid.
std::vector<std::string> differences(const RegionFile& region, const std::vector<PaymentLoadResult>& loads) {
    std::vector<demo::Story> stories;
    for (const PaymentLoadResult& load : loads) {
        for (const auto& [hospital, fen] : load.paid_fen) {
            demo::Story& story = stories.emplace_back();
            story.hospital = hospital;
            story.paid_fen = fen;
        }
    }
    return demo::differences(region, stories);
}

}  // namespace

void PaymentsBench::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--url", url_, std::string("mysql://… (SQLite)"));
    app.add_option("--payments", payments_, std::string("1000 … 1000000"))->check(CLI::Range(1'000, 1'000'000));
    app.add_option("--rate", rate_, std::string("1 … 5000"))->check(CLI::Range(1.0, 5000.0));
    app.add_option("--hospitals", hospitals_, std::string("1 … 60"))->check(CLI::Range(1, 60));
}

Exit PaymentsBench::run(hub::cli::Terminal& terminal) {
    const hub::core::SystemClock clock;
    const Result<double> fsync = disk_(dir_, clock);
    if (!fsync.ok()) return hub::cli::report(terminal, fsync.failure());
    const Result<std::unique_ptr<BenchFolder>> folder = BenchFolder::make(dir_);
    if (!folder.ok()) return hub::cli::report(terminal, folder.failure());
    RegionPlan plan;
    plan.out = (*folder)->path() / "region";
    plan.soap = plan.gb18030 = plan.hl7_gb18030 = 0;
    plan.hl7 = hospitals_;
    plan.calls_per_s = 2000;
    plan.hub_settings = "logging: {level: error}\n";
    plan.http_settings = ", peer: {requests_per_s: 100000, connects_per_s: 100000}";
    if (!url_.empty()) plan.hub_settings += fmt::format("database: {{url: \"{}\"}}\n", url_);
    const Result<std::unique_ptr<Region>> region = Region::up(plan);
    if (!region.ok()) return hub::cli::report(terminal, region.failure());
    const Result<void> payers = payAtOnce((*region)->file());
    if (!payers.ok()) return hub::cli::report(terminal, payers.failure());
    const Result<std::unique_ptr<HubProcess>> hub =
        HubProcess::serve(plan.out / "config", (*folder)->path() / "data", (*folder)->path() / "log", clock);
    if (!hub.ok()) return hub::cli::report(terminal, hub.failure());
    const Result<void> in_service = (*hub)->awaitInService(static_cast<std::size_t>(hospitals_) + 1);
    if (!in_service.ok()) return hub::cli::report(terminal, in_service.failure());
    const Result<std::string> entrance = (*hub)->entranceToken();
    if (!entrance.ok()) return hub::cli::report(terminal, entrance.failure());

    terminal.err << hub::cli::text(terminal, "正在准备费用…\n", "making charges…\n");
    const PaymentPeople people{(*region)->file(), (*hub)->http(), *entrance};
    const Result<std::vector<PaymentToMake>> ready = people.prepare(payments_ + kBaselinePayments, clock);
    if (!ready.ok()) return hub::cli::report(terminal, ready.failure());
    const auto few = ready->begin() + kBaselinePayments;
    // One every 200 ms: nobody waits for anybody.
    const PaymentLoadResult alone =
        payAtPace({.port = (*hub)->http(), .per_second = 20}, std::vector<PaymentToMake>(ready->begin(), few), clock);
    terminal.err << hub::cli::text(terminal, "正在支付…\n", "paying…\n");
    const double cpu_before = (*hub)->cpuSeconds();
    const PaymentLoadResult load =
        payAtPace({.port = (*hub)->http(), .per_second = rate_}, std::vector<PaymentToMake>(few, ready->end()), clock);
    const double cpu = (*hub)->cpuSeconds() - cpu_before;
    const std::vector<std::string> wrong = differences((*region)->file(), {alone, load});
    if (load.refused > 0) terminal.err << "✖ " << load.first_refusal << "\n";
    for (const std::string& one : wrong) terminal.err << "✖ " << one << "\n";

    const auto done = static_cast<double>(load.ms.size());
    hub::cli::BenchResult result;
    result.bench = "payments";
    result.value = load.seconds > 0 ? done / load.seconds : 0;
    result.unit = "payments/s";
    result.p50_ms = percentile(load.ms, 0.5);
    result.p99_ms = percentile(load.ms, 0.99);
    result.n = static_cast<std::int64_t>(load.ms.size());
    result.seconds = load.seconds;
    result.parameters = {
        {"engine", url_.empty() ? "sqlite" : "mysql"},
        {"payments", std::to_string(payments_)},
        {"offered_per_s", fmt::format("{}", rate_)},
        {"hospitals", fmt::format("{}, hl7_mllp", hospitals_)},
        {"channel", "wechat_pay; payers pay at once"},
        {"signatures", "on: RSA-SHA256 of both sides, notifications AES-256-GCM"},
        {"tls", "off"},
        {"a_payment", "POST /payments until state completed is seen; looked at after 20 ms, then 1.25 times as long each time"}};
    result.extras = {{"fsync_p50_us", *fsync},
                     {"success_share", done / static_cast<double>(payments_)},
                     {"refused", static_cast<double>(load.refused)},
                     {"unpaid", static_cast<double>(load.unpaid)},
                     {"open", static_cast<double>(load.open)},
                     {"books_differ", static_cast<double>(wrong.size())},
                     {"hub_cpu_ms_per_payment", cpu * 1000 / std::max(done, 1.0)},
                     {"alone_p50_ms", percentile(alone.ms, 0.5)},
                     {"alone_p99_ms", percentile(alone.ms, 0.99)}};
    result.rss_mib = (*hub)->residentMib();
    hub::cli::print(terminal, result);
    return wrong.empty() ? Exit::Ok : Exit::Failed;
}

}  // namespace adapters::cli::bench
