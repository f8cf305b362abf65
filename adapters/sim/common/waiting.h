#pragma once

#include <condition_variable>
#include <mutex>

#include "hub/core/clock.h"

namespace Poco::Net {
class StreamSocket;
}

namespace adapters::sim::common {

/// Given to a handler: lets its caller wait.
class Waiting {
  public:
    virtual ~Waiting() = default;
    /// Returns when `by` is over by the server's clock, counted from the arrival of the call or the end of its last wait, or when the
    /// server stops. A caller who goes away does not end it.
    virtual void wait(hub::core::Duration by) = 0;
};

/// Says stop to every waiting call of a server. Any thread.
class StopSign {
  public:
    bool stopped() const;
    void stop();
    /// A moment; true when it is time to stop.
    bool pause() const;

  private:
    mutable std::mutex mutex_;  // guards stopped_
    mutable std::condition_variable changed_;
    bool stopped_ = false;
};

/// Waits by a clock that may stand still. Both outlive it. One thread.
class ClockWaiting final : public Waiting {
  public:
    ClockWaiting(const hub::core::Clock& clock, const StopSign& stop) : clock_(clock), stop_(stop), until_(clock.mono()) {}
    void wait(hub::core::Duration by) override;

  private:
    const hub::core::Clock& clock_;
    const StopSign& stop_;
    hub::core::MonoTime until_;
};

/// Until the caller has gone, whatever it still sends, or it is time to stop.
void awaitGone(Poco::Net::StreamSocket& caller, const StopSign& stop);

}  // namespace adapters::sim::common
