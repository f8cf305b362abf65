#include "adapters/hl7_mllp/reading.h"

#include <fmt/format.h>

#include "adapters/codec/hl7v2/ascii.h"
#include "adapters/codec/hl7v2/timestamp.h"
#include "hub/core/text.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using codec::hl7v2::Path;
using codec::hl7v2::Place;
using codec::hl7v2::Timestamp;

namespace {

constexpr int kShanghaiMinutes = 480;

}  // namespace

std::vector<std::size_t> Reading::all(std::string_view id) const {
    std::vector<std::size_t> found;
    for (std::size_t segment = 0; segment < message_.segments(); ++segment) {
        if (codec::hl7v2::equalIds(message_.segmentId(segment), id)) found.push_back(segment);
    }
    return found;
}

std::optional<std::size_t> Reading::segmentOf(std::string_view id, std::uint32_t occurrence) const {
    if (!around_ || occurrence != 1) return message_.find(id, occurrence);
    for (std::size_t segment = *around_ + 1; segment-- > 0;) {
        if (codec::hl7v2::equalIds(message_.segmentId(segment), id)) return segment;
        if (codec::hl7v2::equalIds(message_.segmentId(segment), "PID")) break;  // what stands before it is about somebody else
    }
    if (message_.count("PID") > 1) return std::nullopt;
    return message_.find(id);
}

std::string Reading::at(std::size_t segment, const Place& place) {
    const core::Result<std::string> text = message_.text(segment, place);
    if (text.ok()) return *text;
    fail(text.failure());
    return {};
}

std::optional<std::string> Reading::joined(const Places& places) {
    std::string value;
    for (const Path& path : places) {
        const std::optional<std::size_t> segment = segmentOf(path.segment(), path.occurrence());
        const std::string part = segment ? at(*segment, path.place()) : "";
        if (part.empty()) return std::nullopt;
        value.append(&path == &places.front() ? "" : "/").append(part);
    }
    return value;
}

std::optional<std::string> Reading::textIf(Field field) {
    if (failure_) return std::nullopt;
    for (const Places& places : words_.fields.of(field)) {
        if (std::optional<std::string> value = joined(places)) return value;
    }
    return std::nullopt;
}

std::string Reading::text(Field field) { return textIf(field).value_or(""); }

std::string Reading::required(Field field) {
    std::optional<std::string> value = textIf(field);
    if (!value) missing(words_.fields.nameOf(field));
    return value.value_or("");
}

std::optional<core::Money> Reading::moneyIf(Field field) {
    const std::optional<std::string> text = textIf(field);
    if (!text) return std::nullopt;
    const core::Result<core::Money> money = core::Money::parseYuan(*text);
    if (money.ok()) return *money;
    fail(money.failure());
    return std::nullopt;
}

core::Money Reading::money(Field field) {
    const std::optional<core::Money> money = moneyIf(field);
    if (!money) missing(words_.fields.nameOf(field));
    return money.value_or(core::Money());
}

std::optional<core::Decimal> Reading::decimalIf(Field field) {
    const std::optional<std::string> text = textIf(field);
    if (!text) return std::nullopt;
    const core::Result<core::Decimal> decimal = core::Decimal::parse(*text);
    if (decimal.ok()) return *decimal;
    fail(decimal.failure());
    return std::nullopt;
}

std::optional<core::UtcTime> Reading::timeIf(Field field) {
    const std::optional<std::string> text = textIf(field);
    if (!text) return std::nullopt;
    const core::Result<Timestamp> time = Timestamp::parse(*text);
    if (time.ok()) return time->utc(kShanghaiMinutes);
    fail(time.failure());
    return std::nullopt;
}

std::optional<core::Date> Reading::dateIf(Field field) {
    const std::optional<std::string> text = textIf(field);
    if (!text) return std::nullopt;
    const core::Result<Timestamp> time = Timestamp::parse(*text);
    if (!time.ok()) {
        fail(time.failure());
        return std::nullopt;
    }
    if (time->precision < codec::hl7v2::Precision::Day) return std::nullopt;
    const core::Result<core::Date> date = core::Date::parse(fmt::format("{:04}{:02}{:02}", time->year, time->month, time->day));
    if (date.ok()) return *date;
    fail(date.failure());
    return std::nullopt;
}

void Reading::fail(const core::Failure& failure) {
    if (!failure_) failure_ = failure;
}

void Reading::missing(std::string_view what) { fail(core::Failure(core::Error::Hl7ContentNotMapped, std::string(what) + " is missing")); }

}  // namespace adapters::hl7_mllp
