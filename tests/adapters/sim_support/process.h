#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iostream>
#include <string>

#include "hub/core/json.h"
#include "tests/adapters/sim_support/folder.h"

namespace tests::sim {

/// A child that runs the simulator; its stdout is read here.
class Process {
  public:
    Process(int (*run)(const std::string&), const std::string& settings_file) {
        int ends[2] = {-1, -1};
        BOOST_REQUIRE(pipe(ends) == 0);
        std::cout.flush();  // or the child says it again, into the pipe
        child_ = fork();
        BOOST_REQUIRE(child_ >= 0);
        if (child_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
            _exit(run(settings_file));
        }
        close(ends[1]);
        char byte = 0;
        while (read(ends[0], &byte, 1) == 1 && byte != '\n') line_ += byte;
        close(ends[0]);
    }
    ~Process() {
        if (child_ > 0) end(SIGKILL);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    std::uint16_t port() const {
        const auto document = hub::core::JsonDocument::parse(line_);
        return document.ok() ? static_cast<std::uint16_t>(*document->root().member("port")->integer()) : std::uint16_t{0};
    }

    /// The wait status.
    int end(int signal) {
        int status = 0;
        kill(child_, signal);
        waitpid(child_, &status, 0);
        child_ = -1;
        return status;
    }

    /// The exit code of one that ends by itself.
    int exitCode() {
        int status = 0;
        waitpid(child_, &status, 0);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t child_ = -1;
    std::string line_;
};

inline std::string settingsFile(const Folder& folder, const std::string& text) {
    const std::string file = folder.path() + "/settings.json";
    std::ofstream(file) << text;
    return file;
}

}  // namespace tests::sim
