#pragma once

#include <type_traits>
#include <variant>

#include "hub/core/result.h"

namespace hub::core {

/// Gives an event to the machine's on() for its kind. A fact's on() returns nothing, since facts cannot be refused; what a person
/// asks for answers with a Result.
template <class Machine, class... Events>
Result<void> giveTo(Machine& machine, const std::variant<Events...>& event) {
    return std::visit(
        [&](const auto& what) -> Result<void> {
            if constexpr (std::is_void_v<decltype(machine.on(what))>) {
                machine.on(what);
                return {};
            } else {
                return machine.on(what);
            }
        },
        event);
}

}  // namespace hub::core
