#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace hub::core {

/// 128 bits: 48 of UTC milliseconds, 80 random. Stored as BINARY(16), written as 26 characters of Crockford base 32.
/// The time part keeps an index compact; order means nothing. All zero is "none".
struct IdBits {
    std::array<std::uint8_t, 16> bytes{};

    friend constexpr auto operator<=>(const IdBits&, const IdBits&) = default;
    bool none() const { return *this == IdBits{}; }
    std::string text() const;

    /// Upper and lower case; o is 0, i and l are 1. Also: IdNotValid.
    static Result<IdBits> parse(std::string_view text);
};

/// An id that only fits where its kind is asked for: `using PersonId = Id<struct PersonTag>;`
template <class Kind>
struct Id {
    IdBits bits;

    friend constexpr auto operator<=>(const Id&, const Id&) = default;
    bool none() const { return bits.none(); }
    std::string text() const { return bits.text(); }

    static Result<Id> parse(std::string_view text) {
        const Result<IdBits> bits = IdBits::parse(text);
        if (!bits.ok()) return bits.failure();
        return Id{*bits};
    }
};

/// Where new ids come from. Any thread.
class IdSource {
  public:
    virtual ~IdSource() = default;

    template <class AnyId>
    AnyId next() {
        return AnyId{nextBits()};
    }

  protected:
    virtual IdBits nextBits() = 0;
};

/// Random bits from the operating system.
class SystemIdSource final : public IdSource {
  public:
    /// `clock` outlives the source.
    explicit SystemIdSource(const Clock& clock) : clock_(clock) {}

  private:
    IdBits nextBits() override;

    const Clock& clock_;
    std::mutex mutex_;  // guards both below
    std::array<std::uint8_t, 250> pool_{};
    std::size_t used_ = pool_.size();
};

/// The same ids again for the same seed and times: tests and simulation.
class SeededIdSource final : public IdSource {
  public:
    /// `clock` outlives the source.
    SeededIdSource(const Clock& clock, std::uint64_t seed) : clock_(clock), random_(seed) {}

  private:
    IdBits nextBits() override;

    const Clock& clock_;
    std::mutex mutex_;  // guards random_
    std::mt19937_64 random_;
};

}  // namespace hub::core

template <>
struct std::hash<hub::core::IdBits> {
    std::size_t operator()(const hub::core::IdBits& id) const noexcept;
};

template <class Kind>
struct std::hash<hub::core::Id<Kind>> {
    std::size_t operator()(const hub::core::Id<Kind>& id) const noexcept { return std::hash<hub::core::IdBits>()(id.bits); }
};
