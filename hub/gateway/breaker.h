#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "hub/core/clock.h"

namespace hub::gateway {

/// What the end of a call says of the counterparty's health. A refusal is an answer, so it counts as Healthy.
enum class Verdict {
    Healthy,
    Sick,     ///< not reached, or no clear answer
    Nothing,  ///< the request itself was at fault, or it was never sent
};

/// Opens after so many sick calls in a row; after a pause one trial goes through, and its end decides. Runs in a row need no window
/// and no arithmetic to be explained at night, and a counterparty that still answers some calls is not cut off from them.
/// One thread at a time.
class Breaker {
  public:
    enum class State { Closed, Open, HalfOpen };
    enum class Pass { Yes, Trial, No };

    /// REQUIRES: failures >= 1.
    Breaker(std::size_t failures, core::Duration pause);

    /// Whoever gets Trial reports its end, as a trial, also when it was never sent.
    Pass ask(core::MonoTime now);

    /// Calls that began before it opened change nothing while it is open.
    void report(Verdict verdict, bool trial, core::MonoTime now);

    State state() const { return state_; }

  private:
    void open(core::MonoTime now);

    std::size_t failures_max_;
    core::Duration pause_;
    State state_ = State::Closed;
    std::size_t failures_ = 0;
    core::MonoTime open_until_;
    bool trial_out_ = false;
};

constexpr auto enumNames(Breaker::State) {
    using Name = std::pair<Breaker::State, std::string_view>;
    return std::array{Name{Breaker::State::Closed, "closed"}, Name{Breaker::State::Open, "open"},
                      Name{Breaker::State::HalfOpen, "half_open"}};
}

}  // namespace hub::gateway
