#include "hub/app/config/meaning.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "hub/core/suggest.h"

namespace hub::app::config {

namespace {

namespace fs = std::filesystem;
using core::Error;

/// The settings of one file by their dotted paths.
class Settings {
  public:
    explicit Settings(const CheckedFile& file) : file_(file) {}

    bool isFaulty(std::string_view path) const {
        for (std::size_t end = path.find('.'); end != std::string_view::npos; end = path.find('.', end + 1)) {
            const Node* holder = findPath(file_.root, path.substr(0, end));
            if (holder != nullptr && holder->faulty) return true;
        }
        const Node* node = findPath(file_.root, path);
        return node != nullptr && node->faulty;
    }

    bool isWritten(std::string_view path) const { return findPath(file_.root, path) != nullptr; }

    /// Of what is not written, the place of what would hold it.
    Span spanOf(std::string_view path) const {
        const Node* node = findPath(file_.root, path);
        while (node == nullptr) {
            path = path.substr(0, path.rfind('.') == std::string_view::npos ? 0 : path.rfind('.'));
            node = findPath(file_.root, path);
        }
        return node->span;
    }

    void error(Error error, std::string_view path, const Note& note) const {
        if (!isFaulty(path)) file_.report.error(error, spanOf(path), note);
    }
    void warning(Error error, std::string_view path, const Note& note) const {
        if (!isFaulty(path)) file_.report.warning(error, spanOf(path), note);
    }

    /// Reported at `path`, or at `other` when only that is written.
    void disagree(std::string_view path, std::string_view other, const Wording& rule) const {
        if (isFaulty(path) || isFaulty(other)) return;
        const std::string_view where = isWritten(path) || !isWritten(other) ? path : other;
        error(Error::ConfigValuesDisagree, where, {rule});
    }

    template <class T>
    void atMost(std::string_view path, T value, std::string_view other, T limit) const {
        if (value <= limit) return;
        disagree(path, other,
                 {fmt::format("{} 为 {}，不能大于 {}（{}）", path, shown(value), other, shown(limit)),
                  fmt::format("{} is {}, it must not be above {} ({})", path, shown(value), other, shown(limit))});
    }

    std::string placeOf(std::string_view path) const {
        const Place place = file_.source.place(spanOf(path));
        return fmt::format("{}:{}", place.file, place.line);
    }

  private:
    static std::string shown(core::Duration duration) { return toText(duration); }
    static std::string shown(std::uint32_t number) { return std::to_string(number); }

