#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/refund.h"

namespace hub::payment {

/// The rows of refunds. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed by other hands),
/// SealBroken, KeyMissing.
class RefundStore {
  public:
    virtual ~RefundStore() = default;

    /// Version 1, whatever stands in the refund. Also: RefundRequestTaken (answer with the refund of that client and key),
    /// OrderNumberTaken (our bug), FieldTooLong, SqlRefused (there is no such payment: our bug).
    virtual core::Result<void> add(core::Transaction& transaction, const Refund& refund) = 0;

    /// Stores a decision over exactly the version it was made on; answers with the new one. Also: VersionConflict (somebody was faster,
    /// or there is no such refund: read again), FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Refund& refund) = 0;

    /// Also: RefundNotFound.
    virtual core::Result<Refund> find(core::ReadTransaction& transaction, RefundId id) = 0;

    /// Keys of two clients have nothing to do with each other.
    virtual core::Result<std::optional<Refund>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                              std::string_view request_key) = 0;

    /// By our number of it, as the channel's notifications name it.
    virtual core::Result<std::optional<Refund>> findByNumber(core::ReadTransaction& transaction, std::string_view channel,
                                                             std::string_view number) = 0;

    /// Whatever their state, the oldest first; their place is by created_at. openRefund wants all of them: every page, in the unit
    /// that adds the next one.
    virtual core::Result<std::vector<Refund>> ofPayment(core::ReadTransaction& transaction, PaymentId payment, const core::Page& page) = 0;

    /// Whose next check has come by `now`, the longest overdue first; `at` is next_check_at.
    virtual core::Result<std::vector<core::Due<RefundId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                               const core::Page& page) = 0;
};

}  // namespace hub::payment
