#pragma once

#include <boost/test/unit_test.hpp>

#include "hub/core/result.h"

namespace tests {

/// Notes that a public entry returned this code: scripts/check/error_coverage.py fails the run for a code nobody ever brought about.
void noteReturned(hub::core::Error error);

inline std::string nameOf(hub::core::Error error) { return std::string(hub::core::errorInfo(error).name); }

/// True when `result` failed with `error`; the code counts as returned.
template <class T>
boost::test_tools::predicate_result failsWith(const hub::core::Result<T>& result, hub::core::Error error) {
    boost::test_tools::predicate_result answer(!result.ok() && result.failure().error() == error);
    if (result.ok()) {
        answer.message() << "it succeeded";
    } else {
        noteReturned(result.failure().error());
        answer.message() << nameOf(result.failure().error()) << " (" << result.failure().detail() << ") instead of " << nameOf(error);
    }
    return answer;
}

}  // namespace tests
