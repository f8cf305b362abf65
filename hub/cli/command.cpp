#include "hub/cli/command.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>

#include "hub/core/suggest.h"
#include "hub/core/text.h"

namespace hub::cli {

namespace {

constexpr std::pair<Exit, const char*> kExits[] = {
    {Exit::Ok, "成功或无变化 · ok or no change"},
    {Exit::Failed, "失败 · failed"},
    {Exit::Usage, "用法错误 · usage"},
    {Exit::Invalid, "校验未通过 · validation failed"},
    {Exit::Forbidden, "未登录或无权限 · not logged in or forbidden"},
    {Exit::NotFound, "未找到 · not found"},
    {Exit::Conflict, "冲突、被锁定或缺少审批 · conflict, lock or approval missing"},
    {Exit::Unreachable, "对方不可达或超时，可重试 · remote unreachable or timed out (may be retried)"},
    {Exit::Findings, "有发现（仅在 --exit-code 时） · findings (only with --exit-code)"},
    {Exit::Partly, "部分完成 · partly done"},
    {Exit::Interrupted, "被中断 · interrupted"},
};

core::Language languageOf(const std::vector<std::string>& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--lang=en" || (arguments[i] == "--lang" && i + 1 < arguments.size() && arguments[i + 1] == "en")) {
            return core::Language::English;
        }
    }
    return core::Language::Chinese;
}

std::vector<CLI::App*> childrenOf(CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

/// Null when `app` has no subcommand of that name.
CLI::App* childOf(CLI::App& app, const std::string& name) {
    for (CLI::App* child : childrenOf(app)) {
        if (child->get_name() == name) return child;
    }
    return nullptr;
}

/// The App of a command, with one App a word of its path.
CLI::App* appOf(CLI::App& root, const std::string& path) {
    CLI::App* app = &root;
    std::istringstream words(path);
    for (std::string word; words >> word;) {
        CLI::App* found = childOf(*app, word);
        app = found != nullptr ? found : app->add_subcommand(word);
        app->require_subcommand(0);
    }
    return app;
}

/// The words of the deepest command that `arguments` names, and the word after it that names none.
struct Named {
    CLI::App* app;
    std::string words;
    std::optional<std::string> stray;
};

Named follow(CLI::App& root, const std::vector<std::string>& arguments) {
    Named named{&root, "onecard", std::nullopt};
    for (const std::string& word : arguments) {
        if (word.starts_with('-')) break;
        CLI::App* child = childOf(*named.app, word);
        if (child == nullptr) {
            if (!childrenOf(*named.app).empty()) named.stray = word;
            break;
        }
        named.app = child;
        named.words += " " + word;
    }
    return named;
}

Exit refuseStray(Terminal& terminal, const Named& named) {
    std::vector<std::string> keep;
    for (const CLI::App* child : childrenOf(*named.app)) keep.push_back(child->get_name());
    const std::vector<std::string_view> names(keep.begin(), keep.end());
    const std::string_view meant = core::closest(*named.stray, names);
    std::string detail = named.words + " " + (meant.empty() ? core::shapeOf(*named.stray) : *named.stray);
    const Exit exit = report(terminal, core::Failure(core::Error::CommandUnknown, detail));
    if (!meant.empty()) {
        terminal.err << text(terminal, "  是否想输入: ", "  did you mean: ") << named.words << " " << meant << " ?\n";
    } else {
        terminal.err << text(terminal, "  可用:", "  there are:");
        for (const std::string_view name : names) terminal.err << " " << name;
        terminal.err << "\n";
    }
    return exit;
}

/// What CLI11 says of an option is its own English; the option it is about is what the reader needs.
Exit refuseOption(Terminal& terminal, const Named& named, const CLI::ParseError& error, const std::vector<std::string>& arguments) {
    const Exit exit = report(terminal, core::Failure(core::Error::OptionNotValid, std::string(named.words) + ": " + error.what()));
    std::vector<std::string> keep;
    for (const CLI::Option* option : named.app->get_options()) keep.push_back(option->get_name());
    const std::vector<std::string_view> options(keep.begin(), keep.end());
    for (const std::string& argument : arguments) {
        if (!argument.starts_with("--")) continue;
        const std::string name = argument.substr(0, argument.find('='));
        if (std::find(keep.begin(), keep.end(), name) != keep.end()) continue;
        const std::string_view meant = core::closest(name, options);
        if (!meant.empty()) terminal.err << text(terminal, "  是否想输入: ", "  did you mean: ") << meant << " ?\n";
    }
    terminal.err << text(terminal, "  用法: ", "  usage: ") << named.words << " --help\n";
    return exit;
}

class ExitCodes final : public Command {
  public:
    std::string path() const override { return "help exit-codes"; }
    std::string aboutZh() const override { return "退出码一览"; }
    std::string aboutEn() const override { return "the exit codes"; }
    void declare(CLI::App&) override {}
    Exit run(Terminal& terminal) override {
        for (const auto& [exit, about] : kExits) terminal.out << static_cast<int>(exit) << "\t" << about << "\n";
        return Exit::Ok;
    }
};

}  // namespace

