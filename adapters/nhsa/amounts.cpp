#include "adapters/nhsa/amounts.h"

#include "adapters/kit/json_reading.h"

namespace adapters::nhsa {

namespace core = hub::core;
using core::Money;

core::Result<std::optional<Money>> optionalAmountIn(core::JsonValue content, std::string_view name) {
    constexpr std::size_t kTextMax = 32;
    constexpr std::size_t kDecimals = 2;
    const core::Result<std::optional<std::string>> text = kit::optionalTextIn(content, name, kTextMax);
    if (!text.ok()) return text.failure();
    if (!*text) return std::optional<Money>();
    std::string_view size = **text;
    const bool is_negative = size.starts_with('-');
    if (is_negative) size.remove_prefix(1);
    const std::size_t point = size.find('.');
    while (point != std::string_view::npos && size.size() > point + 1 + kDecimals && size.ends_with('0')) size.remove_suffix(1);
    const core::Result<Money> amount = Money::parseYuan(size);
    if (!amount.ok()) return kit::notValid(name, "is not an amount");
    return std::optional(is_negative ? -*amount : *amount);
}

core::Result<Money> amountIn(core::JsonValue content, std::string_view name) {
    const core::Result<std::optional<Money>> amount = optionalAmountIn(content, name);
    if (!amount.ok()) return amount.failure();
    if (!*amount) return kit::notValid(name, "is missing");
    return **amount;
}

}  // namespace adapters::nhsa
