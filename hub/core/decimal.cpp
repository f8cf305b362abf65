#include "hub/core/decimal.h"

#include <algorithm>

#include "hub/core/text.h"

namespace hub::core {

Result<Decimal> Decimal::parse(std::string_view text) {
    constexpr std::size_t kWholeMax = 15;
    constexpr std::size_t kDecimalsMax = 6;
    const std::string_view number = text.substr(text.starts_with('-') ? 1 : 0);
    const std::size_t point = number.find('.');
    const std::string_view whole = number.substr(0, point);
    const std::string_view decimals = point == std::string_view::npos ? "0" : number.substr(point + 1);
    const auto digits = [](std::string_view part, std::size_t most) {
        return !part.empty() && part.size() <= most && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!digits(whole, kWholeMax) || !digits(decimals, kDecimalsMax)) return Failure(Error::DecimalNotValid, shapeOf(text));
    return Decimal{std::string(text)};
}

}  // namespace hub::core
