#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/api/rest/weight_views.h"
#include "hub/api/router.h"
#include "hub/flows/carrier.h"
#include "hub/flows/weights_flow.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/review_store.h"

namespace hub::app {

/// Who asks over the local socket, as they say themselves.
struct StaffWish {
    static constexpr std::string_view kTypeName = "StaffWish";
    std::string staff;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("staff", self.staff, "staff id of whoever does it");
    }
};

struct StaffRunWish {
    static constexpr std::string_view kTypeName = "StaffRunWish";
    std::string staff;
    api::rest::StartWeightsRun run;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("staff", self.staff, "staff id of whoever does it");
        field("run", self.run, "what to do");
    }
};

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
    flows::Carrier& carrier;
    core::Reads& reads;
    core::Executor& executor;
    const core::Clock& clock;
    core::IdSource& ids;
    flows::Changes& changes;
    identity::IdentityStore& people;
    identity::ReviewStore& reviews;
};

/// What `onecard match weights` asks, for the admin API of the local socket.
std::vector<api::Route> weightsRoutes(const WeightsHouse& house);

}  // namespace hub::app
