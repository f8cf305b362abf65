#include "hub/storage/sql/access_store.h"

#include <array>
#include <utility>

#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using access::Client;
using access::ClientKind;
using access::ClientState;
using access::Role;
using access::Scopes;
using access::Token;
using access::TokenId;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr InsertShape kClient{"access_client", "code, kind, hospital, state, added_at_ms", 5};
constexpr std::string_view kFindClient = "SELECT code, kind, hospital, state, added_at_ms FROM access_client WHERE code = ?";
constexpr std::string_view kClients = "SELECT code, kind, hospital, state, added_at_ms FROM access_client ORDER BY code";

constexpr InsertShape kToken{"access_token", "id, secret_hash, client, role, scopes, person_id, issued_at_ms, expires_at_ms, revoked_at_ms",
                             9};
constexpr std::string_view kFindToken =
    "SELECT id, secret_hash, client, role, scopes, person_id, issued_at_ms, expires_at_ms, revoked_at_ms FROM access_token WHERE id = ?";
constexpr std::string_view kTokensOfClient =
    "SELECT id, secret_hash, client, role, scopes, person_id, issued_at_ms, expires_at_ms, revoked_at_ms FROM access_token"
    " WHERE client = ? AND person_id IS NULL ORDER BY issued_at_ms, id";

Client clientAt(const Row& row) {
    return {row.bytes(0), enumAt<ClientKind>(row, 1), row.bytes(2), enumAt<ClientState>(row, 3), timeAt(row, 4)};
}

Result<std::vector<Client>> clientsBy(core::ReadTransaction& transaction, std::string_view sql, Values values) {
    std::vector<Client> found;
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) { found.push_back(clientAt(row)); });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<std::vector<Token>> tokensBy(core::ReadTransaction& transaction, std::string_view sql, Value value) {
    std::vector<Token> found;
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, std::array<Value, 1>{std::move(value)}, [&](const Row& row) {
        Token& token = found.emplace_back();
        token.id.bits = idAt(row, 0);
        token.secret_hash = digestAt(row, 1);
        token.client = row.bytes(2);
        token.role = enumAt<Role>(row, 3);
        token.scopes = Scopes::fromBits(static_cast<std::uint32_t>(row.integer(4)));
        if (!row.isNull(5)) token.person.bits = idAt(row, 5);
        token.issued_at = timeAt(row, 6);
        token.expires_at = timeAt(row, 7);
        token.revoked_at = timeOrNoneAt(row, 8);
    });
    if (!asked.ok()) return asked.failure();
    return found;
}

}  // namespace

Result<void> SqlAccessStore::addClient(core::Transaction& transaction, const Client& client) {
    std::array<Value, kClient.width> row{blob(client.code), enumValue(client.kind), blob(client.hospital), enumValue(client.state),
                                         client.added_at.ms};
    const Result<void> added = SqlTransaction::of(transaction).insert(kClient, row);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::ClientTaken, client.code);
    return added;
}

Result<Client> SqlAccessStore::findClient(core::ReadTransaction& transaction, std::string_view code) {
    const Result<std::vector<Client>> found = clientsBy(transaction, kFindClient, std::array<Value, 1>{blob(code)});
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::ClientNotFound, std::string(code));
    return found->front();
}

Result<std::vector<Client>> SqlAccessStore::clients(core::ReadTransaction& transaction) { return clientsBy(transaction, kClients, {}); }

Result<void> SqlAccessStore::setClientState(core::Transaction& transaction, std::string_view code, ClientState state) {
    const Result<std::int64_t> changed =
        SqlTransaction::of(transaction)
            .execute("UPDATE access_client SET state = ? WHERE code = ?", std::array<Value, 2>{enumValue(state), blob(code)});
    if (!changed.ok()) return changed.failure();
    if (*changed == 0) return Failure(Error::ClientNotFound, std::string(code));
    return {};
}

Result<void> SqlAccessStore::addToken(core::Transaction& transaction, const Token& token) {
    std::array<Value, kToken.width> row{blob(token.id.bits),
                                        blob(token.secret_hash),
                                        blob(token.client),
                                        enumValue(token.role),
                                        std::int64_t{token.scopes.bits()},
                                        token.person.none() ? Value() : blob(token.person.bits),
                                        token.issued_at.ms,
                                        token.expires_at.ms,
                                        timeOrNull(token.revoked_at)};
    return SqlTransaction::of(transaction).insert(kToken, row);
}

Result<Token> SqlAccessStore::findToken(core::ReadTransaction& transaction, TokenId id) {
    const Result<std::vector<Token>> found = tokensBy(transaction, kFindToken, blob(id.bits));
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::TokenNotFound, id.text());
    return found->front();
}

Result<std::vector<Token>> SqlAccessStore::tokensOf(core::ReadTransaction& transaction, std::string_view client) {
    return tokensBy(transaction, kTokensOfClient, blob(client));
}

Result<void> SqlAccessStore::revokeToken(core::Transaction& transaction, TokenId id, core::UtcTime at) {
    const Result<std::int64_t> changed = SqlTransaction::of(transaction)
                                             .execute("UPDATE access_token SET revoked_at_ms = COALESCE(revoked_at_ms, ?) WHERE id = ?",
                                                      std::array<Value, 2>{at.ms, blob(id.bits)});
    if (!changed.ok()) return changed.failure();
    if (*changed == 0) return Failure(Error::TokenNotFound, id.text());
    return {};
}

Result<std::int64_t> SqlAccessStore::revokeTokensOf(core::Transaction& transaction, identity::PersonId person, core::UtcTime at) {
    return SqlTransaction::of(transaction)
        .execute("UPDATE access_token SET revoked_at_ms = ? WHERE person_id = ? AND revoked_at_ms IS NULL",
                 std::array<Value, 2>{at.ms, blob(person.bits)});
}

Result<std::int64_t> SqlAccessStore::forgetTokens(core::Transaction& transaction, core::UtcTime before, std::size_t limit) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::optional<std::int64_t> newest;
    const Result<void> asked =
        sql.query("SELECT expires_at_ms FROM access_token WHERE expires_at_ms < ? AND person_id IS NOT NULL ORDER BY expires_at_ms LIMIT ?",
                  std::array<Value, 2>{before.ms, static_cast<std::int64_t>(limit)}, [&](const Row& row) { newest = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    if (!newest) return std::int64_t{0};
    return sql.execute("DELETE FROM access_token WHERE expires_at_ms <= ? AND person_id IS NOT NULL", std::array<Value, 1>{*newest});
}

}  // namespace hub::storage::sql
