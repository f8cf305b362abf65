#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "adapters/cli/bench/socket.h"
#include "hub/core/clock.h"

namespace adapters::cli::bench {

/// What sits at the hub's door: peers that asked once and then keep their connection without a word, and peers that send a request a byte
/// a second and never get to its end. Both come again when they are turned away. Their addresses are many of 127.0.0.0/8.
class Crowd {
  public:
    struct Plan {
        std::uint16_t port = 0;
        std::size_t idle = 5000;
        std::size_t slow = 500;
        std::size_t addresses = 250;  ///< they share these evenly
    };

    struct Counts {
        std::size_t idle = 0;            ///< connected and answered once
        std::size_t slow = 0;            ///< connected
        std::int64_t turned_away = 0;    ///< connections that the hub has ended, or not taken
        std::int64_t slow_answered = 0;  ///< of them those that got an answer first: 408
    };

    /// Comes at once, on a thread of its own. `clock` outlives the crowd.
    Crowd(const Plan& plan, const hub::core::Clock& clock);
    /// Leaves.
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    /// Any thread.
    Counts counts() const;

  private:
    struct Peer {
        Socket socket;
        std::string from;
        bool slow = false;
        bool there = false;  ///< connected; an idle one also answered
    };

    void run();
    void come(std::size_t number);
    void look(std::size_t number);
    void leave(std::size_t number);
    void sendByte(std::size_t number);
    int waitMs() const;

    const Plan plan_;
    const hub::core::Clock& clock_;
    int events_ = -1;
    std::vector<Peer> peers_;
    std::multimap<hub::core::MonoTime, std::size_t> due_;  ///< who comes, or being slow sends its next byte
    std::atomic<std::size_t> idle_ = 0;
    std::atomic<std::size_t> slow_ = 0;
    std::atomic<std::int64_t> turned_away_ = 0;
    std::atomic<std::int64_t> slow_answered_ = 0;
    std::atomic<bool> leaving_ = false;
    std::thread thread_;
};

}  // namespace adapters::cli::bench
