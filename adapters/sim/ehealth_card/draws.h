#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::sim::ehealth_card {

/// What nobody could guess on a real platform: drawn from the seed and a label, so that a test meets the same again. Any thread.
class Draws {
  public:
    explicit Draws(std::int64_t seed) : seed_(seed) {}

    /// Hexadecimal digits, lower case. REQUIRES: at most 64.
    std::string hex(std::string_view label, std::size_t count) const;
    /// REQUIRES: at most 32.
    std::string digits(std::string_view label, std::size_t count) const;

  private:
    std::string bytes(std::string_view label) const;

    const std::int64_t seed_;
};

}  // namespace adapters::sim::ehealth_card
