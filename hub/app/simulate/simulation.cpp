#include "hub/app/simulate/simulation.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "hub/app/simulate/books.h"
#include "hub/app/simulate/invariants.h"
#include "hub/core/exception.h"
#include "hub/storage/bench/scratch.h"

namespace hub::simulate {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using core::Duration;
using core::Result;

namespace {

constexpr core::UtcTime kStart{1'800'000'000'000};
constexpr Duration kPeopleCome = 4min;
constexpr Duration kStorm = 15min;
constexpr Duration kAfterglow = 40min;  // until what was sent in the storm and came late has come
constexpr Duration kBetweenLooks = 5min;
constexpr Duration kRestMost = 12h;  // what has not come to rest by then never will
constexpr int kUnitsUnsynced = 64;   // without Safeguard::CommitFirst

[[noreturn]] void fail(const core::Failure& why) { throw core::Exception(std::string(why.code()) + ": " + why.detail()); }

/// The database's files, but for what is made anew.
void copyDatabase(const fs::path& from, const fs::path& to) {
    fs::create_directories(to);
    for (const char* name : {"hub.db", "hub.db-wal", "hub.db-shm"}) fs::remove(to / name);
    for (const char* name : {"hub.db", "hub.db-wal"}) {
        if (fs::exists(from / name)) fs::copy_file(from / name, to / name);
    }
}

/// One seed.
class World {
  public:
    World(const SimulationOptions& options, fs::path folder, const vault::Vault& vault, identity::index::MasterIndex& master_index)
        : options_(options),
          folder_(std::move(folder)),
          vault_(vault),
          master_index_(master_index),
          dice_(options.seed),
          weather_(Weather::of(dice_)) {}

    SimulationResult run();

  private:
    void live();
    void died();
    void keepImage();
    void storm();
    std::optional<HubBooks> rest();

