#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "hub/core/ids.h"

namespace hub::flows {

/// Tells those who wait in this process that something of a booking, a payment or a person has become durable, so that an answer need
/// not be polled for. Nobody may rely on being told: who waits has a time-out and looks for himself. Any thread.
class Changes {
  public:
    using OnChange = std::function<void()>;

    /// A place among those who wait; leaving it ends the callbacks, but one may be running.
    class Watch {
      public:
        Watch() = default;
        Watch(Watch&& other) noexcept;
        Watch& operator=(Watch&& other) noexcept;
        ~Watch();

      private:
        friend class Changes;
        Watch(Changes& changes, core::IdBits id, std::uint64_t number) : changes_(&changes), id_(id), number_(number) {}
        void leave();

        Changes* changes_ = nullptr;
        core::IdBits id_;
        std::uint64_t number_ = 0;
    };

    /// `on_change` is called on the thread that tells, with no lock held; it returns soon.
    [[nodiscard]] Watch watch(core::IdBits id, OnChange on_change);

    void tell(core::IdBits id);

  private:
    std::mutex mutex_;  // guards all below
    std::multimap<core::IdBits, std::pair<std::uint64_t, OnChange>> watches_;
    std::uint64_t last_number_ = 0;
};

}  // namespace hub::flows
