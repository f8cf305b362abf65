#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hub/core/clock.h"

namespace adapters::cli::bench {

/// Reads over HTTP at a steady pace, whatever the answers do: one that is late does not spare the next.
struct ReadPlan {
    std::uint16_t port = 0;
    std::string token = {};
    std::vector<std::string> paths = {};  ///< asked in turn, beginning at another one for each connection
    std::size_t connections = 1;          ///< kept open; each has one read under way at a time
    double per_second = 1;                ///< of all connections together
    double seconds = 1;
    hub::core::Duration answers_within{10'000};  ///< what is not answered so long after the end is lost
};

struct ReadResult {
    std::vector<double> ms;    ///< of the good answers, from the moment a read was due: waiting for its turn counts
    std::int64_t refused = 0;  ///< answered, but not with 200
    std::int64_t lost = 0;     ///< no connection, or no answer

    std::int64_t asked() const { return static_cast<std::int64_t>(ms.size()) + refused + lost; }
};

/// Returns when the time is over and everything is answered or lost. Uses the calling thread alone.
ReadResult readPaced(const ReadPlan& plan, const hub::core::Clock& clock);

}  // namespace adapters::cli::bench
