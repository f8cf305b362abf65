#include "hub/app/commands/db.h"

#include <CLI/CLI.hpp>

#include "hub/app/foundation.h"
#include "hub/app/hub_yaml.h"
#include "hub/core/json.h"

namespace hub::app {

namespace {

void declareFolders(CLI::App& app, std::string& config, std::string& data) {
    app.add_option("--config", config, "config/");
    app.add_option("--data", data, "data/");
}

void print(cli::Terminal& terminal, const storage::sql::MigrationStatus& status) {
    if (terminal.json) {
        core::JsonWriter out(core::Exposure::Masked);
        out.beginObject();
        out.key("version");
        out.integer(status.version);
        out.key("pending");
        out.beginArray();
        for (const std::string& name : status.pending) out.string(name);
        out.endArray();
        out.endObject();
        terminal.out << out.text() << "\n";
        return;
    }
    terminal.out << cli::text(terminal, "结构版本 ", "version ") << status.version << cli::text(terminal, "，待执行 ", ", pending ")
                 << status.pending.size() << "\n";
    for (const std::string& name : status.pending) terminal.out << "  " << name << "\n";
}

cli::Exit printStatus(cli::Terminal& terminal, const storage::StorageConfig& config) {
    const core::Result<storage::sql::MigrationStatus> status = storage::migrationStatus(config);
    if (!status.ok()) return cli::report(terminal, status.failure());
    print(terminal, *status);
    return cli::Exit::Ok;
}

}  // namespace

void DbStatusCommand::declare(CLI::App& app) { declareFolders(app, config_, data_); }

cli::Exit DbStatusCommand::run(cli::Terminal& terminal) {
    const auto secrets = config::standardSecrets(config_);
    const std::optional<config::HubConfig> hub = hubYaml(terminal, config_, *secrets);
    if (!hub) return cli::Exit::Invalid;
    const core::Result<storage::StorageConfig> config = storageConfig(*hub, *secrets, data_);
    if (!config.ok()) return cli::report(terminal, config.failure());
    const bool embedded = config->url.empty();
    if (embedded && !std::filesystem::is_directory(data_))  // opening would make one
        return cli::report(terminal, core::Failure(core::Error::DataFolderNotUsable, data_ + ": there is none yet"));
    return printStatus(terminal, *config);
}

void DbMigrateCommand::declare(CLI::App& app) { declareFolders(app, config_, data_); }

cli::Exit DbMigrateCommand::run(cli::Terminal& terminal) {
    const auto secrets = config::standardSecrets(config_);
    const std::optional<config::HubConfig> hub = hubYaml(terminal, config_, *secrets);
    if (!hub) return cli::Exit::Invalid;
    {
        const auto foundation = Foundation::open(*hub, *secrets, data_);
        if (!foundation.ok()) return cli::report(terminal, foundation.failure());
    }
    const core::Result<storage::StorageConfig> config = storageConfig(*hub, *secrets, data_);
    if (!config.ok()) return cli::report(terminal, config.failure());
    return printStatus(terminal, *config);
}

}  // namespace hub::app
