#include "adapters/kit/http_settings.h"
#include "adapters/kit/secret_text.h"
#include "adapters/nhsa/instances.h"

namespace adapters::nhsa {

namespace core = hub::core;
using namespace hub::contract;

namespace {

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;  // a hundred lines, sealed, have less than a tenth

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
        return kit::readHttpSettings<Settings>(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& instance, Host& host) override {
        const kit::SettingsRead<Settings> read = kit::readHttpSettings<Settings>(instance.json);
        if (read.problems.any()) return read.problems.failure();
        const Settings& settings = read.value;
        core::Result<std::unique_ptr<kit::HttpClient>> client =
            kit::clientOf({settings.url, settings.authority_file, *settings.answer_within}, host.clock(), kAnswerBytesMax);
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
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter();
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<NhsaAdapter>(); }

}  // namespace adapters::nhsa
