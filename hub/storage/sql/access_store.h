#pragma once

#include "hub/access/access_store.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::sql {

/// The tables access_client and access_token. Any thread.
class SqlAccessStore final : public access::AccessStore {
  public:
    core::Result<void> addClient(core::Transaction& transaction, const access::Client& client) override;
    core::Result<access::Client> findClient(core::ReadTransaction& transaction, std::string_view code) override;
    core::Result<std::vector<access::Client>> clients(core::ReadTransaction& transaction) override;
    core::Result<void> setClientState(core::Transaction& transaction, std::string_view code, access::ClientState state) override;

    core::Result<void> addToken(core::Transaction& transaction, const access::Token& token) override;
    core::Result<access::Token> findToken(core::ReadTransaction& transaction, access::TokenId id) override;
    core::Result<std::vector<access::Token>> tokensOf(core::ReadTransaction& transaction, std::string_view client) override;
    core::Result<void> revokeToken(core::Transaction& transaction, access::TokenId id, core::UtcTime at) override;
    core::Result<std::int64_t> revokeTokensOf(core::Transaction& transaction, identity::PersonId person, core::UtcTime at) override;
    core::Result<std::int64_t> forgetTokens(core::Transaction& transaction, core::UtcTime before, std::size_t limit) override;
};

}  // namespace hub::storage::sql
