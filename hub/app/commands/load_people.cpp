#include "hub/app/commands/load_people.h"

#include <CLI/CLI.hpp>

#include "hub/app/hub_yaml.h"
#include "hub/app/load/people_loading.h"
#include "hub/core/json.h"

namespace hub::app {

namespace {

void printJson(cli::Terminal& terminal, const PeopleLoadResult& result) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto number = [&](std::string_view name, std::int64_t value) {
        out.key(name);
        out.integer(value);
    };
    out.beginObject();
    number("rows", result.progress.rows);
    number("created", result.progress.created);
    number("linked", result.progress.linked);
    number("probable", result.progress.probable);
    number("review", result.progress.review);
    number("unchanged", result.progress.unchanged);
    number("rejected", result.progress.rejected);
    number("taken_up_at", result.taken_up_at);
    out.key("index_seconds");
    out.decimal(result.index_seconds);
    out.key("seconds");
    out.decimal(result.seconds);
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(cli::Terminal& terminal, const PeopleLoadResult& result) {
    const auto line = [&](std::string_view zh, std::string_view en, std::int64_t value) {
        terminal.out << cli::text(terminal, zh, en) << "\t" << value << "\n";
    };
    line("行数", "rows", result.progress.rows);
    line("新建人员", "new people", result.progress.created);
    line("关联到已有人员", "linked to people who stand", result.progress.linked);
    line("很可能属于已有人员（读证后关联）", "probably of people who stand; linked when a certificate is read", result.progress.probable);
    line("待复核", "to be reviewed", result.progress.review);
    line("档案已在", "files that stood already", result.progress.unchanged);
    line("不予载入", "rejected", result.progress.rejected);
}

}  // namespace

void LoadPeopleCommand::declare(CLI::App& app) {
    app.add_option("file", file_, "people.csv")->required();
    app.add_option("--report", report_, "CSV: line,what,column,reason,file_id,person_id,guards");
    app.add_option("--config", config_, "config/");
    app.add_option("--data", data_, "data/");
}

cli::Exit LoadPeopleCommand::run(cli::Terminal& terminal) {
    const auto secrets = config::standardSecrets(config_);
    const std::optional<config::HubConfig> hub = hubYaml(terminal, config_, *secrets);
    if (!hub) return cli::Exit::Invalid;
    const auto foundation = Foundation::open(*hub, *secrets, data_, kLoadCacheMib);
    if (!foundation.ok()) return cli::report(terminal, foundation.failure());
    PeopleLoading loading{file_, report_, {}, {}};
    if (terminal.interactive) {
        loading.progress = [&](std::int64_t rows) { terminal.err << "\r" << rows << std::flush; };
        loading.index_progress = [&](std::size_t records) { terminal.err << "\r" << records << std::flush; };
    }
    const core::Result<PeopleLoadResult> result = loadPeople(**foundation, loading);
    if (terminal.interactive) terminal.err << "\n";
    if (!result.ok()) return cli::report(terminal, result.failure());
    terminal.json ? printJson(terminal, *result) : printText(terminal, *result);
    return result->progress.rejected > 0 ? cli::Exit::Partly : cli::Exit::Ok;
}

}  // namespace hub::app
