#include "hub/app/hub_server.h"

#include <unistd.h>

#include <chrono>
#include <deque>
#include <fstream>
#include <future>
#include <map>
#include <utility>

#include "hub/access/failure_gate.h"
#include "hub/access/tokens.h"
#include "hub/api/http/server.h"
#include "hub/api/rest/local_desk.h"
#include "hub/api/rest/routes.h"
#include "hub/app/admin_routes.h"
#include "hub/app/counterparty_host.h"
#include "hub/app/file_limit.h"
#include "hub/app/foundation.h"
#include "hub/app/gateway_counterparties.h"
#include "hub/app/gateway_setup.h"
#include "hub/app/http_settings.h"
#include "hub/app/log.h"
#include "hub/app/people_admin_routes.h"
#include "hub/app/system_routes.h"
#include "hub/app/weights_routes.h"
#include "hub/audit/sealer.h"
#include "hub/core/json.h"
#include "hub/flows/match_flow.h"
#include "hub/identity/index/judgement.h"
#include "hub/identity/index/matched_people.h"
#include "hub/jobs/charge_watch.h"
#include "hub/jobs/event_relay.h"
#include "hub/jobs/inbound_applier.h"
#include "hub/jobs/index_keeper.h"
#include "hub/jobs/match_asker.h"
#include "hub/jobs/match_walk.h"
#include "hub/jobs/name_checker.h"
#include "hub/jobs/retention.h"
#include "hub/jobs/rewriting.h"
#include "hub/ledger/writer.h"
#include "hub/vault/signer.h"

