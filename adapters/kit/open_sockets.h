#pragma once

#include <mutex>
#include <set>

namespace adapters::kit {

/// The sockets an instance has open, so that its stop() can end the calls that are blocked on them. Any thread.
class OpenSockets {
  public:
    /// False after stop(): the socket is then not kept and must be closed.
    bool add(int socket);

    /// Before the socket is closed, so that its number cannot yet belong to another.
    void remove(int socket);

    /// Whatever is blocked in reading or writing one of them ends now, and no socket is taken any more. A second call does nothing.
    void stop();

    bool stopped() const;

  private:
    mutable std::mutex mutex_;  // guards both below
    std::set<int> sockets_;
    bool stopped_ = false;
};

}  // namespace adapters::kit
