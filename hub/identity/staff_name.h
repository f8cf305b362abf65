#pragma once

#include <string_view>

namespace hub::identity {

/// Whether two names of staff, "office/4711", may be one person's. Staff ids are each office's own: that two offices have the same one
/// costs a refusal, that one person uses two clients must not help.
constexpr bool mayBeOnePerson(std::string_view one, std::string_view other) {
    const auto staff_in = [](std::string_view name) { return name.substr(name.rfind('/') + 1); };  // npos + 1 is 0
    return staff_in(one) == staff_in(other);
}

}  // namespace hub::identity
