#include "adapters/kit/mapping/time_format.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>

#include "hub/core/text.h"

namespace adapters::kit::mapping {

namespace core = hub::core;

namespace {

constexpr std::chrono::hours kShanghai(8);
/// In the order of size.
constexpr std::string_view kLetters = "yMdHmsf";
constexpr std::array<std::size_t, 7> kDigits{4, 2, 2, 2, 2, 2, 3};
constexpr std::size_t kPartsOfDay = 3;

/// The numbers of a text, by kLetters; what the form does not have is zero.
using Parts = std::array<int, kLetters.size()>;

/// Takes `digits` digits off the front of `text`.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int number = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return number;
}

}  // namespace

struct TimeFormat::Moment {
    core::Date date;
    core::Duration since_midnight{0};
};

core::Result<TimeFormat::Form> TimeFormat::parseForm(std::string_view form) {
    Form parts;
    std::array<bool, kLetters.size()> seen{};
    for (std::size_t i = 0; i < form.size();) {
        const std::size_t kind = kLetters.find(form[i]);
        if (kind == std::string_view::npos) {
            parts.push_back({0, 0, std::string(1, form[i++])});
            continue;
        }
        const std::size_t end = std::min(form.find_first_not_of(form[i], i), form.size());
        if (end - i != kDigits[kind] || seen[kind]) return core::Failure(core::Error::TransformNotValid, std::string(form));
        seen[kind] = true;
        parts.push_back({form[i], kDigits[kind]});
        i = end;
    }
    bool ended = false;
    for (std::size_t kind = 0; kind < seen.size(); ++kind) {
        if ((kind < kPartsOfDay && !seen[kind]) || (ended && seen[kind]))
            return core::Failure(core::Error::TransformNotValid, std::string(form));
        ended = !seen[kind];
    }
    return parts;
}

core::Result<TimeFormat> TimeFormat::parse(std::string_view forms) {
    TimeFormat format;
    while (true) {
        const std::size_t end = forms.find('|');
        const core::Result<Form> form = parseForm(forms.substr(0, end));
        if (!form.ok()) return form.failure();
        format.forms_.push_back(*form);
        if (end == std::string_view::npos) return format;
        forms.remove_prefix(end + 1);
    }
}

bool TimeFormat::takeParts(const Form& form, std::string_view text, std::array<int, 7>& parts) {
    for (const Part& part : form) {
        if (part.letter == 0) {
            if (!text.starts_with(part.literal)) return false;
            text.remove_prefix(part.literal.size());
        } else if (const std::optional<int> number = takeNumber(text, part.digits)) {
            parts[kLetters.find(part.letter)] = *number;
        } else {
            return false;
        }
    }
    return text.empty();
}

core::Result<TimeFormat::Moment> TimeFormat::read(std::string_view text) const {
    for (const Form& form : forms_) {
        Parts parts{};
        if (!takeParts(form, text, parts)) continue;
        const auto& [year, month, day, hour, minute, second, ms] = parts;
        const core::Result<core::Date> date = core::Date::parse(fmt::format("{:04}{:02}{:02}", year, month, day));
        if (!date.ok() || hour > 23 || minute > 59 || second > 59) continue;
        return Moment{*date, std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) + core::Duration(ms)};
    }
    return core::Failure(core::Error::ValueNotInForm, core::shapeOf(text));
}

core::Result<core::Date> TimeFormat::readDate(std::string_view text) const {
    const core::Result<Moment> moment = read(text);
    if (!moment.ok()) return moment.failure();
    return moment->date;
}

core::Result<core::UtcTime> TimeFormat::readTime(std::string_view text) const {
    const core::Result<Moment> moment = read(text);
    if (!moment.ok()) return moment.failure();
    const core::Date date = moment->date;
    const std::chrono::sys_days days(std::chrono::year(date.year) / date.month / date.day);
    return core::UtcTime{(days.time_since_epoch() + moment->since_midnight - kShanghai).count()};
}

std::string TimeFormat::write(const Moment& moment) const {
    const std::chrono::hh_mm_ss clock(moment.since_midnight);
    const auto number = [](auto count) { return static_cast<int>(count.count()); };
    const Parts parts{moment.date.year,        moment.date.month,       moment.date.day,           number(clock.hours()),
                      number(clock.minutes()), number(clock.seconds()), number(clock.subseconds())};
    std::string text;
    for (const Part& part : forms_.front())
        text += part.letter == 0 ? part.literal : fmt::format("{:0{}}", parts[kLetters.find(part.letter)], part.digits);
    return text;
}

std::string TimeFormat::write(core::Date date) const { return write(Moment{date}); }

std::string TimeFormat::write(core::UtcTime time) const {
    const core::Duration local = core::Duration(time.ms) + kShanghai;
    return write(Moment{core::shanghaiDate(time, core::Duration(0)), local - std::chrono::floor<std::chrono::days>(local)});
}

}  // namespace adapters::kit::mapping
