#pragma once

#include <optional>
#include <string_view>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"

namespace adapters::sim::common {

/// What stands in front of a counterparty says in its place, as the faults html_page, http_error, empty_answer, stack_trace and plain_text
/// want it. None when none of them applies. `stack_trace`: how its language dies.
std::optional<HttpAnswer> frontPage(const Fate& fate, std::string_view stack_trace);

}  // namespace adapters::sim::common
