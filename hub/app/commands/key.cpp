#include "hub/app/commands/key.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>

#include "hub/app/hub_yaml.h"
#include "hub/app/key_status.h"
#include "hub/cli/admin_client.h"

namespace hub::app {

using core::Result;

namespace {

void declareFolders(CLI::App& app, std::string& config, std::string& data) {
    app.add_option("--config", config, "config/");
    app.add_option("--data", data, "data/");
}

void print(cli::Terminal& terminal, const RotatedKey& rotated) {
    terminal.out << cli::text(terminal, "当前密钥 ", "current key ") << core::enumName(rotated.kind) << " " << rotated.current << "\n"
                 << cli::text(terminal, "请立即备份密钥目录；旧密钥仍须保留，见 onecard key status\n",
                              "back up the key folder now; older keys stay until onecard key status says otherwise\n");
}

void print(cli::Terminal& terminal, const SigningKeyUse& one) {
    terminal.out << cli::text(terminal, "签名密钥 ", "signing key ") << one.number;
    if (!one.checks) {
        terminal.out << cli::text(terminal, "\t缺少", "\tmissing");
    } else if (!one.signs) {
        terminal.out << cli::text(terminal, "\t仅公钥", "\tpublic part only");
    }
    if (one.paper_codes_until) terminal.out << cli::text(terminal, "\t纸质码至 ", "\tpaper codes until ") << one.paper_codes_until->text();
    if (one.audit_chain) terminal.out << cli::text(terminal, "\t审计链：公钥长期保留", "\taudit chain: its public part stays for ever");
    terminal.out << "\n";
}

void print(cli::Terminal& terminal, const IndexKeys& keys) {
    terminal.out << cli::text(terminal, "索引密钥 ", "index key ") << keys.writes;
    if (keys.older) {
        terminal.out << cli::text(terminal, "\t仍需 ", "\tstill needed ") << *keys.older;
    } else if (keys.writes > 1) {
        terminal.out << cli::text(terminal, "\t更旧的索引密钥文件可移走离线保管", "\tfiles of older index keys may be put away");
    }
    terminal.out << "\n";
    for (const ColumnSeals& one : keys.columns)
        terminal.out << cli::text(terminal, "旧索引密钥下\t", "older index\t") << one.column << "\t" << one.older
                     << (one.at_least ? cli::text(terminal, "\t至少", "\tat least") : "") << "\n";
}

void print(cli::Terminal& terminal, const KeyStatus& status) {
    terminal.out << cli::text(terminal, "当前密钥 ", "current key ") << status.current << " " << core::enumName(status.suite) << "\n";
    for (const ColumnSeals& one : status.columns) {
        if (one.older == 0 && (one.finished || !one.at_least)) continue;
        terminal.out << cli::text(terminal, "旧密钥下\t", "older\t") << one.column << "\t" << one.older
                     << (one.at_least ? cli::text(terminal, "\t至少", "\tat least") : "") << "\n";
    }
    for (const std::int64_t key : status.missing) terminal.out << cli::text(terminal, "缺少密钥 ", "missing key ") << key << "\n";
    terminal.out << cli::text(terminal, "仍需的最旧密钥 ", "oldest key needed ") << status.oldest_needed
                 << (status.certain ? "" : cli::text(terminal, "（未数完，更旧的也请保留）", " (not all was counted: keep older ones too)"))
                 << "\n";
    print(terminal, status.index);
    for (const SigningKeyUse& one : status.signing) print(terminal, one);
}

/// Asks the hub; where none runs, `offline` does it on the opened database, which no hub can open meanwhile.
template <class Answer>
cli::Exit askOrDo(cli::Terminal& terminal, const std::string& config, const std::string& data, const std::string& method,
                  const std::string& body, const std::function<Result<Answer>(Foundation&)>& offline) {
    Result<Answer> answer{Answer{}};
    const Result<cli::AdminAnswer> asked = cli::askHub(data, method, "/admin/v1/keys", body);
    if (asked.ok()) {
        if (asked->status / 100 != 2) {
            terminal.err << asked->body << "\n";
            return cli::Exit::Failed;
        }
        answer = core::fromJson<Answer>(asked->body);
    } else if (asked.failure().error() != core::Error::HubNotRunning) {
        return cli::report(terminal, asked.failure());
    } else {
        if (!std::filesystem::is_directory(data))  // opening would make one
            return cli::report(terminal, core::Failure(core::Error::DataFolderNotUsable, data + ": there is none yet"));
        const auto secrets = config::standardSecrets(config);
        const std::optional<config::HubConfig> hub = hubYaml(terminal, config, *secrets);
        if (!hub) return cli::Exit::Invalid;
        const auto foundation = Foundation::open(*hub, *secrets, data);
        if (!foundation.ok()) return cli::report(terminal, foundation.failure());
        answer = offline(**foundation);
    }
    if (!answer.ok()) return cli::report(terminal, answer.failure());
    if (terminal.json) {
        terminal.out << core::toJson(*answer, core::Exposure::Masked) << "\n";
    } else {
        print(terminal, *answer);
    }
    return cli::Exit::Ok;
}

}  // namespace

void KeyRotateCommand::declare(CLI::App& app) {
    declareFolders(app, config_, data_);
    app.add_option("--kind", kind_, "seal | sign | index")->check(CLI::IsMember({"seal", "sign", "index"}));
}

cli::Exit KeyRotateCommand::run(cli::Terminal& terminal) {
    const std::optional<KeyKind> kind = core::enumFromName<KeyKind>(kind_);
    HUB_ASSERT(kind.has_value());  // checked by the option
    const std::string body = core::toJson(RotateKey{*kind}, core::Exposure::Masked);
    return askOrDo<RotatedKey>(terminal, config_, data_, "POST", body, [&](Foundation& foundation) -> Result<RotatedKey> {
        const Result<vault::Signer> signer = foundation.openSigner();
        if (!signer.ok()) return signer.failure();
        return rotateKey(foundation, *signer, *kind);
    });
}

void KeyStatusCommand::declare(CLI::App& app) { declareFolders(app, config_, data_); }

cli::Exit KeyStatusCommand::run(cli::Terminal& terminal) {
    return askOrDo<KeyStatus>(terminal, config_, data_, "GET", "", [](Foundation& foundation) { return keyStatus(foundation); });
}

}  // namespace hub::app
