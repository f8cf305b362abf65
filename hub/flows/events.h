#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/outbox.h"
#include "hub/flows/event_store.h"
#include "hub/payment/ids.h"

namespace hub::flows {

inline constexpr std::string_view kEventTopic = "event";  ///< of the outbox
inline constexpr std::size_t kEventIdsMax = 8;

/// "person/01J…": what a person's phone listens to.
std::string personStream(const core::IdBits& person);

/// Whose stream it is; none: no person's.
std::optional<payment::PersonId> personOf(std::string_view stream);

// Who a person is has changed: whoever listens to a stream of theirs comes back to be told whose it is now.
inline constexpr std::string_view kPersonMerged = "person.merged";
inline constexpr std::string_view kPersonUnmerged = "person.unmerged";

/// How flows tell the world what happened. Any thread.
class Events {
  public:
    /// All outlive this; `wake` has the relay look at once, and is called on any thread.
    Events(core::Outbox& outbox, core::IdSource& ids, const core::Clock& clock, std::function<void()> wake);

    /// The event leaves when `transaction` is durable: at least once, and after all that the same cause published under lower numbers.
    /// `cause_id` is the row behind it (a payment), `cause_no` is unique within it: its version, or version * 10 + n where one version
    /// makes several events. Also: OutboxOrderTaken (that number stands already: our bug), FieldTooLong (stream, type, an id).
    /// REQUIRES: stream and type are not empty; at most kEventIdsMax ids.
    core::Result<void> publish(core::Transaction& transaction, std::string_view stream, std::string_view type, std::vector<EventRef> ids,
                               const core::IdBits& cause_id, std::int64_t cause_no);

    /// To be called when the unit that published is durable. Without it the event leaves up to a quarter of a second later.
    void wake() const { wake_(); }

  private:
    core::Outbox& outbox_;
    core::IdSource& ids_;
    const core::Clock& clock_;
    const std::function<void()> wake_;
};

/// The event in a message of the outbox. Also: JsonNotValid, FieldTooLong.
core::Result<Event> eventIn(const core::OutboxMessage& message);

}  // namespace hub::flows
