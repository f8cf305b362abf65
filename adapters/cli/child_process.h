#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hub/core/result.h"

namespace adapters::cli {

/// This program once more, as a process of its own. Ends it when destroyed.
class ChildProcess {
  public:
    /// Runs `arguments` and waits for the line it prints when it is ready; `log` gets what it says on stderr.
    /// Also: ChildNotReady with the first argument.
    static hub::core::Result<std::unique_ptr<ChildProcess>> start(const std::vector<std::string>& arguments, const std::string& log);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    const std::string& firstLine() const { return first_line_; }
    int pid() const { return pid_; }

    /// SIGTERM, and waits for the end. A second call does nothing.
    void stop();

  private:
    ChildProcess(int pid, std::string first_line) : pid_(pid), first_line_(std::move(first_line)) {}

    int pid_;
    std::string first_line_;
};

}  // namespace adapters::cli
