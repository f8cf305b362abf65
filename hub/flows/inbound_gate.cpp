#include "hub/flows/inbound_gate.h"

#include <algorithm>
#include <utility>

#include "hub/vault/vault.h"

namespace hub::flows {

using core::Result;

namespace {

core::IdBits keyOf(const std::string& named) {
    const core::Digest digest = vault::Vault::digest(named);
    core::IdBits key;
    std::copy_n(digest.bytes.begin(), key.bytes.size(), key.bytes.begin());
    return key;
}

}  // namespace

core::IdBits fileKeyOf(std::string_view counterparty, const core::Sensitive<core::CardNumber>& local_patient) {
    return keyOf(std::string(counterparty) + "\n" + local_patient.reveal().text);
}

core::IdBits orderKeyOf(std::string_view counterparty, const contract::Event& event) {
    const bool of_records = event.type.starts_with("report.") || event.type.starts_with("document.");
    if (!of_records) return fileKeyOf(counterparty, event.local_patient);
    return keyOf(std::string(counterparty) + "\n" + event.local_patient.reveal().text + "\nrecords");
}

Result<contract::Acceptance> InboundGate::accept(std::string_view counterparty, core::SameIdOtherBody policy, contract::Inbound inbound) {
    core::InboxMessage message;
    message.id = house_.ids.next<core::InboxId>();
    message.counterparty = counterparty;
    message.sender = std::move(inbound.sender);
    message.control_id = std::move(inbound.control_id);
    message.message_type = std::move(inbound.message_type);
    message.body_hash = vault::Vault::digest(inbound.body.reveal());
    message.body = std::move(inbound.body);
    message.answer = std::move(inbound.answer);
    message.received_at = house_.clock.utc();

    contract::Acceptance acceptance;
    const auto work = [&](core::Transaction& transaction) -> Result<void> {
        const Result<core::ArrivalAnswer> arrival = house_.inbox.arrive(transaction, message, policy);
        if (!arrival.ok()) return arrival.failure();
        acceptance.kept = arrival->arrival == core::Arrival::Kept       ? contract::Kept::New
                          : arrival->arrival == core::Arrival::Repeated ? contract::Kept::Repeated
                                                                        : contract::Kept::OtherBody;
        acceptance.answer = arrival->answer;
        acceptance.other_body_before = arrival->other_body_before;
        if (acceptance.kept != contract::Kept::New) return {};
        for (const contract::Event& event : inbound.events) {
            const WaitingEvent waiting{message.counterparty, message.id.text(), event};
            core::OutboxMessage queued;
            queued.id = house_.ids.next<core::OutboxId>();
            queued.topic = kInboundTopic;
            queued.order_key = orderKeyOf(counterparty, event);
            queued.payload = core::Sensitive<std::string>(core::toJson(waiting, core::Exposure::Revealed));
            queued.not_before = message.received_at;
            const Result<void> added = house_.outbox.addNext(transaction, std::move(queued));
            if (!added.ok()) return added;
        }
        return {};
    };
    // One lane a counterparty: its messages and the events of its files keep their order.
    const core::IdBits lane = fileKeyOf(counterparty, {});
    const core::WorkOutcome outcome = core::runAndWait(house_.units, {core::WorkKey{"inbox/" + message.id.text()}, lane}, work);
    if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    if (!inbound.events.empty()) house_.wake();
    return acceptance;
}

}  // namespace hub::flows
