#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "hub/identity/matching/levels.h"

namespace hub::identity::matching {

/// Hundredths of a bit: whole numbers, so that a decision can be replayed on every machine.
using Bits = std::int32_t;
inline constexpr Bits kBit = 100;

/// What each level of each field says for (positive) or against one person. Of levels that the population's own frequencies speak for (the
/// same rare name says more than the same common one) this is the part that comes besides: log2 of how often records of one person agree
/// so.
struct Weights {
    std::array<std::array<Bits, kLevels>, kFields> of = {};
    Bits auto_from = 10 * kBit;  ///< log2 of the odds from which a pair is linked, unless a guard is against it
    Bits review_from = 0;        ///< and from which a person looks

    Bits at(Field field, Level level) const { return of[static_cast<std::size_t>(field)][static_cast<std::size_t>(level)]; }
    Bits& at(Field field, Level level) { return of[static_cast<std::size_t>(field)][static_cast<std::size_t>(level)]; }
};

/// From the error rates that hospitals report (reference/records.md §3.3): what a region starts with before it has data of its own.
Weights startingWeights();

/// How rare a record's own values are in its population: -log2 of the share of records that have the same. 0: not known.
struct Rarity {
    Bits name = 0;
    Bits sound = 0;
    Bits fuzzy = 0;
    Bits surname = 0;
    Bits given = 0;
    Bits word = 0;  ///< of the commonest word of a name in several
    Bits birth_date = 0;
    Bits id = 0;
    Bits phone = 0;
    Bits address = 0;
};

/// log2(share) in Bits; REQUIRES: share > 0.
Bits bitsOf(double share);

/// log2 of the odds that any two of so many records are one person's, when a person has some two or three of them.
Bits priorAmong(std::size_t records);

}  // namespace hub::identity::matching
