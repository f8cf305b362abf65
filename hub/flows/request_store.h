#pragma once

#include <cstdint>
#include <string>

#include "hub/core/clock.h"
#include "hub/core/digest.h"
#include "hub/core/result.h"
#include "hub/core/work.h"

namespace hub::flows {

inline constexpr core::Duration kMoneyRequestsKept = std::chrono::hours(24 * 400);
inline constexpr core::Duration kOtherRequestsKept = std::chrono::hours(24 * 7);

/// A write as its client names it (MECHANISMS 5).
struct ClientRequest {
    std::string client;         ///< whose key it is; at most 64 bytes
    std::string key;            ///< the Idempotency-Key; at most 64 bytes
    core::Digest request_hash;  ///< of method, path and body: all that makes it the same request
    core::UtcTime kept_until;   ///< from then on the key may be forgotten, and then starts anew
    std::string resource;       ///< what it makes, to be found again: "payment/01J…"; at most 64 bytes
};

struct BegunRequest {
    bool known = false;    ///< the request was begun before: nothing is to be started, the answer is what `resource` is now
    std::string resource;  ///< of the first time when known, else the request's own
};

/// Makes a repeated write one write: begin() stands in the same unit as the first row of what the request starts.
/// Implemented by storage.
class RequestStore {
  public:
    virtual ~RequestStore() = default;

    /// Of two at once one is new, the other waits for it and finds it known.
    /// Also: IdempotencyKeyReused (the client used the key for another request), FieldTooLong.
    virtual core::Result<BegunRequest> begin(core::Transaction& transaction, const ClientRequest& request) = 0;

    /// Forgets up to about `limit` requests that were kept until `now` or earlier, and says how many. A job calls it until that is 0.
    virtual core::Result<std::int64_t> forgetExpired(core::Transaction& transaction, core::UtcTime now, std::size_t limit) = 0;
};

}  // namespace hub::flows
