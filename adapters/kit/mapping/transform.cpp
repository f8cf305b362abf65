#include "adapters/kit/mapping/transform.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "adapters/kit/mapping/time_format.h"
#include "hub/core/suggest.h"
#include "hub/core/text.h"

namespace adapters::kit::mapping {

namespace core = hub::core;

std::string_view trimmed(std::string_view text) {
    constexpr std::array<std::string_view, 5> kBlanks{" ", "\t", "\r", "\n", "\xE3\x80\x80"};
    const auto strip = [&](auto is_at_end, auto take) {
        for (bool again = true; again;) {
            again = false;
            for (const std::string_view blank : kBlanks) {
                if (!is_at_end(blank)) continue;
                take(blank.size());
                again = true;
            }
        }
    };
    strip([&](std::string_view blank) { return text.starts_with(blank); }, [&](std::size_t size) { text.remove_prefix(size); });
    strip([&](std::string_view blank) { return text.ends_with(blank); }, [&](std::size_t size) { text.remove_suffix(size); });
    return text;
}

namespace {

core::Failure notInForm(std::string_view text) { return core::Failure(core::Error::ValueNotInForm, core::shapeOf(text)); }

core::Failure otherKind() { return core::Failure(core::Error::ValueNotInForm, "a value of another kind"); }

/// Widens a Result of one kind of value to Value.
template <class T>
core::Result<Value> valueOf(const core::Result<T>& result) {
    if (!result.ok()) return result.failure();
    return Value(*result);
}

core::Result<core::Money> parseFen(std::string_view text) {
    std::int64_t fen = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fen);
    if (error != std::errc() || end != text.data() + text.size() || fen < 0 || text.starts_with('-')) return notInForm(text);
    return core::Money::checkedFen(fen);
}

core::Result<std::string> writeMoney(const Value& value, bool yuan) {
    const core::Money* money = std::get_if<core::Money>(&value);
    if (money == nullptr) return otherKind();
    if (money->isNegative()) return core::Failure(core::Error::ValueNotInForm, "an amount below zero");
    return yuan ? money->yuan() : fmt::format("{}", money->fen());
}

core::Result<std::string> writeText(const Value& value) {
    const std::string* text = std::get_if<std::string>(&value);
    if (text == nullptr) return otherKind();
    return *text;
}

core::Result<Value> readText(std::string_view text) {
    return text.empty() ? core::Result<Value>(notInForm(text)) : Value(std::string(text));
}

/// Decimals that are zero may stand behind it: counterparties type a number of places as Decimal.
core::Result<Value> readCount(std::string_view in) {
    const std::string_view text = trimmed(in);
    const std::size_t point = std::min(text.find('.'), text.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + point, number);
    const bool whole = error == std::errc() && end == text.data() + point && number >= 0 && !text.starts_with('-') &&
                       (point == text.size() || (point + 1 < text.size() && text.find_first_not_of('0', point + 1) == std::string::npos));
    return whole ? core::Result<Value>(Value(number)) : notInForm(text);
}

core::Result<std::string> writeCount(const Value& value) {
    const std::int64_t* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr) return otherKind();
    return fmt::format("{}", *number);
}

core::Result<Value> readBalance(std::string_view in) {
    const std::string_view text = trimmed(in);
    const bool below_zero = text.starts_with('-');
    const core::Result<core::Money> amount = core::Money::parseYuan(below_zero ? text.substr(1) : text);
    if (!amount.ok()) return amount.failure();
    return Value(below_zero ? -*amount : *amount);
}

core::Result<std::string> writeBalance(const Value& value) {
    const core::Money* money = std::get_if<core::Money>(&value);
    if (money == nullptr) return otherKind();
    return money->yuan();
}

core::Result<std::string> writeQuantity(const Value& value) {
    const core::Decimal* quantity = std::get_if<core::Decimal>(&value);
    if (quantity == nullptr) return otherKind();
    return quantity->text;
}

}  // namespace

struct TransformTable {
    /// `argument` is nothing when the spec has no ':'.
    struct Row {
        std::string_view name;
        core::Result<Transform> (*make)(std::optional<std::string_view> argument);
    };

    static core::Result<Transform> plain(std::optional<std::string_view> argument, Kind kind, core::Result<Value> (*read)(std::string_view),
                                         core::Result<std::string> (*write)(const Value&)) {
        if (argument) return core::Failure(core::Error::TransformNotValid, fmt::format("it takes no argument; found ':{}'", *argument));
        return Transform(kind, read, write);
    }

