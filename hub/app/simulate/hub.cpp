#include "hub/app/simulate/hub.h"

#include <chrono>

#include "hub/core/exception.h"

namespace hub::simulate {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kDueAtOnce = 256;
// Longer than the ones served with: they only cost, for what is durable wakes its job by itself.
constexpr core::Duration kOutboxInterval = 5s;
constexpr core::Duration kTickInterval = 5s;
constexpr core::Duration kResolveInterval = 11s;  // past the deadline of a question
// Leases go by the database's clock, which is the machine's: none lasts here. Nobody else asks.
constexpr core::Duration kLease{0};

flows::RunnerSettings runnerSettings(const std::string& owner, const std::set<Safeguard>& removed, const flows::CrashHook& crash) {
    flows::RunnerSettings settings;
    settings.lease = kLease;
    settings.owner = owner;
    settings.crash = crash;
    if (removed.contains(Safeguard::Fence)) settings.rules.quiet = core::Duration(0);
    return settings;
}

}  // namespace

std::unique_ptr<storage::Storage> SimulatedHub::openIn(const House& house, LaneAnswers& answers) {
    storage::StorageConfig config;
    config.folder = house.folder;
    config.limits.gather_max = std::chrono::microseconds(0);  // the simulation gathers
    config.write_cache_mib = 8;
    auto opened = storage::openStorage(config, house.vault, answers, house.time);
    if (!opened.ok()) throw core::Exception(std::string(opened.failure().code()) + ": " + opened.failure().detail());
    return std::move(*opened);
}

SimulatedHub::SimulatedHub(House house)
    : house_(std::move(house)),
      storage_(openIn(house_, answers_)),
      payments_(storage_->payments(), house_.dice, keeps(Safeguard::CompareAndSet)),
      forgetful_(storage_->inbox()),
      units_({house_.owner, storage_->units(), answers_, executor_, house_.time, house_.dice, house_.weather, house_.durable,
              [this] { payments_.beginGroup(); }, [this](core::IdBits aggregate) { payments_.beginUnit(aggregate); }}),
      line_(house_.region, executor_, life_, house_.removed),
      gate_({immediate_, keeps(Safeguard::Inbox) ? storage_->inbox() : forgetful_, storage_->outbox(), house_.ids, house_.time,
             [this] { applier_.wake(); }, crash_}),
      runner_({units_, storage_->reads(), storage_->attempts(), line_, house_.time, house_.ids},
              runnerSettings(house_.owner, house_.removed, crash_)),
      carrier_(units_, runner_, house_.ids, crash_),
      steps_(storage_->attempts(), runner_, line_),
      events_(storage_->outbox(), house_.ids, house_.time, [] {}),
      ledger_(units_, storage_->reads(), storage_->ledger(), ledger_executor_, house_.time, house_.owner),
      merges_(storage_->merges(), storage_->reviews(), storage_->identity(), house_.time),
      care_({units_,
             storage_->reads(),
             storage_->attempts(),
             runner_,
             carrier_,
             steps_,
             line_,
             executor_,
             house_.time,
             house_.ids,
             events_,
             changes_,
             ledger_,
             storage_->bookings(),
             storage_->seats(),
             storage_->charges(),
             payments_,
             storage_->refunds(),
             storage_->settlements(),
             storage_->eAccounts(),
             storage_->accountTransfers(),
             storage_->cases(),
             merges_,
             storage_->identity(),
             {}}),
      matched_people_(storage_->identity(), storage_->outbox(), house_.ids, house_.time),
      hospital_files_(matched_people_, house_.ids, house_.time),
      known_people_({storage_->identity(), storage_->relations(), merges_, house_.master_index, house_.time}),
      records_(care_.house(), storage_->reports()),
      files_(care_.house(), care_.charges(), records_,
             {storage_->identity(), hospital_files_, storage_->credentials(), storage_->relations()}),
      file_matching_(care_.house(), files_, {matched_people_, hospital_files_, house_.master_index, known_people_}),
      inbound_(care_, files_, file_matching_, records_,
               {storage_->identity(), hospital_files_, storage_->credentials(), storage_->relations()}),
      relay_({units_, storage_->reads(), storage_->outbox(), storage_->events(), house_.ids, executor_, house_.time},
             {.pace = {.interval = kOutboxInterval}, .lease = kLease, .owner = house_.owner, .crash = crash_}),
      applier_({units_, storage_->reads(), storage_->outbox(), house_.ids, executor_, house_.time, carrier_, inbound_},
               {.pace = {.interval = kOutboxInterval}, .lease = kLease, .owner = house_.owner, .crash = crash_}),
      resolver_(executor_, house_.time, {.interval = kResolveInterval},
                [this](jobs::Periodic::Ended ended) {
                    runner_.resolveDue([ended = std::move(ended)](std::size_t) { ended(jobs::Round::Idle); });
                }),
      ticker_(executor_, house_.time, {.interval = kTickInterval}, [this](jobs::Periodic::Ended ended) {
          care_.tickDue(kDueAtOnce, [ended = std::move(ended)](const core::Result<std::size_t>& ticked) {
              if (!ticked.ok()) return ended(jobs::Round::Failed);
              ended(*ticked == 0 ? jobs::Round::Idle : jobs::Round::More);
          });
      }) {}

SimulatedHub::~SimulatedHub() {
    *life_ = false;
    units_.cut();
    ledger_.close();
    storage_->close();
    *object_ = false;
}

void SimulatedHub::start() {
    relay_.start();
    applier_.start();
    resolver_.start();
    ticker_.start();
}

void SimulatedHub::passed() {
    if (*life_ && house_.dice.below(1'000'000) < static_cast<std::uint64_t>(house_.weather.crash)) cut();
}

void SimulatedHub::cut() {
    if (!*life_) return;
    *life_ = false;
    house_.on_cut();
    units_.cut();
}

}  // namespace hub::simulate