    const CheckedFile& file_;
};

bool isThisMachine(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

void checkFile(const Settings& settings, std::string_view path, const fs::path& folder, const std::string& name) {
    if (!settings.isWritten(path)) return;
    std::error_code ignored;
    if (!fs::is_regular_file(folder / name, ignored)) settings.error(Error::ConfigFileMissing, path, noteOf((folder / name).string()));
}

void checkTls(const TlsConfig& tls, const fs::path& folder, const Settings& settings) {
    checkFile(settings, "http.tls.certificate_file", folder, tls.certificate_file);
    if (tls.client_ca_file) checkFile(settings, "http.tls.client_ca_file", folder, *tls.client_ca_file);
    if (tls.client_certificate != ClientCertificate::None && !tls.client_ca_file) {
        settings.disagree(
            "http.tls.client_certificate", "http.tls.client_ca_file",
            {"要求客户端证书时必须有 http.tls.client_ca_file", "asking for client certificates needs http.tls.client_ca_file"});
    }
}

void checkHttp(const HttpConfig& http, const fs::path& folder, const Settings& settings) {
    settings.atMost("http.streams_max", http.streams_max, "http.connections_max", http.connections_max);
    settings.atMost("http.peer.connections_max", http.peer.connections_max, "http.connections_max", http.connections_max);
    settings.atMost("http.peer.half_read_max", http.peer.half_read_max, "http.peer.connections_max", http.peer.connections_max);
    if (http.tls) {
        checkTls(*http.tls, folder, settings);
    } else if (!isThisMachine(http.host)) {
        settings.warning(Error::ConfigPlainHttp, "http.host", noteOf("http.host"));
    }
}

void checkDatabase(const DatabaseConfig& database, const Settings& settings) {
    if (!database.password || !database.url.empty()) return;
    settings.disagree("database.password", "database.url",
                      {"没有 database.url 就是 SQLite，它没有口令", "without database.url it is SQLite, which has no password"});
}

/// A job must be able to renew its lease twice before it ends.
void checkJobs(const JobsConfig& jobs, const Settings& settings) {
    const std::pair<std::string_view, core::Duration> intervals[] = {{"jobs.outbox_interval", jobs.outbox_interval},
                                                                     {"jobs.hold_expiry_interval", jobs.hold_expiry_interval},
                                                                     {"jobs.resolver_interval", jobs.resolver_interval}};
    for (const auto& [path, interval] : intervals) {
        if (interval * 3 <= jobs.lease) continue;
        settings.disagree(
            path, "jobs.lease",
            {fmt::format("{} 为 {}，jobs.lease（{}）至少应为它的三倍", path, toText(interval), toText(jobs.lease)),
             fmt::format("{} is {}, jobs.lease ({}) must be at least three times that", path, toText(interval), toText(jobs.lease))});
    }
    settings.atMost("jobs.resolver_quiet", jobs.resolver_quiet, "jobs.resolver_hand_over", jobs.resolver_hand_over);
}

void takePort(const Settings& settings, std::string_view path, std::uint16_t port, Taken& taken) {
    if (settings.isFaulty(path)) return;
    const auto [first, fresh] = taken.ports.emplace(port, settings.placeOf(path));
    if (!fresh) settings.error(Error::ConfigPortTaken, path, noteOf(fmt::format("{} ({})", port, first->second)));
}

void takeCode(const Settings& settings, const std::string& code, Taken& taken) {
    if (code.empty() || settings.isFaulty("metadata.code")) return;
    const auto [first, fresh] = taken.codes.emplace(code, settings.placeOf("metadata.code"));
    if (!fresh) settings.error(Error::ConfigCodeTaken, "metadata.code", noteOf(fmt::format("{} ({})", code, first->second)));
}

void checkAdapter(const std::string& adapter, const std::vector<std::string>& known, const Settings& settings) {
    if (adapter.empty() || std::find(known.begin(), known.end(), adapter) != known.end()) return;
    Note note = noteOf(adapter);
    note.suggestion = std::string(core::closest(adapter, {known.begin(), known.end()}));
    note.valid = known;
    settings.error(Error::ConfigAdapterUnknown, "spec.adapter", note);
}

void checkSpec(const CounterpartySpec& spec, const std::optional<std::vector<std::string>>& adapters, const Settings& settings,
               Taken& taken) {
    settings.atMost("spec.polling.calls_per_device_per_s", spec.polling.calls_per_device_per_s, "spec.polling.calls_per_s",
                    spec.polling.calls_per_s);
    if (!spec.enabled) return;  // it loads no adapter and listens nowhere
    if (adapters) checkAdapter(spec.adapter, *adapters, settings);
    if (spec.inbound.port) takePort(settings, "spec.inbound.port", *spec.inbound.port, taken);
}

void checkInsurance(const HospitalSpec& spec, const Settings& settings, const Taken& taken) {
    if (!spec.enabled || spec.insurance_by != InsuranceBy::Hub) return;
    if (spec.insurer && taken.insurers.contains(*spec.insurer)) return;
    settings.disagree("spec.insurer", "spec.insurance_by",
                      {"insurance_by: hub 时必须有 insurer：一个已启用、role 为 insurer 的对接方的代码",
                       "insurance_by: hub needs an insurer: the code of an enabled counterparty whose role is insurer"});
}

void checkCampuses(const CheckedFile& file) {
    const Node* campuses = findPath(file.root, "spec.campuses");
    if (campuses == nullptr) return;
    std::set<std::string> codes;
    for (const Node& campus : campuses->items) {
        const Node* code = campus.find("code");
        if (code == nullptr || code->faulty || codes.insert(code->text).second) continue;
        file.report.error(Error::ConfigCodeTaken, code->span, noteOf(code->text));
    }
}

}  // namespace

void checkHub(const HubConfig& hub, const fs::path& folder, const CheckedFile& file, Taken& taken) {
    const Settings settings(file);
    checkHttp(hub.http, folder, settings);
    checkDatabase(hub.database, settings);
    checkJobs(hub.jobs, settings);
    settings.atMost("idempotency.kept", hub.idempotency.kept, "idempotency.money_kept", hub.idempotency.money_kept);
    if (hub.http.port != 0) takePort(settings, "http.port", hub.http.port, taken);
}

void checkEAccountBank(const HubConfig& hub, const std::vector<CounterpartyConfig>& others, const CheckedFile& file) {
    const std::optional<std::string>& code = hub.counterparties.e_account_bank;
    const auto is_it = [&](const CounterpartyConfig& other) {
        return other.spec.enabled && other.metadata.role == Role::Bank && other.metadata.code == *code;
    };
    if (!code || std::ranges::any_of(others, is_it)) return;
    Settings(file).warning(
        Error::ConfigValuesDisagree, "counterparties.e_account_bank",
        {{fmt::format("counterparties.e_account_bank 为 {}，而 counterparties/ 中没有启用的、代码为 {} 的 role: bank", *code, *code),
          fmt::format("counterparties.e_account_bank is {}, and no enabled role: bank in counterparties/ has code {}", *code, *code)}});
}

void checkHospital(const HospitalConfig& hospital, const std::optional<std::vector<std::string>>& adapters, const CheckedFile& file,
                   Taken& taken) {
    const Settings settings(file);
    takeCode(settings, hospital.metadata.code, taken);
    checkSpec(hospital.spec, adapters, settings, taken);
    checkInsurance(hospital.spec, settings, taken);
    checkCampuses(file);
}

void checkCounterparty(const CounterpartyConfig& counterparty, const std::optional<std::vector<std::string>>& adapters,
                       const CheckedFile& file, Taken& taken) {
    const Settings settings(file);
    takeCode(settings, counterparty.metadata.code, taken);
    checkSpec(counterparty.spec, adapters, settings, taken);
    if (counterparty.spec.enabled && counterparty.metadata.role == Role::Insurer) taken.insurers.insert(counterparty.metadata.code);
}

void checkSecrets(const std::vector<SecretUse>& uses, const SecretSource& secrets, Report& report) {
    for (const SecretUse& use : uses) {
        const auto secret = secrets.secret(use.name);
        if (!secret.ok()) report.error(secret.failure().error(), use.span, noteOf(secret.failure().detail()));
    }
}

}  // namespace hub::app::config
