#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hub/cli/command.h"
#include "hub/core/clock.h"

namespace hub::cli {

/// What stands beside the measured thing in the same run.
struct Baseline {
    std::string name;
    double value = 0;
};

/// The one object every `onecard bench <name> --json` prints (ARCHITECTURE section 5).
struct BenchResult {
    std::string bench;
    double value = 0;
    std::string unit;
    std::optional<double> p50_ms;
    std::optional<double> p99_ms;
    std::int64_t n = 0;  ///< how many were measured
    double seconds = 0;
    std::map<std::string, std::string> parameters;
    std::map<std::string, double> extras;                         ///< figures by name: commit_p99_ms, gb18030_mb_s
    std::map<std::string, std::map<std::string, double>> groups;  ///< figures of a part by its name: by_card {p99_ms}
    std::optional<Baseline> baseline;
    double ratio = 0;               ///< value / baseline, where there is one
    std::optional<double> rss_mib;  ///< of the process that was measured, when it is not this one
};

/// JSON or a short text, with the resident memory.
void print(Terminal& terminal, const BenchResult& result);

/// Resident memory of a process in MiB; 0: of this one.
double residentMib(int process = 0);

/// The value below which `share` (0 to 1) of `samples` lie. 0 when there are none.
double percentile(std::vector<double> samples, double share);

}  // namespace hub::cli
