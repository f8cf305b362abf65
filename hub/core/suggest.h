#pragma once

#include <string_view>
#include <vector>

namespace hub::core {

/// The candidate that `typed` was most likely meant to be: at most two slips away (a wrong, missing, extra or swapped character)
/// and less than half its length. Empty when none is near. "Did you mean" for configuration, JSON and the command line.
std::string_view closest(std::string_view typed, const std::vector<std::string_view>& candidates);

}  // namespace hub::core
