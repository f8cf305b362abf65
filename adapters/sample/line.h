#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::sample {

/// Fields are separated by tabs and a line ends with LF; inside a field, tab, LF, CR and backslash are written \t \n \r \\.
using Fields = std::vector<std::string>;

std::string toLine(const Fields& fields);

/// `line` without its LF. Nothing when a backslash is followed by something else.
std::optional<Fields> fromLine(std::string_view line);

}  // namespace adapters::sample
