#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace hub::core {

using Duration = std::chrono::milliseconds;

/// Milliseconds since 1970-01-01T00:00:00Z: what is stored and sent. It may jump; never measure with it.
struct UtcTime {
    std::int64_t ms = 0;
    friend constexpr auto operator<=>(UtcTime, UtcTime) = default;
    friend constexpr UtcTime operator+(UtcTime time, Duration by) { return {time.ms + by.count()}; }
    friend constexpr Duration operator-(UtcTime a, UtcTime b) { return Duration(a.ms - b.ms); }
};

/// A monotonic reading in nanoseconds from an arbitrary start: what time-outs and measurements use. Never stored.
struct MonoTime {
    std::int64_t ns = 0;
    friend constexpr auto operator<=>(MonoTime, MonoTime) = default;
    friend constexpr MonoTime operator+(MonoTime time, std::chrono::nanoseconds by) { return {time.ns + by.count()}; }
    friend constexpr std::chrono::nanoseconds operator-(MonoTime a, MonoTime b) { return std::chrono::nanoseconds(a.ns - b.ns); }
};

/// The only place that reads time. Any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual UtcTime utc() const = 0;
    virtual MonoTime mono() const = 0;
};

class SystemClock final : public Clock {
  public:
    UtcTime utc() const override;
    MonoTime mono() const override;
};

}  // namespace hub::core
