#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/cli/region.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::cli::bench {

/// What a payment is begun with.
struct PaymentToMake {
    std::string path;  ///< of the person's payments
    std::string token;
    std::string json;
    std::string key;  ///< its Idempotency-Key
    std::string hospital;
    std::int64_t total_fen = 0;
};

/// People of a simulated region with a file at one of its hospitals each, and charges that its doctors have made and the hub has heard of.
struct PaymentPeople {
    const RegionFile& region;
    std::int32_t hub_port = 0;
    std::string entrance_token;
    std::size_t threads = 16;

    /// `payments` of them, ready to be paid, spread over people and hospitals. Also: HubNotAnswering with what was answered.
    hub::core::Result<std::vector<PaymentToMake>> prepare(std::size_t payments, const hub::core::Clock& clock) const;
};

}  // namespace adapters::cli::bench
