#include "hub/app/adapter_check.h"

#include <map>
#include <string>

#include "hub/app/config/report.h"
#include "hub/app/gateway_setup.h"
#include "hub/gateway/plugin_shelf.h"

namespace hub::app {

namespace fs = std::filesystem;
using config::Diagnostic;
using core::Result;

namespace {

/// Of one counterparty: where its settings stand.
struct Written {
    const config::AdapterSettings& settings;
    std::string file;  ///< for a file without settings
    std::string code;

    Diagnostic complaint(std::string_view pointer, const config::Wording& what) const {
        Diagnostic made = settings.complaint(pointer, what);
        if (made.place.line != 0) return made;
        made = settings.complaint(pointer, {code + "：" + what.zh, code + ": " + what.en});
        made.place.file = file;
        return made;
    }
    Diagnostic failure(const core::Failure& why) const {
        const Diagnostic at = complaint("", {});
        return config::diagnosticOf(config::Severity::Error, why.error(), at.place, config::noteOf(why.detail()), at.source);
    }
};

std::map<std::string, Written> writtenIn(const config::Loaded& loaded, const fs::path& folder) {
    std::map<std::string, Written> all;
    for (const config::HospitalConfig& hospital : loaded.hospitals)
        all.emplace(hospital.metadata.code, Written{hospital.spec.settings, (folder / "hospitals").string(), hospital.metadata.code});
    for (const config::CounterpartyConfig& other : loaded.counterparties)
        all.emplace(other.metadata.code, Written{other.spec.settings, (folder / "counterparties").string(), other.metadata.code});
    return all;
}

Result<std::vector<contract::SettingsProblem>> ask(gateway::PluginShelf& shelf, const gateway::CounterpartySetup& setup) {
    const Result<gateway::Plugin*> plugin = shelf.get(setup.adapter);
    if (!plugin.ok()) return plugin.failure();
    try {
        return (*plugin)->adapter().check(setup.settings);
    } catch (...) {  // a plugin's: its text may hold anything
        return core::Failure(core::Error::AdapterThrew, setup.adapter + " check");
    }
}

}  // namespace

std::vector<Diagnostic> checkWithAdapters(const config::Loaded& loaded, const fs::path& folder, const fs::path& adapters) {
    gateway::PluginShelf shelf(adapters);
    const std::map<std::string, Written> written = writtenIn(loaded, folder);
    const auto no_host = [](const std::string&, core::SameIdOtherBody) { return std::shared_ptr<contract::Host>(); };
    std::vector<Diagnostic> found;
    for (const gateway::CounterpartySetup& setup : gatewaySetups(loaded, no_host)) {
        const Written& where = written.at(setup.settings.counterparty);
        const auto problems = ask(shelf, setup);
        if (!problems.ok()) {
            found.push_back(where.failure(problems.failure()));
            continue;
        }
        for (const contract::SettingsProblem& one : *problems) found.push_back(where.complaint(one.pointer, {one.zh, one.en}));
    }
    return found;
}

}  // namespace hub::app
