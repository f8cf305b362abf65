#include <utility>

#include "hub/api/rest/routes.h"
#include "hub/core/text.h"
#include "hub/flows/answers.h"

namespace hub::api::rest {

namespace {

constexpr core::Duration kAnswerWithin{8'000};

/// Who pushed is for the adapter to find out: by the signature, or by what the counterparty was given to show.
void push(Desk& desk, const Request& request, const Reply& reply, const std::string& rest) {
    const flows::House& flows = desk.house().care.house();
    const std::string& counterparty = request.pathValue("counterparty");
    contract::HttpPush::Request pushed;
    pushed.method = request.method;
    pushed.path = "/" + rest;
    for (const Headers::Field& field : request.headers.all()) pushed.headers.push_back({field.name, field.value});
    pushed.body = request.body;
    flows::CallTerms terms = flows.terms();
    terms.answer_within = kAnswerWithin;
    const flows::Call call = flows::callOf<contract::HttpPush>(flows::metaFor(counterparty, terms, reply.trace().text()), pushed);
    flows.counterparties.call(call, [reply, counterparty](const flows::CallAnswer& answer) {
        if (answer.late) return;
        // Anybody may write anything into the address.
        const auto pushed_to = flows::resultOrWhy<contract::HttpPush>(core::shapeOf(counterparty), answer);
        if (!pushed_to.ok()) {
            reply.fail(pushed_to.failure());
            return;
        }
        Response response;
        response.status = pushed_to->status;
        for (const contract::HttpHeader& header : pushed_to->headers) response.headers.add(header.name, header.value);
        response.body = pushed_to->body;
        reply.send(std::move(response));
    });
}

}  // namespace

std::vector<Route> inboundRoutes(Desk* desk) {
    std::vector<Route> routes;
    const auto add = [&](const char* method, const char* path, decltype(Route::endpoint) endpoint) {
        Route route;
        route.method = method;
        route.path = path;
        route.listed = false;
        route.endpoint = std::move(endpoint);
        routes.push_back(std::move(route));
    };
    for (const char* method : {"POST", "PUT"}) {
        add(method, "/in/{counterparty}", [desk](const Request& request, const Reply& reply) { push(*desk, request, reply, ""); });
        add(method, "/in/{counterparty}/{rest...}",
            [desk](const Request& request, const Reply& reply) { push(*desk, request, reply, request.pathValue("rest")); });
    }
    return routes;
}

std::vector<Route> restRoutes(Desk* desk) {
    std::vector<Route> all;
    for (auto* group : {peopleRoutes, credentialRoutes, cardRoutes,    hospitalRoutes,    bookingRoutes,
                        chargeRoutes, paymentRoutes,    accountRoutes, paymentDeskRoutes, paymentDecisionRoutes,
                        recordRoutes, consentRoutes,    familyRoutes,  childRoutes,       detailsRoutes,
                        reviewRoutes, withdrawalRoutes, weightRoutes,  fileCaseRoutes,    inboundRoutes}) {
        for (Route& route : group(desk)) all.push_back(std::move(route));
    }
    return all;
}

}  // namespace hub::api::rest
