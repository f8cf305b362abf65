#include "hub/app/commands/hub_asking.h"

#include <Poco/URI.h>

#include <CLI/CLI.hpp>

#include "hub/cli/admin_client.h"
#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/core/json.h"
#include "hub/core/suggest.h"

namespace hub::app {

using core::Error;
using core::Failure;
using core::Result;

namespace {

/// Idempotency-Key of a command that is run once.
std::string newKey() {
    const core::SystemClock clock;
    core::SystemIdSource ids(clock);
    return ids.next<core::Id<struct KeyTag>>().text();
}

std::string memberText(const core::JsonValue& value, std::string_view name) {
    const auto member = value.member(name);
    return member && member->string() ? std::string(*member->string()) : std::string();
}

/// The problem in an answer that is none of 2xx, as the hub says it in the reader's language.
cli::Exit reportProblem(cli::Terminal& terminal, const cli::AdminAnswer& answer) {
    const Result<core::JsonDocument> problem = core::JsonDocument::parse(answer.body);
    const std::string code = problem.ok() ? memberText(problem->root(), "code") : std::string();
    const std::optional<Error> error = core::errorFromCode(code);
    if (!error) {  // of another version
        terminal.err << answer.body << "\n";
        return cli::Exit::Failed;
    }
    terminal.err << cli::text(terminal, "错误 ", "error ") << code << ": " << memberText(problem->root(), "detail") << "\n";
    return cli::exitFor(*error);
}

Result<cli::AdminAnswer> answerTo(const cli::Terminal& terminal, const HubAsked& hub, const std::string& method, const std::string& path,
                                  const std::string& json) {
    cli::AdminFields fields{{"Accept-Language", terminal.language == core::Language::Chinese ? "zh-CN" : "en"}};
    if (!hub.staff.empty()) fields.emplace_back("Staff", hub.staff);
    if (!hub.purpose.empty()) fields.emplace_back("Purpose", hub.purpose);
    if (method != "GET") fields.emplace_back("Idempotency-Key", newKey());
    return cli::askHub(hub.data, method, path, json, fields);
}

}  // namespace

void HubAsked::declare(CLI::App& app) {
    app.add_option("--data", data, "data/");
    app.add_option("--staff", staff, "OFFICE/STAFF_ID: city-office/0417");
}

Asked ask(cli::Terminal& terminal, const HubAsked& hub, const std::string& method, const std::string& path, const std::string& json) {
    const Result<cli::AdminAnswer> answer = answerTo(terminal, hub, method, path, json);
    if (!answer.ok()) return {std::nullopt, cli::report(terminal, answer.failure())};
    if (answer->status / 100 != 2) return {std::nullopt, reportProblem(terminal, *answer)};
    return {answer->body, cli::Exit::Ok};
}

Asked askIfAllowed(cli::Terminal& terminal, const HubAsked& hub, const std::string& path) {
    constexpr int kForbidden = 403;
    const Result<cli::AdminAnswer> answer = answerTo(terminal, hub, "GET", path, {});
    if (!answer.ok()) return {std::nullopt, cli::report(terminal, answer.failure())};
    if (answer->status == kForbidden) return {std::nullopt, cli::Exit::Forbidden};
    if (answer->status / 100 != 2) return {std::nullopt, reportProblem(terminal, *answer)};
    return {answer->body, cli::Exit::Ok};
}

std::optional<cli::Exit> requireStaff(cli::Terminal& terminal, const HubAsked& hub) {
    if (!hub.staff.empty()) return std::nullopt;
    return cli::report(terminal, Failure(Error::OptionNotValid, "--staff OFFICE/STAFF_ID"));
}

cli::Exit refuseWord(cli::Terminal& terminal, std::string_view option, std::string_view word, const std::vector<std::string_view>& words) {
    const cli::Exit exit = cli::report(terminal, Failure(Error::OptionNotValid, std::string(option)));
    const std::string_view meant = core::closest(word, words);
    if (!meant.empty()) {
        terminal.err << cli::text(terminal, "  是否想输入: ", "  did you mean: ") << meant << " ?\n";
        return exit;
    }
    terminal.err << cli::text(terminal, "  可用:", "  there are:");
    for (const std::string_view one : words) terminal.err << " " << one;
    terminal.err << "\n";
    return exit;
}

Result<std::string> idIn(const std::string& typed) {
    const Result<core::IdBits> id = core::IdBits::parse(typed);
    return id.ok() ? Result<std::string>(id->text()) : id.failure();
}

std::string segment(const std::string& text) {
    std::string encoded;
    Poco::URI::encode(text, "/?#%&+", encoded);
    return encoded;
}

}  // namespace hub::app
