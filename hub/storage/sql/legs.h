#pragma once

#include <string>
#include <vector>

#include "hub/payment/payment_store.h"
#include "hub/storage/sql/transaction.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table leg: the rows that belong to a payment's row, and change together with it. Any thread.
class Legs {
  public:
    /// `vault` outlives the object.
    explicit Legs(const vault::Vault& vault);

    /// Also: OrderNumberTaken, FieldTooLong.
    core::Result<void> add(core::Transaction& transaction, const payment::Payment& payment) const;

    /// REQUIRES: the row of the payment was compared and set in this transaction. Also: FieldTooLong, SqlRefused.
    core::Result<void> change(core::Transaction& transaction, const payment::Payment& payment) const;

    /// In the order of the leg plan. Also: RowNotReadable.
    core::Result<std::vector<payment::Leg>> of(core::ReadTransaction& transaction, payment::PaymentId payment) const;

  private:
    core::Result<std::vector<Value>> values(core::Transaction& transaction, const payment::Leg& leg) const;

    const vault::Vault& vault_;
    const std::string columns_;
    const std::string insert_columns_;
    const std::string update_;
    const std::string select_;
};

}  // namespace hub::storage::sql
