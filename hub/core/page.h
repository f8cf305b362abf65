#pragma once

#include <cstddef>
#include <optional>

#include "hub/core/clock.h"
#include "hub/core/ids.h"

namespace hub::core {

/// Where a row stands in a list that is ordered by a time, rows of one time by their id.
struct Place {
    UtcTime at;
    IdBits id;
    friend constexpr auto operator<=>(const Place&, const Place&) = default;
};

/// The part of such a list that is asked for. A page with fewer rows than `limit` is the last one.
struct Page {
    static constexpr std::size_t kLimitMax = 1000;

    std::size_t limit = 50;      ///< at most so many rows, up to kLimitMax; 0 gives none
    std::optional<Place> after;  ///< place of the last row of the page before; none: from the beginning
};

/// A row that has something to do, without the row: one that cannot be read does not hold up the others.
template <class AnyId>
struct Due {
    AnyId id;
    UtcTime at;

    Place place() const { return {at, id.bits}; }
};

}  // namespace hub::core
