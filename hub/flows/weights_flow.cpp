#include "hub/flows/weights_flow.h"

#include <algorithm>
#include <exception>

#include "hub/identity/index/judgement.h"
#include "hub/identity/matching/estimate.h"

namespace hub::flows {

using core::Error;
using core::Failure;
using core::Result;
using identity::MatchSample;
using identity::MatchWeights;
using identity::matching::Weights;

namespace {

constexpr std::size_t kRunsKept = 16;

std::uint64_t seedOf(WeightsRunId id) {
    std::uint64_t seed = 0;
    for (const std::uint8_t byte : id.bits.bytes) seed = identity::matching::hashOf(seed, byte);
    return seed;
}

}  // namespace

/// A sample, ready to be weighed.
struct WeightsFlow::Compared {
    std::vector<identity::SampledRecord> of;
    identity::matching::Population population;
    identity::matching::Candidates candidates;
};

Result<void> WeightsFlow::begin() {
    const Result<Weights> weights = parts_.book.begin(parts_.units);
    if (!weights.ok()) return weights.failure();
    const std::lock_guard lock(use_mutex_);
    use(*weights);
    return {};
}

Result<void> WeightsFlow::takeOver() {
    const std::lock_guard lock(use_mutex_);
    std::optional<MatchWeights> active;
    const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        Result<std::optional<MatchWeights>> found = parts_.rows.active(transaction);
        if (!found.ok()) return found.failure();
        active = *std::move(found);
        return {};
    });
    if (!read.ok() || !active) return read;
    const Weights weights = identity::weightsIn(*active);
    if (identity::index::nameOf(weights) != used_) use(weights);
    return {};
}

void WeightsFlow::use(const Weights& weights) {
    parts_.use(weights);
    used_ = identity::index::nameOf(weights);
}

Result<void> WeightsFlow::mayStart(core::ReadTransaction& transaction, WeightsWork work, std::string_view weights) {
    if (work == WeightsWork::Trial) {
        const Result<MatchWeights> found = parts_.book.named(transaction, weights);
        if (!found.ok()) return found.failure();
    }
    const std::lock_guard lock(mutex_);
    return running_ ? Result<void>(Failure(Error::MatchingBusy)) : Result<void>();
}

Result<void> WeightsFlow::start(WeightsRunId id, WeightsWork work, std::string weights, std::string by) {
    std::thread before;  // of the last run; it ends outside the lock
    std::unique_lock lock(mutex_);
    if (std::ranges::find(runs_, id, &WeightsRun::id) != runs_.end()) return {};
    WeightsRun run;
    run.id = id;
    run.work = work;
    run.weights = std::move(weights);
    run.by = std::move(by);
    run.began_at = parts_.clock.utc();
    run.records_max = static_cast<std::int64_t>(settings_.sample_records);
    const bool refused = running_ || stopping_.stop_requested();
    if (refused) {
        run.state = WeightsRunState::Failed;
        run.why = Failure(Error::MatchingBusy);
        run.ended_at = run.began_at;
    }
    runs_.push_front(run);
    if (runs_.size() > kRunsKept) runs_.erase(std::ranges::find_if(runs_.rbegin(), runs_.rend(), &WeightsRun::ended).base() - 1);
    if (refused) return Failure(Error::MatchingBusy);
    running_ = true;
    thread_.swap(before);
    thread_ = std::thread([this, run] { threadRoot(run); });
    lock.unlock();
    if (before.joinable()) before.join();  // it has told that it ended, and does nothing more
    return {};
}

std::optional<WeightsRun> WeightsFlow::run(WeightsRunId id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(runs_, id, &WeightsRun::id);
    return found == runs_.end() ? std::nullopt : std::optional(*found);
}

std::vector<WeightsRun> WeightsFlow::runs() const {
    const std::lock_guard lock(mutex_);
    return {runs_.begin(), runs_.end()};
}

void WeightsFlow::stop() {
    stopping_.request_stop();
    std::thread ending;
    {
        const std::lock_guard lock(mutex_);
        ending.swap(thread_);
    }
    if (ending.joinable()) ending.join();
}

void WeightsFlow::threadRoot(const WeightsRun& run) {
    Result<std::string> name = Failure(Error::StorageDown);
    try {
        name = run.work == WeightsWork::Estimate ? estimate(run) : tryOut(run);
    } catch (const std::exception& problem) {
        name = Failure(Error::RowNotReadable, problem.what());  // a damaged database; nothing but this run stood on it
    }
    WeightsRun ended;
    change(run.id, [&](WeightsRun& known) {
        known.ended_at = parts_.clock.utc();
        known.state = name.ok() ? WeightsRunState::Done : WeightsRunState::Failed;
        if (name.ok()) {
            known.weights = *name;
        } else {
            known.why = name.failure();
        }
        ended = known;
        running_ = false;  // change() holds the lock
    });
    parts_.changes.tell(run.id.bits);
    if (parts_.on_ended) parts_.on_ended(ended);
}

