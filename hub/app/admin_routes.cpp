#include "hub/app/admin_routes.h"

#include <memory>
#include <utility>

namespace hub::app {

using access::ClientKind;
using access::Role;
using core::Result;

namespace {

ClientKind kindFor(Role role) {
    switch (role) {
        case Role::Entrance:
        case Role::Person:
            return ClientKind::Entrance;
        case Role::Hospital:
            return ClientKind::Hospital;
        case Role::Operator:
        case Role::Security:
        case Role::Auditor:
            return ClientKind::Office;
    }
    HUB_ASSERT(false);
}

/// A client that is not there yet is made with its first token.
Result<access::IssuedToken> makeToken(AdminHouse& house, core::Transaction& transaction, const std::string& code, const MakeToken& body) {
    const Result<access::Client> known = house.access.findClient(transaction, code);
    if (!known.ok() && known.failure().error() != core::Error::ClientNotFound) return known.failure();
    if (!known.ok()) {
        access::Client client;
        client.code = code;
        client.kind = kindFor(body.role);
        client.hospital = body.hospital.value_or("");
        client.added_at = house.clock.utc();
        const Result<void> checked = access::checkClient(client);
        if (!checked.ok()) return checked.failure();
        const Result<void> added = house.access.addClient(transaction, client);
        if (!added.ok()) return added.failure();
    }
    return house.tokens.createToken(transaction, code, body.role);
}

void answerWithToken(AdminHouse& house, const api::Request& request, const api::Reply& reply) {
    const std::string& code = request.pathValue("client");
    const Result<MakeToken> body = core::fromJson<MakeToken>(request.body.reveal());
    if (!body.ok()) {
        reply.fail(body.failure());
        return;
    }
    const auto made = std::make_shared<MadeToken>();  // shared: the unit may run again
    house.carrier.run(
        "admin", core::IdBits{},
        [&house, code, body = *body, made](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<access::IssuedToken> issued = makeToken(house, transaction, code, body);
            if (!issued.ok()) return issued.failure();
            *made = {code, issued->text.reveal(), issued->token.expires_at};
            return flows::Next{};
        },
        [reply, made](const Result<void>& done) {
            if (!done.ok()) {
                reply.fail(done.failure());
                return;
            }
            reply.send(api::jsonResponse(201, core::toJson(*made, core::Exposure::Masked)));
        });
}

}  // namespace

std::vector<api::Route> adminRoutes(AdminHouse house) {
    const auto shared = std::make_shared<AdminHouse>(std::move(house));  // shared by the routes
    api::Route token;
    token.method = "POST";
    token.path = "/admin/v1/clients/{client}/tokens";
    token.operation = "createToken";
    token.request = api::schemaReference<MakeToken>;
    token.status = 201;
    token.response = api::schemaReference<MadeToken>;
    token.listed = false;
    token.endpoint = [shared](const api::Request& request, const api::Reply& reply) { answerWithToken(*shared, request, reply); };
    std::vector<api::Route> routes;
    routes.push_back(std::move(token));
    return routes;
}

}  // namespace hub::app
