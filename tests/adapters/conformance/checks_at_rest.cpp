#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/adapters/conformance/checks.h"

namespace tests::conformance {

namespace contract = hub::contract;
namespace core = hub::core;
using Json = nlohmann::json;

namespace {

constexpr core::Duration kWithin = std::chrono::seconds(5);
constexpr std::string_view kLiteralSecret = "a-literal-secret";

std::string contentOf(const std::filesystem::path& file) {
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    return content.str();
}

void theDescriptorFits(Run& run) {
    const contract::AdapterDescriptor& descriptor = run.plugin.descriptor();
    const auto same = [&](std::string_view what, const auto& found, const auto& wanted) {
        if (found != wanted) run.find(fmt::format("{} is {}, wanted is {}", what, found, wanted));
    };
    same("struct_size", descriptor.struct_size, sizeof(contract::AdapterDescriptor));
    same("abi_major", descriptor.abi_major, contract::kAbiMajor);
    same("abi_minor", descriptor.abi_minor, contract::kAbiMinor);
    same("toolchain", std::string_view(descriptor.toolchain), std::string_view(contract::kToolchain));
    same("id", std::string_view(descriptor.id), run.subject.plugin().stem().string());
    if (descriptor.create == nullptr || descriptor.destroy == nullptr) return run.find("create or destroy is null");
    if (run.plugin.create() == nullptr) run.find("create() gives nothing");
}

void theManifestSaysTheSame(Run& run) {
    const YAML::Node manifest = YAML::LoadFile(run.subject.manifest().string());
    const contract::AdapterDescriptor& descriptor = run.plugin.descriptor();
    if (manifest["id"].as<std::string>("") != descriptor.id) run.find("id");
    if (manifest["version"].as<std::string>("") != descriptor.version) run.find("version");
    const std::filesystem::path schema = run.subject.manifest().parent_path() / manifest["settings"].as<std::string>("");
    if (!Json::accept(contentOf(schema))) run.find("the settings schema is not JSON");
}

/// The schema of an object behind "$ref" and "allOf".
const Json& resolved(const Json& schema, const Json& document) {
    if (schema.contains("$ref")) return resolved(document.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))), document);
    if (schema.contains("allOf")) return resolved(schema["allOf"][0], document);
    return schema;
}

/// Calls `visit(pointer, schema)` for every object of `settings` that the schema describes.
void forEachObject(const Json& settings, const Json& schema, const Json& document, const Json::json_pointer& at,
                   const std::function<void(const Json::json_pointer&, const Json&)>& visit) {
    const Json& plain = resolved(schema, document);
    if (settings.is_object() && plain.contains("properties")) {
        visit(at, plain);
        for (const auto& [name, value] : settings.items()) {
            if (plain["properties"].contains(name)) forEachObject(value, plain["properties"][name], document, at / name, visit);
        }
    }
    for (std::size_t i = 0; settings.is_array() && plain.contains("items") && i < settings.size(); ++i)
        forEachObject(settings[i], plain["items"], document, at / i, visit);
}

class SettingsTrial {
  public:
    SettingsTrial(Run& run)
        : run_(run),
          peer_(run.subject.peer(run.subject.charsets().front())),
          adapter_(run.plugin.create()),
          schema_(Json::parse(contentOf(run.subject.manifest().parent_path() /
                                        YAML::LoadFile(run.subject.manifest().string())["settings"].as<std::string>()))) {
        peer_->start();
        good_ = run.subject.settings(*peer_, run.subject.charsets().front(), kWithin);
    }

    Json good() const { return Json::parse(good_.json); }

    std::vector<contract::SettingsProblem> problems(const std::string& json) {
        contract::InstanceSettings settings = good_;
        settings.json = json;
        const std::vector<contract::SettingsProblem> problems = adapter_->check(settings);
        for (const contract::SettingsProblem& problem : problems) {
            run_.said(problem.zh + problem.en);
            if (problem.zh.empty() || problem.en.empty()) run_.find("a problem at " + problem.pointer + " has no text in zh or en");
            if ((problem.zh + problem.en).find(kLiteralSecret) != std::string::npos) run_.find("a problem repeats the secret");
        }
        RecordingHost host(run_.subject.secrets());
        const bool opens = adapter_->open(settings, host).ok();
        if (opens != problems.empty()) run_.find(opens ? "check finds problems, open does not" : "open fails, check finds nothing");
        return problems;
    }

    /// That the problem is told at `pointer` or at the mapping it stands in.
    void mustBeRefused(const Json& settings, const Json::json_pointer& pointer, std::string_view why) {
        for (const contract::SettingsProblem& problem : problems(settings.dump())) {
            if (problem.pointer == pointer.to_string() || problem.pointer == pointer.parent_pointer().to_string()) return;
        }
        run_.find(fmt::format("{} {} is not refused at its place", pointer.to_string(), why));
    }

