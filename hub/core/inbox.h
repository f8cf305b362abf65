#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/digest.h"
#include "hub/core/ids.h"
#include "hub/core/page.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"
#include "hub/core/work.h"

namespace hub::core {

using InboxId = Id<struct InboxTag>;

/// A message as a counterparty sent it, with the answer it gets. It is the evidence behind the acknowledgement.
struct InboxMessage {
    InboxId id;
    std::string counterparty;  ///< at most 64 bytes
    std::string sender;        ///< sending application and facility as the counterparty writes them; at most 200 bytes
    std::string control_id;    ///< the message's own number (MSH-10, notification id); at most 200 bytes
    std::string message_type;  ///< "DFT^P03"; at most 64 bytes
    Digest body_hash;
    Sensitive<std::string> body;    ///< the bytes as they came
    Sensitive<std::string> answer;  ///< the bytes we answer with; a repeat gets these again
    UtcTime received_at;
    std::string answer_code;          ///< the answer in the protocol's own word; at most 32 bytes
    std::vector<std::string> events;  ///< types of what it told, in order: "charge.created"; each without ','
};

/// What can be shown of a message without opening it.
struct InboxEntry {
    InboxId id;
    std::string sender;
    std::string control_id;
    std::string message_type;
    std::string answer_code;
    std::vector<std::string> events;
    UtcTime received_at;
};

/// What a counterparty's `same_id_other_body` says about a number that comes again with another body (MECHANISMS 6).
enum class SameIdOtherBody { Accept, Reject };

enum class Arrival {
    Kept,       ///< new, or another body that is accepted: the message is in the inbox now
    Repeated,   ///< the same message again: the first answer stands
    OtherBody,  ///< same number, other body, and that is refused: nothing was kept
};

struct ArrivalAnswer {
    Arrival arrival = Arrival::Kept;
    bool other_body_before = false;  ///< the number was known with another body: worth a warning
    Sensitive<std::string> answer;   ///< the answer to give: the message's own, or the first one when Repeated; empty for OtherBody
};

/// The store that makes "at least once" from outside an "exactly once" inside. Implemented by storage.
class Inbox {
  public:
    virtual ~Inbox() = default;

    /// Two transactions with the same message: one keeps it, the other is run again and finds it Repeated.
    virtual Result<ArrivalAnswer> arrive(Transaction& transaction, const InboxMessage& message, SameIdOtherBody policy) = 0;

    /// Also: InboxMessageNotFound.
    virtual Result<InboxMessage> find(ReadTransaction& transaction, InboxId id) = 0;

    /// In the order they came; their place is by received_at.
    virtual Result<std::vector<InboxEntry>> list(ReadTransaction& transaction, std::string_view counterparty, const Page& page) = 0;
};

}  // namespace hub::core
