#pragma once

#include <cstddef>
#include <optional>

#include "hub/api/message.h"
#include "hub/api/reply.h"

namespace hub::api {

/// What may follow a request's header.
struct Admission {
    std::size_t body_bytes_max = 0;
    std::optional<Response> refusal;  ///< answered instead of reading the body
};

/// Takes the requests of one listener. Called by several threads at a time.
class Handler {
  public:
    virtual ~Handler() = default;

    /// Looks at a request without its body. On the event loop: no waiting, no store, no exception.
    virtual Admission admit(const Request& head) const = 0;

    /// On one of the workers. What it throws ends in ReplyDropped. To wait for something, keep the Reply and return.
    virtual void handle(Request request, Reply reply) = 0;
};

}  // namespace hub::api
