#include "hub/gateway/breaker.h"

#include "hub/core/assert.h"

namespace hub::gateway {

Breaker::Breaker(std::size_t failures, core::Duration pause) : failures_max_(failures), pause_(pause) { HUB_ASSERT(failures >= 1); }

Breaker::Pass Breaker::ask(core::MonoTime now) {
    if (state_ == State::Closed) return Pass::Yes;
    if (state_ == State::Open && now >= open_until_) state_ = State::HalfOpen;
    if (state_ == State::Open || trial_out_) return Pass::No;
    trial_out_ = true;
    return Pass::Trial;
}

void Breaker::report(Verdict verdict, bool trial, core::MonoTime now) {
    if (trial) {
        trial_out_ = false;
        if (verdict == Verdict::Healthy) {
            state_ = State::Closed;
            failures_ = 0;
        } else if (verdict == Verdict::Sick) {
            open(now);
        }
    } else if (state_ == State::Closed && verdict != Verdict::Nothing) {
        failures_ = verdict == Verdict::Sick ? failures_ + 1 : 0;
        if (failures_ >= failures_max_) open(now);
    }
}

void Breaker::open(core::MonoTime now) {
    state_ = State::Open;
    open_until_ = now + pause_;
}

}  // namespace hub::gateway
