#include <utility>

#include "hub/api/rest/routes.h"
#include "hub/api/rest/steward.h"
#include "hub/api/rest/weight_views.h"

namespace hub::api::rest {

using access::Caller;
using core::Result;
using flows::WeightsRunId;

namespace {

template <class View>
Result<std::string> jsonOf(const Result<View>& view) {
    return view.ok() ? Result<std::string>(core::toJson(*view, core::Exposure::Masked)) : view.failure();
}

void listWeights(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return jsonOf(weightsList(desk.house().weights, transaction)); });
        return {};
    });
}

void showWeights(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const std::string& name = request.pathValue("name");
        desk.read(reply, [&](core::ReadTransaction& transaction) { return jsonOf(weightsNamed(desk.house().weights, transaction, name)); });
        return {};
    });
}

void showRun(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<WeightsRunId> id = pathId<WeightsRunId>(request, "run_id");
        if (!id.ok()) return id.failure();
        Result<std::string> json = jsonOf(weightsRun(desk.house().weights, *id));
        if (!json.ok()) return json.failure();
        reply.send(jsonResponse(200, std::move(*json)));
        return {};
    });
}

void startRun(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = stewardIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<StartWeightsRun> body = bodyOf<StartWeightsRun>(request);
        if (!body.ok()) return body.failure();
        const Result<std::string> weights = weightsOf(*body);
        if (!weights.ok()) return weights.failure();
        House& house = desk.house();
        const auto id = house.ids.next<WeightsRunId>();
        Writing writing;
        writing.resource = "/api/v1/match-weight-runs/" + id.text();
        writing.watched = id.bits;
        writing.aggregate = id.bits;
        writing.action = body->work == flows::WeightsWork::Trial ? "weights.try" : "weights.estimate";
        writing.work = [&house, id, work = body->work, weights = *weights,
                        by = staffNameOf(*caller)](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<void> free = house.weights.mayStart(transaction, work, weights);
            if (!free.ok()) return free.failure();
            // Where somebody else was faster, the run is known as failed, and that is what the answer says.
            return flows::Next{{}, {[&house, id, work, weights, by] { (void)house.weights.start(id, work, weights, by); }}};
        };
        writing.look = [&house](core::ReadTransaction&, std::string_view resource) -> Result<Look> {
            const Result<WeightsRunId> run_id = WeightsRunId::parse(resource.substr(resource.rfind('/') + 1));
            if (!run_id.ok()) return run_id.failure();
            const Result<WeightsRunView> run = weightsRun(house.weights, *run_id);
            if (!run.ok()) return run.failure();
            return Look{run->ended(), core::toJson(*run, core::Exposure::Masked)};
        };
        desk.write(request, reply, *caller, std::move(writing));
        return {};
    });
}

void activateWeights(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = stewardIn(desk, request);
        if (!caller.ok()) return caller.failure();
        House& house = desk.house();
        const std::string& name = request.pathValue("name");
        Writing writing;
        writing.resource = "/api/v1/match-weights/" + name;
        writing.watched = house.ids.next<WeightsRunId>().bits;  // it is settled at once: nobody tells of it
        writing.aggregate = identity::WeightsBook::aggregate();
        writing.status = 200;
        writing.action = "weights.activate";
        writing.work = [&house, name, by = staffNameOf(*caller)](core::Transaction& transaction) {
            return house.weights.activate(transaction, name, by);
        };
        writing.look = [&house, name](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
            Result<std::string> json = jsonOf(weightsNamed(house.weights, transaction, name));
            return json.ok() ? Result<Look>(Look{true, std::move(*json)}) : json.failure();
        };
        desk.write(request, reply, *caller, std::move(writing));
        return {};
    });
}

}  // namespace

std::vector<Route> weightRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/match-weights",
         .operation = "listMatchWeights",
         .summary = "The weights by which records are matched, and what is under way with them; for stewards, as with reviews",
         .response = schemaReference<WeightsListView>,
         .endpoint = handledBy(desk, listWeights)},
        {.method = "GET",
         .path = "/api/v1/match-weights/{name}",
         .operation = "showMatchWeights",
         .summary = "What each level says, what a trial has shown, and who did what",
         .response = schemaReference<WeightsView>,
         .endpoint = handledBy(desk, showWeights)},
        {.method = "POST",
         .path = "/api/v1/match-weights/{name}/activate",
         .operation = "activateMatchWeights",
         .summary = "By somebody else than who tried them; every later decision is made by them",
         .writes = true,
         .response = schemaReference<WeightsView>,
         .endpoint = handledBy(desk, activateWeights)},
        {.method = "POST",
         .path = "/api/v1/match-weight-runs",
         .operation = "startMatchWeightRun",
         .summary = "Estimates weights from a sample of the region, or tries weights on one; takes minutes, one at a time",
         .writes = true,
         .request = schemaReference<StartWeightsRun>,
         .status = 201,
         .response = schemaReference<WeightsRunView>,
         .endpoint = handledBy(desk, startRun)},
        {.method = "GET",
         .path = "/api/v1/match-weight-runs/{run_id}",
         .operation = "showMatchWeightRun",
         .summary = "How far it is; known until the hub is stopped",
         .response = schemaReference<WeightsRunView>,
         .endpoint = handledBy(desk, showRun)},
    };
}

}  // namespace hub::api::rest
