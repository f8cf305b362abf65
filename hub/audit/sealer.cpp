#include "hub/audit/sealer.h"

#include <mutex>
#include <string>

#include "hub/audit/chain.h"

namespace hub::audit {

using core::Result;

namespace {

using LookId = core::Id<struct LookTag>;

}  // namespace

struct Sealer::State : std::enable_shared_from_this<Sealer::State> {
    State(core::UnitOfWork& the_units, core::Reads& the_reads, AuditStore& the_store, const vault::Signer& the_signer,
          core::IdSource& the_ids, core::Executor& the_executor, const core::Clock& the_clock, const Settings& the_settings)
        : units(the_units),
          reads(the_reads),
          store(the_store),
          signer(the_signer),
          ids(the_ids),
          executor(the_executor),
          clock(the_clock),
          settings(the_settings) {}

    /// Reads first: a look that finds nothing to do leaves no trace in the database.
    void look() {
        {
            const std::lock_guard lock(mutex);
            if (stopping) return;
            timer = 0;
        }
        bool due = false;
        const Result<void> read = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            const Result<bool> found = somethingToDo(transaction);
            if (!found.ok()) return found.failure();
            due = *found;
            return {};
        });
        if (!read.ok()) count(false);
        if (!due) return later();
        // A work that runs again after a deadlock counts anew.
        const auto chained = std::make_shared<std::size_t>(0);
        const std::string key = "audit/seal/" + ids.next<LookId>().text();
        units.run(
            {core::WorkKey{key}, kAggregate},
            [self = shared_from_this(), chained](core::Transaction& transaction) -> Result<void> {
                const Result<std::size_t> sealed = self->seal(transaction);
                if (!sealed.ok()) return sealed.failure();
                *chained = *sealed;
                return {};
            },
            [self = shared_from_this(), chained](const core::WorkOutcome& outcome) {
                const bool done = outcome.end == core::WorkEnd::Done;
                self->count(done);
                if (!done || *chained < self->settings.batch) return self->later();
                self->look();
            });
    }

    void later() {
        const std::lock_guard lock(mutex);
        if (stopping) return;
        timer = executor.postAt(clock.mono() + settings.look_every, [self = shared_from_this()] { self->look(); });
    }

    Result<bool> somethingToDo(core::ReadTransaction& transaction) {
        const Result<std::vector<AuditEntry>> waiting = store.unchained(transaction, 1);
        if (!waiting.ok()) return waiting.failure();
        if (!waiting->empty()) return true;
        const Result<ChainLink> end = store.lastLink(transaction);
        if (!end.ok()) return end.failure();
        return isToSign(transaction, *end);
    }

    Result<bool> isToSign(core::ReadTransaction& transaction, const ChainLink& end) {
        const Result<std::optional<ChainSignature>> last = store.lastSignature(transaction);
        if (!last.ok()) return last.failure();
        if (!*last) return end.number > 0;
        return end.number > (*last)->link.number && clock.utc() - (*last)->signed_at >= settings.sign_every;
    }

    Result<std::size_t> seal(core::Transaction& transaction) {
        const Result<std::vector<AuditEntry>> waiting = store.unchained(transaction, settings.batch);
        if (!waiting.ok()) return waiting.failure();
        Result<ChainLink> end = store.lastLink(transaction);
        if (!end.ok()) return end.failure();
        for (const AuditEntry& entry : *waiting) {
            *end = nextLink(*end, entry);
            const Result<void> chained = store.chain(transaction, entry.id, *end);
            if (!chained.ok()) return chained.failure();
        }
        const Result<bool> to_sign = isToSign(transaction, *end);
        if (!to_sign.ok()) return to_sign.failure();
        if (*to_sign) {
            const Result<void> added = store.addSignature(transaction, signEnd(signer, *end, clock.utc()));
            if (!added.ok()) return added.failure();
        }
        return waiting->size();
    }

    void count(bool good) {
        const std::lock_guard lock(mutex);
        failures += good ? 0U : 1U;
    }

    static constexpr core::IdBits kAggregate{};  // one look after the other, also of two sealers on one node

    core::UnitOfWork& units;
    core::Reads& reads;
    AuditStore& store;
    const vault::Signer& signer;
    core::IdSource& ids;
    core::Executor& executor;
    const core::Clock& clock;
    const Settings settings;
    mutable std::mutex mutex;  // guards all below
    bool started = false;
    bool stopping = false;
    core::TimerId timer = 0;
    std::uint64_t failures = 0;
};

Sealer::Sealer(core::UnitOfWork& units, core::Reads& reads, AuditStore& store, const vault::Signer& signer, core::IdSource& ids,
               core::Executor& executor, const core::Clock& clock, const Settings& settings)
    : state_(std::make_shared<State>(units, reads, store, signer, ids, executor, clock, settings)) {}

Sealer::~Sealer() { stop(); }

void Sealer::start() {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->started) return;
        state_->started = true;
    }
    state_->executor.post([state = state_] { state->look(); });
}

void Sealer::stop() {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    state_->executor.cancel(state_->timer);
}

Result<std::size_t> Sealer::seal(core::Transaction& transaction) { return state_->seal(transaction); }

std::uint64_t Sealer::failures() const {
    const std::lock_guard lock(state_->mutex);
    return state_->failures;
}

}  // namespace hub::audit
