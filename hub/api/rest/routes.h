#pragma once

#include <vector>

#include "hub/api/rest/desk.h"
#include "hub/api/router.h"

namespace hub::api::rest {

// The routes of /api/v1. `desk` outlives them; null gives the table alone, for the OpenAPI document.

std::vector<Route> peopleRoutes(Desk* desk);
std::vector<Route> credentialRoutes(Desk* desk);
std::vector<Route> cardRoutes(Desk* desk);
std::vector<Route> hospitalRoutes(Desk* desk);
std::vector<Route> bookingRoutes(Desk* desk);
std::vector<Route> chargeRoutes(Desk* desk);
std::vector<Route> paymentRoutes(Desk* desk);
std::vector<Route> accountRoutes(Desk* desk);
std::vector<Route> paymentDeskRoutes(Desk* desk);
std::vector<Route> paymentDecisionRoutes(Desk* desk);
std::vector<Route> recordRoutes(Desk* desk);
std::vector<Route> consentRoutes(Desk* desk);
std::vector<Route> familyRoutes(Desk* desk);
std::vector<Route> childRoutes(Desk* desk);
std::vector<Route> detailsRoutes(Desk* desk);
std::vector<Route> reviewRoutes(Desk* desk);
std::vector<Route> weightRoutes(Desk* desk);
std::vector<Route> withdrawalRoutes(Desk* desk);
std::vector<Route> fileCaseRoutes(Desk* desk);

/// `/in/{counterparty}/…`: what counterparties push over HTTP goes to their adapter as it came (MECHANISMS 6).
std::vector<Route> inboundRoutes(Desk* desk);

/// All of them.
std::vector<Route> restRoutes(Desk* desk);

/// The endpoint that gives its request to `handle`.
inline auto handledBy(Desk* desk, void (*handle)(Desk&, const Request&, const Reply&)) {
    return [desk, handle](const Request& request, const Reply& reply) { handle(*desk, request, reply); };
}

/// Answers with the failure of `use`, if it has one; else `use` has answered or will.
template <class Use>
void answering(const Reply& reply, Use&& use) {
    const core::Result<void> done = use();
    if (!done.ok()) reply.fail(done.failure());
}

}  // namespace hub::api::rest
