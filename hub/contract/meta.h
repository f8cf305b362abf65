#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/date.h"
#include "hub/core/describe.h"

namespace hub::contract {

/// What an earlier step of the same operation brought (CONTRACT 4): the adapter keeps no state, so it gets it back.
struct StepDone {
    static constexpr std::string_view kTypeName = "StepDone";
    std::string step;
    std::string wire_id;                    ///< our number of that step at the counterparty
    core::Sensitive<std::string> evidence;  ///< what the adapter gave as the step's evidence, as it was

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("step", self.step, "name of the step, as declared");
        field("wire_id", self.wire_id, "our number of that step at the counterparty");
        field("evidence", self.evidence, "what the adapter gave as evidence of the step");
    }
};

/// Goes with every call (CONTRACT 1). Insurer codes, merchants and local numbers may differ per campus.
struct Meta {
    static constexpr std::string_view kTypeName = "Meta";
    std::optional<std::string> attempt;  ///< the attempt's id; none for a read
    std::string wire_id;                 ///< unique at the counterparty and in its form; stored before it is sent
    std::string counterparty;
    std::optional<std::string> campus;
    std::optional<std::string> staff_id;  ///< who acts, when a member of staff does
    std::optional<std::string> staff_role;
    std::optional<std::string> terminal;
    std::optional<std::string> channel;  ///< by which the person came or paid
    core::Date business_date;
    core::UtcTime deadline_at;  ///< the caller stops waiting then; an answer after it is still wanted
    std::string trace;
    std::optional<std::string> step;   ///< which step of an operation with steps this call is
    std::vector<StepDone> steps_done;  ///< the earlier ones, in order

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("attempt", self.attempt, "id of the attempt; absent for a read");
        field("wire_id", self.wire_id, "our number for this call at the counterparty");
        field("counterparty", self.counterparty, "code of the counterparty");
        field("campus", self.campus, "campus of the hospital");
        field("staff_id", self.staff_id, "member of staff who acts");
        field("staff_role", self.staff_role, "role of that member of staff");
        field("terminal", self.terminal, "terminal or window");
        field("channel", self.channel, "entrance or payment channel");
        field("business_date", self.business_date, "the hub's business date of the call");
        field("deadline_at_ms", self.deadline_at, "when the caller stops waiting");
        field("trace", self.trace, "trace id");
        field("step", self.step, "the step this call is, for an operation with steps");
        field("steps_done", self.steps_done, "earlier steps of the same operation");
    }
};

}  // namespace hub::contract
