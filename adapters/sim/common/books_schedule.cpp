#include <fmt/format.h>

#include <array>

#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::int64_t kDaysMax = 62;

struct HalfHour {
    std::string_view shift;
    std::string_view begin;
    std::string_view end;
};

constexpr std::array kHalfHours{HalfHour{"1", "08:00", "08:30"}, HalfHour{"1", "08:30", "09:00"}, HalfHour{"1", "09:00", "09:30"},
                                HalfHour{"1", "09:30", "10:00"}, HalfHour{"2", "14:00", "14:30"}, HalfHour{"2", "14:30", "15:00"},
                                HalfHour{"2", "15:00", "15:30"}, HalfHour{"2", "15:30", "16:00"}};

constexpr const char* kSlotColumns =
    "SELECT time_code, slot.day, slot.shift, slot.department, slot.doctor, begins, ends, capacity, taken, clinic_stop.reason IS NOT NULL "
    "FROM slot LEFT JOIN clinic_stop ON clinic_stop.day = slot.day AND clinic_stop.shift = slot.shift AND clinic_stop.doctor = slot.doctor "
    "WHERE ";

void fillSlot(const Row& row, Slot& slot) {
    row.into(slot.time_code, slot.day, slot.shift, slot.department, slot.doctor, slot.begin, slot.end, slot.capacity, slot.taken,
             slot.stopped);
}

}  // namespace

void Books::addDepartment(const Department& department) {
    const std::lock_guard lock(mutex_);
    database_.run("INSERT INTO department VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  {department.code, department.name, department.parent, department.description});
}

void Books::addDoctor(const Doctor& doctor) {
    const std::lock_guard lock(mutex_);
    database_.run("INSERT INTO doctor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  {doctor.code, doctor.name, doctor.title, doctor.sex, doctor.department, doctor.registration_kind, doctor.registration_fee,
                   doctor.checkup_fee, doctor.room, doctor.description});
}

std::vector<Department> Books::departments() {
    return list<Department>("SELECT code, name, parent, description FROM department ORDER BY code", {},
                            [](const Row& row, Department& one) { row.into(one.code, one.name, one.parent, one.description); });
}

std::vector<Doctor> Books::doctors() {
    return list<Doctor>(
        "SELECT code, name, title, sex, department, registration_kind, registration_fen, checkup_fen, room, description FROM doctor ORDER "
        "BY code",
        {}, [](const Row& row, Doctor& one) {
            row.into(one.code, one.name, one.title, one.sex, one.department, one.registration_kind, one.registration_fee, one.checkup_fee,
                     one.room, one.description);
        });
}

void Books::openDays(const Days& days, std::int64_t capacity) {
    const std::lock_guard lock(mutex_);
    std::vector<Doctor> everyone;
    Date day = days.from;
    for (std::int64_t i = 0; i < kDaysMax && day <= days.to; ++i, day = dayOf(endOf(day))) {
        std::int64_t open = 0;
        database_.each("SELECT count(*) FROM slot WHERE day = ?", {day}, [&](const Row& row) { row.into(open); });
        if (open > 0) continue;
        if (everyone.empty()) everyone = doctors();
        database_.run("SAVEPOINT day");
        for (const Doctor& doctor : everyone) {
            for (const HalfHour& time : kHalfHours) {
                database_.run("INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                              {nextNumber("T"), day, time.shift, doctor.department, doctor.code, time.begin, time.end, capacity});
            }
        }
        database_.run("RELEASE day");
    }
}

std::vector<Session> Books::sessions(const Days& days, std::string_view department) {
    return list<Session>(
        "SELECT slot.day, slot.shift, department.code, department.name, department.parent, department.description, doctor.code, "
        "doctor.name, "
        "doctor.title, doctor.sex, doctor.department, registration_kind, registration_fen, checkup_fen, room, doctor.description, "
        "sum(capacity), sum(capacity - taken), clinic_stop.reason IS NOT NULL "
        "FROM slot JOIN department ON department.code = slot.department JOIN doctor ON doctor.code = slot.doctor "
        "LEFT JOIN clinic_stop ON clinic_stop.day = slot.day AND clinic_stop.shift = slot.shift AND clinic_stop.doctor = slot.doctor "
        "WHERE slot.day BETWEEN ? AND ? AND (? = '' OR slot.department = ?) "
        "GROUP BY slot.day, slot.shift, slot.doctor ORDER BY slot.day, slot.doctor, slot.shift",
        {days.from, days.to, department, department}, [](const Row& row, Session& one) {
            row.into(one.day, one.shift, one.department.code, one.department.name, one.department.parent, one.department.description,
                     one.doctor.code, one.doctor.name, one.doctor.title, one.doctor.sex, one.doctor.department,
                     one.doctor.registration_kind, one.doctor.registration_fee, one.doctor.checkup_fee, one.doctor.room,
                     one.doctor.description, one.limit, one.left, one.stopped);
        });
}

std::vector<Slot> Books::slots(Date day, std::string_view department, std::string_view doctor, std::string_view shift) {
    return list<Slot>(
        std::string(kSlotColumns) + "slot.day = ? AND slot.department = ? AND slot.doctor = ? AND slot.shift = ? ORDER BY begins",
        {day, department, doctor, shift}, fillSlot);
}

Result<Slot> Books::slot(std::string_view time_code) {
    std::vector<Slot> found = list<Slot>(std::string(kSlotColumns) + "time_code = ?", {time_code}, fillSlot);
    if (found.empty()) return Failure(Error::SimNotFound, "slot");
    return std::move(found.front());
}

void Books::stopClinic(const ClinicStop& stop) {
    const std::lock_guard lock(mutex_);
    database_.run("INSERT INTO clinic_stop VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason",
                  {stop.day, stop.shift, stop.department, stop.doctor, stop.reason});
}

std::vector<ClinicStop> Books::clinicStops(const Days& days) {
    return list<ClinicStop>(
        "SELECT day, shift, department, doctor, reason FROM clinic_stop WHERE day BETWEEN ? AND ? ORDER BY day, shift, doctor",
        {days.from, days.to},
        [](const Row& row, ClinicStop& one) { row.into(one.day, one.shift, one.department, one.doctor, one.reason); });
}

}  // namespace adapters::sim::common
