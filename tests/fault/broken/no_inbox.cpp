#include <utility>

#include "hub/flows/inbound_gate.h"

// A mistake made on purpose, linked into onecard_no_inbox: events wait to be applied, but the message that told them is not kept. What it
// said cannot be proved, and its repeat is not known for one; the crash tests must see it.

namespace hub::flows {

core::Result<contract::Acceptance> InboundGate::accept(std::string_view counterparty, core::SameIdOtherBody /*policy*/,
                                                       contract::Inbound inbound) {
    const core::InboxMessage message = messageOf(counterparty, inbound);
    const auto work = [&](core::Transaction& transaction) {
        const core::Result<void> queued = queue(transaction, message, inbound.events);
        pass(house_.crash, CrashPoint::BeforeCommit);
        return queued;
    };
    const core::WorkOrder order{core::WorkKey{"inbox/" + message.id.text()}, fileKeyOf(counterparty, {})};
    const core::WorkOutcome outcome = core::runAndWait(house_.units, order, work);
    if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    house_.wake();
    contract::Acceptance acceptance;
    acceptance.kept = contract::Kept::New;
    acceptance.answer = message.answer;
    return acceptance;
}

}  // namespace hub::flows
