#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/cli/bench/payment_people.h"
#include "hub/core/clock.h"

namespace adapters::cli::bench {

struct PaymentLoadPlan {
    std::uint16_t port = 0;
    double per_second = 100;                  ///< payments begun, whatever becomes of them: an open arrival
    hub::core::Duration ends_within{60'000};  ///< after the last was begun
};

struct PaymentLoadResult {
    std::vector<double> ms;  ///< from the moment a payment was due until it was seen completed
    std::int64_t refused = 0;
    std::string first_refusal;
    std::int64_t unpaid = 0;                       ///< ended otherwise
    std::int64_t open = 0;                         ///< no end was seen in time
    double seconds = 0;                            ///< from the first that was due to the last that was seen completed
    std::map<std::string, std::int64_t> paid_fen;  ///< by hospital
};

/// Begins payments at a steady pace and looks at each until it has ended: after 20 ms, then ever more slowly, so that a time is up to a
/// quarter too long. On the calling thread alone.
PaymentLoadResult payAtPace(const PaymentLoadPlan& plan, const std::vector<PaymentToMake>& payments, const hub::core::Clock& clock);

}  // namespace adapters::cli::bench
