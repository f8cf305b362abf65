#pragma once

#include <utility>
#include <vector>

#include "hub/payment/charge.h"

namespace hub::payment {

/// True when two answers to charge.list say the same, in whatever order. A polled list counts when it was read so twice (CONTRACT 5).
bool sameList(const std::vector<contract::Charge>& first, const std::vector<contract::Charge>& second);

/// How a complete open set differs from what we know of the file.
struct ListDifferences {
    std::vector<contract::Charge> unknown;                    ///< newCharge
    std::vector<std::pair<ChargeId, contract::Charge>> told;  ///< charge_event::Told: the list says something new about it
    std::vector<ChargeId> absent;                             ///< charge_event::Absent
};

/// `known` are all charges of the file that are not Cancelled or Refunded for good; `list` was read twice equal.
ListDifferences differences(const std::vector<Charge>& known, const std::vector<contract::Charge>& list);

}  // namespace hub::payment
