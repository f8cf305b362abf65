#pragma once

#include <algorithm>

#include "hub/core/clock.h"

namespace adapters::kit {

/// The end of one exchange with a counterparty: everything it does together has this long. Copies share the end. Any thread.
class Deadline {
  public:
    /// `clock` outlives the deadline.
    Deadline(const hub::core::Clock& clock, hub::core::Duration within) : clock_(&clock), end_(clock.mono() + within) {}

    /// Never below zero; less than a millisecond counts as none.
    hub::core::Duration left() const {
        return std::max(hub::core::Duration(0), std::chrono::duration_cast<hub::core::Duration>(end_ - clock_->mono()));
    }

  private:
    const hub::core::Clock* clock_;
    hub::core::MonoTime end_;
};

}  // namespace adapters::kit
