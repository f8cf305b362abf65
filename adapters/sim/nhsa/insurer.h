#pragma once

#include <mutex>
#include <string>

#include "adapters/sim/common/database.h"
#include "adapters/sim/nhsa/charges.h"
#include "adapters/sim/nhsa/messages.h"
#include "adapters/sim/nhsa/orders.h"
#include "adapters/sim/nhsa/people.h"
#include "adapters/sim/nhsa/settings.h"
#include "adapters/sim/nhsa/settlements.h"
#include "adapters/sim/nhsa/visits.h"

namespace adapters::sim::nhsa {

/// The books of the insurer and the rules over them. Each call is one transaction under one lock: inOneGo().
class Insurer {
  public:
    /// Both outlive it. Throws Exception when the books cannot be used.
    Insurer(const NhsaSettings& settings, const hub::core::Clock& clock);

    /// Kept unless what it returns is not ok(). Any thread.
    template <class Work>
    auto inOneGo(const Work& work) {
        const std::lock_guard lock(mutex_);
        return common::transact(database_, work);
    }
    /// The same inside inOneGo(): undone by itself.
    template <class Work>
    auto part(const Work& work) {
        return common::transact(database_, work);
    }

    const NhsaSettings& settings;
    const hub::core::Clock& clock;

  private:
    std::mutex mutex_;  // guards all below
    common::Database database_;

  public:
    People people;
    Visits visits;
    Charges charges;
    Settlements settlements;
    Orders orders;
    Messages messages;

    hub::core::Result<std::string> dump(std::string_view table);  ///< Inside inOneGo(). Also: SimNotFound.
};

}  // namespace adapters::sim::nhsa
