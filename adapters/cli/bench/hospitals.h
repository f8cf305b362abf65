#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>

#include "adapters/cli/bench/hub_process.h"
#include "adapters/cli/bench/socket.h"

namespace adapters::cli::bench {

/// Hospitals of the SOAP adapter for a bench: all on one port and one thread, told apart by path. Each lists its departments at once,
/// whatever it is asked; those that may hang say nothing at all while they do. Any thread.
class Hospitals {
  public:
    Hospitals();
    ~Hospitals();
    Hospitals(const Hospitals&) = delete;
    Hospitals& operator=(const Hospitals&) = delete;

    /// What is asked while they hang is never answered, also not afterwards.
    void hang(bool hanging) { hanging_ = hanging; }

    /// The configuration of hospitals B001, B002 …, the last `may_hang` of them those that may hang. Calls of all end after `deadline`,
    /// and no breaker spares anybody the wait.
    void configure(HubPlan& plan, std::size_t hospitals, std::size_t may_hang, hub::core::Duration deadline) const;

    static std::string codeOf(std::size_t number);
    /// Lists the departments of hospitals `first` to `last`, counted from 1.
    static std::vector<std::string> pathsOf(std::size_t first, std::size_t last);

  private:
    struct Caller {
        Socket socket;
        std::string received;
    };

    void serve();
    bool answer(Caller& caller) const;

    Socket listener_;
    std::atomic<bool> hanging_ = false;
    std::atomic<bool> ending_ = false;
    std::map<int, Caller> callers_;  // of the thread alone
    std::thread thread_;
};

}  // namespace adapters::cli::bench
