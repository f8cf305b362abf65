#pragma once

#include <functional>
#include <mutex>

#include "hub/core/executor.h"

namespace hub::api::http {

/// How other threads reach an event loop, also after it has gone: then what they say is dropped. Any thread.
class Mailbox {
  public:
    /// `post` hands a task to the loop; it is not called after close().
    explicit Mailbox(std::function<void(core::Task)> post) : post_(std::move(post)) {}

    void post(core::Task task);
    void close();

  private:
    std::mutex mutex_;  // guards post_
    std::function<void(core::Task)> post_;
};

}  // namespace hub::api::http
