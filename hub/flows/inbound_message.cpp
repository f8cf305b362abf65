#include <algorithm>
#include <utility>

#include "hub/core/text.h"
#include "hub/flows/inbound_gate.h"
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

contract::Kept keptAs(core::Arrival arrival) {
    switch (arrival) {
        case core::Arrival::Kept:
            return contract::Kept::New;
        case core::Arrival::Repeated:
            return contract::Kept::Repeated;
        case core::Arrival::OtherBody:
            return contract::Kept::OtherBody;
    }
    HUB_ASSERT(false);
}

}  // namespace

core::IdBits fileKeyOf(std::string_view counterparty, const core::Sensitive<core::CardNumber>& local_patient) {
    return keyOf(std::string(counterparty) + "\n" + local_patient.reveal().text);
}

core::IdBits recordsKeyOf(std::string_view counterparty, const core::Sensitive<core::CardNumber>& local_patient) {
    return keyOf(std::string(counterparty) + "\n" + local_patient.reveal().text + "\nrecords");
}

core::IdBits orderKeyOf(std::string_view counterparty, const contract::Event& event) {
    const bool of_records = event.type.starts_with("report.") || event.type.starts_with("document.");
    return of_records ? recordsKeyOf(counterparty, event.local_patient) : fileKeyOf(counterparty, event.local_patient);
}

/// The message's own id, counted on: nobody else's but by a chance of 2^-80.
core::OutboxId waitingId(core::InboxId message, std::size_t number) {
    core::OutboxId id;
    id.bits = message.bits;
    std::size_t carry = number + 1;
    for (std::size_t i = id.bits.bytes.size(); i-- > 0 && carry > 0; carry >>= 8U) {
        carry += id.bits.bytes[i];
        id.bits.bytes[i] = static_cast<std::uint8_t>(carry);
    }
    return id;
}

core::InboxMessage InboundGate::messageOf(std::string_view counterparty, contract::Inbound& inbound) {
    core::InboxMessage message;
    message.id = house_.ids.next<core::InboxId>();
    message.counterparty = counterparty;
    message.sender = std::move(inbound.sender);
    message.control_id = std::move(inbound.control_id);
    message.message_type = core::clearType(inbound.message_type);
    message.body_hash = vault::Vault::digest(inbound.body.reveal());
    message.body = std::move(inbound.body);
    message.answer = std::move(inbound.answer);
    message.answer_code = std::move(inbound.answer_code);
    for (const contract::Event& event : inbound.events) message.events.push_back(event.type);
    message.received_at = house_.clock.utc();
    return message;
}

Result<contract::Acceptance> InboundGate::keep(core::Transaction& transaction, const core::InboxMessage& message,
                                               core::SameIdOtherBody policy, const std::vector<contract::Event>& events) {
    const Result<core::ArrivalAnswer> arrival = house_.inbox.arrive(transaction, message, policy);
    if (!arrival.ok()) return arrival.failure();
    contract::Acceptance acceptance;
    acceptance.kept = keptAs(arrival->arrival);
    acceptance.answer = arrival->answer;
    acceptance.other_body_before = arrival->other_body_before;
    if (acceptance.kept == contract::Kept::New) {
        const Result<void> queued = queue(transaction, message, events);
        if (!queued.ok()) return queued.failure();
    }
    pass(house_.crash, CrashPoint::BeforeCommit);
    return acceptance;
}

Result<void> InboundGate::queue(core::Transaction& transaction, const core::InboxMessage& message,
                                const std::vector<contract::Event>& events) {
    std::size_t number = 0;
    for (const contract::Event& event : events) {
        const WaitingEvent waiting{message.counterparty, message.id.text(), event};
        core::OutboxMessage queued;
        queued.id = waitingId(message.id, number++);
        queued.topic = kInboundTopic;
        queued.order_key = orderKeyOf(message.counterparty, event);
        queued.payload = core::Sensitive<std::string>(core::toJson(waiting, core::Exposure::Revealed));
        queued.not_before = message.received_at;
        const Result<void> added = house_.outbox.addNext(transaction, std::move(queued));
        if (!added.ok()) return added;
    }
    return {};
}

}  // namespace hub::flows
