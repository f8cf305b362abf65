#include "hub/api/rest/local_desk.h"

#include "hub/core/read_one.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace hub::api::rest {

using access::Caller;
using access::Client;
using access::Role;
using access::Scope;
using access::Token;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kHowToName = "OFFICE/STAFF_ID";

Caller nobody() {
    Caller caller;
    caller.client = LocalDesk::kNobody;
    caller.kind = access::ClientKind::Office;
    caller.role = Role::Steward;
    caller.scopes = {Scope::PersonRead, Scope::IdentityReview, Scope::CaseDecide};
    return caller;
}

Caller callerOf(const Client& client, const Token& token) {
    Caller caller;
    caller.token = token.id;
    caller.client = client.code;
    caller.kind = client.kind;
    caller.hospital = client.hospital;
    caller.role = token.role;
    caller.scopes = token.scopes.both(access::scopesOf(token.role));  // as of Tokens::authenticate
    return caller;
}

/// The token by whose role the client's staff acts.
std::optional<Token> standingToken(const std::vector<Token>& tokens, core::UtcTime now) {
    std::optional<Token> found;
    for (const Token& token : tokens) {
        if (token.revoked_at || token.expires_at <= now) continue;
        if (!found || (found->role != Role::Steward && token.role == Role::Steward)) found = token;
    }
    return found;
}

}  // namespace

Result<Caller> LocalDesk::comesIn(const Request& request) const {
    if (request.headers.find("Staff-Id")) return Failure(Error::StaffClaimNotValid, "Staff: OFFICE/STAFF_ID");  // of no office
    const std::optional<std::string_view> staff = request.headers.find("Staff");
    if (!staff) return nobody();
    const std::size_t slash = staff->find('/');
    Result<Caller> office = core::readOne(house().reads, [&](core::ReadTransaction& transaction) {
        return slash == std::string_view::npos ? stewardsIn(transaction) : officeIn(transaction, std::string(staff->substr(0, slash)));
    });
    if (!office.ok()) return office;
    const std::string staff_id(slash == std::string_view::npos ? *staff : staff->substr(slash + 1));
    const access::StaffClaim claim{staff_id, std::string(core::enumName(office->role)), office->client};
    return access::withStaff(*std::move(office), claim);
}

Result<Caller> LocalDesk::officeIn(core::ReadTransaction& transaction, const std::string& code) const {
    const Result<Client> client = access_.findClient(transaction, code);
    if (!client.ok()) return client.failure();
    if (client->state != access::ClientState::Active) return Failure(Error::ClientDisabled, code);
    const Result<std::vector<Token>> tokens = access_.tokensOf(transaction, code);
    if (!tokens.ok()) return tokens.failure();
    const std::optional<Token> token = standingToken(*tokens, house().clock.utc());
    if (!token) return Failure(Error::ScopeMissing, std::string(core::enumName(Scope::StaffAct)));
    return callerOf(*client, *token);
}

Result<Caller> LocalDesk::stewardsIn(core::ReadTransaction& transaction) const {
    const Result<std::vector<Client>> clients = access_.clients(transaction);
    if (!clients.ok()) return clients.failure();
    std::optional<Caller> found;
    for (const Client& client : *clients) {
        if (client.kind != access::ClientKind::Office || client.state != access::ClientState::Active) continue;
        Result<Caller> office = officeIn(transaction, client.code);
        if (!office.ok() && office.failure().error() != Error::ScopeMissing) return office;
        if (!office.ok() || office->role != Role::Steward) continue;
        if (found) return Failure(Error::StaffClaimNotValid, std::string(kHowToName));
        found = *std::move(office);
    }
    return found ? Result<Caller>(*std::move(found)) : Failure(Error::StaffClaimNotValid, std::string(kHowToName));
}

}  // namespace hub::api::rest
