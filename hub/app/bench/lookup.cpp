#include "hub/app/bench/lookup.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <system_error>

#include "adapters/cli/bench/hub_process.h"
#include "hub/storage/bench/disk.h"

namespace hub::app {

using adapters::cli::bench::HubPlan;
using adapters::cli::bench::HubProcess;
using core::Result;

namespace {

constexpr double kWarmUpSeconds = 2;
constexpr double kBaselineSeconds = 3;
constexpr std::chrono::seconds kImageWithin{300};
constexpr int kLookEveryMs = 200;
constexpr std::size_t kFillCacheMib = 1024;

Result<std::unique_ptr<Foundation>> openPeople(const std::filesystem::path& data) {
    const auto secrets = config::standardSecrets(data);
    return Foundation::open(config::HubConfig(), *secrets, data, kFillCacheMib);
}

/// As the hub does: whose number it is, the person, the active card.
Result<bool> standsAsMeant(storage::Storage& storage, const LookupPerson& who, bool by_card) {
    bool as_meant = false;
    identity::IdentityStore& people = storage.identity();
    const Result<void> read = storage.reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        identity::PersonId id;
        if (by_card) {
            const auto card = people.cardByNumber(transaction, who.card.number.reveal());
            if (!card.ok()) return card.failure();
            if (*card) id = (*card)->person;
        } else {
            const auto person = people.personByCertificate(transaction, *who.person.details.certificate);
            if (!person.ok()) return person.failure();
            if (*person) id = (*person)->id;
        }
        const auto person = people.findPerson(transaction, id);
        if (!person.ok()) return person.failure();
        const auto cards = people.cardsOf(transaction, id);
        if (!cards.ok()) return cards.failure();
        as_meant = id == who.person.id && cards->size() == 1 && cards->front().number == who.card.number;
        return {};
    });
    if (!read.ok()) return read.failure();
    return as_meant;
}

Result<void> measureBaseline(Foundation& foundation, const LookupBench& bench, LookupBenchResult& result) {
    std::mt19937_64 random(bench.seed + 1);
    std::uniform_int_distribution<std::uint32_t> number(0, bench.people - 1);
    const core::Clock& clock = foundation.clock();
    const core::MonoTime began = clock.mono();
    const double seconds = std::min(bench.seconds, kBaselineSeconds);
    std::int64_t done = 0;
    double took = 0;
    while (took < seconds) {
        const Result<bool> as_meant = standsAsMeant(foundation.storage(), lookupPersonAt(number(random)), done % 2 == 0);
        if (!as_meant.ok()) return as_meant.failure();
        if (!*as_meant) ++result.baseline_wrong;
        ++done;
        took = static_cast<double>((clock.mono() - began).count()) / 1e9;
    }
    result.baseline_per_second = static_cast<double>(done) / took;
    return {};
}

/// Loading the matcher's image takes a core for a while, and is not what is measured; its memory is.
Result<void> awaitImage(const HubProcess& hub, const core::Clock& clock) {
    const core::MonoTime until = clock.mono() + kImageWithin;
    while (hub.figures()["onecard_match_ready"] < 1) {
        if (clock.mono() >= until) return core::Failure(core::Error::ChildNotReady, "onecard_match_ready");
        poll(nullptr, 0, kLookEveryMs);
    }
    return {};
}

Result<void> measureHub(const LookupBench& bench, const std::filesystem::path& data, const core::Clock& clock, LookupBenchResult& result) {
    HubPlan plan;
    plan.dir = bench.folder;
    plan.data = data;
    plan.peer_limits = "{requests_per_s: 1000000, connects_per_s: 100000}";  // one address asks for a whole region
    const Result<std::unique_ptr<HubProcess>> hub = HubProcess::start(plan, clock);
    if (!hub.ok()) return hub.failure();
    const Result<void> loaded = awaitImage(**hub, clock);
    if (!loaded.ok()) return loaded;
    const Result<std::string> token = (*hub)->token("B001");
    if (!token.ok()) return token.failure();
    LookupLoad load{.port = (*hub)->http(), .token = *token, .people = bench.people, .clients = bench.clients};
    load.seconds = std::min(bench.seconds, kWarmUpSeconds);
    load.seed = bench.seed + 2;
    askForPeople(load, clock);
    load.seconds = bench.seconds;
    load.seed = bench.seed;
    const double cpu_before = (*hub)->cpuSeconds();
    result.answers = askForPeople(load, clock);
    const auto answered = static_cast<double>(std::max<std::size_t>(result.answers.answered(), 1));
    result.hub_cpu_us = ((*hub)->cpuSeconds() - cpu_before) * 1e6 / answered;
    result.hub_rss_mib = (*hub)->residentMib();
    result.commit_p99_ms = (*hub)->figures()["onecard_commit_p99_seconds"] * 1000;
    return {};
}

}  // namespace

Result<LookupBenchResult> runLookupBench(const LookupBench& bench) {
    HUB_ASSERT(bench.people >= 1 && bench.people <= kLookupPeopleMax && bench.clients >= 1 && bench.seconds > 0);
    const core::SystemClock clock;
    LookupBenchResult result;
    const Result<double> fsync = storage::bench::fsyncMedian(bench.folder, clock);
    if (!fsync.ok()) return fsync.failure();
    result.fsync_p50_us = *fsync;
    const std::filesystem::path data = bench.folder / "lookup-people";
    {
        const auto foundation = openPeople(data);
        if (!foundation.ok()) return foundation.failure();
        const Result<LookupFill> fill = fillLookupPeople(**foundation, bench.people, bench.progress);
        if (!fill.ok()) return fill.failure();
        result.fill = *fill;
    }
    const Result<void> asked = measureHub(bench, data, clock, result);
    if (!asked.ok()) return asked.failure();
    const auto foundation = openPeople(data);
    if (!foundation.ok()) return foundation.failure();
    const Result<void> compared = measureBaseline(**foundation, bench, result);
    if (!compared.ok()) return compared.failure();
    std::error_code unknown;
    result.database_mib = static_cast<double>(std::filesystem::file_size(data / "hub.db", unknown)) / (1024.0 * 1024.0);
    return result;
}

}  // namespace hub::app
