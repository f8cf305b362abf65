#include "hub/api/rest/weight_views.h"

#include <algorithm>
#include <utility>

namespace hub::api::rest {

using core::Error;
using core::Failure;
using core::Result;
using identity::MatchWeights;

Result<std::string> weightsOf(const StartWeightsRun& wish) {
    if ((wish.work == flows::WeightsWork::Trial) != wish.weights.has_value()) return Failure(Error::JsonNotValid, "weights");
    return wish.weights.value_or("");
}

ListedWeightsView listedViewOf(const MatchWeights& weights) {
    return {weights.name,    weights.state,    weights.origin,   weights.records,      weights.made_by,
            weights.made_at, weights.tried_by, weights.tried_at, weights.activated_by, weights.activated_at};
}

WeightsView viewOf(const MatchWeights& weights, std::vector<identity::WeightsChange> history) {
    return {listedViewOf(weights), weights.auto_from, weights.review_from, weights.levels, weights.trial, std::move(history)};
}

WeightsRunView viewOf(const flows::WeightsRun& run) {
    WeightsRunView view{run.id,       run.work,    run.state,       std::nullopt, run.by,      run.began_at,
                        run.ended_at, run.records, run.records_max, run.pairs,    std::nullopt};
    if (!run.weights.empty()) view.weights = run.weights;
    if (run.why) view.code = run.why->code();
    return view;
}

Result<WeightsListView> weightsList(flows::WeightsFlow& flow, core::ReadTransaction& transaction) {
    const Result<std::vector<MatchWeights>> latest = flow.rows().latest(transaction, WeightsListView::kListed);
    if (!latest.ok()) return latest.failure();
    WeightsListView view;
    for (const MatchWeights& weights : *latest) view.weights.push_back(listedViewOf(weights));
    const Result<std::optional<MatchWeights>> active = flow.rows().active(transaction);
    if (!active.ok()) return active.failure();
    if (*active && std::ranges::find(view.weights, (*active)->name, &ListedWeightsView::name) == view.weights.end())
        view.weights.push_back(listedViewOf(**active));
    for (const flows::WeightsRun& run : flow.runs()) view.runs.push_back(viewOf(run));
    return view;
}

Result<WeightsView> weightsNamed(flows::WeightsFlow& flow, core::ReadTransaction& transaction, std::string_view name) {
    const Result<std::optional<MatchWeights>> weights = flow.rows().named(transaction, name);
    if (!weights.ok()) return weights.failure();
    if (!*weights) return Failure(Error::WeightsNotFound, std::string(name));
    Result<std::vector<identity::WeightsChange>> history = flow.rows().historyOf(transaction, (*weights)->id);
    if (!history.ok()) return history.failure();
    return viewOf(**weights, std::move(*history));
}

Result<WeightsRunView> weightsRun(flows::WeightsFlow& flow, flows::WeightsRunId id) {
    const std::optional<flows::WeightsRun> run = flow.run(id);
    return run ? Result<WeightsRunView>(viewOf(*run)) : Failure(Error::WeightsNotFound, id.text());
}

}  // namespace hub::api::rest
