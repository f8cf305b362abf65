#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/payment.h"

namespace hub::payment {

/// Which payments an operator looks for. `from` is in the range, `until` is not; both are about created_at.
struct PaymentSearch {
    std::optional<std::string> hospital;
    std::optional<PaymentState> state;
    core::UtcTime from;
    core::UtcTime until;
};

/// Finds payments across people, by ids alone: PaymentStore reads them. Implemented by storage. Any thread. Every call also:
/// RowNotReadable (the row was changed by other hands).
class PaymentSearchStore {
  public:
    virtual ~PaymentSearchStore() = default;

    /// The latest first; `at` is created_at. REQUIRES: a hospital or a state.
    virtual core::Result<std::vector<core::Due<PaymentId>>> search(core::ReadTransaction& transaction, const PaymentSearch& search,
                                                                   const core::Page& page) = 0;

    /// Whose order has this number at any channel: ours, or the channel's own where it was told. At most `limit` of each kind.
    virtual core::Result<std::vector<PaymentId>> byOrder(core::ReadTransaction& transaction, std::string_view number,
                                                         std::size_t limit) = 0;
};

}  // namespace hub::payment
