#include "adapters/cli/bench/hub_process.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "adapters/cli/demo/http.h"
#include "hub/cli/admin_client.h"
#include "hub/cli/bench.h"

namespace adapters::cli::bench {

namespace fs = std::filesystem;
using demo::Http;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr auto kWithin = std::chrono::seconds(30);
constexpr int kLookEveryMs = 5;

Result<void> writeFile(const fs::path& file, const std::string& text) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    {
        std::ofstream stream(file, std::ios::trunc | std::ios::binary);
        stream << text;
        if (!stream.flush()) return Failure(Error::RegionNotWritable, file.string());
    }
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
    return error ? Result<void>(Failure(Error::RegionNotWritable, file.string())) : Result<void>();
}

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

Result<std::unique_ptr<BenchFolder>> BenchFolder::make(const fs::path& below) {
    std::string name = (fs::absolute(below) / "onecard-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) return Failure(Error::RegionNotWritable, name);
    return std::unique_ptr<BenchFolder>(new BenchFolder(name));
}

BenchFolder::~BenchFolder() {
    std::error_code ignored;  // what stays behind does no harm
    fs::remove_all(path_, ignored);
}

Result<std::unique_ptr<HubProcess>> HubProcess::start(const HubPlan& plan, const hub::core::Clock& clock) {
    Result<std::unique_ptr<BenchFolder>> folder = BenchFolder::make(plan.dir);
    if (!folder.ok()) return folder.failure();
    const fs::path config = (*folder)->path() / "config";
    const std::string peer = plan.peer_limits.empty() ? "" : ", peer: " + plan.peer_limits;
    Result<void> written = writeFile(
        config / "hub.yaml", fmt::format("apiVersion: onecard/v1\nkind: Hub\nhttp: {{port: 0{}}}\nlogging: {{level: error}}\n", peer));
    for (const auto& [code, yaml] : plan.hospitals)
        if (written.ok()) written = writeFile(config / "hospitals" / (code + ".yaml"), yaml);
    for (const auto& [name, secret] : plan.secrets)
        if (written.ok()) written = writeFile(config / "secrets" / name, secret);
    if (!written.ok()) return written.failure();
    Result<std::unique_ptr<HubProcess>> hub =
        serve(config, plan.data.empty() ? (*folder)->path() / "data" : fs::absolute(plan.data), (*folder)->path() / "log", clock);
    if (hub.ok()) (*hub)->folder_ = *std::move(folder);
    return hub;
}

Result<std::unique_ptr<HubProcess>> HubProcess::serve(const fs::path& config, const fs::path& data, const fs::path& log,
                                                      const hub::core::Clock& clock) {
    std::unique_ptr<HubProcess> hub(new HubProcess(data, log, clock));
    Result<std::unique_ptr<ChildProcess>> process =
        ChildProcess::start({"serve", "--config", config.string(), "--data", data.string()}, log.string());
    if (!process.ok()) return process.failure();
    hub->process_ = std::move(*process);
    hub->http_ = static_cast<std::uint16_t>(demo::numberIn(hub->process_->firstLine(), "http"));
    return hub;
}

HubProcess::HubProcess(fs::path data, fs::path log, const hub::core::Clock& clock)
    : clock_(clock), data_(std::move(data)), log_(std::move(log)) {}
HubProcess::~HubProcess() = default;

Result<void> HubProcess::await(const std::string& what, const std::function<bool()>& so) const {
    const hub::core::MonoTime until = clock_.mono() + kWithin;
    while (!so()) {
        if (clock_.mono() >= until) return Failure(Error::ChildNotReady, what + ": " + contentOf(log_).substr(0, 1000));
        poll(nullptr, 0, kLookEveryMs);
    }
    return {};
}

Result<void> HubProcess::awaitInService(std::size_t counterparties) const {
    return await(fmt::format("{} counterparties in service", counterparties), [&] {
        std::size_t in_service = 0;
        for (const auto& [name, value] : figures())
            if (name.starts_with("onecard_counterparty_state{") && name.find("\"in_service\"") != std::string::npos) ++in_service;
        return in_service >= counterparties;
    });
}

Result<void> HubProcess::awaitAtMost(const std::string& figure, double most) const {
    return await(fmt::format("{} <= {}", figure, most), [&] {
        const std::map<std::string, double> all = figures();
        const auto found = all.find(figure);
        return found != all.end() && found->second <= most;
    });
}

Result<std::uint16_t> HubProcess::listener(const std::string& protocol) const {
    std::int64_t port = 0;
    const Result<void> there = await(protocol, [&] {
        port = demo::numberIn(contentOf(data_ / "ports.json"), protocol);
        return port != 0;
    });
    if (!there.ok()) return there.failure();
    return static_cast<std::uint16_t>(port);
}

Result<std::string> HubProcess::token(const std::string& hospital) const {
    return tokenFor(fmt::format(R"({{"role":"hospital","hospital":"{}"}})", hospital));
}

Result<std::string> HubProcess::entranceToken() const { return tokenFor(R"({"role":"entrance"})"); }

Result<std::string> HubProcess::tokenFor(const std::string& wish) const {
    const Result<hub::cli::AdminAnswer> answer = hub::cli::askHub(data_, "POST", "/admin/v1/clients/bench/tokens", wish);
    if (!answer.ok()) return answer.failure();
    std::string token = demo::textIn(answer->body, "token");
    if (token.empty()) return Failure(Error::HubNotAnswering, data_.string());
    return token;
}

std::map<std::string, double> HubProcess::figures() const {
    std::map<std::string, double> figures;
    const Result<demo::Answer> answer = Http(http_).call("GET", "/metrics", "");
    if (!answer.ok()) return figures;
    std::istringstream lines(answer->body);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.rfind(' ');
        if (line.starts_with('#') || space == std::string::npos) continue;
        figures[line.substr(0, space)] = std::strtod(line.c_str() + space, nullptr);
    }
    return figures;
}

double HubProcess::residentMib() const { return hub::cli::residentMib(process_->pid()); }

double HubProcess::cpuSeconds() const {
    const std::string stat = contentOf(fmt::format("/proc/{}/stat", process_->pid()));
    std::istringstream fields(stat.substr(std::min(stat.rfind(')'), stat.size() - 1) + 1));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;  // state to cmajflt: proc(5)
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace adapters::cli::bench
