#pragma once

#include <cstddef>

namespace hub::app {

/// Lets this process, and those it starts, open as many files as the system allows it, and answers with how many. Many systems begin
/// with 1,024, which is fewer than the phones that wait.
std::size_t raiseFileLimit();

}  // namespace hub::app
