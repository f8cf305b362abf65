#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>

#include "adapters/cli/commands.h"
#include "hub/app/commands/commands.h"
#include "hub/cli/command.h"
#include "hub/storage/bench/disk.h"

int main(int argc, char** argv) {
    try {
        auto commands = hub::app::commands();
        for (auto& command : adapters::cli::commands(hub::storage::bench::fsyncMedian)) commands.push_back(std::move(command));
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        return hub::cli::runCommandLine(arguments, commands, std::cout, std::cerr, isatty(STDERR_FILENO) == 1);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "event=broken what=\"%s\"\n", problem.what());
        return static_cast<int>(hub::cli::Exit::Failed);
    }
}
