#include "adapters/hl7_mllp/directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;
using kit::SettingsProblems;

namespace {

constexpr std::int32_t kDaysAheadMax = 60;
constexpr std::int32_t kSlotMinutesMax = 720;
constexpr std::int32_t kQuotaMax = 10'000;

std::optional<int> twoDigits(std::string_view text, int most) {
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = problem == std::errc() && end == text.data() + text.size();
    return whole && number >= 0 && number <= most ? std::optional(number) : std::nullopt;
}

std::optional<int> minuteOf(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = twoDigits(text.substr(0, 2), 23);
    const auto minute = twoDigits(text.substr(3), 59);
    return hour && minute ? std::optional(*hour * 60 + *minute) : std::nullopt;
}

std::string clockText(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::chrono::sys_days daysOf(core::Date day) {
    using namespace std::chrono;
    return std::chrono::year(day.year) / static_cast<unsigned>(day.month) / static_cast<unsigned>(day.day);
}

core::Date nextOf(core::Date day) {
    const std::chrono::year_month_day next(daysOf(day) + std::chrono::days(1));
    return {static_cast<std::int16_t>(static_cast<int>(next.year())), static_cast<std::int8_t>(static_cast<unsigned>(next.month())),
            static_cast<std::int8_t>(static_cast<unsigned>(next.day()))};
}

Weekday weekdayOf(core::Date day) { return static_cast<Weekday>(std::chrono::weekday(daysOf(day)).iso_encoding() - 1); }

core::UtcTime momentOf(core::Date day, int minute) {
    constexpr std::int64_t kShanghaiMinutes = 480;
    const std::int64_t midnight = std::chrono::duration_cast<std::chrono::milliseconds>(daysOf(day).time_since_epoch()).count();
    return {midnight + (minute - kShanghaiMinutes) * 60'000};
}

core::Date todayOf(core::UtcTime now) { return core::shanghaiDate(now, core::Duration(0)); }

std::string keyOf(const DirectoryClinic& clinic, core::Date day) {
    return fmt::format("{}-{}-{:04}{:02}{:02}", clinic.department, clinic.doctor, day.year, day.month, day.day);
}

void wrong(SettingsProblems& problems, const std::string& pointer, std::string_view zh, std::string_view en) {
    problems.add(pointer, std::string(zh), std::string(en));
}

void range(SettingsProblems& problems, const std::string& pointer, std::int32_t value, std::int32_t most) {
    if (value < 1 || value > most) problems.add(pointer, fmt::format("应为 1 至 {}", most), fmt::format("expected 1 to {}", most));
}

template <class Rows>
auto rowOf(const Rows& rows, std::string_view code) {
    return std::ranges::find_if(rows, [&](const auto& row) { return row.code == code; });
}

template <class Rows>
void checkCodes(const Rows& rows, const std::string& pointer, SettingsProblems& problems) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string& code = rows[i].code;
        const std::string place = fmt::format("{}/{}/code", pointer, i);
        if (code.empty() || code.find('-') != std::string::npos)
            wrong(problems, place, "代码不得为空，也不得含 -", "a code is not empty and has no '-'");
        if (rowOf(rows, code) != rows.begin() + static_cast<std::ptrdiff_t>(i))
            wrong(problems, place, "代码重复", "this code stands twice");
    }
}

/// Both on one weekday, and their times meet.
bool overlap(const DirectoryClinic& one, const DirectoryClinic& other) {
    if (one.doctor != other.doctor || *minuteOf(one.begin) >= *minuteOf(other.end) || *minuteOf(other.begin) >= *minuteOf(one.end))
        return false;
    if (!one.weekdays || !other.weekdays) return true;
    return std::ranges::any_of(*one.weekdays,
                               [&](Weekday day) { return std::ranges::find(*other.weekdays, day) != other.weekdays->end(); });
}

void checkClinic(const DirectorySettings& settings, std::size_t number, const std::string& pointer, SettingsProblems& problems) {
    const DirectoryClinic& clinic = settings.clinics[number];
    if (rowOf(settings.departments, clinic.department) == settings.departments.end())
        wrong(problems, pointer + "/department", "没有此科室", "there is no such department");
    if (rowOf(settings.doctors, clinic.doctor) == settings.doctors.end())
        wrong(problems, pointer + "/doctor", "没有此医生", "there is no such doctor");
    if (clinic.weekdays && clinic.weekdays->empty()) wrong(problems, pointer + "/weekdays", "至少一天", "expected at least one day");
    range(problems, pointer + "/slot_minutes", clinic.slot_minutes, kSlotMinutesMax);
    range(problems, pointer + "/quota", clinic.quota, kQuotaMax);
    const core::Result<core::Money> fee = core::Money::parseYuan(clinic.fee);
    if (!fee.ok() || fee->isNegative())
        wrong(problems, pointer + "/fee", "应为元，最多两位小数，加引号", "expected yuan with at most two decimals, in quotes");
    const auto begin = minuteOf(clinic.begin);
    const auto end = minuteOf(clinic.end);
    if (!begin) return wrong(problems, pointer + "/begin", "应为 HH:MM，加引号", "expected HH:MM, in quotes");
    if (!end || *end <= *begin)
        return wrong(problems, pointer + "/end", "应为 begin 之后的 HH:MM，加引号", "expected HH:MM after begin, in quotes");
    if (clinic.slot_minutes >= 1 && (*end - *begin) % clinic.slot_minutes != 0)
        wrong(problems, pointer + "/slot_minutes", "不能整除出诊时段", "does not divide the session");
}

}  // namespace

