#pragma once

#include <atomic>

#include "hub/core/clock.h"

namespace tests::sim {

/// Stands at 2030-01-02 09:30:00 in Shanghai until it is moved. Any thread.
class HandClock final : public hub::core::Clock {
  public:
    hub::core::UtcTime utc() const override { return {1'893'547'800'000 + passed_ms_}; }
    hub::core::MonoTime mono() const override { return {passed_ms_ * 1'000'000}; }
    void advance(hub::core::Duration by) { passed_ms_ += by.count(); }

  private:
    std::atomic<std::int64_t> passed_ms_ = 0;
};

}  // namespace tests::sim
