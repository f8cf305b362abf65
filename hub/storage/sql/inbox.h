#pragma once

#include "hub/core/inbox.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table inbox. Bodies and answers are sealed; a body may have 20 MB. Any thread.
class SqlInbox final : public core::Inbox {
  public:
    /// `vault` outlives the store.
    explicit SqlInbox(const vault::Vault& vault);

    /// Also: FieldTooLong. Units with the same aggregate for a counterparty's number are judged one after the other; on two lanes two
    /// bodies under one number may both be kept in spite of Reject, the same body never is.
    core::Result<core::ArrivalAnswer> arrive(core::Transaction& transaction, const core::InboxMessage& message,
                                             core::SameIdOtherBody policy) override;
    core::Result<core::InboxMessage> find(core::ReadTransaction& transaction, core::InboxId id) override;
    core::Result<std::vector<core::InboxEntry>> list(core::ReadTransaction& transaction, std::string_view counterparty,
                                                     const core::Page& page) override;

  private:
    core::Result<core::ArrivalAnswer> earlier(core::Transaction& transaction, const core::InboxMessage& message) const;

    const vault::Vault& vault_;
    const std::string list_;
};

}  // namespace hub::storage::sql
