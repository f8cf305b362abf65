#pragma once

#include <optional>
#include <string>

#include "hub/contract/capability.h"
#include "hub/contract/operation.h"
#include "hub/core/result.h"
#include "hub/gateway/breaker.h"

namespace hub::gateway {

/// Which parts an answer carries.
struct Carried {
    bool result = false;
    bool evidence = false;
    bool refusal = false;
    bool trouble = false;

    friend bool operator==(const Carried&, const Carried&) = default;
};

/// Where a call stands in its operation.
struct Place {
    bool writes = false;
    bool last_step = true;  ///< also when there are no steps
};

/// False when `step` is none of the operation's steps, or is missing, or there are none: such a call has no meaning.
bool stepFits(const contract::Capability& capability, const std::optional<std::string>& step);

/// REQUIRES: stepFits().
bool isLastStep(const contract::Capability& capability, const std::optional<std::string>& step);

/// True when an answer of this kind carries what belongs to it and nothing else, at this place. Done before the last step would call
/// half an operation whole; StepDone at the last one would wait for a step that never comes.
bool makesSense(contract::Ending ending, Carried carried, Place place);
bool makesSense(contract::Finding finding, Carried carried, Place place);

template <class T>
bool makesSense(const contract::Outcome<T>& outcome, Place place) {
    return makesSense(outcome.ending,
                      {outcome.result.has_value(), outcome.evidence.has_value(), outcome.refusal.has_value(), outcome.trouble.has_value()},
                      place);
}

template <class T>
bool makesSense(const contract::Inquiry<T>& inquiry, Place place) {
    return makesSense(inquiry.finding, {inquiry.result.has_value(), inquiry.evidence.has_value(), false, inquiry.trouble.has_value()},
                      place);
}

/// What an answer says of the counterparty's health. One that was not reached for a reason in the request itself (it could not be
/// mapped) says nothing, and so does one that by its nature cannot tell.
Verdict verdictOf(contract::Ending ending, const std::optional<contract::Trouble>& trouble);
Verdict verdictOf(contract::Finding finding, const std::optional<contract::Trouble>& trouble);

}  // namespace hub::gateway
