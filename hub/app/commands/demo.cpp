#include "hub/app/commands/demo.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <latch>

#include "hub/app/foundation.h"
#include "hub/app/installation.h"
#include "hub/core/exception.h"
#include "hub/gateway/loader.h"

namespace hub::app {

namespace {

namespace fs = std::filesystem;
using cli::Terminal;

constexpr int kUnits = 5000;

/// What the main job needs and no part does yet; shrinks until the list is gone.
constexpr std::pair<std::string_view, std::string_view> kMissing[] = {
    {"登记实名、发卡、医院建档", "register a person, issue the card, open hospital files"},
    {"SOAP 医院：号源、锁号、预约、缴费确认", "a SOAP hospital: slots, locks, bookings, payment confirmed"},
    {"支付渠道模拟与适配器", "the payment channel, simulated and adapted"},
    {"账本与收款流程", "the ledger and the flow that collects"},
    {"HL7 医院：双向收发、退费", "an HL7 hospital: both directions, refunds"},
    {"报告索引、授权调阅、审计", "reports indexed, read with consent, audited"},
    {"REST 与事件推送", "REST and event streams"},
};

/// Removed with everything in it when it goes.
class DemoFolder {
  public:
    DemoFolder() {
        std::string pattern = (fs::temp_directory_path() / "onecard-demo-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw core::Exception("no temporary folder for the demo");
        path_ = pattern;
    }
    DemoFolder(const DemoFolder&) = delete;
    DemoFolder& operator=(const DemoFolder&) = delete;
    ~DemoFolder() {
        std::error_code ignored;  // a folder that stays behind does no harm
        fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void say(Terminal& terminal, bool works, std::string_view zh, std::string_view en, const std::string& what) {
    terminal.out << (works ? "✔ " : "✖ ") << cli::text(terminal, zh, en) << what << "\n";
}

bool showConfiguration(Terminal& terminal, const config::Loaded& loaded) {
    const config::Counts counts = config::count(loaded.diagnostics);
    say(terminal, counts.errors == 0, "配置：文件 ", "configuration: files ",
        std::to_string(loaded.files) + cli::text(terminal, "，错误 ", ", mistakes ").data() + std::to_string(counts.errors));
    if (counts.errors > 0) terminal.err << config::toText(loaded.diagnostics, terminal.language);
    return counts.errors == 0;
}

/// Durable units, each with an attempt whose body is sealed.
bool showWriting(Terminal& terminal, Foundation& foundation) {
    core::SystemIdSource ids(foundation.clock());
    std::latch left(kUnits);
    std::atomic<int> done = 0;
    const core::MonoTime start = foundation.clock().mono();
    for (int i = 0; i < kUnits; ++i) {
        core::Attempt attempt;
        attempt.id = ids.next<core::AttemptId>();
        attempt.flow_kind = "demo";
        attempt.flow_id = attempt.id.bits;
        attempt.step = "show";
        attempt.counterparty = "demo";
        attempt.operation = "ping";
        attempt.wire_id = attempt.id.text();
        attempt.body = core::Sensitive<std::string>("{}");
        attempt.deadline_at = foundation.clock().utc();
        attempt.version = 1;
        const auto work = [&foundation, attempt](core::Transaction& transaction) {
            return foundation.storage().attempts().add(transaction, attempt);
        };
        foundation.storage().units().run({core::WorkKey{"demo/" + attempt.id.text()}, attempt.flow_id}, work,
                                         [&](const core::WorkOutcome& outcome) {
                                             if (outcome.end == core::WorkEnd::Done) ++done;
                                             left.count_down();
                                         });
    }
    left.wait();
    const double seconds = std::chrono::duration<double>(foundation.clock().mono() - start).count();
    const bool works = done == kUnits;
    say(terminal, works, "写入：持久化单元 ", "writing: durable units ",
        std::to_string(done) + "/" + std::to_string(kUnits) + " · " + std::to_string(foundation.storage().figures().commits) +
            cli::text(terminal, " 次提交 · 每秒 ", " commits · a second ").data() + std::to_string(static_cast<int>(kUnits / seconds)));
    return works;
}

bool showAdapters(Terminal& terminal) {
    bool works = true;
    for (const std::string& id : installedAdapters()) {
        const core::Result<gateway::Plugin> plugin = gateway::loadPlugin(adaptersFolder() / (id + ".so"));
        works = works && plugin.ok();
        say(terminal, plugin.ok(), "适配器：",
            "adapter: ", plugin.ok() ? plugin->id() + " " + plugin->version() : plugin.failure().message(terminal.language));
    }
    return works;
}

}  // namespace

void DemoCommand::declare(CLI::App& app) {
    app.add_option("--config", config_, "config/");
    app.add_flag("--once", once_, "show everything and end");
}

cli::Exit DemoCommand::run(Terminal& terminal) {
    const DemoFolder folder;
    const auto secrets = config::standardSecrets(config_);
    const config::Loaded loaded = config::loadConfiguration(config_, {*secrets, installedAdapters()});
    bool works = showConfiguration(terminal, loaded);
    if (!loaded.hub) return cli::Exit::Invalid;
    {
        config::HubConfig hub = *loaded.hub;
        hub.database.url.clear();  // the demo has a database of its own
        const auto foundation = Foundation::open(hub, *secrets, folder.path() / "data");
        if (!foundation.ok()) return cli::report(terminal, foundation.failure());
        say(terminal, true, "数据库与密钥：已建立", "database and keys: made", "");
        works = showWriting(terminal, **foundation) && works;
    }
    works = showAdapters(terminal) && works;
    terminal.out << cli::text(terminal, "\n尚缺：\n", "\nmissing:\n");
    for (const auto& [zh, en] : kMissing) terminal.out << "  · " << cli::text(terminal, zh, en) << "\n";
    if (!once_) terminal.err << cli::text(terminal, "\n尚无可常驻的服务，演示到此结束\n", "\nthere is no server to leave running yet\n");
    return works ? cli::Exit::Ok : cli::Exit::Failed;
}

}  // namespace hub::app
