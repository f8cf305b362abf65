#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/payment.h"

namespace hub::payment {

/// The rows of payments with their legs. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed by
/// other hands), SealBroken, KeyMissing.
class PaymentStore {
  public:
    virtual ~PaymentStore() = default;

    /// Version 1, whatever stands in the payment. Also: PaymentRequestTaken (answer with the payment of that client and key),
    /// OrderNumberTaken (our bug), FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const Payment& payment) = 0;

    /// Stores a decision over exactly the version it was made on; answers with the new one. Also: VersionConflict (somebody was faster,
    /// or there is no such payment: read again), FieldTooLong, SqlRefused (refunds of a leg past its amount: our bug).
    /// REQUIRES: the items and the number of legs are those that were added.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Payment& payment) = 0;

    /// Also: PaymentNotFound.
    virtual core::Result<Payment> find(core::ReadTransaction& transaction, PaymentId id) = 0;

    /// Keys of two clients have nothing to do with each other.
    virtual core::Result<std::optional<Payment>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                               std::string_view request_key) = 0;

    /// By our number of the channel's order, as notifications name it.
    virtual core::Result<std::optional<Payment>> findByOrder(core::ReadTransaction& transaction, std::string_view channel,
                                                             std::string_view order_number) = 0;

    /// The latest first; their place is by created_at, as in the next.
    virtual core::Result<std::vector<Payment>> ofPerson(core::ReadTransaction& transaction, PersonId person, const core::Page& page) = 0;

    /// Every payment that has or had this charge or booking among its items, the latest first.
    virtual core::Result<std::vector<Payment>> ofSubject(core::ReadTransaction& transaction, core::IdBits subject,
                                                         const core::Page& page) = 0;

    /// Whose next check has come by `now`, the longest overdue first; `at` is next_check_at.
    virtual core::Result<std::vector<core::Due<PaymentId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                const core::Page& page) = 0;
};

}  // namespace hub::payment
