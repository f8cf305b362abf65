#include <memory>
#include <utility>

#include "hub/flows/inbound_gate.h"

// A mistake made on purpose, linked into onecard_ack_before_commit: the gate says yes as soon as the unit of work is queued. A crash
// before its COMMIT loses a message that the counterparty never sends again, and the crash tests must see it.

namespace hub::flows {

core::Result<contract::Acceptance> InboundGate::accept(std::string_view counterparty, core::SameIdOtherBody policy,
                                                       contract::Inbound inbound) {
    struct Arrived {
        core::InboxMessage message;
        std::vector<contract::Event> events;
    };
    const auto arrived = std::make_shared<const Arrived>(Arrived{messageOf(counterparty, inbound), std::move(inbound.events)});
    const auto work = [this, policy, arrived](core::Transaction& transaction) -> core::Result<void> {
        const auto kept = keep(transaction, arrived->message, policy, arrived->events);
        return kept.ok() ? core::Result<void>() : kept.failure();
    };
    const core::WorkOrder order{core::WorkKey{"inbox/" + arrived->message.id.text()}, fileKeyOf(counterparty, {})};
    house_.units.run(order, work, [this](const core::WorkOutcome&) { house_.wake(); });
    contract::Acceptance acceptance;
    acceptance.kept = contract::Kept::New;
    acceptance.answer = arrived->message.answer;
    return acceptance;
}

}  // namespace hub::flows
