#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/host.h"
#include "hub/core/executor.h"
#include "hub/core/inbox.h"
#include "hub/core/outbox.h"
#include "hub/flows/crash_point.h"

namespace hub::flows {

inline constexpr std::string_view kInboundTopic = "inbound";  ///< of the outbox: events that wait to be applied

/// An event as it waits: who told it and in which message.
struct WaitingEvent {
    static constexpr std::string_view kTypeName = "WaitingEvent";
    std::string counterparty;
    std::string message;  ///< id of the inbox row
    contract::Event event;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("counterparty", self.counterparty, "who told it");
        field("message", self.message, "the message it came in");
        field("event", self.event, "what it says");
    }
};

/// Of the outbox row in which the event `number` (from 0) of a message waits, until it is applied.
core::OutboxId waitingId(core::InboxId message, std::size_t number);

/// Where counterparties' messages become durable (MECHANISMS 6): raw bytes, inbox row and events in one unit of work. Any thread.
class InboundGate {
  public:
    /// All outlive the gate; `wake` has the events applied soon, and is called on any thread.
    struct House {
        core::UnitOfWork& units;
        core::Inbox& inbox;
        core::Outbox& outbox;
        core::IdSource& ids;
        const core::Clock& clock;
        std::function<void()> wake;
        CrashHook crash = {};
    };

    explicit InboundGate(House house) : house_(std::move(house)) {}

    /// As contract::Host::accept. Waits: only on threads of the counterparty. REQUIRES: not on the executor.
    core::Result<contract::Acceptance> accept(std::string_view counterparty, core::SameIdOtherBody policy, contract::Inbound message);

  private:
    /// Takes everything but the events out of `inbound`.
    core::InboxMessage messageOf(std::string_view counterparty, contract::Inbound& inbound);
    core::Result<contract::Acceptance> keep(core::Transaction& transaction, const core::InboxMessage& message, core::SameIdOtherBody policy,
                                            const std::vector<contract::Event>& events);
    core::Result<void> queue(core::Transaction& transaction, const core::InboxMessage& message, const std::vector<contract::Event>& events);

    House house_;
};

/// The key of what belongs to one file of one counterparty and has to follow one another; without a file, to the counterparty.
core::IdBits fileKeyOf(std::string_view counterparty, const core::Sensitive<core::CardNumber>& local_patient);

/// The key of a file's reports and documents. They have an order of their own in it, so that one that cannot be applied holds back no
/// charge.
core::IdBits recordsKeyOf(std::string_view counterparty, const core::Sensitive<core::CardNumber>& local_patient);

/// The key under which an event follows others: its file's, or that of the file's records.
core::IdBits orderKeyOf(std::string_view counterparty, const contract::Event& event);

}  // namespace hub::flows
