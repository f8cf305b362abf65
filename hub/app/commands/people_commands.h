#pragma once

#include <memory>
#include <vector>

#include "hub/app/commands/typed_number.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard person …`, `card …`, and what `match …` has for reviews and hospital files. `number`: where numbers are typed.
std::vector<std::unique_ptr<cli::Command>> peopleCommands(const TypedNumber& number);

}  // namespace hub::app
