#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/cli/command.h"
#include "hub/core/describe.h"

namespace CLI {
class App;
}

namespace hub::app {

/// Which hub a command asks, and in whose name.
struct HubAsked {
    std::string data = "data";
    std::string staff;    ///< OFFICE/STAFF_ID, or STAFF_ID where only one office has stewards; empty: nobody, who reads what is masked
    std::string purpose;  ///< empty: none

    /// --data and --staff.
    void declare(CLI::App& app);
};

/// The body of an answer; or, without one, what the command ends with: what was wrong stands on `err` then.
struct Asked {
    std::optional<std::string> body;
    cli::Exit exit = cli::Exit::Ok;
};

/// One request to the running hub. A write has a key of its own: it is done once.
Asked ask(cli::Terminal& terminal, const HubAsked& hub, const std::string& method, const std::string& path, const std::string& json = {});

/// The same for what is left out where this staff may not see it: nothing is said then, and the exit is Forbidden.
Asked askIfAllowed(cli::Terminal& terminal, const HubAsked& hub, const std::string& path);

/// For what is done in somebody's name. None: go on.
std::optional<cli::Exit> requireStaff(cli::Terminal& terminal, const HubAsked& hub);

/// An option's word that is none of these, with what was probably meant.
cli::Exit refuseWord(cli::Terminal& terminal, std::string_view option, std::string_view word, const std::vector<std::string_view>& words);

/// The id as the hub writes it. Also: IdNotValid.
core::Result<std::string> idIn(const std::string& typed);

/// As one segment of a path.
std::string segment(const std::string& text);

template <core::Enumeration E>
std::vector<std::string_view> namesOf() {
    std::vector<std::string_view> names;
    for (const auto& [value, name] : enumNames(E{})) names.push_back(name);
    return names;
}

}  // namespace hub::app
