#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "hub/audit/audit_store.h"
#include "hub/core/executor.h"
#include "hub/core/ids.h"
#include "hub/core/work.h"
#include "hub/vault/signer.h"

namespace hub::audit {

/// Chains entries within a second of their commit, in an order it defines itself (time, then id, among those it takes at a look),
/// and signs the end of the chain every hour. Where several nodes run, the lease holder's only; should two be at work all the same,
/// one of them gets VersionConflict and looks again. Any thread.
class Sealer {
  public:
    struct Settings {
        core::Duration look_every{500};
        core::Duration sign_every{3'600'000};
        std::size_t batch = 100;  ///< entries of one unit of work, for which the others wait; while there are more it goes on at once
    };

    /// All outlive this, and whatever is under way when it goes.
    Sealer(core::UnitOfWork& units, core::Reads& reads, AuditStore& store, const vault::Signer& signer, core::IdSource& ids,
           core::Executor& executor, const core::Clock& clock, const Settings& settings);
    /// As stop().
    ~Sealer();

    /// Looks now and from then on. The second call does nothing.
    void start();
    /// Nothing is begun any more; a unit of work that is under way ends by itself. For good.
    void stop();

    /// One look, in the caller's unit of work: chains up to `batch` entries, signs when it is time. Answers with how many it chained.
    core::Result<std::size_t> seal(core::Transaction& transaction);

    /// Looks that ended in a failure, since the start: more than now and then means that the audit is not sealed.
    std::uint64_t failures() const;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the tasks that are under way
};

}  // namespace hub::audit
