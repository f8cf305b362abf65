#include "hub/app/admin_routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "hub/api/page_place.h"
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
        case Role::Steward:
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

constexpr std::size_t kTracedAtOnce = 500;

Result<TracedEvent> traced(storage::Storage& storage, core::ReadTransaction& transaction, std::string type, core::OutboxId id) {
    const auto standing = storage.outbox().standing(transaction, id);
    if (!standing.ok()) return standing.failure();
    if (!*standing) return TracedEvent{std::move(type), TracedState::Applied, std::nullopt};
    if (!(*standing)->dead) return TracedEvent{std::move(type), TracedState::Waiting, std::nullopt};
    return TracedEvent{std::move(type), TracedState::Parked, (*standing)->code};
}

Result<TracedPage> tracedPage(storage::Storage& storage, core::ReadTransaction& transaction, const std::string& counterparty,
                              const core::Page& page) {
    const auto entries = storage.inbox().list(transaction, counterparty, page);
    if (!entries.ok()) return entries.failure();
    TracedPage found;
    for (const core::InboxEntry& entry : *entries) {
        TracedMessage message{entry.control_id, entry.message_type, entry.answer_code, {}, entry.sender, entry.received_at};
        for (std::size_t i = 0; i < entry.events.size(); ++i) {
            Result<TracedEvent> event = traced(storage, transaction, entry.events[i], flows::waitingId(entry.id, i));
            if (!event.ok()) return event.failure();
            message.events.push_back(std::move(*event));
        }
        found.messages.push_back(std::move(message));
    }
    if (entries->size() == page.limit) found.next = api::placeText({entries->back().received_at, entries->back().id.bits});
    return found;
}

template <class T>
void answerWith(const Result<T>& answer, const api::Reply& reply, int status = 200) {
    if (answer.ok()) {
        reply.send(api::jsonResponse(status, core::toJson(*answer, core::Exposure::Masked)));
    } else {
        reply.fail(answer.failure());
    }
}

/// The answer to a read in one snapshot.
template <class T, class Read>
void answerRead(AdminHouse& house, const api::Reply& reply, const Read& look) {
    Result<T> found{T{}};
    const Result<void> read = house.storage.reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        found = look(transaction);
        return {};
    });
    answerWith(read.ok() ? found : Result<T>(read.failure()), reply);
}

void answerWithTrace(AdminHouse& house, const api::Request& request, const api::Reply& reply) {
    const std::string& counterparty = request.pathValue("counterparty");
    const auto all = house.counterparties();
    if (std::ranges::find(all, counterparty) == all.end()) {
        reply.fail(core::Failure(core::Error::HospitalNotKnown, counterparty));
        return;
    }
    const Result<core::Page> page = api::pageAfter(request.queryValue("after"), kTracedAtOnce);
    if (!page.ok()) {
        reply.fail(page.failure());
        return;
    }
    answerRead<TracedPage>(house, reply,
                           [&](core::ReadTransaction& transaction) { return tracedPage(house.storage, transaction, counterparty, *page); });
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
    doubts.endpoint = [shared](const api::Request&, const api::Reply& reply) {
        answerRead<Doubts>(*shared, reply, [&](core::ReadTransaction& transaction) { return doubtsIn(shared->storage, transaction); });
    };
    std::vector<api::Route> routes;
    routes.push_back(std::move(token));
    routes.push_back(std::move(doubts));
    api::Route trace;
    trace.method = "GET";
    trace.path = "/admin/v1/counterparties/{counterparty}/messages";
    trace.operation = "traceMessages";
    trace.query = {{"after", "next of the page before", false}};
    trace.response = api::schemaReference<TracedPage>;
    trace.listed = false;
    trace.endpoint = [shared](const api::Request& request, const api::Reply& reply) { answerWithTrace(*shared, request, reply); };
    routes.push_back(std::move(trace));
    api::Route keys;
    keys.method = "GET";
    keys.path = "/admin/v1/keys";
    keys.operation = "keyStatus";
    keys.response = api::schemaReference<KeyStatus>;
    keys.listed = false;
    keys.endpoint = [shared](const api::Request&, const api::Reply& reply) { answerWith(shared->key_status(), reply); };
    routes.push_back(std::move(keys));
    api::Route rotate;
    rotate.method = "POST";
    rotate.path = "/admin/v1/keys";
    rotate.operation = "rotateKey";
    rotate.request = api::schemaReference<RotateKey>;
    rotate.status = 201;
    rotate.response = api::schemaReference<RotatedKey>;
    rotate.listed = false;
    rotate.endpoint = [shared](const api::Request& request, const api::Reply& reply) {
        const Result<RotateKey> asked = core::fromJson<RotateKey>(request.body.reveal());
        answerWith(asked.ok() ? shared->rotate_key(asked->kind) : Result<RotatedKey>(asked.failure()), reply, 201);
    };
    routes.push_back(std::move(rotate));
    return routes;
}

}  // namespace hub::app
