#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "hub/core/result.h"

namespace CLI {
class App;
}

namespace hub::cli {

/// What the process ends with; printed by `onecard help exit-codes`.
enum class Exit {
    Ok = 0,
    Failed = 1,
    Usage = 2,
    Invalid = 3,  ///< validation found mistakes
    Forbidden = 4,
    NotFound = 5,
    Conflict = 6,     ///< locked, or an approval is missing
    Unreachable = 7,  ///< may be tried again
    Findings = 8,     ///< only where --exit-code asks for it
    Partly = 9,
    Interrupted = 130,
};

/// Where a command writes: data to `out`, messages and progress to `err`.
struct Terminal {
    std::ostream& out;
    std::ostream& err;
    core::Language language = core::Language::Chinese;
    bool json = false;         ///< --json: `out` gets JSON and nothing else
    bool interactive = false;  ///< `err` is a terminal: progress may rewrite its line
};

/// The exit that fits an error: what it implies, and its HTTP status.
Exit exitFor(core::Error error);

/// Prints a failure for people, with its code, to `err`, and gives the exit that fits what it implies.
Exit report(Terminal& terminal, const core::Failure& failure);

/// In the reader's language.
std::string_view text(const Terminal& terminal, std::string_view zh, std::string_view en);

/// One subcommand. `path` has its words: "codec check".
class Command {
  public:
    virtual ~Command() = default;
    virtual std::string path() const = 0;
    virtual std::string aboutZh() const = 0;
    virtual std::string aboutEn() const = 0;

    /// Declares options and arguments, bound to members. Called once, before run(). --json and --lang are there already.
    virtual void declare(CLI::App& app) = 0;
    virtual Exit run(Terminal& terminal) = 0;
};

/// Parses `arguments` (without the program's name) and runs the command they name. Slips are answered with what was probably meant.
int runCommandLine(const std::vector<std::string>& arguments, const std::vector<std::unique_ptr<Command>>& commands, std::ostream& out,
                   std::ostream& err, bool interactive);

}  // namespace hub::cli
