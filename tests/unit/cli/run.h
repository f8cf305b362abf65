#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "hub/cli/command.h"

namespace tests {

/// How a command line ended and what it wrote.
struct Run {
    int exit;
    std::string out;
    std::string err;
};

/// Runs one of `Commands` as the program would.
template <class... Commands>
Run run(const std::vector<std::string>& arguments, bool interactive = false) {
    std::vector<std::unique_ptr<hub::cli::Command>> commands;
    (commands.push_back(std::make_unique<Commands>()), ...);
    std::ostringstream out;
    std::ostringstream err;
    const int exit = hub::cli::runCommandLine(arguments, commands, out, err, interactive);
    return {exit, out.str(), err.str()};
}

}  // namespace tests
