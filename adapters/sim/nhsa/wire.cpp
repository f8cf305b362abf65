#include "adapters/sim/nhsa/wire.h"

#include <algorithm>

#include "adapters/sim/common/text.h"
#include "adapters/sim/nhsa/times.h"

namespace adapters::sim::nhsa {

using hub::core::JsonWriter;
using hub::core::Result;

namespace {

constexpr std::size_t kWholeDigitsMax = 9;

bool isDigit(char one) { return one >= '0' && one <= '9'; }

/// REQUIRES: well-formed JSON.
std::string withTexts(std::string_view json) {
    std::string out;
    bool in_string = false;
    bool in_number = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char one = json[i];
        if (in_string) {
            out += one;
            if (one == '\\') {
                out += json[++i];
            } else if (one == '"') {
                in_string = false;
            }
            continue;
        }
        const bool of_number = isDigit(one) || one == '-' || (in_number && (one == '.' || one == 'e' || one == 'E' || one == '+'));
        if (of_number != in_number) out += '"';
        in_number = of_number;
        in_string = one == '"';
        out += one;
    }
    if (in_number) out += '"';
    return out;
}

void write(JsonWriter& out, JsonValue value, bool sorted) {
    if (value.isObject()) {
        std::vector<std::string_view> names = value.memberNames();
        if (sorted) std::ranges::sort(names);
        out.beginObject();
        for (const std::string_view name : names) {
            out.key(name);
            write(out, *value.member(name), sorted);
        }
        out.endObject();
    } else if (value.isArray()) {
        out.beginArray();
        for (std::size_t i = 0; i < value.size(); ++i) write(out, value.at(i), sorted);
        out.endArray();
    } else if (const auto text = value.string()) {
        out.string(*text);
    } else if (const auto flag = value.boolean()) {
        out.boolean(*flag);
    } else {
        out.null();
    }
}

}  // namespace

std::string nameIn(NameStyle style, std::string_view snake) {
    if (style == NameStyle::Snake) return std::string(snake);
    std::string name;
    bool upper = false;
    for (const char one : snake) {
        if (one != '_') name += upper && one >= 'a' && one <= 'z' ? static_cast<char>(one - 'a' + 'A') : one;
        upper = one == '_';
    }
    return name;
}

Result<JsonDocument> parsedWithTexts(std::string_view json) {
    const Result<JsonDocument> as_written = JsonDocument::parse(json);
    if (!as_written.ok()) return as_written.failure();
    return JsonDocument::parse(withTexts(json));
}

std::optional<std::int64_t> scaledFrom(std::string_view text, int decimals) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    if (!common::isDigits(whole) || whole.size() > kWholeDigitsMax) return std::nullopt;
    std::string_view rest = point == text.npos ? std::string_view() : text.substr(point + 1);
    if (point != text.npos && !common::isDigits(rest)) return std::nullopt;
    while (rest.size() > static_cast<std::size_t>(decimals) && rest.ends_with('0')) rest.remove_suffix(1);
    if (rest.size() > static_cast<std::size_t>(decimals)) return std::nullopt;
    std::int64_t value = 0;
    for (const char one : whole) value = value * 10 + (one - '0');
    for (std::size_t i = 0; i < static_cast<std::size_t>(decimals); ++i) value = value * 10 + (i < rest.size() ? rest[i] - '0' : 0);
    return value;
}

std::optional<Money> amountFrom(std::string_view text) {
    const auto fen = scaledFrom(text, 2);
    if (!fen || *fen > kAmountFenMax) return std::nullopt;
    return Money::fromFen(*fen);
}

Members::Members(Missing& missing, std::optional<JsonValue> object, NameStyle style, std::string path)
    : missing_(missing), object_(object), style_(style), path_(std::move(path)) {
    if (object_ && object_->isObject()) return;
    object_.reset();
    missing_.add(path_);
}

std::string Members::pathOf(std::string_view name) const {
    const std::string own = nameIn(style_, name);
    return path_.empty() ? own : path_ + "." + own;
}

