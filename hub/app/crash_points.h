#pragma once

#include <string_view>

#include "hub/flows/crash_point.h"

namespace hub::app {

/// What ONECARD_CRASH_AT asks for: "after_answer:3" kills this process by SIGKILL when that point is passed for the third time,
/// "after_answer:3:50" 50 ms later, so that what other threads have begun goes on meanwhile. Empty: no hook.
/// Throws hub::core::Exception when it says something else.
flows::CrashHook crashHookOf(std::string_view wish);

}  // namespace hub::app
