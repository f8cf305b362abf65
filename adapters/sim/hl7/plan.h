#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/hl7/settings.h"
#include "hub/core/clock.h"
#include "hub/core/date.h"

namespace adapters::sim::hl7 {

/// One slot of a clinic on a day.
struct PlannedSlot {
    std::string key;
    std::string department;
    std::string department_name;
    std::string doctor;
    std::string doctor_name;
    hub::core::Date day;
    std::string session;   ///< "morning" or "afternoon"
    int begin_minute = 0;  ///< of the day
    int end_minute = 0;
    int quota = 0;
    hub::core::Money fee;

    hub::core::UtcTime beginsAt() const;
};

/// The clinic plan that the hospital and the hub both hold by file. A slot is named <department>-<doctor>-<yyyymmdd>-<hhmm>.
class Plan {
  public:
    /// REQUIRES: the settings passed check().
    explicit Plan(const Hl7HospitalSettings& settings) : settings_(settings) {}

    std::optional<PlannedSlot> find(std::string_view key) const;
    /// Empty when there is none.
    std::string departmentName(std::string_view code) const;
    std::string doctorName(std::string_view code) const;
    /// Of the first clinic of that doctor; the first department when there is none.
    std::string departmentOf(std::string_view doctor) const;

  private:
    const Hl7HospitalSettings settings_;
};

/// Minutes since midnight of "08:30"; none when it is no time.
std::optional<int> minuteOf(std::string_view text);

}  // namespace adapters::sim::hl7
