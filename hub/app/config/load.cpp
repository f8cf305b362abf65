#include "hub/app/config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <system_error>

#include "hub/app/config/decode.h"
#include "hub/app/config/file_reader.h"
#include "hub/app/config/meaning.h"
#include "hub/app/config/report.h"
#include "hub/app/config/schema_check.h"
#include "hub/app/config/secret_use.h"
#include "hub/app/config/source.h"
#include "hub/app/config/yaml.h"
#include "hub/core/text.h"

namespace hub::app::config {

namespace {

namespace fs = std::filesystem;
using core::Error;

bool isTextLine(std::string_view line) {
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\t') || c == 0x7F; };
    return core::isUtf8(line) && std::none_of(line.begin(), line.end(), is_control);
}

/// The first line, from 1, that is not UTF-8 or has control characters.
std::optional<std::size_t> lineThatIsNoText(std::string_view text) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!isTextLine(text.substr(0, end))) return number;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

/// One file on its way through the checks.
struct File {
    std::string name;
    std::vector<Diagnostic> unreadable;
    std::shared_ptr<const Source> source;
    std::unique_ptr<Report> report;
    std::optional<Node> root;
    std::vector<SecretUse> secrets;

    bool isGood() const { return unreadable.empty() && !report->hasErrors(); }
    std::vector<Diagnostic> diagnostics() const { return unreadable.empty() ? report->diagnostics() : unreadable; }
    CheckedFile checked() const { return {*source, *root, *report}; }
};

File unreadable(const fs::path& path, Error error, const std::string& detail) {
    File file;
    file.name = path.string();
    file.unreadable.push_back(diagnosticOf(Severity::Error, error, Place{file.name, 0, 0, 0}, noteOf(detail)));
    return file;
}

/// Syntax and schema.
File readAndCheck(const fs::path& path, Schema schema) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    FileContent content = readFile(path, kFileBytesMax);
    if (content.error != 0) return unreadable(path, Error::ConfigNotReadable, std::generic_category().message(content.error));
    if (content.too_large) return unreadable(path, Error::ConfigTooLarge, path.filename().string());
    if (content.bytes.starts_with(kByteOrderMark)) content.bytes.erase(0, kByteOrderMark.size());
    if (const auto line = lineThatIsNoText(content.bytes)) return unreadable(path, Error::ConfigNotText, std::to_string(*line));

    File file;
    file.name = path.string();
    file.source = std::make_shared<const Source>(file.name, std::move(content.bytes));
    file.report = std::make_unique<Report>(*file.source);
    file.root = parseYaml(*file.source, *file.report);
    if (file.root) {
        file.secrets = secretsUsed(*file.root, *file.report);
        checkAgainst(schema, *file.root, *file.report);
    }
    return file;
}

class Loading {
  public:
    Loading(const fs::path& folder, const Surroundings& surroundings) : folder_(folder), surroundings_(surroundings) {}

    Loaded run() {
        const File hub = loadHub();
        for (const fs::path& path : filesIn("counterparties")) {  // first: hospitals name them
            CounterpartyConfig counterparty;
            counterparty.spec.limits = hub_.counterparties.others;
            loadCounterparty(path, Schema::Counterparty, checkCounterparty, counterparty, loaded_.counterparties);
        }
        for (const fs::path& path : filesIn("hospitals")) {
            HospitalConfig hospital;
            hospital.spec.limits = hub_.counterparties.hospitals;
            loadCounterparty(path, Schema::Hospital, checkHospital, hospital, loaded_.hospitals);
        }
        if (hub.isGood()) checkEAccountBank(hub_, loaded_.counterparties, hub.checked());
        std::vector<Diagnostic> first = hub.diagnostics();
        std::ranges::move(loaded_.diagnostics, std::back_inserter(first));
        loaded_.diagnostics = std::move(first);
        return std::move(loaded_);
    }

  private:
    /// What is found in it is kept when the others have been read.
    File loadHub() {
        File file = readAndCheck(folder_ / "hub.yaml", Schema::Hub);
        if (file.root) {
            decodeInto(hub_, *file.root, file.source);
            checkHub(hub_, folder_, file.checked(), taken_);
            checkSecrets(file.secrets, surroundings_.secrets, *file.report);
        }
        if (file.isGood()) loaded_.hub = hub_;
        ++loaded_.files;
        return file;
    }

    template <class Config, class Check>
    void loadCounterparty(const fs::path& path, Schema schema, Check check, Config& config, std::vector<Config>& good) {
        File file = readAndCheck(path, schema);
        if (file.root) {
            decodeInto(config, *file.root, file.source);
            check(config, surroundings_.adapters, file.checked(), taken_);
            if (config.spec.enabled) checkSecrets(file.secrets, surroundings_.secrets, *file.report);
        }
        if (file.isGood()) {
            good.push_back(config);
        } else {
            loaded_.out_of_service.push_back({file.name, config.metadata.code, file.diagnostics()});
        }
        keepDiagnostics(file);
    }

    void keepDiagnostics(const File& file) {
        ++loaded_.files;
        for (Diagnostic& one : file.diagnostics()) loaded_.diagnostics.push_back(std::move(one));
    }

    /// The .yaml files of a folder by name. Those that look as if they were meant to be are warned about; a folder need not be there.
    std::vector<fs::path> filesIn(std::string_view name) {
        std::vector<fs::path> paths;
        std::error_code error;
        for (fs::directory_iterator entry(folder_ / name, error), end; !error && entry != end; entry.increment(error)) {
            const std::string extension = entry->path().extension().string();
            if (entry->path().filename().string().starts_with('.')) continue;
            if (extension == ".yaml" || extension == ".yml" || extension == ".YAML" || extension == ".json") paths.push_back(entry->path());
        }
        if (error && error != std::errc::no_such_file_or_directory) {
            for (Diagnostic& one : unreadable(folder_ / name, Error::ConfigNotReadable, error.message()).unreadable) {
                loaded_.diagnostics.push_back(std::move(one));
            }
        }
        std::sort(paths.begin(), paths.end());
        std::erase_if(paths, [&](const fs::path& path) { return !isRead(path); });
        return paths;
    }

    bool isRead(const fs::path& path) {
        if (path.extension() == ".yaml") return true;
        const std::string file_name = path.filename().string();
        loaded_.diagnostics.push_back(
            diagnosticOf(Severity::Warning, Error::ConfigFileNotRead, Place{path.string(), 0, 0, 0}, noteOf(file_name)));
        return false;
    }

    const fs::path folder_;
    const Surroundings& surroundings_;
    Loaded loaded_;
    HubConfig hub_;
    Taken taken_;
};

}  // namespace

Loaded loadConfiguration(const fs::path& folder, const Surroundings& surroundings) { return Loading(folder, surroundings).run(); }

}  // namespace hub::app::config
