#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/support/file_tree.h"

namespace tests {

/// adapters/sim/wechat_pay in a process of its own, with the keys of the golden bytes; ended with the object. Payers and refunds do
/// what they are told to at its side door and nothing by themselves. One thread.
class SimulatorProcess {
  public:
    SimulatorProcess();
    ~SimulatorProcess();
    SimulatorProcess(const SimulatorProcess&) = delete;
    SimulatorProcess& operator=(const SimulatorProcess&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    /// POST to the side door; fails the test when it does not answer 200.
    void tell(const std::string& what, const std::string& json) const;

    /// One fault for the next call of `operation`; `more` goes into the rule: `"acts":true`.
    void fail(const std::string& operation, const std::string& kind, const std::string& more = "\"acts\":true") const;

  private:
    FileTree folder_;
    pid_t process_ = 0;
    std::uint16_t port_ = 0;
};

}  // namespace tests
