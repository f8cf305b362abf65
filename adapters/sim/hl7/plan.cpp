#include "adapters/sim/hl7/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace adapters::sim::hl7 {

using hub::core::Date;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kFacilityMax = 10;
constexpr int kPortMax = 65'535;
constexpr std::int32_t kQuotaMax = 10'000;

Result<void> wrong(std::string what) { return Failure(Error::SimNotValid, std::move(what)); }

std::optional<int> numberIn(std::string_view digits) {
    int number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

template <class Rows>
auto rowOf(const Rows& rows, std::string_view code) {
    return std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.code == code; });
}

template <class Rows>
Result<void> checkCodes(const Rows& rows, std::string_view what) {
    for (const auto& row : rows) {
        if (row.code.empty() || row.code.find('-') != std::string::npos || row.name.empty())
            return wrong(fmt::format("{}: a code without '-' and a name are needed", what));
        if (std::count_if(rows.begin(), rows.end(), [&](const auto& other) { return other.code == row.code; }) != 1)
            return wrong(fmt::format("{}: {} stands twice", what, row.code));
    }
    return {};
}

Result<void> checkClinic(const Hl7HospitalSettings& settings, const ClinicSettings& clinic) {
    const std::string name = "clinic " + clinic.department + "-" + clinic.doctor;
    if (rowOf(settings.departments, clinic.department) == settings.departments.end()) return wrong(name + ": no such department");
    if (rowOf(settings.doctors, clinic.doctor) == settings.doctors.end()) return wrong(name + ": no such doctor");
    if (clinic.session != "morning" && clinic.session != "afternoon") return wrong(name + ": session is morning or afternoon");
    const auto begin = minuteOf(clinic.begin);
    const auto end = minuteOf(clinic.end);
    if (!begin || !end || *begin >= *end) return wrong(name + ": begin and end are HH:MM, begin first");
    if (clinic.slot_minutes < 1 || (*end - *begin) % clinic.slot_minutes != 0) return wrong(name + ": slot_minutes divides the session");
    if (clinic.quota < 1 || clinic.quota > kQuotaMax) return wrong(name + ": quota is 1 to 10000");
    if (clinic.fee.isNegative()) return wrong(name + ": fee_fen is not below 0");
    return {};
}

}  // namespace

std::optional<int> minuteOf(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = numberIn(text.substr(0, 2));
    const auto minute = numberIn(text.substr(3));
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

Result<void> check(const Hl7HospitalSettings& settings) {
    for (const std::int32_t port : {settings.port, settings.mllp_port, settings.hub.port}) {
        if (port < 0 || port > kPortMax) return wrong("a port is 0 to 65535");
    }
    if (settings.application.empty()) return wrong("application is empty");
    if (settings.facility.empty() || settings.facility.size() > kFacilityMax) return wrong("facility has 1 to 10 characters");
    const PushSettings& push = settings.push;
    if (push.answer_within_ms < 1 || push.again_after_ms_first < 1 || push.again_after_ms_most < push.again_after_ms_first)
        return wrong("push: times are at least 1 ms, the longest pause last");
    if (const Result<void> good = checkCodes(settings.departments, "departments"); !good.ok()) return good;
    if (const Result<void> good = checkCodes(settings.doctors, "doctors"); !good.ok()) return good;
    for (const ClinicSettings& clinic : settings.clinics) {
        if (const Result<void> good = checkClinic(settings, clinic); !good.ok()) return good;
    }
    return {};
}

hub::core::UtcTime PlannedSlot::beginsAt() const {
    using namespace std::chrono;
    const auto midnight = sys_days(std::chrono::year(day.year) / static_cast<unsigned>(day.month) / static_cast<unsigned>(day.day));
    constexpr std::int64_t kShanghaiMs = 8 * 3'600'000;
    return {duration_cast<milliseconds>(midnight.time_since_epoch()).count() - kShanghaiMs + begin_minute * 60'000LL};
}

std::optional<PlannedSlot> Plan::find(std::string_view key) const {
    std::array<std::string_view, 4> parts;
    std::string_view rest = key;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t end = rest.find('-');
        if ((end == std::string_view::npos) != (i == parts.size() - 1)) return std::nullopt;
        parts.at(i) = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    const Result<Date> day = Date::parse(parts[2]);
    const int hhmm = parts[3].size() == 4 ? numberIn(parts[3]).value_or(-1) : -1;
    if (!day.ok() || parts[2].size() != 8 || hhmm < 0) return std::nullopt;
    const int minute = hhmm / 100 * 60 + hhmm % 100;
    for (const ClinicSettings& clinic : settings_.clinics) {
        const int begin = *minuteOf(clinic.begin);
        const bool here = clinic.department == parts[0] && clinic.doctor == parts[1] && minute >= begin && minute < *minuteOf(clinic.end);
        if (!here || (minute - begin) % clinic.slot_minutes != 0) continue;
        return PlannedSlot{std::string(key),
                           clinic.department,
                           departmentName(clinic.department),
                           clinic.doctor,
                           doctorName(clinic.doctor),
                           *day,
                           clinic.session,
                           minute,
                           minute + clinic.slot_minutes,
                           clinic.quota,
                           clinic.fee};
    }
    return std::nullopt;
}

std::string Plan::departmentName(std::string_view code) const {
    const auto row = rowOf(settings_.departments, code);
    return row == settings_.departments.end() ? "" : row->name;
}

std::string Plan::doctorName(std::string_view code) const {
    const auto row = rowOf(settings_.doctors, code);
    return row == settings_.doctors.end() ? "" : row->name;
}

std::string Plan::departmentOf(std::string_view doctor) const {
    const auto clinic =
        std::find_if(settings_.clinics.begin(), settings_.clinics.end(), [&](const auto& row) { return row.doctor == doctor; });
    if (clinic != settings_.clinics.end()) return clinic->department;
    return settings_.departments.empty() ? "" : settings_.departments.front().code;
}

}  // namespace adapters::sim::hl7