std::optional<JsonValue> Members::valueOf(std::string_view name) const {
    return object_ ? object_->member(nameIn(style_, name)) : std::nullopt;
}

std::optional<std::string_view> Members::find(std::string_view name) const {
    const auto value = valueOf(name);
    return value ? value->string() : std::nullopt;
}

std::string Members::text(std::string_view name, const Test& test) {
    const auto found = find(name);
    const bool good = found && !found->empty() && (!test || test(*found));
    if (!good) missing_.add(pathOf(name));
    return good ? std::string(*found) : std::string();
}

std::string Members::oneOf(std::string_view name, std::initializer_list<std::string_view> values) {
    return text(name, [&](std::string_view value) { return std::ranges::find(values, value) != values.end(); });
}

std::string Members::textIfAny(std::string_view name, const Test& test) {
    const auto found = find(name);
    if (!found || found->empty()) return {};
    if (test && !test(*found)) missing_.add(pathOf(name));
    return std::string(*found);
}

std::string Members::time(std::string_view name) { return text(name, isTimeText); }

Money Members::amount(std::string_view name) {
    return amountFrom(text(name, [](std::string_view value) { return amountFrom(value).has_value(); })).value_or(Money());
}

Money Members::signedAmount(std::string_view name) {
    const auto digits = [](std::string_view value) { return value.substr(value.starts_with('-') ? 1 : 0); };
    const std::string value = text(name, [&](std::string_view one) { return amountFrom(digits(one)).has_value(); });
    const Money amount = amountFrom(digits(value)).value_or(Money());
    return value.starts_with('-') ? -amount : amount;
}

std::int64_t Members::scaled(std::string_view name, int decimals) {
    return scaledFrom(text(name, [&](std::string_view value) { return scaledFrom(value, decimals).has_value(); }), decimals).value_or(0);
}

Members Members::object(std::string_view name) { return {missing_, valueOf(name), style_, pathOf(name)}; }

std::vector<Members> Members::list(std::string_view name) {
    std::vector<Members> found;
    const auto value = valueOf(name);
    for (std::size_t i = 0; value && i < value->size(); ++i)
        found.emplace_back(missing_, value->at(i), style_, pathOf(name) + "[" + std::to_string(i) + "]");
    if (found.empty()) missing_.add(pathOf(name));
    return found;
}

std::string Members::json(std::string_view name) const {
    JsonWriter out(hub::core::Exposure::Revealed);
    const auto value = valueOf(name);
    if (!value) return "null";
    write(out, *value, /*sorted=*/false);
    return out.text();
}

std::string canonical(JsonValue value) {
    JsonWriter out(hub::core::Exposure::Revealed);
    write(out, value, /*sorted=*/true);
    return out.text();
}

std::string amountJson(AmountStyle style, Money amount) {
    std::string text = amount.yuan();
    if (style == AmountStyle::Text) return "\"" + text + "\"";
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string codeJson(AmountStyle style, std::string_view code) {
    const bool is_number = common::isDigits(code.substr(code.starts_with('-') ? 1 : 0));
    if (style == AmountStyle::Number && is_number) return std::string(code);
    JsonWriter text(hub::core::Exposure::Revealed);
    text.string(code);
    return text.text();
}

Out::Out(AmountStyle amounts, NameStyle names) : json_(hub::core::Exposure::Revealed), amounts_(amounts), names_(names) {}

void Out::beginObject(std::string_view name) {
    json_.key(nameIn(names_, name));
    json_.beginObject();
}

void Out::beginList(std::string_view name) {
    json_.key(nameIn(names_, name));
    json_.beginArray();
}

void Out::text(std::string_view name, std::string_view value) { textAs(nameIn(names_, name), value); }
void Out::amount(std::string_view name, Money value) { amountAs(nameIn(names_, name), value); }

void Out::textAs(std::string_view name, std::string_view value) {
    json_.key(name);
    json_.string(value);
}

void Out::amountAs(std::string_view name, Money value) {
    json_.key(name);
    json_.raw(amountJson(amounts_, value));
}

}  // namespace adapters::sim::nhsa
