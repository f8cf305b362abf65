#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace hub::core {

/// An amount in whole fen (1 yuan = 100 fen). It may be negative (a balance, a difference), and never leaves
/// ±kFenMax: a JSON number holds every amount exactly (below 2^53), and 9,000 of the largest still add up in 64 bits.
class Money {
  public:
    static constexpr std::int64_t kFenMax = 999'999'999'999'999;

    constexpr Money() = default;

    /// For amounts of our own. REQUIRES: |fen| <= kFenMax.
    static constexpr Money fromFen(std::int64_t fen) {
        HUB_ASSERT(inRange(fen));
        return Money(fen);
    }

    /// For amounts from outside. Also: MoneyOutOfRange.
    static Result<Money> checkedFen(std::int64_t fen);

    /// "5", "5.5" and "5.50" are 500, 550 and 550 fen. Digits with at most two decimals and nothing else: no sign, no
    /// blank, no comma, no exponent, no "5." and no ".5". Also: MoneyNotYuan, MoneyOutOfRange.
    static Result<Money> parseYuan(std::string_view text);

    constexpr std::int64_t fen() const { return fen_; }

    /// "12.30", "-0.05": always two decimals.
    std::string yuan() const;

    constexpr bool isZero() const { return fen_ == 0; }
    constexpr bool isPositive() const { return fen_ > 0; }
    constexpr bool isNegative() const { return fen_ < 0; }

    /// REQUIRES: the result is in range. Amounts that came from outside are added with checkedAdd.
    constexpr Money operator+(Money other) const { return fromFen(fen_ + other.fen_); }
    constexpr Money operator-(Money other) const { return fromFen(fen_ - other.fen_); }
    constexpr Money operator-() const { return Money(-fen_); }
    constexpr Money& operator+=(Money other) { return *this = *this + other; }
    constexpr Money& operator-=(Money other) { return *this = *this - other; }

    /// Also: MoneyOutOfRange.
    Result<Money> checkedAdd(Money other) const { return checkedFen(fen_ + other.fen_); }

    friend constexpr auto operator<=>(Money, Money) = default;

  private:
    explicit constexpr Money(std::int64_t fen) : fen_(fen) {}
    static constexpr bool inRange(std::int64_t fen) { return fen >= -kFenMax && fen <= kFenMax; }

    std::int64_t fen_ = 0;
};

}  // namespace hub::core
