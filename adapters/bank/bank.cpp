#include "adapters/bank/settings.h"
#include "adapters/bank/signed_calls.h"
#include "adapters/bank/statement.h"
#include "adapters/bank/words.h"
#include "adapters/kit/offering_instance.h"
#include "adapters/kit/settings_checks.h"
#include "hub/contract/operations/health.h"

namespace adapters::bank {

namespace core = hub::core;
using namespace hub::contract;
using kit::outcomeOf;

namespace {

/// What ping asks after: a number that no transfer of ours has. "Not there", signed, says that the bank is up and knows us.
constexpr const char* kNobodysNumber = "ONECARDPING";

struct Keys {
    Signer signer;
    kit::PeerKeys bank;
};

struct Clients {
    std::unique_ptr<kit::HttpClient> calls;
    std::unique_ptr<kit::HttpClient> statements;
};

class BankInstance final : public kit::OfferingInstance {
  public:
    BankInstance(const Settings& settings, Keys keys, Clients clients, Host& host)
        : client_(settings.client),
          bank_(std::move(keys.signer), std::move(keys.bank), std::move(clients.calls), std::move(clients.statements), host.clock()) {
        offer<Ping>([this](const Meta&, const Ping::Request&) { return ping(); });
        offer<AccountBalance>([this](const Meta&, const AccountBalance::Request& request) { return balance(request); });
        offer<TransferFind>([this](const Meta&, const TransferFind::Request& request) { return find(request); });
        offer<ChannelStatementFetch>([this](const Meta&, const StatementRequest& request) { return fetch(request); });
        // The bank cannot be asked for the account of a person but by opening it again, which answers with the one that stands.
        offer<AccountOpen>(
            {AsksBy::Nothing, Repeat::SameAnswer},
            [this](const Meta& meta, const AccountOpen::Request& request) { return open(meta, request); },
            [](const Meta&, const AccountOpen::Request&) {
                return Inquiry<AccountOpen::Result>::cannotTell(
                    core::Failure(core::Error::OperationNotOffered, "the account of a person cannot be asked for"));
            });
        offer<TransferCreate>(
            {AsksBy::OurId, Repeat::SameAnswer},
            [this](const Meta& meta, const TransferCreate::Request& request) { return create(meta, request); },
            [this](const Meta& meta, const TransferCreate::Request& request) { return inquire(meta, request); });
    }

    core::Result<void> start() override { return {}; }
    void stop() override { bank_.stop(); }

  private:
    Outcome<Ping::Result> ping() {
        return outcomeOf<Ping::Result>(askTransfer(kNobodysNumber),
                                       [](const Reply& reply) { return core::Result(Ping::Result{reply.signed_at}); });
    }

    Outcome<AccountOpen::Result> open(const Meta& meta, const AccountOpen::Request& request) {
        return outcomeOf<AccountOpen::Result>(post("accounts/open", words_.ofOpen(meta.wire_id, request), Words::kOfOpen),
                                              [&](const Reply& reply) { return words_.opened(reply.body); });
    }

    Outcome<AccountBalance::Result> balance(const AccountBalance::Request& request) {
        return outcomeOf<AccountBalance::Result>(post("accounts/balance", Words::ofBalance(request.account), Words::kOfBalance),
                                                 [&](const Reply& reply) { return words_.balance(reply.body); });
    }

    Outcome<TransferCreate::Result> create(const Meta& meta, const TransferCreate::Request& request) {
        return outcomeOf<TransferCreate::Result>(post("transfers/create", words_.ofTransfer(meta.wire_id, request), Words::kOfTransfer),
                                                 [&](const Reply& reply) { return transferAsked(reply, meta.wire_id, request); });
    }

    Inquiry<TransferCreate::Result> inquire(const Meta& meta, const TransferCreate::Request& request) {
        using Found = core::Result<std::optional<TransferCreate::Result>>;
        return kit::inquiryOf<TransferCreate::Result>(askTransfer(meta.wire_id), [&](const Reply& reply) -> Found {
            if (!reply.there) return std::optional<TransferCreate::Result>();
            core::Result<TransferCreate::Result> result = transferAsked(reply, meta.wire_id, request);
            if (!result.ok()) return result.failure();
            return std::optional(std::move(*result));
        });
    }

