#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::kit {

/// Members of a message in the order they are written; every value is a text.
using TextMembers = std::vector<std::pair<std::string_view, std::string>>;

/// What many counterparties' signatures are over: the members that are not empty, sorted by name (bytes), `name=value`, joined by `&`.
std::string sortedMembers(TextMembers members);

}  // namespace adapters::kit
