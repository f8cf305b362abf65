#include "hub/app/people_admin_routes.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "hub/api/rest/members.h"
#include "hub/api/rest/person_look.h"
#include "hub/api/rest/routes.h"

namespace hub::app {

using access::Caller;
using api::Reply;
using api::Request;
using api::Route;
using api::rest::Desk;
using api::rest::House;
using core::Error;
using core::Failure;
using core::Result;
using identity::Card;

namespace {

/// Of all routes, those that the local socket offers too.
constexpr std::array<std::string_view, 39> kOffered{"findPerson",
                                                    "showPerson",
                                                    "listFiles",
                                                    "showDetails",
                                                    "listReviews",
                                                    "showReview",
                                                    "openReview",
                                                    "claimReview",
                                                    "releaseReview",
                                                    "proposeVerdict",
                                                    "approveVerdict",
                                                    "sendBackVerdict",
                                                    "reopenReview",
                                                    "listMerges",
                                                    "unmergePerson",
                                                    "listFileCases",
                                                    "linkFile",
                                                    "rejectFile",
                                                    "listMatchWeights",
                                                    "showMatchWeights",
                                                    "activateMatchWeights",
                                                    "startMatchWeightRun",
                                                    "showMatchWeightRun",
                                                    "proposeWithdrawal",
                                                    "listWithdrawalsOfPerson",
                                                    "listWithdrawals",
                                                    "showWithdrawal",
                                                    "approveWithdrawal",
                                                    "dropWithdrawal",
                                                    "findPayments",
                                                    "showPaymentStanding",
                                                    "tellPaymentStory",
                                                    "startRefund",
                                                    "proposePaymentDecision",
                                                    "proposeRefundDecision",
                                                    "listPaymentDecisions",
                                                    "showPaymentDecision",
                                                    "confirmPaymentDecision",
                                                    "dropPaymentDecision"};

Result<CardOfPerson> lookAt(House& house, core::ReadTransaction& transaction, const Card& card) {
    const Result<identity::PersonId> root = house.merges.rootOf(transaction, card.person);
    if (!root.ok()) return root.failure();
    Result<api::rest::PersonView> person = api::rest::personIn(house, transaction, *root);
    if (!person.ok()) return person.failure();
    CardOfPerson look{api::rest::viewOf(card), card.person, *std::move(person), {}};
    const Result<std::vector<Card>> cards = api::rest::cardsOf(house, transaction, *root);
    if (!cards.ok()) return cards.failure();
    for (const Card& one : *cards) look.cards.push_back(api::rest::viewOf(one));
    return look;
}

/// Who may look at anybody's card.
Result<Caller> keeperIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller;
    const bool steward = caller->scopes.has(access::Scope::IdentityReview);
    const Result<void> may = steward ? desk.requireReader(*caller) : api::rest::requireStaffOf(*caller);
    return may.ok() ? caller : may.failure();
}

/// A POST, because a number is no part of a URL; audited, as a search for a person is.
void findCard(Desk& desk, const Request& request, const Reply& reply) {
    api::rest::answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = keeperIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<FindCard> body = api::rest::bodyOf<FindCard>(request);
        if (!body.ok()) return body.failure();
        const Result<void> valid = identity::checkCardNumber(body->number.reveal());
        if (!valid.ok()) return valid;
        House& house = desk.house();
        const auto found = std::make_shared<CardOfPerson>();  // shared: the unit may run again
        house.carrier.run(
            "find", core::IdBits{},
            [&house, caller = *caller, body = *body, found](core::Transaction& transaction) -> Result<flows::Next> {
                const Result<std::optional<Card>> card = house.people.cardByNumber(transaction, body.number.reveal());
                if (!card.ok()) return card.failure();
                if (!*card) return Failure(Error::CardNotFound);
                Result<CardOfPerson> look = lookAt(house, transaction, **card);
                if (!look.ok()) return look.failure();
                *found = *std::move(look);
                audit::AuditEntry entry = access::auditEntry(caller, "card.find", found->person.person_id, audit::Outcome::Done);
                entry.subject = "card/" + found->card.card_id.text();
                const Result<audit::AuditId> noted = house.witness.note(transaction, std::move(entry));
                return noted.ok() ? Result<flows::Next>(flows::Next{}) : noted.failure();
            },
            [reply, found](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                reply.send(api::jsonResponse(200, core::toJson(*found, core::Exposure::Masked)));
            });
        return {};
    });
}

void showCard(Desk& desk, const Request& request, const Reply& reply) {
    api::rest::answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = keeperIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<identity::CardId> id = api::rest::pathId<identity::CardId>(request, "card_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<Card> card = house.people.findCard(transaction, *id);
            if (!card.ok()) return card.failure();
            const Result<CardOfPerson> look = lookAt(house, transaction, *card);
            if (!look.ok()) return look.failure();
            return core::toJson(*look, core::Exposure::Masked);
        });
        return {};
    });
}

}  // namespace

std::vector<Route> peopleAdminRoutes(api::rest::LocalDesk* desk) {
    std::vector<Route> routes;
    for (Route& route : api::rest::restRoutes(desk)) {
        if (std::ranges::find(kOffered, route.operation) == kOffered.end()) continue;
        route.listed = false;
        routes.push_back(std::move(route));
    }
    HUB_ASSERT(routes.size() == kOffered.size());
    Route find;
    find.method = "POST";
    find.path = "/admin/v1/cards/search";
    find.operation = "findCard";
    find.request = api::schemaReference<FindCard>;
    find.response = api::schemaReference<CardOfPerson>;
    find.listed = false;
    find.endpoint = api::rest::handledBy(desk, findCard);
    routes.push_back(std::move(find));
    Route show;
    show.method = "GET";
    show.path = "/admin/v1/cards/{card_id}";
    show.operation = "showCard";
    show.response = api::schemaReference<CardOfPerson>;
    show.listed = false;
    show.endpoint = api::rest::handledBy(desk, showCard);
    routes.push_back(std::move(show));
    return routes;
}

}  // namespace hub::app
