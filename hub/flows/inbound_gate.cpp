#include "hub/flows/inbound_gate.h"

#include <utility>

// Alone in its file: the crash tests link hubs in which this function acknowledges too early, or keeps no inbox (tests/fault).

namespace hub::flows {

core::Result<contract::Acceptance> InboundGate::accept(std::string_view counterparty, core::SameIdOtherBody policy,
                                                       contract::Inbound inbound) {
    const core::InboxMessage message = messageOf(counterparty, inbound);
    contract::Acceptance acceptance;
    const auto work = [&](core::Transaction& transaction) -> core::Result<void> {
        core::Result<contract::Acceptance> kept = keep(transaction, message, policy, inbound.events);
        if (!kept.ok()) return kept.failure();
        acceptance = std::move(*kept);
        return {};
    };
    // One lane a counterparty: its messages and the events of its files keep their order.
    const core::WorkOrder order{core::WorkKey{"inbox/" + message.id.text()}, fileKeyOf(counterparty, {})};
    const core::WorkOutcome outcome = core::runAndWait(house_.units, order, work);
    if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    pass(house_.crash, CrashPoint::AfterCommit);
    if (!inbound.events.empty()) house_.wake();
    return acceptance;
}

}  // namespace hub::flows
