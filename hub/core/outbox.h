#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"
#include "hub/core/work.h"

namespace hub::core {

using OutboxId = Id<struct OutboxTag>;

/// Something that must leave the house because of what its transaction changed.
struct OutboxMessage {
    OutboxId id;
    std::string topic;          ///< who delivers it; at most 64 bytes
    IdBits order_key;           ///< messages of one topic and key leave one after the other, by order_no
    std::int64_t order_no = 0;  ///< unique within topic and key: the version of the row that caused it
    Sensitive<std::string> payload;
    UtcTime not_before;
    std::int32_t tries = 0;  ///< set by the store
};

struct OutboxStanding {
    bool dead = false;
    std::string code;  ///< why, of a dead one
};

/// At least once, in order per topic and key. A message is ready, leased by one deliverer, delivered (then gone), or dead (a person works
/// the list).
class Outbox {
  public:
    virtual ~Outbox() = default;

    /// Also: OutboxOrderTaken (the same topic, key and number stand already: our bug).
    virtual Result<void> add(Transaction& transaction, const OutboxMessage& message) = 0;

    /// After all that stand under its topic and key, whatever its own order_no. Also: OutboxOrderTaken (another unit was faster: run
    /// again; units of one key belong to one aggregate).
    virtual Result<void> addNext(Transaction& transaction, OutboxMessage message) = 0;

    /// Up to `limit` messages of `topic` that are due, first of their key and leased by nobody; leased to `owner` for `duration` from
    /// now by the database's clock. A dead message holds back the later ones of its topic and key.
    virtual Result<std::vector<OutboxMessage>> lease(Transaction& transaction, std::string_view topic, UtcTime now, std::string_view owner,
                                                     Duration duration, std::size_t limit) = 0;

    /// Whether lease() would find a message: asked first, an idle deliverer writes nothing.
    virtual Result<bool> due(ReadTransaction& transaction, std::string_view topic, UtcTime now) = 0;

    /// The message is gone. Also: LeaseLost (another deliverer has it by now; ours went out all the same: receivers deduplicate).
    virtual Result<void> delivered(Transaction& transaction, OutboxId id, std::string_view owner) = 0;

    /// Back to ready, not before `next_at`. Also: LeaseLost.
    virtual Result<void> postpone(Transaction& transaction, OutboxId id, std::string_view owner, UtcTime next_at) = 0;

    /// Onto the dead-letter list; `code` of errors.yaml says why. Also: LeaseLost.
    virtual Result<void> bury(Transaction& transaction, OutboxId id, std::string_view owner, std::string_view code) = 0;

    /// From the dead-letter list back to ready. Also: LeaseLost when it is not dead.
    virtual Result<void> revive(Transaction& transaction, OutboxId id, UtcTime next_at) = 0;

    /// Where a message stands that was added once; none: it was delivered.
    virtual Result<std::optional<OutboxStanding>> standing(ReadTransaction& transaction, OutboxId id) = 0;

    virtual Result<std::vector<OutboxMessage>> dead(ReadTransaction& transaction, std::string_view topic, std::size_t limit) = 0;
};

}  // namespace hub::core
