#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "hub/app/commands/commands.h"

namespace tests {

/// What a command line of `onecard` ended with and wrote.
struct CommandRun {
    int exit = 0;
    std::string out;
    std::string err;
};

inline CommandRun runCommand(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int exit = hub::cli::runCommandLine(arguments, hub::app::commands(), out, err, /*interactive=*/false);
    return {exit, out.str(), err.str()};
}

}  // namespace tests
