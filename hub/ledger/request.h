#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/digest.h"
#include "hub/ledger/chart.h"
#include "hub/ledger/ledger.h"

namespace hub::ledger {

/// A movement with its account names taken apart. What its kind does not use is empty.
struct RequestedMovement {
    EntryKind kind = EntryKind::Transfer;
    AccountName debit;  ///< also the account of a close
    AccountName credit;
    std::optional<core::Money> amount;
    std::optional<core::UtcTime> expires_at;
    MovementKey hold;
};

/// A command that has been checked as far as that goes without the books.
struct Request {
    CommandKey key;
    std::vector<RequestedMovement> chain;
    core::Digest hash;  ///< of the chain: two requests are the same when it is
    std::vector<core::OutboxMessage> outbox;

    /// Also: CommandNotValid (chain, step, an amount that is not positive, both sides one account, one side memo and the other not),
    /// AccountNotValid.
    static core::Result<Request> of(Command command);
};

}  // namespace hub::ledger
