#pragma once

#include <cstdint>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/settlement.h"

namespace hub::payment {

/// The rows of settlements. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed by other hands),
/// SealBroken, KeyMissing.
class SettlementStore {
  public:
    virtual ~SettlementStore() = default;

    /// Version 1, whatever stands in the settlement. Also: FieldTooLong, SqlRefused (there is no such payment: our bug).
    virtual core::Result<void> add(core::Transaction& transaction, const Settlement& settlement) = 0;

    /// Stores a decision over exactly the version it was made on; answers with the new one. Also: VersionConflict (somebody was faster,
    /// or there is no such settlement: read again), FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Settlement& settlement) = 0;

    /// Also: SettlementNotFound.
    virtual core::Result<Settlement> find(core::ReadTransaction& transaction, SettlementId id) = 0;

    /// Of every version of the bill, the oldest first; their place is by created_at.
    virtual core::Result<std::vector<Settlement>> ofPayment(core::ReadTransaction& transaction, PaymentId payment,
                                                            const core::Page& page) = 0;

    /// Whose next check has come by `now`, the longest overdue first; `at` is next_check_at.
    virtual core::Result<std::vector<core::Due<SettlementId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                   const core::Page& page) = 0;
};

}  // namespace hub::payment
