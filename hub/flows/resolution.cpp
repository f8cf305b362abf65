#include "hub/flows/resolution.h"

#include <algorithm>

namespace hub::flows {

namespace {

using contract::AsksBy;
using contract::Ending;
using contract::Finding;
using contract::Repeat;

Resolved askAgain(const Question& question, const ResolutionRules& rules, core::UtcTime not_before) {
    const bool overdue = question.now >= question.deadline_at + rules.hand_over;
    return {Resolution::AskAgain, std::max(not_before, question.now + askAfter(question.now - question.deadline_at)), overdue};
}

/// "Not there" is no proof: the request may still be on its way. Quiet first, then a fence; without one only a counterparty that
/// answers a repeat with the first answer can be asked by sending again.
Resolved resolveNotThere(const Question& question, const ResolutionRules& rules) {
    const core::UtcTime quiet_until = question.deadline_at + rules.quiet;
    if (question.now < quiet_until) return askAgain(question, rules, quiet_until);
    if (question.capability.fence) {
        if (!question.fence) return {Resolution::Fence, {}, false};
        if (*question.fence == Ending::Done) return {Resolution::NeverWas, {}, false};
        return askAgain(question, rules, question.now);  // a refused fence means: it may be happening right now
    }
    if (question.capability.repeat == Repeat::SameAnswer) return {Resolution::SendAgain, {}, false};
    return {Resolution::Park, {}, true};
}

/// Who cannot be asked at all is fenced off, or else sent the same again where that is harmless. Who can be, and does not know, is asked
/// until a person takes over.
Resolved resolveSilence(const Question& question, const ResolutionRules& rules) {
    if (question.capability.asks_by == AsksBy::Nothing) {
        if (question.capability.fence) return resolveNotThere(question, rules);
        const bool harmless = question.capability.repeat == Repeat::SameAnswer;
        return harmless ? Resolved{Resolution::SendAgain, {}, false} : Resolved{Resolution::Park, {}, true};
    }
    const bool overdue = question.now >= question.deadline_at + rules.hand_over;
    return overdue ? Resolved{Resolution::Park, {}, true} : askAgain(question, rules, question.now);
}

}  // namespace

core::Duration askAfter(core::Duration since_deadline) {
    using namespace std::chrono_literals;
    return std::clamp<core::Duration>(since_deadline / 2, 1s, 65min);
}

Resolved resolve(const Question& question, const ResolutionRules& rules) {
    switch (question.finding) {
        case Finding::Ours:
        case Finding::SomeoneElse:
            return {Resolution::Settle, {}, false};
        case Finding::NotYet:
            return askAgain(question, rules, question.now);
        case Finding::NotThere:
            return resolveNotThere(question, rules);
        case Finding::CannotTell:
            return resolveSilence(question, rules);
    }
    HUB_ASSERT(false);
}

}  // namespace hub::flows
