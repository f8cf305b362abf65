#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace hub::access {

/// Counts failures of an origin (an address, a client) and closes for it when there were too many: a token of 256 bits is not to be
/// guessed, but a broken client is to be noticed and a leaked list of old tokens not to be tried out at full speed. In memory, a node for
/// itself. Any thread.
class FailureGate {
  public:
    struct Limits {
        std::size_t failures_max = 20;  ///< of one origin within `window`
        core::Duration window{60'000};
        std::size_t origins_max = 10'000;  ///< remembered at a time; past it the one longest quiet is forgotten
    };

    /// `clock` outlives the gate.
    FailureGate(const core::Clock& clock, const Limits& limits) : clock_(clock), limits_(limits) {}

    /// Also: TooManyFailures, until the window that began with the first failure is over.
    core::Result<void> check(std::string_view origin) const;
    void failed(std::string_view origin);
    std::size_t origins() const;

  private:
    struct Count {
        core::MonoTime began;
        core::MonoTime last;
        std::size_t failures = 0;
    };

    const core::Clock& clock_;
    const Limits limits_;
    mutable std::mutex mutex_;  // guards counts_
    std::map<std::string, Count, std::less<>> counts_;
};

}  // namespace hub::access