namespace hub::app {

namespace fs = std::filesystem;
using core::Result;

namespace {

constexpr std::size_t kDueAtOnce = 256;
constexpr core::Duration kAnnounceEvery{200};
constexpr core::Duration kUsedCodesKept = std::chrono::hours(1);               // they are good for a minute
constexpr core::Duration kPastSeatsKept = std::chrono::hours(24);              // of days that are over
constexpr core::Duration kExpiredPaperCodesKept = std::chrono::hours(24 * 7);  // past their last day
constexpr core::Duration kExpiredTokensKept = std::chrono::hours(24 * 7);

payment::Settles settlesOf(const config::CounterpartyConfig& counterparty) {
    return counterparty.spec.settles == config::Settles::Direct ? payment::Settles::Direct : payment::Settles::ViaHub;
}

/// The insurer stands among the counterparties: the configuration was checked. One whose own file has mistakes is out of service.
std::optional<api::rest::Insurance> insuranceOf(const config::HospitalSpec& hospital, const config::Loaded& loaded) {
    if (hospital.insurance_by != config::InsuranceBy::Hub) return std::nullopt;
    for (const config::CounterpartyConfig& other : loaded.counterparties) {
        if (other.metadata.code == hospital.insurer)
            return api::rest::Insurance{other.metadata.code, settlesOf(other), {other.spec.fund_includes_account}};
    }
    return std::nullopt;
}

api::rest::Hospitals hospitalsOf(const config::Loaded& loaded) {
    api::rest::Hospitals hospitals;
    for (const config::HospitalConfig& hospital : loaded.hospitals) {
        if (!hospital.spec.enabled) continue;
        const auto choice = core::enumFromName<identity::FileChoice>(core::enumName(hospital.spec.file_choice));
        HUB_ASSERT(choice.has_value());  // the same words
        const bool hub_counts = hospital.spec.slots_by == config::SlotsBy::Hub;
        hospitals.emplace(hospital.metadata.code,
                          api::rest::Hospital{hospital.metadata.name, *choice, hub_counts, insuranceOf(hospital.spec, loaded)});
    }
    return hospitals;
}

/// Files may stand at a hospital that is switched off by now.
identity::FileChoice fileChoiceOf(const api::rest::Hospitals& hospitals, std::string_view code) {
    const auto hospital = hospitals.find(code);
    return hospital == hospitals.end() ? identity::FileChoice::LastVisit : hospital->second.file_choice;
}

api::rest::Channels channelsOf(const config::Loaded& loaded) {
    api::rest::Channels channels;
    for (const config::CounterpartyConfig& other : loaded.counterparties) {
        if (!other.spec.enabled || other.metadata.role != config::Role::Channel || !other.spec.merchant) continue;
        channels.emplace(other.metadata.code, api::rest::Channel{other.metadata.name, *other.spec.merchant, settlesOf(other)});
    }
    return channels;
}

std::vector<std::string> identityServicesOf(const config::Loaded& loaded) {
    std::vector<std::string> codes;
    for (const config::CounterpartyConfig& other : loaded.counterparties) {
        if (other.spec.enabled && other.metadata.role == config::Role::Identity) codes.push_back(other.metadata.code);
    }
    return codes;
}

jobs::ChargeWatchSettings watchSettings(const config::Loaded& loaded, core::Duration day_cut) {
    jobs::ChargeWatchSettings settings;
    settings.day_cut = day_cut;
    for (const config::HospitalConfig& hospital : loaded.hospitals) {
        const config::PollingBudget& budget = hospital.spec.polling;
        if (hospital.spec.enabled) settings.hospitals[hospital.metadata.code] = {budget.calls_per_s, budget.calls_per_device_per_s};
    }
    return settings;
}

std::vector<std::string> codesOf(const std::vector<gateway::ServiceChange>& counterparties) {
    std::vector<std::string> codes;
    for (const gateway::ServiceChange& one : counterparties) codes.push_back(one.counterparty);
    return codes;
}

std::vector<payment::PersonId> peopleOf(const std::vector<std::string>& streams) {
    std::vector<payment::PersonId> people;
    for (const std::string& stream : streams) {
        if (const std::optional<payment::PersonId> person = flows::personOf(stream)) people.push_back(*person);
    }
    return people;
}

flows::RunnerSettings runnerSettings(const config::JobsConfig& jobs, const std::string& owner, const flows::CrashHook& crash) {
    flows::RunnerSettings settings;
    settings.rules = {.quiet = jobs.resolver_quiet, .hand_over = jobs.resolver_hand_over};
    settings.lease = settings.inquiry_deadline + jobs.lease;  // a question may take its time
    settings.owner = owner;
    settings.crash = crash;
    return settings;
}

jobs::RewritingSettings rewritingSettings(const config::JobsConfig& jobs) {
    jobs::RewritingSettings settings;
    settings.rows = jobs.reseal_rows;
    settings.pace.between = jobs.reseal_pause;
    return settings;
}

void logWeightsRun(const flows::WeightsRun& run) {
    std::string fields = "run=" + run.id.text() + " work=" + std::string(core::enumName(run.work)) +
                         " state=" + std::string(core::enumName(run.state)) + " records=" + std::to_string(run.records) +
                         " pairs=" + std::to_string(run.pairs);
    if (!run.weights.empty()) fields += " weights=" + run.weights;
    if (run.why) fields += " " + logFields(*run.why);
    logInfo("weights_run_ended", fields);
}

/// "HH:MM", as the schema has checked it.
core::Duration dayCutOf(const std::string& text) {
    return std::chrono::hours(std::stoi(text.substr(0, 2))) + std::chrono::minutes(std::stoi(text.substr(3)));
}

flows::FlowSettings flowSettings(const config::HubConfig& config) {
    flows::FlowSettings settings;
    settings.day_cut = dayCutOf(config.time.day_cut);
    settings.e_account_bank = config.counterparties.e_account_bank.value_or("");
    return settings;
}

/// Waits for something that calls back.
template <class Begin>
void awaitEnd(Begin begin) {
    const auto ended = std::make_shared<std::promise<void>>();  // shared: whoever calls back may come after a time-out
    begin([ended] { ended->set_value(); });
    ended->get_future().wait();
}

}  // namespace

/// In the order in which they depend on each other: each stands on those above it.
struct HubServer::State {
    State(const config::Loaded& loaded, const config::SecretSource& secrets, const Folders& folders, std::unique_ptr<Foundation> opened,
          vault::Signer&& keys, flows::CrashHook hook);

