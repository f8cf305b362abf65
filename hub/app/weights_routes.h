#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/api/rest/weight_views.h"
#include "hub/api/router.h"
#include "hub/core/executor.h"
#include "hub/flows/weights_flow.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/review_store.h"

namespace hub::app {

/// A decision of the matcher, as it was kept and as it adds up again.
struct ReplayedDecision {
    static constexpr std::string_view kTypeName = "ReplayedDecision";
    std::string by;
    core::UtcTime at;
    std::string block;
    identity::Replay replay;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("by", self.by, "the flow or source that decided");
        field("at_ms", self.at, "when");
        field("block", self.block, "what brought the two together; empty: not kept");
        field("replay", self.replay, "added up again by the weights it names");
    }
};

struct ReplayedDecisions {
    static constexpr std::string_view kTypeName = "ReplayedDecisions";
    std::vector<ReplayedDecision> decisions;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("decisions", self.decisions, "oldest first; none: the matcher was not asked");
    }
};

/// What the routes stand on. All outlive them.
struct WeightsHouse {
    flows::WeightsFlow& weights;
    core::Reads& reads;
    core::Executor& executor;
    const core::Clock& clock;
    flows::Changes& changes;
    identity::IdentityStore& people;
    identity::ReviewStore& reviews;
};

/// What `onecard match weights` asks beside the routes of /api/v1: replays, and a run waited for. Nothing of it is about a person but ids.
std::vector<api::Route> weightsRoutes(const WeightsHouse& house);

}  // namespace hub::app
