#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/kit/settings.h"
#include "hub/contract/operations/schedule.h"
#include "hub/core/clock.h"

namespace adapters::hl7_mllp {

enum class Weekday { Mon, Tue, Wed, Thu, Fri, Sat, Sun };
constexpr auto enumNames(Weekday) {
    using Name = std::pair<Weekday, std::string_view>;
    return std::array{Name{Weekday::Mon, "mon"}, Name{Weekday::Tue, "tue"}, Name{Weekday::Wed, "wed"}, Name{Weekday::Thu, "thu"},
                      Name{Weekday::Fri, "fri"}, Name{Weekday::Sat, "sat"}, Name{Weekday::Sun, "sun"}};
}

struct DirectoryDepartment {
    static constexpr std::string_view kTypeName = "Hl7DirectoryDepartment";
    std::string code;
    std::string name;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "the hospital's code, without '-'");
        field("name", self.name, "its name");
    }
};

struct DirectoryDoctor {
    static constexpr std::string_view kTypeName = "Hl7DirectoryDoctor";
    std::string code;
    std::string name;
    std::string department;
    std::optional<std::string> title;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "the hospital's code, without '-'");
        field("name", self.name, "name of the doctor");
        field("department", self.department, "code of the department");
        field("title", self.title, "professional title");
    }
};

/// One doctor's session on some days of the week.
struct DirectoryClinic {
    static constexpr std::string_view kTypeName = "Hl7DirectoryClinic";
    std::string department;
    std::string doctor;
    std::optional<std::vector<Weekday>> weekdays;
    hub::contract::Session session = hub::contract::Session::Morning;
    std::string begin;
    std::string end;
    std::int32_t slot_minutes = 30;
    std::int32_t quota = 1;
    std::string fee;
    std::optional<std::string> registration_class;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("department", self.department, "code of the department");
        field("doctor", self.doctor, "code of the doctor");
        field("weekdays", self.weekdays, "mon to sun; every day when left out");
        field("session", self.session, "part of the day");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM, after begin");
        field("slot_minutes", self.slot_minutes, "length of a slot, 1 to 720; divides the session");
        field("quota", self.quota, "people a slot that the hospital delegates, 1 to 10000");
        field("fee", self.fee, "list price in yuan; what is to be paid comes as a charge");
        field("registration_class", self.registration_class, "class of registration");
    }
};

/// Departments, doctors and quota by file, for a hospital that can be asked nothing (CONTRACT 10).
struct DirectorySettings {
    static constexpr std::string_view kTypeName = "Hl7Directory";
    std::optional<std::int32_t> days_ahead = 7;
    std::vector<DirectoryDepartment> departments;
    std::vector<DirectoryDoctor> doctors;
    std::vector<DirectoryClinic> clinics;
    std::optional<std::vector<std::string>> closed_days;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("days_ahead", self.days_ahead, "how many days from today on can be booked, 1 to 60; 7 when left out");
        field("departments", self.departments, "departments");
        field("doctors", self.doctors, "doctors");
        field("clinics", self.clinics, "who sees patients when");
        field("closed_days", self.closed_days, "yyyy-mm-dd: nobody sees patients");
    }

    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

/// Answers from the file, as of a moment. Slots are named <department>-<doctor>-<yyyymmdd>-<hhmm>, and `available` is the whole quota: who
/// counts what is taken is the hub. Immutable: any thread.
class Directory {
  public:
    /// REQUIRES: the settings passed check().
    explicit Directory(DirectorySettings settings);

    hub::contract::DepartmentList::Result departments() const;
    hub::contract::DoctorList::Result doctors(const hub::contract::DoctorList::Request& request) const;
    /// Of the days from today on that can be booked; a session whose last slot has begun is left out.
    hub::contract::ScheduleList::Result schedules(const hub::contract::ScheduleList::Request& request, hub::core::UtcTime now) const;
    hub::contract::SlotList::Result slots(const hub::contract::SlotList::Request& request, hub::core::UtcTime now) const;

  private:
    struct Clinic;
    std::vector<hub::contract::Slot> slotsOf(const Clinic& clinic, hub::core::Date day, hub::core::UtcTime now) const;
    bool takesPlace(const Clinic& clinic, hub::core::Date day) const;
    bool isOpen(hub::core::Date day, hub::core::UtcTime now) const;

    const DirectorySettings settings_;
    std::vector<Clinic> clinics_;
    std::vector<hub::core::Date> closed_days_;
};

/// A clinic, its texts read.
struct Directory::Clinic {
    DirectoryClinic written;
    int begin_minute = 0;  ///< of the day
    int end_minute = 0;
    hub::core::Money fee;
};

}  // namespace adapters::hl7_mllp