    const config::HubConfig config;
    const config::SecretSource& secrets;
    const Folders folders;
    const flows::CrashHook crash;
    std::unique_ptr<Foundation> foundation;
    vault::Signer signer;
    core::SystemIdSource ids{foundation->clock()};
    const std::string owner = ids.next<core::AttemptId>().text();
    storage::Storage& storage = foundation->storage();
    core::Executor& executor = foundation->executor();
    core::Clock& clock = foundation->clock();

    // Who they are and what they may.
    identity::index::MatchedPeople people{storage.identity(), storage.outbox(), ids, clock};
    identity::Cards cards{storage.identity(), ids, clock};
    identity::Registration registration{people, cards, ids, clock};
    identity::HospitalFiles hospital_files{people, ids, clock};
    identity::CardCodes card_codes{storage.identity(), signer, ids, clock};
    identity::PaperCodes paper_codes{storage.credentials(), storage.identity(), signer, ids, clock};
    identity::Credentials credentials{storage.credentials(), ids, clock};
    identity::Merges merges{storage.merges(), storage.reviews(), storage.identity(), clock};
    identity::Relations relations{storage.identity(), storage.relations(), merges, ids, clock};
    identity::Newborns newborns{people, registration, relations, cards, ids, clock};
    identity::Reviews reviews{storage.reviews(), merges, storage.identity(), ids, clock};
    identity::Withdrawals withdrawals{storage.withdrawals(), people, merges, clock};
    payment::Decisions decisions{{storage.decisions(), storage.payments(), storage.refunds(), storage.cases()}, clock};
    identity::FileCases file_cases{storage.fileCases(), storage.identity(), merges, clock};
    identity::index::MasterIndex index{storage.reads(), storage.matches(), identity::matching::startingWeights()};
    identity::index::KnownPeople known{{storage.identity(), storage.relations(), merges, index, clock}};
    identity::WeightsBook weights_book{storage.weights(), ids, clock};
    access::Tokens tokens{storage.access(), ids, clock};
    access::FailureGate failures{clock, {}};
    audit::Witness witness{storage.audit(), ids, clock};
    audit::Sealer sealer{storage.units(), storage.reads(), storage.audit(), signer, ids, executor, clock, {}};

    // Counterparties.
    flows::InboundGate gate;
    std::unique_ptr<gateway::Gateway> gateway;
    GatewayCounterparties counterparties;

    // Flows.
    flows::AttemptRunner runner;
    flows::Carrier carrier{storage.units(), runner, ids, crash};
    flows::Steps steps{storage.attempts(), runner, counterparties};
    flows::Changes changes;
    flows::Events events;
    ledger::LedgerWriter ledger{storage.ledgerUnits(), storage.reads(), storage.ledger(), executor, clock, owner};
    flows::CareFlows care;
    flows::RecordFlow records{care.house(), storage.reports()};
    flows::RecordReading record_reading{care.house(), records, {storage.reports(), storage.consents(), witness}};
    flows::Consents consents{care.house(), storage.consents()};
    flows::IdentityServices identity_services;
    flows::HospitalNotices notices;
    flows::RegistrationFlow registering{care.house(),
                                        {identity_services, storage.identity(), registration, newborns, notices, storage.outbox()}};
    flows::ScanFlow scanning{care.house(),
                             {identity_services, storage.identity(), registration, cards, card_codes, paper_codes, credentials, merges}};
    flows::MergeFlow merging{care.house(), {reviews, storage.reviews(), merges, storage.merges(), witness, notices}};
    flows::MatchFlow match_flow{care.house(), {storage.identity(), index, known, merges, reviews, storage.reviews(), merging}};
    flows::WeightsFlow weights;
    flows::FileFlow files;
    flows::FileDecisions file_decisions{care.house(), {care.charges(), records, storage.identity(), hospital_files, merges}};
    flows::FileMatching file_matching{care.house(), files, {people, hospital_files, index, known}};
    flows::InboundFlow inbound{
        care, files, file_matching, records, {storage.identity(), hospital_files, storage.credentials(), storage.relations()}};

