#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace hub::core {

/// A quantity or a unit price as a counterparty wrote it: a decimal kept as text, since it is shown and compared, never calculated with.
struct Decimal {
    std::string text;
    friend auto operator<=>(const Decimal&, const Decimal&) = default;

    /// An optional minus, up to 15 digits, up to 6 decimals. Also: DecimalNotValid.
    static Result<Decimal> parse(std::string_view text);
};

}  // namespace hub::core
