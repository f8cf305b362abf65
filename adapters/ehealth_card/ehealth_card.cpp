#include "adapters/ehealth_card/platform.h"
#include "adapters/ehealth_card/settings.h"
#include "adapters/ehealth_card/voucher_service.h"
#include "adapters/ehealth_card/words.h"
#include "adapters/kit/offering_instance.h"
#include "adapters/kit/secret_text.h"
#include "adapters/kit/settings_checks.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/verify.h"

namespace adapters::ehealth_card {

namespace core = hub::core;
using namespace hub::contract;
using kit::outcomeOf;

namespace {

class EhealthCardInstance final : public kit::OfferingInstance {
  public:
    EhealthCardInstance(const Settings& settings, core::Sensitive<std::string> secret, std::unique_ptr<kit::HttpClient> client, Host& host)
        : clock_(host.clock()),
          client_(std::move(client)),
          platform_({settings.hospital, settings.app, std::move(secret)}, *client_, clock_),
          voucher_service_(settings.organisation, *client_) {
        offer<PersonVerify>([this](const Meta&, const PersonVerify::Request& request) { return verify(request); });
        offer<CredentialDecode>([this](const Meta& meta, const CredentialDecode::Request& request) { return decode(meta, request); });
        // Nothing lets the platform be asked for the card of a certificate but registering again, which answers with the same card.
        offer<CredentialIssue>(
            {AsksBy::Nothing, Repeat::SameAnswer},
            [this](const Meta& meta, const CredentialIssue::Request& request) { return issue(meta, request); },
            [](const Meta&, const CredentialIssue::Request&) {
                return Inquiry<CredentialIssue::Result>::cannotTell(
                    core::Failure(core::Error::OperationNotOffered, "the card of a certificate cannot be asked for"));
            });
        offer<Ping>([this](const Meta&, const Ping::Request&) { return ping(); });
    }

    core::Result<void> start() override { return {}; }
    void stop() override { client_->stop(); }

  private:
    Outcome<Ping::Result> ping() {
        const kit::TokenAnswer token = platform_.ping();
        if (const auto* none = std::get_if<kit::NoAnswer>(&token)) return outcomeOf<Ping::Result>(*none);
        return Outcome<Ping::Result>::done({});
    }

    Outcome<PersonVerify::Result> verify(const PersonVerify::Request& request) {
        const core::Result<Members> members = words_.ofVerify(request);
        if (!members.ok()) return outcomeOf<PersonVerify::Result>(kit::notWritable(members.failure()));
        return outcomeOf<PersonVerify::Result>(platform_.call("verifyRealName", *members, Resend::WhenUnanswered),
                                               [&](const Reply& reply) { return words_.verdict(reply.content); });
    }

    /// Never sent again unanswered: a code works once, and one that was just decoded would be refused as used.
    Outcome<CredentialDecode::Result> decode(const Meta& meta, const CredentialDecode::Request& request) {
        const std::string& code = request.code.reveal();
        if (request.kind == CredentialKind::EhealthCard)
            return outcomeOf<CredentialDecode::Result>(platform_.call("getHealthCardByQRCode", words_.ofShownCode(request), Resend::Never),
                                                       [&](const Reply& reply) { return words_.shownCard(reply.content, code); });
        if (request.kind == CredentialKind::InsuranceVoucher)
            return outcomeOf<CredentialDecode::Result>(voucher_service_.decode(words_.ofVoucher(request, meta.staff_id.value_or(""))),
                                                       [&](const Reply& reply) { return words_.voucher(reply.content, code); });
        return outcomeOf<CredentialDecode::Result>(
            kit::notWritable(core::Failure(core::Error::RequestNotWritable, "neither service decodes this kind of credential")));
    }

    Outcome<CredentialIssue::Result> issue(const Meta& meta, const CredentialIssue::Request& request) {
        const core::Result<std::string> request_id = requestIdOf(meta.wire_id);
        if (!request_id.ok()) return outcomeOf<CredentialIssue::Result>(kit::notWritable(request_id.failure()));
        const core::Result<Members> members =
            request.card ? words_.ofDynamicCode(request.person, *request.card) : words_.ofRegistration(request.person);
        if (!members.ok()) return outcomeOf<CredentialIssue::Result>(kit::notWritable(members.failure()));
        const core::UtcTime asked_at = clock_.utc();
        const Answer answer =
            platform_.call(request.card ? "getDynamicQRCode" : "registerHealthCard", *members, *request_id, Resend::Never);
        return outcomeOf<CredentialIssue::Result>(answer, [&](const Reply& reply) {
            return request.card ? words_.dynamicCode(reply.content, *request.card, asked_at) : words_.registered(reply.content);
        });
    }

    const core::Clock& clock_;
    const Words words_;
    const std::unique_ptr<kit::HttpClient> client_;
    Platform platform_;
    VoucherService voucher_service_;
};

core::Result<std::unique_ptr<kit::HttpClient>> clientOf(const Settings& settings, const core::Clock& clock) {
    kit::HttpLimits limits;
    limits.answer_within = *settings.answer_within;
    limits.answer_bytes_max = 64 * 1024;
    std::optional<kit::TlsFiles> tls;
    if (settings.authority_file) tls = kit::TlsFiles{*settings.authority_file};
    return kit::HttpClient::make(settings.url, tls, limits, clock);
}

class EhealthCardAdapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        return readChecked(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) override {
        const kit::SettingsRead<Settings> read = readChecked(settings.json);
        if (read.problems.any()) return read.problems.failure();
        core::Result<std::unique_ptr<kit::HttpClient>> client = clientOf(read.value, host.clock());
        if (!client.ok()) return client.failure();
        core::Result<core::Sensitive<std::string>> secret = kit::secretText(read.value.app_secret, host);
        if (!secret.ok()) return secret.failure();
        return std::unique_ptr<Instance>(new EhealthCardInstance(read.value, std::move(*secret), std::move(*client), host));
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
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<EhealthCardAdapter>(); }

}  // namespace adapters::ehealth_card
