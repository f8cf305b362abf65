#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "hub/contract/capability.h"
#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"

namespace hub::flows {

/// What the resolver does with an attempt whose end nobody knows (CONTRACT 3). Pure: the same question has the same answer.
enum class Resolution {
    Settle,     ///< the finding is the end: done, or somebody else's
    AskAgain,   ///< at `at`
    Fence,      ///< carry out the fence, so that "not there" becomes final
    SendAgain,  ///< under the same wire id
    NeverWas,   ///< proved: it did not happen and no longer can
    Park,       ///< a person decides
};

constexpr auto enumNames(Resolution) {
    using Name = std::pair<Resolution, std::string_view>;
    return std::array{Name{Resolution::Settle, "settle"},        Name{Resolution::AskAgain, "ask_again"}, Name{Resolution::Fence, "fence"},
                      Name{Resolution::SendAgain, "send_again"}, Name{Resolution::NeverWas, "never_was"}, Name{Resolution::Park, "park"}};
}

struct ResolutionRules {
    core::Duration quiet{120'000};        ///< after the deadline, before "not there" means anything (payments.md P3)
    core::Duration hand_over{1'800'000};  ///< after the deadline: a person takes over what is still unclear. It ends nothing
};

struct Question {
    contract::Finding finding = contract::Finding::CannotTell;
    contract::Capability capability;
    core::UtcTime deadline_at;  ///< of the call asked about
    core::UtcTime now;
    std::optional<contract::Ending> fence;  ///< how the fence ended, when it was tried after the last "not there"
};

struct Resolved {
    Resolution resolution = Resolution::Park;
    core::UtcTime at;           ///< AskAgain
    bool for_a_person = false;  ///< open a case now, whatever else goes on
};

/// REQUIRES: the capability says `asks_by` something, or the finding is CannotTell.
Resolved resolve(const Question& question, const ResolutionRules& rules);

/// How long to wait before the next question, by how long ago the deadline was: half of that, at least 1 s, at most 65 minutes. So
/// questions come at about 1, 2, 3, 4, 6, 10, 15 … s without a count to keep.
core::Duration askAfter(core::Duration since_deadline);

}  // namespace hub::flows
