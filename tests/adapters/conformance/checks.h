#pragma once

#include <string_view>
#include <vector>

#include "tests/adapters/conformance/bench.h"

namespace tests::conformance {

struct Check {
    std::string_view name;
    void (*run)(Run& run);
};

/// Descriptor, manifest, settings and capabilities: what is true of the plugin at rest.
std::vector<Check> checksAtRest();

/// Calls against a peer that does well and badly.
std::vector<Check> checksOfCalls();

}  // namespace tests::conformance
