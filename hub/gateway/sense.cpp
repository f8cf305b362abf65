#include "hub/gateway/sense.h"

#include <algorithm>

namespace hub::gateway {

using contract::Ending;
using contract::Finding;

namespace {

constexpr Carried kNothing{};
constexpr Carried kResult{.result = true};
constexpr Carried kEvidence{.evidence = true};
constexpr Carried kRefusal{.refusal = true};
constexpr Carried kTrouble{.trouble = true};

bool implies(const std::optional<contract::Trouble>& trouble, core::Implies what) {
    const std::optional<core::Error> error = trouble ? core::errorFromCode(trouble->code) : std::nullopt;
    return error && core::errorInfo(*error).implies == what;
}

}  // namespace

bool stepFits(const contract::Capability& capability, const std::optional<std::string>& step) {
    if (!step) return capability.steps.empty();
    return std::find(capability.steps.begin(), capability.steps.end(), *step) != capability.steps.end();
}

bool isLastStep(const contract::Capability& capability, const std::optional<std::string>& step) {
    return !step || *step == capability.steps.back();
}

bool makesSense(Ending ending, Carried carried, Place place) {
    switch (ending) {
        case Ending::Done:
            return carried == kResult && place.last_step;
        case Ending::StepDone:
            return carried == kEvidence && !place.last_step;
        case Ending::Accepted:
            return carried == kNothing && place.writes;
        case Ending::Refused:
            return carried == kRefusal;
        case Ending::NotReached:
        case Ending::Unknown:
            return carried == kTrouble;
    }
    return false;  // a number that is no ending
}

bool makesSense(Finding finding, Carried carried, Place place) {
    switch (finding) {
        case Finding::Ours:
            return carried == (place.last_step ? kResult : kEvidence);
        case Finding::SomeoneElse:
            return carried == kResult;
        case Finding::NotThere:
        case Finding::NotYet:
            return carried == kNothing;
        case Finding::CannotTell:
            return carried == kTrouble;
    }
    return false;  // a number that is no finding
}

Verdict verdictOf(Ending ending, const std::optional<contract::Trouble>& trouble) {
    if (ending == Ending::Unknown) return Verdict::Sick;
    if (ending != Ending::NotReached) return Verdict::Healthy;
    return implies(trouble, core::Implies::Final) || implies(trouble, core::Implies::Bug) ? Verdict::Nothing : Verdict::Sick;
}

Verdict verdictOf(Finding finding, const std::optional<contract::Trouble>& trouble) {
    if (finding != Finding::CannotTell) return Verdict::Healthy;
    return implies(trouble, core::Implies::Final) ? Verdict::Nothing : Verdict::Sick;
}

}  // namespace hub::gateway
