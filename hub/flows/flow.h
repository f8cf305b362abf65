#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/attempts.h"
#include "hub/core/result.h"
#include "hub/core/work.h"
#include "hub/flows/counterparties.h"

namespace hub::flows {

/// How an attempt ended, or that it stays open.
struct End {
    core::AttemptState state = core::AttemptState::Unknown;
    Answer answer;
    bool late = false;  ///< the attempt had ended otherwise before: `attempt.state` says how
};

/// What is to be done once the transaction is durable.
struct Next {
    std::vector<core::Attempt> send;           ///< attempts that the transaction added
    std::vector<std::function<void()>> after;  ///< returns at once, may run again after a crash: a ledger command, a wake-up
};

/// A use case that lives longer than a call: a booking, a payment. It keeps nothing in memory; its rows are its state.
class Flow {
  public:
    virtual ~Flow() = default;

    /// What its attempts carry as flow_kind.
    virtual std::string_view kind() const = 0;

    /// An attempt of this flow has ended; runs in the transaction that records it, and may run again. A Failure undoes both.
    virtual core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) = 0;

    /// Nobody knows yet, and it is time that a person looks (CONTRACT 3). The attempt stays open, or is parked and its onEnd() was before.
    /// Called with every question from then on: the flow keeps one case an attempt.
    virtual core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) = 0;

    /// The call that makes "not there" final for this attempt (a close, a cancel), or nothing where the flow has none.
    virtual core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) = 0;
};

}  // namespace hub::flows
