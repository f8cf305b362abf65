#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/operation.h"
#include "hub/core/attempts.h"
#include "hub/flows/attempt_runner.h"

namespace hub::flows {

/// A step of a flow, as the attempts that carry it out are named: "his_confirm_1", or "his_confirm_1/top_up" and "his_confirm_1/pay"
/// where the counterparty needs two writes for it (CONTRACT 4).
struct StepName {
    std::string step;
    std::string part;  ///< empty where one call is the whole step

    std::string text() const { return part.empty() ? step : step + "/" + part; }
    static StepName parse(std::string_view text);
};

/// What a step needs to be brought about.
struct StepOrder {
    std::string_view flow_kind;
    core::IdBits flow;
    std::string step;
    bool once_more = false;                         ///< also after a refusal, or when it is proved never to have been
    std::string wire_id = {};                       ///< made before; empty: a new one
    std::function<core::Result<Call>()> make = {};  ///< the call, without attempt, wire id and part; asked for when there is none yet
};

/// Brings steps about: each is one attempt row, or one a part, written before it is sent (MECHANISMS 4). Any thread.
class Steps {
  public:
    /// All outlive this.
    Steps(core::Attempts& attempts, AttemptRunner& runner, Counterparties& counterparties)
        : attempts_(attempts), runner_(runner), counterparties_(counterparties) {}

    enum class Brought {
        OnItsWay,    ///< sent now, sent before, or at its end: the runner and the resolver have it
        NotOffered,  ///< the counterparty is out of service or does not offer the operation: nothing was written
    };

    /// Adds the attempt when there is none, sends it again when nothing happened, and leaves anything else to the resolver. Of a step in
    /// parts the next one follows when the one before is done. What is to be sent goes into `next`.
    core::Result<Brought> bringAbout(core::Transaction& transaction, const StepOrder& order, Next& next);

    /// The attempt of a step, or of the part it has got to; none when it was never begun.
    core::Result<std::optional<core::Attempt>> find(core::ReadTransaction& transaction, core::IdBits flow, std::string_view step);

  private:
    core::Result<Brought> begin(core::Transaction& transaction, const StepOrder& order, const StepName& name, Call call, Next& next);

    core::Attempts& attempts_;
    AttemptRunner& runner_;
    Counterparties& counterparties_;
};

/// Whether this end is that of the whole step: a part that is done brings evidence, the last one the result.
inline bool endsStep(const core::Attempt& attempt, const End& end) {
    return end.state != core::AttemptState::Done || StepName::parse(attempt.step).part.empty() || end.answer.result.has_value();
}

/// What a Done attempt brought. Also: JsonNotValid (written by another version of the program).
template <contract::Operation Op>
core::Result<typename Op::Result> resultOf(const Answer& answer) {
    return core::fromJson<typename Op::Result>(answer.result ? answer.result->reveal() : std::string("{}"));
}

}  // namespace hub::flows
