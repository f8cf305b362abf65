#include "adapters/kit/secret_text.h"
#include "adapters/kit/settings_checks.h"
#include "adapters/nhsa/instances.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;

namespace {

core::Result<std::unique_ptr<kit::HttpClient>> clientOf(const Settings& settings, const core::Clock& clock) {
    kit::HttpLimits limits;
    limits.answer_within = *settings.answer_within;
    limits.answer_bytes_max = 1024 * 1024;  // a hundred lines, sealed, have less than a tenth
    std::optional<kit::TlsFiles> tls;
    if (settings.authority_file) tls = kit::TlsFiles{*settings.authority_file};
    return kit::HttpClient::make(settings.url, tls, limits, clock);
}

/// Also: SecretMissing, ChannelKeyNotUsable.
core::Result<SmKeys> keysOf(const SmSettings& settings, const std::optional<MobileSettings>& mobile,
                            const core::Sensitive<std::string>& secret, Host& host) {
    const core::Result<core::Sensitive<std::string>> pem = host.secret(settings.private_key.secret);
    if (!pem.ok()) return pem.failure();
    core::Result<SigningKey> ours = SigningKey::read(*pem);
    if (!ours.ok()) return ours.failure();
    core::Result<VerifyingKey> theirs = VerifyingKey::read(settings.insurer_key);
    if (!theirs.ok()) return theirs.failure();
    if (mobile) return SmKeys{std::move(*ours), std::move(*theirs), SharedKey::ofApplication(mobile->app, secret)};
    const core::Result<core::Sensitive<std::string>> bytes = host.secret(settings.shared_key->secret);
    if (!bytes.ok()) return bytes.failure();
    core::Result<SharedKey> shared = SharedKey::read(*bytes);
    if (!shared.ok()) return shared.failure();
    return SmKeys{std::move(*ours), std::move(*theirs), std::move(*shared)};
}

class NhsaAdapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        return readChecked(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& instance, Host& host) override {
        const kit::SettingsRead<Settings> read = readChecked(instance.json);
        if (read.problems.any()) return read.problems.failure();
        const Settings& settings = read.value;
        core::Result<std::unique_ptr<kit::HttpClient>> client = clientOf(settings, host.clock());
        if (!client.ok()) return client.failure();
        core::Result<core::Sensitive<std::string>> secret =
            kit::secretText(settings.mobile ? settings.mobile->app_secret : settings.counter->access_secret, host);
        if (!secret.ok()) return secret.failure();
        std::optional<SmKeys> sm;
        if (settings.sm) {
            core::Result<SmKeys> keys = keysOf(*settings.sm, settings.mobile, *secret, host);
            if (!keys.ok()) return keys.failure();
            sm = std::move(*keys);
        }
        Parts parts{settings, std::move(*secret), std::move(sm), std::move(*client)};
        return settings.chain == Chain::Mobile ? makeMobile(std::move(parts), host) : makeCounter(std::move(parts), host);
    }

  private:
    /// With what only the client can find: an address that is none, a file that is not there.
    static kit::SettingsRead<Settings> readChecked(const std::string& json) {
        kit::SettingsRead<Settings> read = kit::readSettings<Settings>(json);
        if (read.problems.any()) return read;
        const core::SystemClock clock;
        kit::checkClient(clientOf(read.value, clock), read.problems);
        return read;
    }
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter();
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<NhsaAdapter>(); }

}  // namespace adapters::nhsa
