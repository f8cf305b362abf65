#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "hub/access/client.h"
#include "hub/access/token.h"
#include "hub/core/work.h"

namespace hub::access {

/// The rows of clients and tokens. Implemented by storage. Any thread.
class AccessStore {
  public:
    virtual ~AccessStore() = default;

    /// REQUIRES: checkClient says yes. Also: ClientTaken.
    virtual core::Result<void> addClient(core::Transaction& transaction, const Client& client) = 0;
    /// Also: ClientNotFound.
    virtual core::Result<Client> findClient(core::ReadTransaction& transaction, std::string_view code) = 0;
    /// By code.
    virtual core::Result<std::vector<Client>> clients(core::ReadTransaction& transaction) = 0;
    /// Also: ClientNotFound.
    virtual core::Result<void> setClientState(core::Transaction& transaction, std::string_view code, ClientState state) = 0;

    virtual core::Result<void> addToken(core::Transaction& transaction, const Token& token) = 0;
    /// Also: TokenNotFound.
    virtual core::Result<Token> findToken(core::ReadTransaction& transaction, TokenId id) = 0;
    /// The system tokens of a client, oldest first.
    virtual core::Result<std::vector<Token>> tokensOf(core::ReadTransaction& transaction, std::string_view client) = 0;
    /// A token that is revoked already keeps its time. Also: TokenNotFound.
    virtual core::Result<void> revokeToken(core::Transaction& transaction, TokenId id, core::UtcTime at) = 0;
    /// Every token of this person. Answers with how many.
    virtual core::Result<std::int64_t> revokeTokensOf(core::Transaction& transaction, identity::PersonId person, core::UtcTime at) = 0;
    /// For a job: forgets up to about `limit` person tokens that expired before `before`, and says how many.
    virtual core::Result<std::int64_t> forgetTokens(core::Transaction& transaction, core::UtcTime before, std::size_t limit) = 0;
};

}  // namespace hub::access