    // Jobs.
    jobs::EventRelay relay;
    jobs::InboundApplier applier;
    jobs::NameChecker name_checker;
    jobs::IndexKeeper index_keeper;
    jobs::MatchAsker match_asker;
    jobs::MatchWalk match_walk;
    jobs::Rewriting resealing;
    jobs::Rewriting reindexing;
    jobs::Periodic resolver;
    jobs::Periodic ticker;
    std::deque<jobs::Retention> retentions;
    std::unique_ptr<jobs::ChargeWatch> charge_watch;  // asks who listens, and so is made last
    jobs::Periodic announcer;
    std::size_t announced = 0;  // listeners in the port file; used by the announcer alone once it has started

    // The front.
    api::events::EventStreams streams;
    api::events::Tickets tickets{clock};
    api::rest::House rest_house;
    api::rest::Desk desk{rest_house};
    api::rest::LocalDesk local_desk{rest_house, storage.access()};
    SystemPages pages;
    api::Router router;
    api::Router admin;
    api::http::Server http;

    std::uint16_t http_port = 0;
    bool stopped = false;

    void forget(std::string name, core::Duration kept, jobs::Retention::Forget what) {
        retentions.emplace_back(jobs::Retention::House{storage.units(), ids, executor, clock},
                                jobs::RetentionSettings{.name = std::move(name), .kept = kept}, std::move(what));
    }
    Result<RotatedKey> rotateKey(KeyKind kind) {
        const Result<RotatedKey> rotated = app::rotateKey(*foundation, signer, kind);
        if (!rotated.ok()) return rotated.failure();
        logInfo("key_rotated", "kind=" + std::string(core::enumName(kind)) + " key=" + std::to_string(rotated->current));
        if (kind == KeyKind::Seal) resealing.wake();
        if (kind == KeyKind::Index) reindexing.wake();
        return rotated;
    }
    Reachable reachable() const { return {http_port, (folders.data / config.http.admin_socket).string(), gateway->endpoints()}; }
};

HubServer::State::State(const config::Loaded& loaded, const config::SecretSource& from, const Folders& where,
                        std::unique_ptr<Foundation> opened, vault::Signer&& keys, flows::CrashHook hook)
    : config(*loaded.hub),
      secrets(from),
      folders(where),
      crash(std::move(hook)),
      foundation(std::move(opened)),
      signer(std::move(keys)),
      gate({storage.units(), storage.inbox(), storage.outbox(), ids, clock, [this] { applier.wake(); }, crash}),
      gateway(std::make_unique<gateway::Gateway>(folders.adapters, executor, clock, std::hash<std::string>()(owner),
                                                 [](const gateway::ServiceChange& change) {
                                                     std::string fields = "counterparty=" + change.counterparty +
                                                                          " state=" + std::string(core::enumName(change.state));
                                                     if (change.reason) fields += " " + logFields(*change.reason);
                                                     logInfo("counterparty_changed", fields);
                                                 })),
      counterparties([this](std::string_view code) { return gateway->find(code); }, executor),
      runner({storage.units(), storage.reads(), storage.attempts(), counterparties, clock, ids}, runnerSettings(config.jobs, owner, crash)),
      events(storage.outbox(), ids, clock, [this] { relay.wake(); }),
      care({storage.units(),
            storage.reads(),
            storage.attempts(),
            runner,
            carrier,
            steps,
            counterparties,
            executor,
            clock,
            ids,
            events,
            changes,
            ledger,
            storage.bookings(),
            storage.seats(),
            storage.charges(),
            storage.payments(),
            storage.refunds(),
            storage.settlements(),
            storage.eAccounts(),
            storage.accountTransfers(),
            storage.cases(),
            merges,
            storage.identity(),
            flowSettings(config)}),
      identity_services(care.house(), identityServicesOf(loaded)),
      notices(care.house(), storage.identity(), [this](std::string_view hospital) { return fileChoiceOf(rest_house.hospitals, hospital); }),
      weights({storage.units(), storage.reads(), weights_book, storage.weights(), storage.matches(), storage.identity(), changes, clock,
               [this](const contract::PersonDetails& details) { return index.read(details); },
               [this](const identity::matching::Weights& active) {
                   index.use(active);
                   logInfo("weights_used", "weights=" + identity::index::nameOf(active));
               },
               logWeightsRun},
              {.sample_records = config.matching.sample_records}),
      files(care.house(), care.charges(), records, {storage.identity(), hospital_files, storage.credentials(), storage.relations()}),
      relay({storage.units(), storage.reads(), storage.outbox(), storage.events(), ids, executor, clock},
            {.pace = {.interval = config.jobs.outbox_interval}, .lease = config.jobs.lease, .owner = owner, .crash = crash}),
      applier({storage.units(), storage.reads(), storage.outbox(), ids, executor, clock, carrier, inbound},
              {.pace = {.interval = config.jobs.outbox_interval}, .lease = config.jobs.lease, .owner = owner, .crash = crash}),
      name_checker({storage.units(), storage.reads(), storage.outbox(), ids, executor, clock, registering}, {.owner = owner}),
      index_keeper(index, storage.reads(), executor, clock,
                   {.on_failure =
                        [this](const core::Failure& why) {
                            logWarning(index.isReady() ? "match_weights_not_read" : "match_image_not_loaded", logFields(why));
                        },
                    .take_weights = [this] { return weights.takeOver(); }}),
      match_asker({storage.units(), storage.reads(), storage.outbox(), ids, executor, clock, match_flow},
                  {.pace = {.interval = config.jobs.outbox_interval}, .lease = config.jobs.lease, .owner = owner}),
      match_walk({storage.units(), storage.reads(), storage.matchWalk(), storage.outbox(), ids, executor, clock, index}, {}),
      resealing({storage.units(), storage.reads(), storage.reseal(), ids, executor, clock}, rewritingSettings(config.jobs)),
      reindexing({storage.units(), storage.reads(), storage.reindex(), ids, executor, clock}, rewritingSettings(config.jobs)),
      resolver(executor, clock, {.interval = config.jobs.resolver_interval},
               [this](jobs::Periodic::Ended ended) {
                   runner.resolveDue([ended = std::move(ended)](std::size_t) { ended(jobs::Round::Idle); });
               }),
      ticker(executor, clock, {.interval = config.jobs.resolver_interval},
             [this](jobs::Periodic::Ended ended) {
                 care.tickDue(kDueAtOnce, [ended = std::move(ended)](const Result<std::size_t>& ticked) {
                     if (!ticked.ok()) return ended(jobs::Round::Failed);
                     ended(*ticked == 0 ? jobs::Round::Idle : jobs::Round::More);
                 });
             }),
      announcer(executor, clock, {.interval = kAnnounceEvery},
                [this](const jobs::Periodic::Ended& ended) {
                    const Reachable now = reachable();
                    if (now.listeners.size() != announced && writePortFile(folders.data, now).ok()) announced = now.listeners.size();
                    ended(jobs::Round::Idle);
                }),
      streams({storage.reads(), storage.events(), executor, clock}, {.streams_max = config.http.streams_max}),
      rest_house{storage.units(),
                 storage.reads(),
                 executor,
                 clock,
                 ids,
                 carrier,
                 changes,
                 storage.requests(),
                 care,
                 files,
                 records,
                 record_reading,
                 consents,
                 storage.identity(),
                 registration,
                 registering,
                 identity_services,
                 scanning,
                 cards,
                 card_codes,
                 paper_codes,
                 credentials,
                 relations,
                 newborns,
                 merges,
                 reviews,
                 withdrawals,
                 merging,
                 weights,
                 notices,
                 hospital_files,
                 file_cases,
                 file_decisions,
                 tokens,
                 failures,
                 witness,
                 storage.audit(),
                 decisions,
                 storage.paymentSearch(),
                 streams,
                 tickets,
                 hospitalsOf(loaded),
                 channelsOf(loaded),
                 {config.http.answer_wait, config.idempotency.kept, config.idempotency.money_kept}},
      pages({*gateway, storage, ledger, runner, relay, applier, name_checker, index, file_matching, match_flow, match_asker, match_walk,
             resealing, reindexing, streams, [this] { return charge_watch->figures(); }, [this] { return http.metrics(); }}),
      router([this] {
          std::vector<api::Route> routes = api::rest::restRoutes(&desk);
          for (api::Route& route : pages.routes(config.metrics.enabled)) routes.push_back(std::move(route));
          return routes;
      }()),
      admin([this] {
          std::vector<api::Route> routes =
              adminRoutes({carrier, storage, tokens, [this] { return codesOf(gateway->status()); }, clock,
                           [this] { return keyStatus(*foundation); }, [this](KeyKind kind) { return rotateKey(kind); }});
          for (api::Route& route : peopleAdminRoutes(&local_desk)) routes.push_back(std::move(route));
          for (api::Route& route :
               weightsRoutes({weights, storage.reads(), executor, clock, changes, storage.identity(), storage.reviews()}))
              routes.push_back(std::move(route));
          return routes;
      }()),
      http(httpSettings(config.http), clock, ids, [](const std::optional<api::TraceId>& trace, const std::string& what) {
          logError("http_fault", "trace=" + (trace ? trace->text() : std::string("-")) + " what=\"" + what + "\"");
      }) {
    forget("event", config.events.kept, [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.events().forgetBefore(transaction, before, limit);
    });
    forget("request", core::Duration(0), [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.requests().forgetExpired(transaction, before, limit);  // each says itself until when it is kept
    });
    forget("work-key", config.database.work_keys_kept, [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.forgetWorkKeys(transaction, before, limit);
    });
    forget("card-code", kUsedCodesKept, [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.identity().forgetCodes(transaction, before, limit);
    });
    forget("paper-code", kExpiredPaperCodesKept, [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.credentials().forgetPaperCodes(transaction, core::shanghaiDate(before, core::Duration(0)), limit);
    });
    forget("seat", kPastSeatsKept, [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.seats().forgetBefore(transaction, core::shanghaiDate(before, core::Duration(0)), limit);
    });
    forget("token", kExpiredTokensKept, [this](auto& transaction, core::UtcTime before, std::size_t limit) {
        return storage.access().forgetTokens(transaction, before, limit);
    });
    charge_watch = std::make_unique<jobs::ChargeWatch>(
        jobs::ChargeWatch::House{storage.reads(), storage.identity(), merges, storage.bookings(), counterparties, care.charges(), executor,
                                 clock},
        watchSettings(loaded, flowSettings(config).day_cut), [this] { return peopleOf(streams.listenedTo()); });
    rest_house.charge_readings = [this](payment::PersonId person) { return charge_watch->readings(person); };
    relay.subscribe([this](const std::vector<std::string>& moved) { streams.moved(moved); });
    const auto make_host = [this](const std::string& code, core::SameIdOtherBody policy) {
        return std::make_shared<CounterpartyHost>(code, policy, gate, secrets, clock);
    };
    for (gateway::CounterpartySetup& setup : gatewaySetups(loaded, make_host)) gateway->add(std::move(setup));
}

Result<std::unique_ptr<HubServer>> HubServer::start(const config::Loaded& loaded, const config::SecretSource& secrets,
                                                    const Folders& folders, flows::CrashHook crash) {
    HUB_ASSERT(loaded.hub.has_value());
    const config::HubConfig& config = *loaded.hub;
    constexpr std::size_t kOtherFiles = 300;  // database, adapters' connections, libraries
    const std::size_t files_needed = static_cast<std::size_t>(config.http.connections_max) + kOtherFiles;
    if (const std::size_t files = raiseFileLimit(); files < files_needed)
        logWarning("file_limit", "allowed=" + std::to_string(files) + " needed=" + std::to_string(files_needed));
    Result<std::unique_ptr<Foundation>> foundation = Foundation::open(config, secrets, folders.data);
    if (!foundation.ok()) return foundation.failure();
    Result<vault::Signer> signer = (*foundation)->openSigner();
    if (!signer.ok()) return signer.failure();
    const Result<std::optional<api::http::TlsFiles>> tls = tlsFiles(config.http, secrets, folders.config);
    if (!tls.ok()) return tls.failure();
    std::unique_ptr<HubServer> server(
        new HubServer(std::make_unique<State>(loaded, secrets, folders, std::move(*foundation), std::move(*signer), std::move(crash))));
    State& state = *server->state_;
    const Result<void> weights = state.weights.begin();
    if (!weights.ok()) return weights.failure();
    const Result<std::uint16_t> port = state.http.listen({config.http.host, config.http.port, *tls}, state.router);
    if (!port.ok()) return port.failure();
    state.http_port = *port;
    const Result<void> local = state.http.listenLocally((folders.data / config.http.admin_socket).string(), state.admin);
    if (!local.ok()) return local.failure();
    state.gateway->start();
    state.sealer.start();
    state.relay.start();
    state.applier.start();
    state.name_checker.start();
    state.index_keeper.start();
    state.match_asker.start();
    state.match_walk.start();
    state.resealing.start();
    state.reindexing.start();
    state.resolver.start();
    state.ticker.start();
    state.charge_watch->start();
    for (jobs::Retention& retention : state.retentions) retention.start();
    state.http.start();
    state.pages.ready();
    return server;
}

HubServer::HubServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HubServer::~HubServer() { stop(); }

Reachable HubServer::reachable() const { return state_->reachable(); }

Result<void> HubServer::announce() {
    const Reachable now = state_->reachable();
    const Result<void> written = writePortFile(state_->folders.data, now);
    if (!written.ok()) return written;
    state_->announced = now.listeners.size();
    state_->announcer.start();
    return {};
}

std::size_t HubServer::stop() {
    State& state = *state_;
    if (std::exchange(state.stopped, true)) return 0;
    state.pages.stopping();
    state.http.stop();
    state.weights.stop();
    awaitEnd([&](auto ended) { state.announcer.stop(ended); });
    for (jobs::Retention& retention : state.retentions) awaitEnd([&](auto ended) { retention.stop(ended); });
    awaitEnd([&](auto ended) { state.charge_watch->stop(ended); });
    awaitEnd([&](auto ended) { state.ticker.stop(ended); });
    awaitEnd([&](auto ended) { state.resolver.stop(ended); });
    awaitEnd([&](auto ended) { state.applier.stop(ended); });
    awaitEnd([&](auto ended) { state.name_checker.stop(ended); });
    awaitEnd([&](auto ended) { state.match_walk.stop(ended); });
    awaitEnd([&](auto ended) { state.match_asker.stop(ended); });
    awaitEnd([&](auto ended) { state.index_keeper.stop(ended); });
    awaitEnd([&](auto ended) { state.resealing.stop(ended); });
    awaitEnd([&](auto ended) { state.reindexing.stop(ended); });
    const auto abandoned = std::make_shared<std::promise<std::size_t>>();  // shared: it outlives whoever waits
    state.gateway->stop([abandoned](std::size_t threads) { abandoned->set_value(threads); });
    const std::size_t threads = abandoned->get_future().get();
    awaitEnd([&](auto ended) { state.relay.stop(ended); });
    state.sealer.stop();
    state.ledger.close();
    state.foundation->close();  // from here on nothing runs that the parts above could be taken from under
    return threads;
}

std::string toJson(const Reachable& reachable) {
    core::JsonWriter out(core::Exposure::Masked);
    out.beginObject();
    out.key("http");
    out.integer(reachable.http);
    out.key("admin");
    out.string(reachable.admin);
    std::map<std::string, int> known;  // a member stands once: the second listener of a protocol is "mllp_2"
    for (const contract::Endpoint& endpoint : reachable.listeners) {
        const int number = ++known[endpoint.protocol];
        out.key(number == 1 ? endpoint.protocol : endpoint.protocol + "_" + std::to_string(number));
        out.integer(endpoint.port);
    }
    out.key("pid");
    out.integer(getpid());
    out.endObject();
    return out.text();
}

Result<void> writePortFile(const fs::path& data, const Reachable& reachable) {
    const fs::path file = data / "ports.json";
    const fs::path made = data / "ports.json.new";
    {
        std::ofstream stream(made, std::ios::trunc);
        stream << toJson(reachable) << "\n";
        if (!stream.flush()) return core::Failure(core::Error::DataFolderNotUsable, made.string());
    }
    std::error_code error;
    fs::rename(made, file, error);
    if (error) return core::Failure(core::Error::DataFolderNotUsable, file.string() + ": " + error.message());
    return {};
}

}  // namespace hub::app