void DirectorySettings::check(const std::string& pointer, SettingsProblems& problems) const {
    range(problems, pointer + "/days_ahead", *days_ahead, kDaysAheadMax);
    checkCodes(departments, pointer + "/departments", problems);
    checkCodes(doctors, pointer + "/doctors", problems);
    for (std::size_t i = 0; i < doctors.size(); ++i) {
        if (rowOf(departments, doctors[i].department) == departments.end())
            wrong(problems, fmt::format("{}/doctors/{}/department", pointer, i), "没有此科室", "there is no such department");
    }
    const auto at = [&](std::size_t i) { return fmt::format("{}/clinics/{}", pointer, i); };
    for (std::size_t i = 0; i < clinics.size(); ++i) checkClinic(*this, i, at(i), problems);
    for (std::size_t i = 0; closed_days && i < closed_days->size(); ++i) {
        if (!core::Date::parse((*closed_days)[i]).ok())
            wrong(problems, fmt::format("{}/closed_days/{}", pointer, i), "应为 yyyy-mm-dd，加引号", "expected yyyy-mm-dd, in quotes");
    }
    if (problems.any()) return;
    for (std::size_t i = 0; i < clinics.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (overlap(clinics[i], clinics[j]))
                problems.add(at(i), fmt::format("与 clinics/{} 时间重叠", j), fmt::format("meets clinics/{} in time", j));
        }
    }
}

Directory::Directory(DirectorySettings settings) : settings_(std::move(settings)) {
    for (const DirectoryClinic& clinic : settings_.clinics)
        clinics_.push_back({clinic, *minuteOf(clinic.begin), *minuteOf(clinic.end), *core::Money::parseYuan(clinic.fee)});
    for (const std::string& day : settings_.closed_days.value_or(std::vector<std::string>()))
        closed_days_.push_back(*core::Date::parse(day));
}

DepartmentList::Result Directory::departments() const {
    DepartmentList::Result result;
    for (const DirectoryDepartment& row : settings_.departments)
        result.departments.push_back({row.code, row.name, std::nullopt, std::nullopt});
    return result;
}

DoctorList::Result Directory::doctors(const DoctorList::Request& request) const {
    DoctorList::Result result;
    for (const DirectoryDoctor& row : settings_.doctors) {
        if (!request.department || *request.department == row.department)
            result.doctors.push_back({row.code, row.name, row.department, row.title, std::nullopt});
    }
    return result;
}

bool Directory::takesPlace(const Clinic& clinic, core::Date day) const {
    const auto& weekdays = clinic.written.weekdays;
    return (!weekdays || std::ranges::find(*weekdays, weekdayOf(day)) != weekdays->end()) &&
           std::ranges::find(closed_days_, day) == closed_days_.end();
}

bool Directory::isOpen(core::Date day, core::UtcTime now) const {
    const auto ahead = daysOf(day) - daysOf(todayOf(now));
    return ahead >= std::chrono::days(0) && ahead < std::chrono::days(*settings_.days_ahead);
}

std::vector<Slot> Directory::slotsOf(const Clinic& clinic, core::Date day, core::UtcTime now) const {
    std::vector<Slot> slots;
    for (int minute = clinic.begin_minute; minute < clinic.end_minute; minute += clinic.written.slot_minutes) {
        if (momentOf(day, minute).ms <= now.ms) continue;
        const std::string begin = clockText(minute);
        const std::string end = clockText(minute + clinic.written.slot_minutes);
        slots.push_back({fmt::format("{}-{:02}{:02}", keyOf(clinic.written, day), minute / 60, minute % 60), begin + "-" + end, begin, end,
                         clinic.written.quota});
    }
    return slots;
}

ScheduleList::Result Directory::schedules(const ScheduleList::Request& request, core::UtcTime now) const {
    ScheduleList::Result result;
    core::Date day = std::max(request.from, todayOf(now));
    for (; day <= request.to && isOpen(day, now); day = nextOf(day)) {
        for (const Clinic& clinic : clinics_) {
            const DirectoryClinic& written = clinic.written;
            if (!takesPlace(clinic, day) || (request.department && *request.department != written.department)) continue;
            const auto left = static_cast<std::int32_t>(slotsOf(clinic, day, now).size());
            if (left == 0) continue;
            const DirectoryDoctor& doctor = *rowOf(settings_.doctors, written.doctor);
            Schedule schedule;
            schedule.key = keyOf(written, day) + "-" + std::string(core::enumName(written.session));
            schedule.department = written.department;
            schedule.department_name = rowOf(settings_.departments, written.department)->name;
            schedule.doctor = written.doctor;
            schedule.doctor_name = doctor.name;
            schedule.doctor_title = doctor.title;
            schedule.registration_class = written.registration_class;
            schedule.day = day;
            schedule.session = written.session;
            schedule.fee = clinic.fee;
            schedule.quota = (clinic.end_minute - clinic.begin_minute) / written.slot_minutes * written.quota;
            schedule.available = left * written.quota;
            result.schedules.push_back(std::move(schedule));
        }
    }
    return result;
}

SlotList::Result Directory::slots(const SlotList::Request& request, core::UtcTime now) const {
    SlotList::Result result;
    if (!isOpen(request.day, now)) return result;
    for (const Clinic& clinic : clinics_) {
        const DirectoryClinic& written = clinic.written;
        if (written.department != request.department || written.doctor != request.doctor || written.session != request.session) continue;
        if (!takesPlace(clinic, request.day)) continue;
        std::ranges::move(slotsOf(clinic, request.day, now), std::back_inserter(result.slots));
    }
    return result;
}

}  // namespace adapters::hl7_mllp
