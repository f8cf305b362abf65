#include "hub/app/commands/ledger.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <utility>

#include "hub/app/foundation.h"
#include "hub/app/hub_yaml.h"
#include "hub/core/json.h"
#include "hub/ledger/verify.h"

namespace hub::app {

namespace {

void printJson(cli::Terminal& terminal, const ledger::Verification& found) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto number = [&](std::string_view name, std::int64_t value) {
        out.key(name);
        out.integer(value);
    };
    out.beginObject();
    number("batches", found.counts.batches);
    number("transfers", found.counts.transfers);
    number("refusals", found.counts.refusals);
    number("accounts", found.counts.accounts);
    number("holds", found.counts.holds);
    number("violations", found.violations);
    out.key("first");
    out.beginArray();
    for (const ledger::Violation& one : found.first) {
        out.beginObject();
        for (const auto& [name, value] : {std::pair("rule", one.rule), std::pair("where", one.where), std::pair("what", one.what)}) {
            out.key(name);
            out.string(value);
        }
        out.endObject();
    }
    out.endArray();
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(cli::Terminal& terminal, const ledger::Verification& found) {
    terminal.out << found.counts.transfers << cli::text(terminal, " 笔转账，", " transfers, ") << found.counts.accounts
                 << cli::text(terminal, " 个账户，", " accounts, ") << found.counts.batches
                 << cli::text(terminal, " 个批次，", " batches, ") << found.violations << cli::text(terminal, " 处不符\n", " violations\n");
    for (const ledger::Violation& one : found.first) terminal.out << "  " << one.rule << " " << one.where << ": " << one.what << "\n";
}

}  // namespace

void LedgerVerifyCommand::declare(CLI::App& app) {
    app.add_option("--config", config_, "config/");
    app.add_option("--data", data_, "data/");
    app.add_option("--violations", violations_max_, std::string("1 … 1000"))->check(CLI::Range(1, 1000));
}

cli::Exit LedgerVerifyCommand::run(cli::Terminal& terminal) {
    const auto secrets = config::standardSecrets(config_);
    const std::optional<config::HubConfig> hub = hubYaml(terminal, config_, *secrets);
    if (!hub) return cli::Exit::Invalid;
    const core::Result<storage::StorageConfig> storage_config = storageConfig(*hub, *secrets, data_);
    if (!storage_config.ok()) return cli::report(terminal, storage_config.failure());
    if (storage_config->url.empty() && !std::filesystem::is_directory(data_))  // opening would make one
        return cli::report(terminal, core::Failure(core::Error::DataFolderNotUsable, data_ + ": there is none yet"));
    const auto foundation = Foundation::open(*hub, *secrets, data_);
    if (!foundation.ok()) return cli::report(terminal, foundation.failure());
    std::int64_t percent_told = -1;
    const auto progress = [&](std::int64_t done, std::int64_t all) {
        const std::int64_t percent = all == 0 ? 100 : done * 100 / all;
        if (!terminal.interactive || std::exchange(percent_told, percent) == percent) return;
        terminal.err << "\r" << percent << "%" << (percent == 100 ? "\n" : "") << std::flush;
    };
    storage::Storage& storage = (*foundation)->storage();
    const core::Result<ledger::Verification> found =
        ledger::verify(storage.reads(), storage.ledger(), {.violations_max = violations_max_, .page = 1000, .progress = progress});
    if (!found.ok()) return cli::report(terminal, found.failure());
    terminal.json ? printJson(terminal, *found) : printText(terminal, *found);
    return found->violations == 0 ? cli::Exit::Ok : cli::Exit::Failed;
}

}  // namespace hub::app
