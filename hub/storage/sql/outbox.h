#pragma once

#include <span>
#include <string>

#include "hub/core/outbox.h"
#include "hub/storage/sql/database.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table outbox. Payloads are sealed. Any thread.
class SqlOutbox final : public core::Outbox {
  public:
    /// `vault` outlives the store.
    SqlOutbox(Dialect dialect, const vault::Vault& vault);

    /// Also: FieldTooLong. The message starts with no tries, whatever it says.
    core::Result<void> add(core::Transaction& transaction, const core::OutboxMessage& message) override;
    core::Result<void> addNext(core::Transaction& transaction, core::OutboxMessage message) override;
    /// A lease that ran out is free for everybody, and the one who had it may still end it until another has it.
    /// REQUIRES: `owner` is not empty.
    core::Result<std::vector<core::OutboxMessage>> lease(core::Transaction& transaction, std::string_view topic, core::UtcTime now,
                                                         std::string_view owner, core::Duration duration, std::size_t limit) override;
    core::Result<bool> due(core::ReadTransaction& transaction, std::string_view topic, core::UtcTime now) override;
    core::Result<void> delivered(core::Transaction& transaction, core::OutboxId id, std::string_view owner) override;
    core::Result<void> postpone(core::Transaction& transaction, core::OutboxId id, std::string_view owner, core::UtcTime next_at) override;
    core::Result<void> bury(core::Transaction& transaction, core::OutboxId id, std::string_view owner, std::string_view code) override;
    core::Result<void> revive(core::Transaction& transaction, core::OutboxId id, core::UtcTime next_at) override;
    core::Result<std::optional<core::OutboxStanding>> standing(core::ReadTransaction& transaction, core::OutboxId id) override;
    core::Result<std::vector<core::OutboxMessage>> dead(core::ReadTransaction& transaction, std::string_view topic,
                                                        std::size_t limit) override;

  private:
    core::Result<std::vector<core::OutboxMessage>> select(core::ReadTransaction& transaction, std::string_view sql, Values values) const;

    const vault::Vault& vault_;
    const std::string due_;
    const std::string any_due_;
    const std::string dead_;
};

}  // namespace hub::storage::sql
