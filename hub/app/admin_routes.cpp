#include "hub/app/admin_routes.h"

#include <memory>
#include <utility>

#include "hub/flows/inbound_gate.h"

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
    const Result<access::Client> known = house.storage.access().findClient(transaction, code);
    if (!known.ok() && known.failure().error() != core::Error::ClientNotFound) return known.failure();
    if (!known.ok()) {
        access::Client client;
        client.code = code;
        client.kind = kindFor(body.role);
        client.hospital = body.hospital.value_or("");
        client.added_at = house.clock.utc();
        const Result<void> checked = access::checkClient(client);
        if (!checked.ok()) return checked.failure();
        const Result<void> added = house.storage.access().addClient(transaction, client);
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

Result<Doubts> doubtsIn(storage::Storage& storage, core::ReadTransaction& transaction) {
    constexpr std::size_t kListed = 100;
    Doubts doubts;
    const auto cases = storage.cases().openOfAll(transaction, {kListed, std::nullopt});
    if (!cases.ok()) return cases.failure();
    for (const payment::Case& one : *cases)
        doubts.cases.push_back({one.id, one.about, one.subject.text(), one.kind, one.hospital, one.opened_at});
    const auto unfinished = storage.attempts().unfinished(transaction, kListed);
    if (!unfinished.ok()) return unfinished.failure();
    for (const core::Attempt& one : *unfinished)
        doubts.unfinished.push_back({one.id, one.counterparty, one.operation, one.wire_id, one.state, *one.next_check_at});
    const auto parked = storage.outbox().dead(transaction, flows::kInboundTopic, kListed);
    if (!parked.ok()) return parked.failure();
    doubts.events_parked = static_cast<std::int32_t>(parked->size());
    return doubts;
}

void answerWithDoubts(AdminHouse& house, const api::Reply& reply) {
    Result<Doubts> doubts{Doubts{}};
    const Result<void> read = house.storage.reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        doubts = doubtsIn(house.storage, transaction);
        return {};
    });
    if (read.ok() && doubts.ok()) {
        reply.send(api::jsonResponse(200, core::toJson(*doubts, core::Exposure::Masked)));
    } else {
        reply.fail(read.ok() ? doubts.failure() : read.failure());
    }
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
    api::Route doubts;
    doubts.method = "GET";
    doubts.path = "/admin/v1/doubts";
    doubts.operation = "listDoubts";
    doubts.response = api::schemaReference<Doubts>;
    doubts.listed = false;
    doubts.endpoint = [shared](const api::Request&, const api::Reply& reply) { answerWithDoubts(*shared, reply); };
    std::vector<api::Route> routes;
    routes.push_back(std::move(token));
    routes.push_back(std::move(doubts));
    return routes;
}

}  // namespace hub::app
