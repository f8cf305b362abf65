#include "hub/access/tokens.h"

#include <algorithm>
#include <optional>
#include <string>

#include "hub/core/describe.h"
#include "hub/vault/primitives.h"
#include "hub/vault/vault.h"

namespace hub::access {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kForm = "oct_";
constexpr std::size_t kIdSize = 26;
constexpr std::size_t kSecretSize = 64;

struct Presented {
    TokenId id;
    std::string_view secret;
};

std::optional<Presented> parse(std::string_view text) {
    if (text.size() != kForm.size() + kIdSize + 1 + kSecretSize || !text.starts_with(kForm)) return std::nullopt;
    if (text[kForm.size() + kIdSize] != '_') return std::nullopt;
    const Result<TokenId> id = TokenId::parse(text.substr(kForm.size(), kIdSize));
    if (!id.ok()) return std::nullopt;
    return Presented{*id, text.substr(text.size() - kSecretSize)};
}

std::string_view bytesOf(const core::Digest& digest) { return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()}; }

}  // namespace

Result<IssuedToken> Tokens::createToken(core::Transaction& transaction, std::string_view code, Role role) {
    const Result<Client> client = store_.findClient(transaction, code);
    if (!client.ok()) return client.failure();
    if (client->state != ClientState::Active) return Failure(Error::ClientDisabled, client->code);
    if (!mayHave(client->kind, role)) return Failure(Error::RoleNotAllowed, std::string(core::enumName(role)));
    Token token;
    token.client = client->code;
    token.role = role;
    token.scopes = scopesOf(role);
    return issue(transaction, std::move(token), kSystemTokenFor);
}

Result<IssuedToken> Tokens::exchange(core::Transaction& transaction, const Caller& caller, const identity::Person& person, Scopes wanted) {
    const Result<void> may = requireScope(caller, Scope::PersonExchange);
    if (!may.ok()) return may.failure();
    if (!identity::isActive(person.state)) return Failure(Error::PersonNotActive, std::string(core::enumName(person.state)));
    Token token;
    token.client = caller.client;
    token.role = Role::Person;
    token.scopes = scopesOf(Role::Person).both(wanted);
    if (person.state == identity::PersonState::Unverified) token.scopes = token.scopes.without(Scope::RecordRead);
    token.person = person.id;
    return issue(transaction, std::move(token), kPersonTokenFor);
}

Result<IssuedToken> Tokens::issue(core::Transaction& transaction, Token token, core::Duration good_for) {
    const std::string secret = core::Digest{vault::primitives::randomBytes32()}.hex();
    token.id = ids_.next<TokenId>();
    token.secret_hash = vault::Vault::digest(secret);
    token.issued_at = clock_.utc();
    token.expires_at = token.issued_at + good_for;
    const Result<void> added = store_.addToken(transaction, token);
    if (!added.ok()) return added.failure();
    return IssuedToken{core::Sensitive<std::string>(std::string(kForm) + token.id.text() + "_" + secret), std::move(token)};
}

Result<Caller> Tokens::authenticate(core::ReadTransaction& transaction, std::string_view text) {
    const Failure not_valid(Error::TokenNotValid);
    const std::optional<Presented> presented = parse(text);
    if (!presented) return not_valid;
    const Result<Token> token = store_.findToken(transaction, presented->id);
    if (!token.ok()) return token.failure().error() == Error::TokenNotFound ? not_valid : token.failure();
    const core::Digest hash = vault::Vault::digest(presented->secret);
    if (!vault::primitives::equalInConstantTime(bytesOf(hash), bytesOf(token->secret_hash)) || token->revoked_at) return not_valid;
    if (clock_.utc() >= token->expires_at) return Failure(Error::TokenExpired);
    const Result<Client> client = store_.findClient(transaction, token->client);
    if (!client.ok()) return client.failure();
    if (client->state != ClientState::Active) return Failure(Error::ClientDisabled, client->code);
    Caller caller;
    caller.token = token->id;
    caller.client = client->code;
    caller.kind = client->kind;
    caller.hospital = client->hospital;
    caller.role = token->role;
    caller.scopes = token->scopes.both(scopesOf(token->role));  // what a role has lost since, its tokens have lost too
    caller.person = token->person;
    return caller;
}

}  // namespace hub::access
