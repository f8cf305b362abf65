#pragma once

#include <atomic>

#include "hub/core/attempts.h"
#include "hub/storage/sql/database.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table attempt. Bodies and answers are sealed. Any thread.
class SqlAttempts final : public core::Attempts {
  public:
    /// `vault` and `clock` outlive the store.
    SqlAttempts(Dialect dialect, const vault::Vault& vault, const core::Clock& clock);

    /// Also: FieldTooLong.
    core::Result<void> add(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<core::Attempt> find(core::ReadTransaction& transaction, core::AttemptId id) override;
    core::Result<std::optional<core::Attempt>> findByWireId(core::ReadTransaction& transaction, std::string_view counterparty,
                                                            std::string_view wire_id) override;
    core::Result<std::vector<core::Attempt>> ofFlow(core::ReadTransaction& transaction, core::IdBits flow_id) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, core::AttemptId id, std::int64_t version,
                                      const core::AttemptChange& change) override;
    /// Nothing to do for a `limit` of 0. REQUIRES: `owner` is not empty.
    core::Result<std::vector<core::Attempt>> lease(core::Transaction& transaction, core::UtcTime now, std::string_view owner,
                                                   core::Duration duration, std::size_t limit) override;
    core::Result<std::vector<core::Attempt>> unfinished(core::ReadTransaction& transaction, std::size_t limit) override;

  private:
    core::Result<std::vector<core::Attempt>> select(core::ReadTransaction& transaction, std::string_view sql, Values values) const;
    std::int64_t nextFlowOrder();

    const vault::Vault& vault_;
    const core::Clock& clock_;
    const std::string find_;
    const std::string by_wire_id_;
    const std::string of_flow_;
    const std::string due_;
    const std::string unfinished_;
    std::atomic<std::int64_t> last_flow_order_ = 0;
};

}  // namespace hub::storage::sql