Result<std::string> WeightsFlow::estimate(const WeightsRun& run) {
    const Result<Compared> compared = compare(run);
    if (!compared.ok()) return compared.failure();
    const identity::matching::FeatureReader reader;
    const Weights weights = identity::matching::weightsOf(compared->population, compared->candidates, reader.names());
    const Result<MatchWeights> kept = keep(run, "keep", [&](core::Transaction& transaction) {
        return parts_.book.keep(transaction, weights, static_cast<std::int64_t>(compared->of.size()), run.by);
    });
    return kept.ok() ? Result<std::string>(kept->name) : kept.failure();
}

Result<std::string> WeightsFlow::tryOut(const WeightsRun& run) {
    const Result<MatchWeights> active =
        keep(run, "active", [&](core::Transaction& transaction) { return parts_.book.active(transaction); });
    if (!active.ok()) return active.failure();
    Result<MatchWeights> tried = Failure(Error::StorageDown);
    const Result<void> read = parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        tried = parts_.book.named(transaction, run.weights);
        return {};
    });
    if (!read.ok()) return read.failure();
    if (!tried.ok()) return tried.failure();
    const Result<Compared> compared = compare(run);
    if (!compared.ok()) return compared.failure();
    const identity::matching::FeatureReader reader;
    const identity::matching::Bits prior = compared->population.prior();
    const identity::WeightsTrial trial = identity::tryWeights(
        compared->population, compared->of, compared->candidates,
        identity::matching::Scorer(reader.names(), identity::weightsIn(*active), prior),
        identity::matching::Scorer(reader.names(), identity::weightsIn(*tried), prior), active->name, stopping_.get_token());
    const Result<MatchWeights> kept =
        keep(run, "tried", [&](core::Transaction& transaction) { return parts_.book.tried(transaction, run.weights, trial, run.by); });
    return kept.ok() ? Result<std::string>(kept->name) : kept.failure();
}

Result<WeightsFlow::Compared> WeightsFlow::compare(const WeightsRun& run) {
    WeightsSample sampler({parts_.reads, parts_.records, parts_.people, parts_.read});
    Result<MatchSample> sample = sampler.take(settings_.sample_records, seedOf(run.id), stopping_.get_token(), [&](std::size_t records) {
        change(run.id, [&](WeightsRun& known) { known.records = static_cast<std::int64_t>(records); });
    });
    if (!sample.ok()) return sample.failure();
    const Result<void> read = stillWanted();
    if (!read.ok()) return read.failure();
    change(run.id, [](WeightsRun& known) { known.state = WeightsRunState::Comparing; });
    identity::matching::Population population(std::move(sample->records));
    identity::matching::Candidates candidates = identity::matching::candidatesOf(population, identity::kSampleBlockMax);
    const Result<void> met = stillWanted();
    if (!met.ok()) return met.failure();
    change(run.id, [&](WeightsRun& known) {
        known.state = WeightsRunState::Weighing;
        known.pairs = static_cast<std::int64_t>(candidates.pairs.size());
    });
    return Compared{std::move(sample->of), std::move(population), std::move(candidates)};
}

Result<void> WeightsFlow::stillWanted() const {
    return stopping_.stop_requested() ? Result<void>(Failure(Error::MatchingBusy)) : Result<void>();
}

/// In a unit of its own; what came of a run that is to stop is half a thing, and is not kept.
Result<MatchWeights> WeightsFlow::keep(const WeightsRun& run, std::string_view step,
                                       const std::function<Result<MatchWeights>(core::Transaction&)>& work) {
    const Result<void> wanted = stillWanted();
    if (!wanted.ok()) return wanted.failure();
    Result<MatchWeights> kept = Failure(Error::StorageDown);
    const core::WorkOutcome outcome =
        core::runAndWait(parts_.units, {{"weights/" + run.id.text() + "/" + std::string(step)}, identity::WeightsBook::aggregate()},
                         [&](core::Transaction& transaction) -> Result<void> {
                             kept = work(transaction);
                             return kept.ok() ? Result<void>() : kept.failure();
                         });
    if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    return kept;
}

void WeightsFlow::change(WeightsRunId id, const std::function<void(WeightsRun&)>& how) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(runs_, id, &WeightsRun::id);
    if (found != runs_.end()) how(*found);
}

Result<Next> WeightsFlow::activate(core::Transaction& transaction, std::string_view name, std::string_view by) {
    const Result<MatchWeights> active = parts_.book.activate(transaction, name, by);
    if (!active.ok()) return active.failure();
    return Next{{}, {[this, weights = identity::weightsIn(*active)] { useActive(weights); }}};
}

void WeightsFlow::useActive(const Weights& committed) {
    const std::lock_guard lock(use_mutex_);
    Weights weights = committed;  // unless others have become active since
    (void)parts_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<std::optional<MatchWeights>> active = parts_.rows.active(transaction);
        if (!active.ok()) return active.failure();
        if (*active) weights = identity::weightsIn(**active);
        return {};
    });
    use(weights);
}

}  // namespace hub::flows
