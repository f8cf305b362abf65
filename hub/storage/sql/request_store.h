#pragma once

#include "hub/flows/request_store.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

/// The table request. Any thread.
class SqlRequestStore final : public flows::RequestStore {
  public:
    core::Result<flows::BegunRequest> begin(core::Transaction& transaction, const flows::ClientRequest& request) override;
    core::Result<std::int64_t> forgetExpired(core::Transaction& transaction, core::UtcTime now, std::size_t limit) override;
};

}  // namespace hub::storage::sql
