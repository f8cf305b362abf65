#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace adapters::sim::common {

/// What is drawn for one thing with a number: the same seed and number draw the same, whatever else happens meanwhile. One thread.
class Dice {
  public:
    Dice(std::int64_t seed, std::string_view number) : random_(mixed(seed, number)) {}

    /// REQUIRES: from <= to.
    std::int64_t between(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(random_() % (static_cast<std::uint64_t>(to - from) + 1));
    }
    bool happens(std::int32_t per_mille) { return between(0, 999) < per_mille; }

    /// So many characters of "0123456789abcdef".
    std::string hex(std::size_t characters) {
        std::string text(characters, '0');
        for (char& one : text) one = "0123456789abcdef"[random_() % 16];
        return text;
    }

  private:
    /// FNV-1a.
    static std::uint64_t mixed(std::int64_t seed, std::string_view number) {
        std::uint64_t hash = 14'695'981'039'346'656'037U ^ static_cast<std::uint64_t>(seed);
        for (const char byte : number) hash = (hash ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211U;
        return hash;
    }

    std::mt19937_64 random_;
};

}  // namespace adapters::sim::common
