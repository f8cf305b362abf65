#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hub::identity::matching {

/// What a newborn without a name is called by: 王芳之子 is a child of 王芳.
enum class ChildOf : std::uint8_t { Nobody, Son, Daughter, Child };

/// What `tail` says when the whole of it says whose child this is, as 之子, 之双胞胎一女, 的女儿, 之女2 and 新生儿 do. Else Nobody.
/// `tail` is simplified, folded, and without blanks.
ChildOf childBy(std::u32string_view tail);

}  // namespace hub::identity::matching
