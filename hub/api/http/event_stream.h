#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "hub/api/reply.h"

namespace hub::api::http {

/// Between those who send events, on any thread, and the connection that writes them, on its loop. What waits here and in the
/// connection together is bounded; past the bound the stream ends.
class EventStream final : public StreamPort {
  public:
    EventStream(std::size_t bytes_max, std::function<void()> wake) : bytes_max_(bytes_max), wake_(std::move(wake)) {}

    bool write(std::string_view bytes) override;
    void close() override;

    /// For the connection: what has come since the last call; `unwritten` is what it still holds itself. From now on it is woken again.
    std::string take(std::size_t unwritten);

    /// For the connection: what it holds now.
    void hold(std::size_t unwritten);

    /// For the connection: it has gone.
    void end();

    bool closed() const;
    bool cutOff() const;

  private:
    void wakeUnlessAwake(std::unique_lock<std::mutex>& lock);

    const std::size_t bytes_max_;
    const std::function<void()> wake_;  // has the loop call take()
    mutable std::mutex mutex_;          // guards all below
    std::string waiting_;
    std::size_t unwritten_ = 0;
    bool awake_ = false;
    bool closed_ = false;
    bool cut_off_ = false;
};

}  // namespace hub::api::http
