#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/events.h"
#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace hub::contract {

/// A message as it came, with the answer the adapter will give for it (MECHANISMS 6).
struct Inbound {
    std::string sender;        ///< sending application and facility, as they wrote it
    std::string control_id;    ///< the message's own number
    std::string message_type;  ///< "DFT^P03"
    core::Sensitive<std::string> body;
    core::Sensitive<std::string> answer;  ///< kept with it; a repeat is answered with the first one
    std::vector<Event> events;            ///< what it says, in canonical words; empty for a type that is not mapped
    std::string answer_code = {};         ///< the answer in the protocol's own word, for people: "AA"; at most 32 bytes, may be empty
};

enum class Kept {
    New,        ///< durable now: acknowledge
    Repeated,   ///< known: answer with `answer`
    OtherBody,  ///< same number, other body, and the hospital's policy refuses that: nothing was kept
};

struct Acceptance {
    Kept kept = Kept::New;
    core::Sensitive<std::string> answer;  ///< what to send back: the message's own answer, or the first one; empty for OtherBody
    bool other_body_before = false;
};

/// What an adapter may ask of the hub. One a counterparty; outlives the instance. Any thread of the adapter.
class Host {
  public:
    virtual ~Host() = default;

    /// Returns after raw bytes, inbox row and events are durable, then the adapter acknowledges. Waits: only on the adapter's own
    /// threads. Also: StorageBusy, StorageDown (nothing was kept: do not acknowledge), CommitUnknown (do not acknowledge; the repeat is
    /// recognised).
    virtual core::Result<Acceptance> accept(Inbound message) = 0;

    /// The value of `{secret: name}`. Also: SecretMissing.
    virtual core::Result<core::Sensitive<std::string>> secret(std::string_view name) = 0;

    virtual const core::Clock& clock() const = 0;

    /// Something an administrator should know: a code of errors.yaml and the place. Never personal data.
    virtual void notice(const core::Failure& what) = 0;
};

}  // namespace hub::contract
