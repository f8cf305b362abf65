#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/kit/mapping/shape.h"
#include "hub/core/date.h"
#include "hub/core/decimal.h"
#include "hub/core/money.h"
#include "hub/core/result.h"

namespace adapters::kit::mapping {

/// A canonical value, as a mapping reads it from a counterparty's text and writes it back.
using Value = std::variant<std::string, hub::core::Money, hub::core::Decimal, hub::core::Date, hub::core::UtcTime, std::int64_t>;

/// How a mapping turns one text of a counterparty into a canonical value and back. The whole list, by the name a hospital's YAML uses:
///
///     text                as it stands
///     trim                without blanks, tabs and the ideographic space U+3000 at both ends
///     money.yuan          "12.5" -> Money; written with two decimals. Never negative
///     money.fen           "1250" -> Money. Never negative
///     balance.yuan        as money.yuan, also below zero: "-111.25"
///     quantity            "3", "0.50" -> Decimal, kept as written
///     count               "20", "20.00" -> a whole number
///     before_last:<c>     "name/code" -> "name"; all of it when there is no <c>. Only read
///     after_last:<c>      "name/code" -> "code"; all of it when there is no <c>. Only read
///     date:<format>       -> Date; formats as in TimeFormat
///     datetime:<format>   -> UtcTime
///
/// Blanks around a value are taken off by all but `text`, since counterparties pad. An empty text is never a value: whether that is
/// allowed is said by the mapping. A missing transform is a function here with a test, never a script (ARCHITECTURE 3.4).
class Transform {
  public:
    /// By its name, with the argument after ':'. Also: TransformNotValid, with the nearest name.
    static hub::core::Result<Transform> parse(std::string_view spec);

    /// The names there are.
    static std::vector<std::string_view> names();

    /// What its values are.
    Kind kind() const { return kind_; }

    /// Also: ValueNotInForm, MoneyNotYuan, MoneyOutOfRange, DecimalNotValid, each with the shape of the text only.
    hub::core::Result<Value> read(std::string_view text) const { return read_(text); }

    /// Also: ValueNotInForm when the value is of another kind than this transform reads, or is an amount below zero.
    hub::core::Result<std::string> write(const Value& value) const { return write_(value); }

  private:
    friend struct TransformTable;
    Transform(Kind kind, std::function<hub::core::Result<Value>(std::string_view)> read,
              std::function<hub::core::Result<std::string>(const Value&)> write)
        : kind_(kind), read_(std::move(read)), write_(std::move(write)) {}

    Kind kind_;
    std::function<hub::core::Result<Value>(std::string_view)> read_;
    std::function<hub::core::Result<std::string>(const Value&)> write_;
};

/// Without blanks, tabs, line ends and U+3000 at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace adapters::kit::mapping
