#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/digest.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"
#include "hub/core/work.h"

namespace hub::core {

using AttemptId = Id<struct AttemptTag>;

/// Where one send of one step stands. Only evidence moves it on; age never does (CONTRACT 2, 3).
enum class AttemptState {
    Ready,        ///< written before it is sent; after a crash nobody knows whether it was, and it is asked for
    Accepted,     ///< the counterparty took it and ends it later, by event or poll
    Unknown,      ///< it may have happened: inquire
    Done,         ///< it happened and is ours
    Refused,      ///< a business "no"
    NotReached,   ///< nothing happened; the step may be sent again under the same wire id
    NotHappened,  ///< proved by inquiry after a quiet time and a fence
    SomeoneElse,  ///< inquiry found that another paid, booked or created it
    Parked,       ///< a person decides: there is a case
};

constexpr auto enumNames(AttemptState) {
    using Name = std::pair<AttemptState, std::string_view>;
    return std::array{Name{AttemptState::Ready, "ready"},
                      Name{AttemptState::Accepted, "accepted"},
                      Name{AttemptState::Unknown, "unknown"},
                      Name{AttemptState::Done, "done"},
                      Name{AttemptState::Refused, "refused"},
                      Name{AttemptState::NotReached, "not_reached"},
                      Name{AttemptState::NotHappened, "not_happened"},
                      Name{AttemptState::SomeoneElse, "someone_else"},
                      Name{AttemptState::Parked, "parked"}};
}

/// One send of one step, written before it is sent; a re-send keeps the row and its wire id. The only table of its kind
/// (MECHANISMS 4): what the step means for a booking or a payment stands in the flow's own rows.
struct Attempt {
    AttemptId id;
    std::string flow_kind;     ///< "payment"; at most 32 bytes, as step, operation and counterparty at most 64
    IdBits flow_id;            ///< the payment, the booking
    std::string step;          ///< "his_confirm"
    std::string counterparty;  ///< the code in its configuration
    std::string operation;     ///< the word of CONTRACT: "payment.confirm"
    std::string wire_id;       ///< our number there, unique per counterparty, in its form and length (at most 64)
    Digest body_hash;          ///< of the canonical request
    Sensitive<std::string> body;
    Sensitive<std::string> answer;  ///< canonical, empty until there is one
    AttemptState state = AttemptState::Ready;
    UtcTime deadline_at;                   ///< when the sender stops waiting; what happened is a question of its own
    std::optional<UtcTime> next_check_at;  ///< when the resolver looks again; none: nothing to do
    std::string lease_owner;               ///< who works on it now; empty: nobody
    UtcTime lease_until;                   ///< by the database's clock
    std::int64_t version = 0;
};

/// Where an attempt moves to. Absent fields stay.
struct AttemptChange {
    AttemptState state = AttemptState::Ready;
    std::optional<UtcTime> next_check_at;  ///< always set to this, also to none
    std::optional<Sensitive<std::string>> answer;
    std::optional<UtcTime> deadline_at;  ///< a new one, when it is sent again
};

/// The store. Implemented by storage.
class Attempts {
  public:
    virtual ~Attempts() = default;

    /// Version 1. Also: WireIdTaken (another attempt at this counterparty has it: our bug).
    virtual Result<void> add(Transaction& transaction, const Attempt& attempt) = 0;

    /// Also: AttemptNotFound.
    virtual Result<Attempt> find(ReadTransaction& transaction, AttemptId id) = 0;

    /// By our number at a counterparty; none: it is not one of ours.
    virtual Result<std::optional<Attempt>> findByWireId(ReadTransaction& transaction, std::string_view counterparty,
                                                        std::string_view wire_id) = 0;

    /// Every attempt of a flow, oldest first.
    virtual Result<std::vector<Attempt>> ofFlow(ReadTransaction& transaction, IdBits flow_id) = 0;

    /// Moves on from exactly `version` and gives the lease back; answers with the new version. Also: VersionConflict (somebody was
    /// faster, or there is no such attempt: read again).
    virtual Result<std::int64_t> change(Transaction& transaction, AttemptId id, std::int64_t version, const AttemptChange& change) = 0;

    /// Takes up to `limit` attempts whose next check has come and that nobody holds, for `owner`, until `duration` from now by the
    /// database's clock; each has its new version. Their order is by next check.
    virtual Result<std::vector<Attempt>> lease(Transaction& transaction, UtcTime now, std::string_view owner, Duration duration,
                                               std::size_t limit) = 0;

    /// Up to `limit` that have a next check to come, the nearest first: nobody knows their end yet.
    virtual Result<std::vector<Attempt>> unfinished(ReadTransaction& transaction, std::size_t limit) = 0;
};

}  // namespace hub::core
