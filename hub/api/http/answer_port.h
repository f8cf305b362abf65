#pragma once

#include <memory>

#include "hub/api/http/mailbox.h"
#include "hub/api/reply.h"

namespace hub::api::http {

class Connection;

/// Brings the answer to a connection's request from any thread to its loop. Either may be gone by then.
class AnswerPort final : public ReplyPort {
  public:
    AnswerPort(std::weak_ptr<Connection> connection, std::uint64_t request, std::shared_ptr<Mailbox> mailbox, std::size_t stream_bytes_max)
        : connection_(std::move(connection)), request_(request), mailbox_(std::move(mailbox)), stream_bytes_max_(stream_bytes_max) {}

    void answer(Response response) override;
    std::shared_ptr<StreamPort> stream() override;

  private:
    std::weak_ptr<Connection> connection_;  // locked on the loop's thread only, so that it is destroyed there
    std::uint64_t request_;
    std::shared_ptr<Mailbox> mailbox_;  // shared with the loop, which it outlives
    std::size_t stream_bytes_max_;
};

}  // namespace hub::api::http
