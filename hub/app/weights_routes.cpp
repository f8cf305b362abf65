#include "hub/app/weights_routes.h"

#include <memory>
#include <utility>

#include "hub/api/rest/waiting.h"
#include "hub/core/read_one.h"

namespace hub::app {

using api::rest::WeightsRunView;
using core::Error;
using core::Failure;
using core::Result;
using flows::WeightsRunId;

namespace {

constexpr core::Duration kAnswerWithin{1'000};  // where the caller waits for the end: it asks again, and shows how far it is

using Shared = std::shared_ptr<const WeightsHouse>;  // shared by the routes

template <class T>
void answerWith(const Result<T>& answer, const api::Reply& reply) {
    if (answer.ok()) {
        reply.send(api::jsonResponse(200, core::toJson(*answer, core::Exposure::Masked)));
    } else {
        reply.fail(answer.failure());
    }
}

void showRun(const Shared& house, const api::Request& request, const api::Reply& reply) {
    const Result<WeightsRunId> id = WeightsRunId::parse(request.pathValue("run_id"));
    if (!id.ok()) return (void)reply.fail(id.failure());
    const core::Duration most = request.queryValue("wait") ? kAnswerWithin : core::Duration(0);
    api::rest::Waiting::begin(house->executor, house->clock, house->changes, id->bits, most, [house, reply, id = *id](bool last) {
        const Result<WeightsRunView> run = api::rest::weightsRun(house->weights, id);
        if (run.ok() && !run->ended() && !last) return false;
        answerWith(run, reply);
        return true;
    });
}

Result<ReplayedDecisions> ofFile(const WeightsHouse& house, core::ReadTransaction& transaction, identity::HospitalFileId id) {
    const Result<identity::HospitalFile> file = house.people.findFile(transaction, id);
    if (!file.ok()) return file.failure();
    const Result<std::vector<identity::LinkChange>> history = house.people.historyOf(transaction, id);
    if (!history.ok()) return history.failure();
    ReplayedDecisions replayed;
    for (const identity::LinkChange& change : *history) {
        if (!change.evidence.weighing) continue;
        Result<identity::Replay> replay = house.weights.replay(transaction, *change.evidence.weighing);
        if (!replay.ok()) return replay.failure();
        replayed.decisions.push_back({change.by, change.at, "", std::move(*replay)});
    }
    return replayed;
}

Result<ReplayedDecisions> ofReview(const WeightsHouse& house, core::ReadTransaction& transaction, identity::ReviewId id) {
    const Result<identity::Review> review = house.reviews.find(transaction, id);
    if (!review.ok()) return review.failure();
    const identity::MatchFinding& finding = review->finding;
    if (finding.weights.empty()) return ReplayedDecisions{};  // a person opened it
    Result<identity::Replay> replay = house.weights.replay(transaction, finding);
    if (!replay.ok()) return replay.failure();
    return ReplayedDecisions{{{finding.source, review->opened_at, finding.block, std::move(*replay)}}};
}

template <class AnyId>
void replay(const Shared& house, const api::Request& request, const api::Reply& reply,
            Result<ReplayedDecisions> (*look)(const WeightsHouse&, core::ReadTransaction&, AnyId)) {
    const Result<AnyId> id = AnyId::parse(request.pathValue("id"));
    if (!id.ok()) return (void)reply.fail(id.failure());
    answerWith(core::readOne(house->reads, [&](core::ReadTransaction& transaction) { return look(*house, transaction, *id); }), reply);
}

}  // namespace

std::vector<api::Route> weightsRoutes(const WeightsHouse& house) {
    const auto shared = std::make_shared<const WeightsHouse>(house);
    return {
        {.method = "GET",
         .path = "/admin/v1/match-weight-runs/{run_id}",
         .operation = "awaitMatchWeightRun",
         .query = {{"wait", "answers when it has ended, or after a second", false}},
         .response = api::schemaReference<WeightsRunView>,
         .listed = false,
         .endpoint = [shared](const api::Request& request, const api::Reply& reply) { showRun(shared, request, reply); }},
        {.method = "GET",
         .path = "/admin/v1/match-decisions/file/{id}",
         .operation = "replayFile",
         .response = api::schemaReference<ReplayedDecisions>,
         .listed = false,
         .endpoint = [shared](const api::Request& request, const api::Reply& reply) { replay(shared, request, reply, ofFile); }},
        {.method = "GET",
         .path = "/admin/v1/match-decisions/review/{id}",
         .operation = "replayReview",
         .response = api::schemaReference<ReplayedDecisions>,
         .listed = false,
         .endpoint = [shared](const api::Request& request, const api::Reply& reply) { replay(shared, request, reply, ofReview); }},
    };
}

}  // namespace hub::app
