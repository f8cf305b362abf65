#pragma once

#include "hub/payment/payment_search_store.h"

namespace hub::storage::sql {

/// Looks through payment and leg. Any thread.
class SqlPaymentSearchStore final : public payment::PaymentSearchStore {
  public:
    core::Result<std::vector<core::Due<payment::PaymentId>>> search(core::ReadTransaction& transaction,
                                                                    const payment::PaymentSearch& search, const core::Page& page) override;
    core::Result<std::vector<payment::PaymentId>> byOrder(core::ReadTransaction& transaction, std::string_view number,
                                                          std::size_t limit) override;
};

}  // namespace hub::storage::sql