    static core::Result<Transform> text(std::optional<std::string_view> argument) {
        return plain(argument, Kind::Text, readText, writeText);
    }
    static core::Result<Transform> trim(std::optional<std::string_view> argument) {
        return plain(
            argument, Kind::Text, [](std::string_view in) { return readText(trimmed(in)); }, writeText);
    }
    static core::Result<Transform> part(std::optional<std::string_view> argument, bool before) {
        if (!argument || argument->size() != 1)
            return core::Failure(core::Error::TransformNotValid, "it takes one character, as in 'after_last:/'");
        return Transform(
            Kind::Text,
            [separator = argument->front(), before](std::string_view in) {
                const std::size_t at = in.rfind(separator);
                if (at == std::string_view::npos) return readText(trimmed(in));
                return readText(trimmed(before ? in.substr(0, at) : in.substr(at + 1)));
            },
            [](const Value&) -> core::Result<std::string> { return otherKind(); });
    }
    static core::Result<Transform> beforeLast(std::optional<std::string_view> argument) { return part(argument, /*before=*/true); }
    static core::Result<Transform> afterLast(std::optional<std::string_view> argument) { return part(argument, /*before=*/false); }
    static core::Result<Transform> count(std::optional<std::string_view> argument) {
        return plain(argument, Kind::Integer, readCount, writeCount);
    }
    static core::Result<Transform> balanceYuan(std::optional<std::string_view> argument) {
        return plain(argument, Kind::Money, readBalance, writeBalance);
    }
    static core::Result<Transform> moneyYuan(std::optional<std::string_view> argument) {
        return plain(
            argument, Kind::Money, [](std::string_view in) { return valueOf(core::Money::parseYuan(trimmed(in))); },
            [](const Value& value) { return writeMoney(value, /*yuan=*/true); });
    }
    static core::Result<Transform> moneyFen(std::optional<std::string_view> argument) {
        return plain(
            argument, Kind::Money, [](std::string_view in) { return valueOf(parseFen(trimmed(in))); },
            [](const Value& value) { return writeMoney(value, /*yuan=*/false); });
    }
    static core::Result<Transform> quantity(std::optional<std::string_view> argument) {
        return plain(
            argument, Kind::Decimal, [](std::string_view in) { return valueOf(core::Decimal::parse(trimmed(in))); }, writeQuantity);
    }

    template <class T>
    static core::Result<Transform> time(std::optional<std::string_view> argument,
                                        core::Result<T> (TimeFormat::*read)(std::string_view) const) {
        const core::Result<TimeFormat> format = TimeFormat::parse(argument.value_or(""));
        if (!format.ok()) return format.failure();
        constexpr Kind kKind = std::is_same_v<T, core::Date> ? Kind::Date : Kind::Time;
        return Transform(
            kKind, [format = *format, read](std::string_view in) { return valueOf((format.*read)(trimmed(in))); },
            [format = *format](const Value& value) -> core::Result<std::string> {
                const T* moment = std::get_if<T>(&value);
                if (moment == nullptr) return otherKind();
                return format.write(*moment);
            });
    }
    static core::Result<Transform> date(std::optional<std::string_view> argument) { return time(argument, &TimeFormat::readDate); }
    static core::Result<Transform> datetime(std::optional<std::string_view> argument) { return time(argument, &TimeFormat::readTime); }

    static constexpr std::array<Row, 11> rows() {
        return {Row{"text", text},
                Row{"trim", trim},
                Row{"money.yuan", moneyYuan},
                Row{"money.fen", moneyFen},
                Row{"balance.yuan", balanceYuan},
                Row{"quantity", quantity},
                Row{"count", count},
                Row{"before_last", beforeLast},
                Row{"after_last", afterLast},
                Row{"date", date},
                Row{"datetime", datetime}};
    }
};

std::vector<std::string_view> Transform::names() {
    std::vector<std::string_view> names;
    for (const TransformTable::Row& row : TransformTable::rows()) names.push_back(row.name);
    return names;
}

core::Result<Transform> Transform::parse(std::string_view spec) {
    const std::size_t colon = spec.find(':');
    const std::string_view name = spec.substr(0, colon);
    const std::optional<std::string_view> argument = colon == std::string_view::npos ? std::nullopt : std::optional(spec.substr(colon + 1));
    for (const TransformTable::Row& row : TransformTable::rows()) {
        if (row.name == name) return row.make(argument);
    }
    const std::string_view meant = core::closest(name, names());
    return core::Failure(core::Error::TransformNotValid, meant.empty() ? fmt::format("'{}'; there are: {}", name, fmt::join(names(), ", "))
                                                                       : fmt::format("'{}'; did you mean '{}'?", name, meant));
}

}  // namespace adapters::kit::mapping
