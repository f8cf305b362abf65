#include "hub/core/money.h"

#include <fmt/format.h>

#include "hub/core/text.h"

namespace hub::core {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Result<Money> Money::checkedFen(std::int64_t fen) {
    if (!inRange(fen)) return Failure(Error::MoneyOutOfRange, fmt::format("{} fen", fen));
    return Money(fen);
}

Result<Money> Money::parseYuan(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view decimals = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    const bool decimals_fit = point == std::string_view::npos || decimals.size() == 1 || decimals.size() == 2;
    if (whole.empty() || !decimals_fit) return Failure(Error::MoneyNotYuan, shapeOf(text));

    std::int64_t fen = 0;
    for (const char c : whole) {
        if (!isDigit(c)) return Failure(Error::MoneyNotYuan, shapeOf(text));
        fen = fen * 10 + (c - '0');
        if (fen > kFenMax) return Failure(Error::MoneyOutOfRange, shapeOf(text));
    }
    fen *= 100;
    std::int64_t unit = 10;
    for (const char c : decimals) {
        if (!isDigit(c)) return Failure(Error::MoneyNotYuan, shapeOf(text));
        fen += (c - '0') * unit;
        unit /= 10;
    }
    if (!inRange(fen)) return Failure(Error::MoneyOutOfRange, shapeOf(text));
    return Money(fen);
}

std::string Money::yuan() const {
    const std::int64_t size = fen_ < 0 ? -fen_ : fen_;
    return fmt::format("{}{}.{:02}", fen_ < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace hub::core
