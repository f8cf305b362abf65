#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hub/core/clock.h"

namespace adapters::cli::bench {

/// Hospitals that send HL7 over MLLP, each connection its next message when the last one was answered.
struct MllpPlan {
    std::uint16_t port = 0;
    std::size_t connections = 60;
    std::size_t hospitals = 6;      ///< the connections are theirs in turn
    std::size_t patients = 10'000;  ///< of each hospital, in turn
    double seconds = 10;
    std::string run;  ///< begins every control id: two runs on one hub share none
};

struct MllpResult {
    std::vector<double> ms;  ///< from the message to its AA
    std::int64_t other = 0;  ///< answered, but not with AA for its number
    std::int64_t lost = 0;   ///< no answer: the connection ended
    std::int64_t bytes = 0;  ///< of the messages sent
    double seconds = 0;

    std::int64_t sent() const { return static_cast<std::int64_t>(ms.size()) + other + lost; }
};

/// MSH-4 of a hospital, counted from 0; MSH-3 is HIS.
std::string facilityOf(std::size_t hospital);

/// Returns when the time is over and every message is answered. Uses the calling thread alone.
MllpResult sendMessages(const MllpPlan& plan, const hub::core::Clock& clock);

}  // namespace adapters::cli::bench
