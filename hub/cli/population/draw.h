#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "hub/core/describe.h"

namespace hub::cli::population {

/// How often something happens, in ten-thousandths: 0 never, 10000 always. Whole numbers draw the same on every machine.
struct Share {
    std::int32_t of_10k = 0;
    friend constexpr bool operator==(Share, Share) = default;

    static constexpr std::int32_t kAlways = 10'000;
};

void write(core::JsonWriter& out, Share share);
void read(core::JsonValue in, const std::string& path, Share& share, core::json::Problem& problem);

/// Running sums of weights, so that one draw finds one of them.
class Weights {
  public:
    void add(std::uint32_t weight) { sums_.push_back(total() + weight); }
    std::uint32_t total() const { return sums_.empty() ? 0 : sums_.back(); }
    std::size_t size() const { return sums_.size(); }

    /// The index that `drawn` falls on. REQUIRES: drawn < total().
    std::size_t at(std::uint64_t drawn) const;

  private:
    std::vector<std::uint32_t> sums_;
};

/// The only chance in a population: the same seed gives the same draws with every standard library, which std's distributions do not.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : bits_(seed) {}

    /// 0 to bound - 1, each as likely. REQUIRES: bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Both ends are included. REQUIRES: first <= last.
    int between(int first, int last);
    bool happens(Share share) { return below(Share::kAlways) < static_cast<std::uint64_t>(share.of_10k); }
    std::size_t among(const Weights& weights) { return weights.at(below(weights.total())); }

    /// REQUIRES: choices is not empty.
    template <class Choices>
    const auto& of(const Choices& choices) {
        return choices[static_cast<std::size_t>(below(std::size(choices)))];
    }

  private:
    std::mt19937_64 bits_;
};

}  // namespace hub::cli::population