    Outcome<TransferFind::Result> find(const TransferFind::Request& request) {
        return outcomeOf<TransferFind::Result>(askTransfer(request.our_number),
                                               [&](const Reply& reply) -> core::Result<TransferFind::Result> {
                                                   if (!reply.there) return TransferFind::Result{};
                                                   core::Result<BankTransfer> transfer = words_.transfer(reply.body, request.our_number);
                                                   if (!transfer.ok()) return transfer.failure();
                                                   return TransferFind::Result{std::move(*transfer)};
                                               });
    }

    Outcome<Statement> fetch(const StatementRequest& request) {
        return outcomeOf<Statement>(bank_.statement(request.day), [&](const Reply& reply) -> core::Result<Statement> {
            if (reply.there) return readStatement(reply.body, request.day, client_);
            Statement none;
            none.day = request.day;
            none.ready = false;
            return none;
        });
    }

    Answer post(std::string_view method, const core::Result<std::string>& body, std::span<const std::string_view> members,
                std::string_view absent_code = "") {
        if (!body.ok()) return kit::notWritable(body.failure());
        return bank_.post(method, *body, members, absent_code);
    }

    Answer askTransfer(const std::string& number) {
        return post("transfers/find", Words::ofFind(number), Words::kOfFind, "no_such_transfer");
    }

    /// The transfer of the number, of the kind and with the amount that were asked.
    core::Result<TransferCreate::Result> transferAsked(const Reply& reply, const std::string& number,
                                                       const TransferCreate::Request& request) const {
        core::Result<BankTransfer> transfer = words_.transfer(reply.body, number);
        if (!transfer.ok()) return transfer.failure();
        if (transfer->kind != request.kind) return core::Failure(core::Error::PeerAnswerNotValid, "kind is another");
        const core::Result<void> same = kit::sameAmount(request.amount, transfer->amount);
        if (!same.ok()) return same.failure();
        return TransferCreate::Result{std::move(*transfer)};
    }

    const std::string client_;
    const Words words_;
    SignedCalls bank_;
};

core::Result<std::unique_ptr<kit::HttpClient>> clientOf(const Settings& settings, core::Duration within, std::size_t answer_bytes_max,
                                                        const core::Clock& clock) {
    kit::HttpLimits limits;
    limits.answer_within = within;
    limits.answer_bytes_max = answer_bytes_max;
    std::optional<kit::TlsFiles> tls;
    if (settings.authority_file) tls = kit::TlsFiles{*settings.authority_file};
    return kit::HttpClient::make(settings.url, tls, limits, clock);
}

core::Result<std::unique_ptr<kit::HttpClient>> callsOf(const Settings& settings, const core::Clock& clock) {
    return clientOf(settings, *settings.answer_within, 64 * 1024, clock);
}

/// Also: SecretMissing, ChannelKeyNotUsable.
core::Result<Keys> keysOf(const Settings& settings, Host& host) {
    const core::Result<core::Sensitive<std::string>> pem = host.secret(settings.private_key.secret);
    if (!pem.ok()) return pem.failure();
    core::Result<kit::RsaPrivateKey> private_key = kit::RsaPrivateKey::read(*pem);
    if (!private_key.ok()) return private_key.failure();
    core::Result<kit::PeerKeys> bank = kit::PeerKeys::read(settings.bank_keys);
    if (!bank.ok()) return bank.failure();
    return Keys{{settings.client, settings.serial, std::move(*private_key)}, std::move(*bank)};
}

class BankAdapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        return readChecked(settings.json).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) override {
        const kit::SettingsRead<Settings> read = readChecked(settings.json);
        if (read.problems.any()) return read.problems.failure();
        core::Result<std::unique_ptr<kit::HttpClient>> calls = callsOf(read.value, host.clock());
        if (!calls.ok()) return calls.failure();
        core::Result<std::unique_ptr<kit::HttpClient>> statements =
            clientOf(read.value, *read.value.statement_within, kStatementBytesMax, host.clock());
        if (!statements.ok()) return statements.failure();
        core::Result<Keys> keys = keysOf(read.value, host);
        if (!keys.ok()) return keys.failure();
        return std::unique_ptr<Instance>(new BankInstance(read.value, std::move(*keys), {std::move(*calls), std::move(*statements)}, host));
    }

  private:
    /// With what only the client can find: an address that is none, a file that is not there.
    static kit::SettingsRead<Settings> readChecked(const std::string& json) {
        kit::SettingsRead<Settings> read = kit::readSettings<Settings>(json);
        if (read.problems.any()) return read;
        const core::SystemClock clock;
        kit::checkClient(callsOf(read.value, clock), read.problems);
        return read;
    }
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter();
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<BankAdapter>(); }

}  // namespace adapters::bank
