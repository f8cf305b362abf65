#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>

namespace hub::storage::sql {

/// How long something took, over all times, to within an eighth. Any thread.
class Latencies {
  public:
    void add(std::chrono::nanoseconds took) {
        counts_[bucketOf(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 1)))].fetch_add(1, std::memory_order_relaxed);
    }

    /// The upper end of the bucket in which `share` (0 to 1) of all times has been reached; 0 when there are none.
    std::chrono::nanoseconds quantile(double share) const {
        std::uint64_t total = 0;
        for (const auto& count : counts_) total += count.load(std::memory_order_relaxed);
        const double wanted = share * static_cast<double>(total);
        std::uint64_t seen = 0;
        for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
            seen += counts_[bucket].load(std::memory_order_relaxed);
            if (seen > 0 && static_cast<double>(seen) >= wanted) return std::chrono::nanoseconds(upperEndOf(bucket));
        }
        return {};
    }

  private:
    static constexpr std::size_t kParts = 8;     // of an octave
    static constexpr std::size_t kOctaves = 41;  // up to 2^41 ns, more than half an hour; longer counts as that
    static constexpr std::size_t kExactBelow = kParts;

    static std::size_t bucketOf(std::uint64_t ns) {
        if (ns < kExactBelow) return static_cast<std::size_t>(ns);
        const auto octave = static_cast<std::size_t>(std::bit_width(ns)) - 4;  // 0 for 8 to 15
        const std::size_t part = static_cast<std::size_t>(ns >> octave) - kParts;
        return std::min((octave + 1) * kParts + part, kParts * kOctaves - 1);
    }
    static std::int64_t upperEndOf(std::size_t bucket) {
        if (bucket < kExactBelow) return static_cast<std::int64_t>(bucket);
        const std::size_t octave = bucket / kParts - 1;
        return static_cast<std::int64_t>((bucket % kParts + kParts + 1) << octave);
    }

    std::array<std::atomic<std::uint64_t>, kParts * kOctaves> counts_{};
};

}  // namespace hub::storage::sql
