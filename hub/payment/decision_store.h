#pragma once

#include <cstdint>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/decision.h"

namespace hub::payment {

/// The rows of decisions. It keeps what it is given; the rules are in Decisions. Implemented by storage. Any thread. Every read also:
/// RowNotReadable (the row was changed by other hands), SealBroken, KeyMissing.
class DecisionStore {
  public:
    virtual ~DecisionStore() = default;

    /// Version 1, whatever stands in the decision. Also: DecisionNotOpen (another one is proposed for this payment or refund),
    /// FieldTooLong, SqlRefused (there is no such payment: our bug).
    virtual core::Result<void> add(core::Transaction& transaction, const Decision& decision) = 0;

    /// Writes everything over exactly decision.version, and answers with the next. Also: VersionConflict, FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Decision& decision) = 0;

    /// Also: CaseNotFound.
    virtual core::Result<Decision> find(core::ReadTransaction& transaction, DecisionId id) = 0;

    /// Of the payment and of its refunds, the oldest first; their place is by proposed_at, as in the next.
    virtual core::Result<std::vector<Decision>> ofPayment(core::ReadTransaction& transaction, PaymentId payment,
                                                          const core::Page& page) = 0;

    /// The oldest first.
    virtual core::Result<std::vector<Decision>> queue(core::ReadTransaction& transaction, DecisionState state, const core::Page& page) = 0;
};

}  // namespace hub::payment