    void forEachObject(const std::function<void(const Json::json_pointer&, const Json&)>& visit) {
        conformance::forEachObject(good(), schema_, schema_, Json::json_pointer(), visit);
    }

  private:
    Run& run_;
    std::unique_ptr<Peer> peer_;
    AdapterOwner adapter_;
    Json schema_;
    contract::InstanceSettings good_;
};

void goodSettingsPass(Run& run) {
    SettingsTrial trial(run);
    for (const contract::SettingsProblem& problem : trial.problems(trial.good().dump())) run.find(problem.pointer + ": " + problem.en);
    if (trial.problems("{").empty()) run.find("settings that are no JSON pass");
    if (trial.problems("[]").empty()) run.find("settings that are a list pass");
}

void eachRequiredKeyIsMissed(Run& run) {
    SettingsTrial trial(run);
    trial.forEachObject([&](const Json::json_pointer& at, const Json& schema) {
        for (const Json& key : schema["required"]) {
            Json without = trial.good();
            without[at].erase(key.get<std::string>());
            trial.mustBeRefused(without, at / key.get<std::string>(), "is missing and");
        }
    });
}

void anUnknownKeyIsRefused(Run& run) {
    SettingsTrial trial(run);
    trial.forEachObject([&](const Json::json_pointer& at, const Json&) {
        Json with = trial.good();
        with[at]["no_such_key"] = 1;
        trial.mustBeRefused(with, at / "no_such_key", "is unknown and");
    });
}

void aLiteralSecretIsRefused(Run& run) {
    SettingsTrial trial(run);
    trial.forEachObject([&](const Json::json_pointer& at, const Json& schema) {
        if (schema["properties"].size() != 1 || !schema["properties"].contains("secret")) return;
        Json literal = trial.good();
        literal[at] = kLiteralSecret;
        trial.mustBeRefused(literal, at, "is written out and");
    });
}

void capabilitiesAreWordsOfTheContract(Run& run) {
    Bench bench(run, run.subject.charsets().front(), kWithin);
    if (!bench.opened()) return;
    std::set<std::string> seen;
    for (const contract::Capability& capability : bench.instance().capabilities()) {
        if (operationNamed(capability.operation) == nullptr) run.find(capability.operation + " is no operation");
        if (!seen.insert(capability.operation).second) run.find(capability.operation + " is declared twice");
    }
    for (const contract::Capability& capability : bench.instance().capabilities()) {
        if (capability.fence && !seen.contains(*capability.fence)) run.find("the fence of " + capability.operation + " is not offered");
        if (std::set(capability.steps.begin(), capability.steps.end()).size() != capability.steps.size())
            run.find("a step of " + capability.operation + " stands twice");
    }
    if (!seen.contains("ping")) run.find("ping is not offered");
}

void whatIsOfferedHasAHandler(Run& run) {
    Bench bench(run, run.subject.charsets().front(), kWithin);
    if (!bench.opened()) return;
    std::set<std::string, std::less<>> declared;
    for (const contract::Capability& capability : bench.instance().capabilities()) declared.insert(capability.operation);
    for (const auto& operation : allOperations()) {
        contract::AnyHandler* handler = bench.instance().handler(operation->port(), operation->name());
        if (handler == nullptr && declared.contains(operation->name())) run.find(fmt::format("{} has no handler", operation->name()));
        if (handler != nullptr && !declared.contains(operation->name()))
            run.find(fmt::format("{} has a handler, undeclared", operation->name()));
        if (bench.instance().handler("no_such_port/1", operation->name()) != nullptr)
            run.find(fmt::format("{} is offered at a port it is not of", operation->name()));
    }
    if (bench.instance().handler("health/1", "no_such.operation") != nullptr) run.find("an operation that does not exist has a handler");
}

}  // namespace

std::vector<Check> checksAtRest() {
    return {{"the descriptor fits this hub", theDescriptorFits},
            {"the manifest says what the descriptor says", theManifestSaysTheSame},
            {"good settings pass and broken ones do not", goodSettingsPass},
            {"each required setting is missed at its place", eachRequiredKeyIsMissed},
            {"an unknown setting is refused at its place", anUnknownKeyIsRefused},
            {"a secret that is written out is refused", aLiteralSecretIsRefused},
            {"capabilities are words of the contract", capabilitiesAreWordsOfTheContract},
            {"an operation has a handler exactly when it is declared", whatIsOfferedHasAHandler}};
}

}  // namespace tests::conformance