std::string_view text(const Terminal& terminal, std::string_view zh, std::string_view en) {
    return terminal.language == core::Language::Chinese ? zh : en;
}

Exit exitFor(core::Error error) {
    if (error == core::Error::CommandUnknown || error == core::Error::OptionNotValid) return Exit::Usage;
    const core::ErrorInfo& info = core::errorInfo(error);
    if (info.implies == core::Implies::Retry) return Exit::Unreachable;
    switch (info.http_status) {
        case 401:
        case 403:
            return Exit::Forbidden;
        case 404:
            return Exit::NotFound;
        case 409:
            return Exit::Conflict;
        case 422:
            return Exit::Invalid;
        default:
            return Exit::Failed;
    }
}

Exit report(Terminal& terminal, const core::Failure& failure) {
    terminal.err << text(terminal, "错误 ", "error ") << failure.code() << ": " << failure.message(terminal.language) << "\n";
    return exitFor(failure.error());
}

int runCommandLine(const std::vector<std::string>& arguments, const std::vector<std::unique_ptr<Command>>& commands, std::ostream& out,
                   std::ostream& err, bool interactive) {
    Terminal terminal{out, err, languageOf(arguments), /*json=*/false, interactive};
    CLI::App root("区域诊疗一卡通枢纽 · OneCard Hub", "onecard");
    std::string language = "zh";
    std::map<const CLI::App*, Command*> command_of;
    ExitCodes exit_codes;

    const auto add = [&](Command& command) {
        CLI::App* app = appOf(root, command.path());
        app->description(std::string(text(terminal, command.aboutZh(), command.aboutEn())));
        app->add_flag("--json", terminal.json, std::string(text(terminal, "以 JSON 输出", "print JSON")));
        app->add_option("--lang", language, "zh | en")->check(CLI::IsMember({"zh", "en"}));
        command.declare(*app);
        command_of[app] = &command;
    };
    for (const auto& command : commands) add(*command);
    add(exit_codes);

    const Named named = follow(root, arguments);
    if (named.stray) return static_cast<int>(refuseStray(terminal, named));
    try {
        root.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them last first
    } catch (const CLI::CallForHelp&) {
        out << named.app->help();
        return static_cast<int>(Exit::Ok);
    } catch (const CLI::ParseError& error) {
        return static_cast<int>(refuseOption(terminal, named, error, arguments));
    }
    const auto found = command_of.find(named.app);
    if (found == command_of.end()) {  // a word that only groups others
        out << named.app->help();
        return static_cast<int>(arguments.empty() ? Exit::Ok : Exit::Usage);
    }
    return static_cast<int>(found->second->run(terminal));
}

}  // namespace hub::cli
