#pragma once

namespace hub::core {

/// Prints the place and ends the process. The data directory stays consistent: every acknowledged write is already durable.
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line);

}  // namespace hub::core

/// Our own mistake, checked in every build. Never on something that came from outside: that is a Failure.
#define HUB_ASSERT(expression) ((expression) ? static_cast<void>(0) : ::hub::core::assertionFailed(#expression, __FILE__, __LINE__))
