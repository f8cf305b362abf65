#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/conformance/subject.h"

namespace tests::conformance {

/// Something the adapter does not keep.
struct Finding {
    std::string check;  ///< one of checkNames()
    std::string what;
};

/// The checks, each a sentence that is true of an adapter that conforms.
std::vector<std::string_view> checkNames();

/// Runs all checks in order; when the plugin cannot be loaded or opened, those that could be run. A call that never ends, whatever is
/// done to its peer, hangs the suite: the test's own time-out ends it.
std::vector<Finding> findings(const Subject& subject);

}  // namespace tests::conformance
