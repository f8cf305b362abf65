#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/access/tokens.h"
#include "hub/api/router.h"
#include "hub/app/key_status.h"
#include "hub/core/attempts.h"
#include "hub/flows/carrier.h"
#include "hub/payment/case.h"
#include "hub/storage/storage.h"

namespace hub::app {

/// What a client is, for its first token; where it stands already nothing of it is changed.
struct MakeToken {
    static constexpr std::string_view kTypeName = "MakeToken";
    access::Role role = access::Role::Entrance;
    std::optional<std::string> hospital;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("role", self.role, "what the token is for");
        field("hospital", self.hospital, "code of the hospital that the client stands for");
    }
};

struct MadeToken {
    static constexpr std::string_view kTypeName = "MadeToken";
    std::string client;
    std::string token;
    core::UtcTime expires_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("client", self.client, "whose it is");
        field("token", self.token, "shown once");
        field("expires_at_ms", self.expires_at, "until when it is good");
    }
};

/// An open case, without whoever it is about.
struct OpenCase {
    static constexpr std::string_view kTypeName = "OpenCase";
    payment::CaseId case_id;
    payment::CaseAbout about = payment::CaseAbout::Payment;
    std::string subject;
    std::string kind;
    std::string hospital;
    core::UtcTime opened_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("case_id", self.case_id, "our id of it");
        field("about", self.about, "what it is about");
        field("subject", self.subject, "id of that");
        field("kind", self.kind, "the question");
        field("hospital", self.hospital, "code of the hospital; empty: none");
        field("opened_at_ms", self.opened_at, "since when it is open");
    }
};

/// A write to a counterparty whose end is not known yet.
struct UnfinishedAttempt {
    static constexpr std::string_view kTypeName = "UnfinishedAttempt";
    core::AttemptId attempt_id;
    std::string counterparty;
    std::string operation;
    std::string wire_id;
    core::AttemptState state = core::AttemptState::Ready;
    core::UtcTime next_check_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("attempt_id", self.attempt_id, "our id of it");
        field("counterparty", self.counterparty, "code of who was asked");
        field("operation", self.operation, "what was asked");
        field("wire_id", self.wire_id, "our number there");
        field("state", self.state, "how far it is");
        field("next_check_at_ms", self.next_check_at, "when it is looked after again");
    }
};

/// What nobody knows the end of, and what waits for a person. Of each list the first 100.
struct Doubts {
    static constexpr std::string_view kTypeName = "Doubts";
    std::vector<OpenCase> cases;
    std::vector<UnfinishedAttempt> unfinished;
    std::int32_t events_parked = 0;  ///< events of counterparties that could not be applied; 100 at most

    bool none() const { return cases.empty() && unfinished.empty() && events_parked == 0; }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("cases", self.cases, "open cases, the oldest first");
        field("unfinished", self.unfinished, "writes whose end is not known yet, the next to be looked after first");
        field("events_parked", self.events_parked, "events of counterparties that could not be applied");
    }
};

enum class TracedState {
    Applied,
    Waiting,
    Parked,  ///< it could not be applied; a person is asked for
};
constexpr auto enumNames(TracedState) {
    using Name = std::pair<TracedState, std::string_view>;
    return std::array{Name{TracedState::Applied, "applied"}, Name{TracedState::Waiting, "waiting"}, Name{TracedState::Parked, "parked"}};
}

struct TracedEvent {
    static constexpr std::string_view kTypeName = "TracedEvent";
    std::string type;
    TracedState state = TracedState::Applied;
    std::optional<std::string> code;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("type", self.type, "what the message told");
        field("state", self.state, "parked: it could not be applied and a person is asked for");
        field("code", self.code, "why it is parked");
    }
};

/// A message of a counterparty and what came of it, without anything about a person.
struct TracedMessage {
    static constexpr std::string_view kTypeName = "TracedMessage";
    std::string control_id;
    std::string message_type;
    std::string answer;
    std::vector<TracedEvent> events;
    std::string sender;
    core::UtcTime received_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("control_id", self.control_id, "the message's own number");
        field("message_type", self.message_type, "as the protocol writes it");
        field("answer", self.answer, "how it was answered; empty: not at all, or the protocol has no word");
        field("events", self.events, "what it told; none for a type that is not mapped");
        field("sender", self.sender, "who sent it, as they write it");
        field("received_at_ms", self.received_at, "when it came");
    }
};

/// Some messages in the order they came.
struct TracedPage {
    static constexpr std::string_view kTypeName = "TracedPage";
    std::vector<TracedMessage> messages;
    std::optional<std::string> next;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("messages", self.messages, "the oldest first");
        field("next", self.next, "goes on after these; absent: no more");
    }
};

/// What the routes stand on. All outlive them.
struct AdminHouse {
    flows::Carrier& carrier;
    storage::Storage& storage;
    access::Tokens& tokens;
    std::function<std::vector<std::string>()> counterparties;  ///< codes of all that are configured
    const core::Clock& clock;
    std::function<core::Result<KeyStatus>()> key_status;
    std::function<core::Result<RotatedKey>(KeyKind)> rotate_key;
};

/// The admin API of the local socket, which only the hub's own user may open: no tokens.
std::vector<api::Route> adminRoutes(AdminHouse house);

}  // namespace hub::app
