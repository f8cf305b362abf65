#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/describe.h"
#include "hub/flows/weights_flow.h"

/// Weights as a steward and the command line see them. Nothing here is about a person but ids.
namespace hub::api::rest {

/// A line of the list.
struct ListedWeightsView {
    static constexpr std::string_view kTypeName = "ListedWeights";
    std::string name;
    identity::WeightsState state = identity::WeightsState::Draft;
    identity::WeightsOrigin origin = identity::WeightsOrigin::Starting;
    std::int64_t records = 0;
    std::string made_by;
    core::UtcTime made_at;
    std::optional<std::string> tried_by;
    std::optional<core::UtcTime> tried_at;
    std::optional<std::string> activated_by;
    std::optional<core::UtcTime> activated_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "of their content: 8 hexadecimal digits, as decisions name them");
        field("state", self.state, "draft, tried, active (one at a time) or retired");
        field("origin", self.origin, "what a region starts with, or estimated from its records");
        field("records", self.records, "they were estimated from");
        field("made_by", self.made_by, "client and member of staff");
        field("made_at_ms", self.made_at, "when");
        field("tried_by", self.tried_by, "client and member of staff: somebody else activates them");
        field("tried_at_ms", self.tried_at, "when, the last time");
        field("activated_by", self.activated_by, "client and member of staff");
        field("activated_at_ms", self.activated_at, "when, the last time");
    }
};

struct WeightsRunView {
    static constexpr std::string_view kTypeName = "WeightsRun";
    flows::WeightsRunId run_id;
    flows::WeightsWork work = flows::WeightsWork::Estimate;
    flows::WeightsRunState state = flows::WeightsRunState::Reading;
    std::optional<std::string> weights;
    std::string by;
    core::UtcTime began_at;
    std::optional<core::UtcTime> ended_at;
    std::int64_t records = 0;
    std::int64_t records_max = 0;
    std::int64_t pairs = 0;
    std::optional<std::string> code;

    bool ended() const { return ended_at.has_value(); }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("run_id", self.run_id, "our id of it; it draws the sample");
        field("work", self.work, "estimate or trial");
        field("state", self.state, "how far it is");
        field("weights", self.weights, "those on trial; of an estimate that is done those that came out");
        field("by", self.by, "client and member of staff");
        field("began_at_ms", self.began_at, "when it was started");
        field("ended_at_ms", self.ended_at, "when it ended; absent: it goes on");
        field("records", self.records, "read so far");
        field("records_max", self.records_max, "the sample has at most so many (matching.sample_records)");
        field("pairs", self.pairs, "that meet in a block");
        field("code", self.code, "why it failed");
    }
};

struct WeightsListView {
    static constexpr std::string_view kTypeName = "WeightsList";
    static constexpr std::size_t kListed = 100;
    std::vector<ListedWeightsView> weights;
    std::vector<WeightsRunView> runs;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("weights", self.weights, "the newest first, 100 at most; those that are active always");
        field("runs", self.runs, "the last ones since the hub was started, the newest first");
    }
};

struct WeightsView {
    static constexpr std::string_view kTypeName = "MatchWeights";
    ListedWeightsView about;
    identity::matching::Bits auto_from = 0;
    identity::matching::Bits review_from = 0;
    std::vector<identity::LevelWeight> levels;
    std::optional<identity::WeightsTrial> trial;
    std::vector<identity::WeightsChange> history;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        ListedWeightsView::describe(field, self.about);
        field("auto_from", self.auto_from, "log2 of the odds from which a pair is linked, in hundredths of a bit");
        field("review_from", self.review_from, "and from which a person looks");
        field("levels", self.levels, "what each level of each field says");
        field("trial", self.trial, "what they would change, as last tried");
        field("history", self.history, "oldest first");
    }
};

struct StartWeightsRun {
    static constexpr std::string_view kTypeName = "StartWeightsRun";
    flows::WeightsWork work = flows::WeightsWork::Estimate;
    std::optional<std::string> weights;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("work", self.work, "estimate new weights, or try weights that are kept");
        field("weights", self.weights, "name of those to try; not with an estimate");
    }
};

/// Also: JsonNotValid (a trial names its weights, an estimate none).
core::Result<std::string> weightsOf(const StartWeightsRun& wish);

ListedWeightsView listedViewOf(const identity::MatchWeights& weights);
WeightsView viewOf(const identity::MatchWeights& weights, std::vector<identity::WeightsChange> history);
WeightsRunView viewOf(const flows::WeightsRun& run);

/// What the flow knows, as both the REST interface and the admin socket answer. Also: WeightsNotFound.
core::Result<WeightsListView> weightsList(flows::WeightsFlow& flow, core::ReadTransaction& transaction);
core::Result<WeightsView> weightsNamed(flows::WeightsFlow& flow, core::ReadTransaction& transaction, std::string_view name);
core::Result<WeightsRunView> weightsRun(flows::WeightsFlow& flow, flows::WeightsRunId id);

}  // namespace hub::api::rest