    const SimulationOptions& options_;
    const fs::path folder_;
    const vault::Vault& vault_;
    identity::index::MasterIndex& master_index_;
    core::VirtualExecutor time_{kStart};
    Dice dice_;
    Weather weather_;
    Trail trail_{time_};
    core::SeededIdSource ids_{time_, dice_.next()};
    std::unique_ptr<SimulatedHub> hub_;
    SimulatedRegion region_{
        time_, dice_, trail_, weather_,
        [this](std::string_view counterparty, contract::Inbound message) -> std::optional<Result<contract::Acceptance>> {
            if (!hub_->lives()) return std::nullopt;
            return hub_->accept(counterparty, std::move(message));
        }};
    SimulatedPeople people_{{time_, ids_, dice_, trail_, region_, [this] { return hub_->lives() ? hub_.get() : nullptr; }}};
    std::uint64_t lives_ = 0;
    std::uint64_t units_ = 0;  // of earlier lives
    int unsynced_ = 0;
    SimulationResult result_;
};

void World::live() {
    if (hub_) units_ += hub_->unitCount();
    hub_.reset();
    const bool lost = options_.removed.contains(Safeguard::CommitFirst) && lives_ > 0;
    if (lost) copyDatabase(folder_ / "image", folder_);
    ++lives_;
    hub_ = std::make_unique<SimulatedHub>(SimulatedHub::House{folder_, vault_, time_, ids_, dice_, weather_, region_, master_index_,
                                                              options_.removed, fmt::format("life-{}", lives_), [this] { died(); },
                                                              [this] { keepImage(); }});
    if (options_.removed.contains(Safeguard::CommitFirst)) copyDatabase(folder_, folder_ / "image");
    trail_.note({}, fmt::format("life {} begins", lives_));
    hub_->start();
}

void World::died() {
    ++result_.crashes;
    trail_.note({}, fmt::format("life {} ends", lives_));
    time_.postAt(time_.mono() + dice_.between(500ms, 30s), [this] { live(); });
}

/// Without CommitFirst what is acknowledged is on disk only now and then.
void World::keepImage() {
    if (!options_.removed.contains(Safeguard::CommitFirst) || ++unsynced_ < kUnitsUnsynced) return;
    unsynced_ = 0;
    copyDatabase(folder_, folder_ / "image");
}

void World::storm() {
    for (int i = 0; i < weather_.crashes; ++i) {
        time_.postAt(time_.mono() + dice_.between(10s, kStorm), [this] { hub_->cut(); });
    }
    for (int i = 0; i < weather_.outages; ++i) {
        static constexpr std::array kCodes{"H1", "H2", "H3", "H4", "C1", "C2", "C3"};
        const std::string code = kCodes[dice_.below(kCodes.size())];
        const Duration time = dice_.between(10s, 10min);
        time_.postAt(time_.mono() + dice_.between(0s, kStorm), [this, code, time] { region_.goDown(code, time); });
    }
    time_.advance(kStorm);
    weather_ = Weather{};
    region_.allUp();
}

/// Goes on until nothing is on its way and everything has ended or has a person who knows.
std::optional<HubBooks> World::rest() {
    time_.advance(kAfterglow);
    for (Duration waited{0}; waited < kRestMost; waited += kBetweenLooks) {
        const bool quiet = people_.areDone() && region_.isQuiet() && hub_->lives();
        if (quiet) {
            Result<HubBooks> books = HubBooks::read(*hub_, people_.visits());
            if (!books.ok()) fail(books.failure());
            if (books->isSettled()) return std::move(*books);
        }
        time_.advance(kBetweenLooks);
    }
    Result<HubBooks> books = HubBooks::read(*hub_, people_.visits());
    if (!books.ok()) fail(books.failure());
    return std::move(*books);
}

SimulationResult World::run() {
    live();
    people_.come(options_.payments, kPeopleCome);
    storm();
    const std::optional<HubBooks> books = rest();
    Result<std::vector<Broken>> broken = Invariants(*hub_, region_, people_.visits(), trail_).check(*books);
    if (!broken.ok()) fail(broken.failure());
    result_.seed = options_.seed;
    result_.digest = trail_.digest();
    result_.payments = static_cast<std::int64_t>(books->payments.size());
    for (const KnownPayment& known : books->payments) {
        ++result_.ended[std::string(core::enumName(known.payment.state))];
        result_.refunds += static_cast<std::int64_t>(known.refunds.size());
        result_.open_cases += static_cast<std::int64_t>(known.cases.size());
    }
    result_.calls = region_.calls();
    result_.faults = region_.faults();
    result_.units = units_ + hub_->unitCount();
    result_.virtual_time = time_.utc() - kStart;
    result_.broken = std::move(*broken);
    return result_;
}

}  // namespace

/// What every world has in common: an index of people who are not there, over a database of its own.
struct Simulation::Nobody {
    explicit Nobody(fs::path folder)
        : storage(openIn(std::move(folder), vault, time)),
          index(storage->reads(), storage->matches(), identity::matching::startingWeights()) {}

    static std::unique_ptr<storage::Storage> openIn(fs::path folder, const vault::Vault& vault, core::VirtualExecutor& time) {
        storage::StorageConfig config;
        config.folder = std::move(folder);
        auto opened = storage::openStorage(config, vault, time, time);
        if (!opened.ok()) fail(opened.failure());
        return std::move(*opened);
    }

    core::VirtualExecutor time{kStart};
    const vault::Vault vault{std::make_shared<storage::bench::BenchKeys>()};
    std::unique_ptr<storage::Storage> storage;
    identity::index::MasterIndex index;
};

Simulation::Simulation(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    core::VirtualExecutor time(kStart);
    const vault::Vault vault(std::make_shared<storage::bench::BenchKeys>());
    Nobody::openIn(folder_ / "template", vault, time)->close();
    copyDatabase(folder_ / "template", folder_ / "nobody");
    nobody_ = std::make_unique<Nobody>(folder_ / "nobody");
}

Simulation::~Simulation() {
    nobody_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

SimulationResult Simulation::run(const SimulationOptions& options) {
    const fs::path folder = folder_ / "world";
    fs::remove_all(folder);
    copyDatabase(folder_ / "template", folder);
    const vault::Vault vault(std::make_shared<storage::bench::BenchKeys>());
    return World(options, folder, vault, nobody_->index).run();
}

}  // namespace hub::simulate
