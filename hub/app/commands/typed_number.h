#pragma once

#include <istream>
#include <string_view>

#include "hub/cli/command.h"
#include "hub/core/sensitive.h"

namespace hub::app {

/// Where a command gets the number of a certificate or card: from its input, never from the command line, which every user of the machine
/// can read. One thread.
class TypedNumber {
  public:
    /// `in` outlives this. `terminal`: somebody types there; they are asked, and what they type does not appear.
    TypedNumber(std::istream& in, bool terminal) : in_(&in), terminal_(terminal) {}
    /// The process's own input.
    static TypedNumber standard();

    /// `option`: what was given for --number; "-", or nothing on a terminal. The first line of the input without blanks at its ends.
    /// Also: OptionNotValid (a number on the command line, or none where nobody can be asked; the line is empty), which does not repeat it.
    core::Result<core::Sensitive<std::string>> read(cli::Terminal& terminal, std::string_view option) const;

  private:
    std::istream* in_;
    bool terminal_;
};

}  // namespace hub::app
