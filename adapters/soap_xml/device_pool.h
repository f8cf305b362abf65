#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/core/clock.h"

namespace adapters::soap_xml {

/// The hub's device numbers at one hospital: each is used by one call at a time (trap 19). Any thread.
class DevicePool {
  public:
    explicit DevicePool(std::vector<std::string> devices) : free_(std::move(devices)) {}

    /// A device number for as long as it lives.
    class Lease {
      public:
        Lease(DevicePool& pool, std::string device) : pool_(&pool), device_(std::move(device)) {}
        Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), device_(std::move(other.device_)) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (pool_ != nullptr) pool_->giveBack(std::move(device_));
        }
        const std::string& device() const { return device_; }

      private:
        DevicePool* pool_;
        std::string device_;
    };

    /// Nothing when none is free within that time, or after stop().
    std::optional<Lease> take(hub::core::Duration within);
    void stop();

  private:
    void giveBack(std::string device);

    std::mutex mutex_;  // guards both below
    std::condition_variable changed_;
    std::vector<std::string> free_;
    bool stopped_ = false;
};

}  // namespace adapters::soap_xml
