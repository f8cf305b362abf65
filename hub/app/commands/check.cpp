#include "hub/app/commands/check.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "hub/app/adapter_check.h"
#include "hub/app/config/load.h"
#include "hub/app/installation.h"

namespace hub::app {

void CheckCommand::declare(CLI::App& app) { app.add_option("folder", folder_, "config/")->required(); }

cli::Exit CheckCommand::run(cli::Terminal& terminal) {
    const auto secrets = config::standardSecrets(folder_);
    config::Loaded loaded = config::loadConfiguration(folder_, {*secrets, installedAdapters()});
    for (config::Diagnostic& one : checkWithAdapters(loaded, folder_, adaptersFolder())) loaded.diagnostics.push_back(std::move(one));
    const config::Counts counts = config::count(loaded.diagnostics);
    if (terminal.json) {
        terminal.out << config::toJson(loaded.diagnostics, terminal.language) << "\n";
    } else {
        terminal.out << config::toText(loaded.diagnostics, terminal.language);
        terminal.out << loaded.files << cli::text(terminal, " 个文件：错误 ", " files: errors ") << counts.errors
                     << cli::text(terminal, "，警告 ", ", warnings ") << counts.warnings << "\n";
    }
    return counts.errors == 0 ? cli::Exit::Ok : cli::Exit::Invalid;
}

}  // namespace hub::app
