#include "hub/core/describe.h"

#include <algorithm>
#include <limits>

#include "hub/core/suggest.h"
#include "hub/core/text.h"

namespace hub::core::json {

void Problem::add(const std::string& path, std::string_view what) {
    if (any()) return;
    text_ = (path.empty() ? "/" : path) + ": " + std::string(what);
}

void read(JsonValue in, const std::string& path, std::string& value, Problem& problem) {
    const auto text = in.string();
    if (!text) return problem.add(path, "expected a string");
    value = *text;
}

void read(JsonValue in, const std::string& path, bool& value, Problem& problem) {
    const auto flag = in.boolean();
    if (!flag) return problem.add(path, "expected true or false");
    value = *flag;
}

void read(JsonValue in, const std::string& path, std::int64_t& value, Problem& problem) {
    const auto number = in.integer();
    if (!number) return problem.add(path, "expected a whole number");
    value = *number;
}

void read(JsonValue in, const std::string& path, std::int32_t& value, Problem& problem) {
    using Limits = std::numeric_limits<std::int32_t>;
    const auto number = in.integer();
    if (!number || *number < Limits::min() || *number > Limits::max())
        return problem.add(path, "expected a whole number of at most 31 bits");
    value = static_cast<std::int32_t>(*number);
}

void read(JsonValue in, const std::string& path, Money& value, Problem& problem) {
    const auto number = in.integer();
    if (!number) return problem.add(path, "expected a whole number of fen");
    const Result<Money> money = Money::checkedFen(*number);
    if (!money.ok()) return problem.add(path, "expected an amount within range");
    value = *money;
}

void read(JsonValue in, const std::string& path, UtcTime& value, Problem& problem) {
    const auto number = in.integer();
    if (!number) return problem.add(path, "expected milliseconds since 1970-01-01 UTC");
    value.ms = *number;
}

void read(JsonValue in, const std::string& path, IdBits& value, Problem& problem) {
    const Result<IdBits> id = IdBits::parse(in.string().value_or(""));
    if (!id.ok()) return problem.add(path, "expected an id of 26 characters");
    value = *id;
}

void refuseUnknown(JsonValue in, const std::string& path, const std::vector<std::string_view>& known, Problem& problem) {
    for (const std::string_view name : in.memberNames()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string_view meant = closest(name, known);
        return problem.add(
            path, meant.empty() ? "unknown member '" + shapeOf(name) + "'" : "unknown member; did you mean '" + std::string(meant) + "'?");
    }
}

}  // namespace hub::core::json
