#pragma once

#include <string>
#include <string_view>

#include "adapters/codec/charset/charset.h"
#include "adapters/sim/hl7/plan.h"
#include "adapters/sim/hl7/records.h"

namespace adapters::sim::hl7 {

/// Who writes to whom: MSH-3 to MSH-6.
struct Names {
    std::string application;
    std::string facility;
    std::string hub_application;
    std::string hub_facility;
};

/// Writes the messages that the hospital sends by itself, in its charset. What is not in the charset is an Exception: the settings and
/// the side door are the only sources, and both are ours.
class Outgoing {
  public:
    /// `plan` outlives this.
    Outgoing(const Hl7HospitalSettings& settings, const Plan& plan);

    codec::charset::Charset charset() const { return charset_; }

    /// ADT^A28 of a new file, ADT^A08 of one that changed.
    std::string file(const std::string& control_id, UtcTime at, std::string_view event, const Patient& patient) const;
    std::string merge(const std::string& control_id, UtcTime at, const Patient& stays, const Patient& goes) const;
    /// With all its lines; a cancelled charge has quantity 0 in each.
    std::string charge(const std::string& control_id, UtcTime at, const Patient& patient, const Charge& charge) const;
    std::string refundRequest(const std::string& control_id, UtcTime at, const Patient& patient, const RefundRequest& request) const;
    /// SIU^S16. REQUIRES: the plan has the slot.
    std::string bookingStopped(const std::string& control_id, UtcTime at, const Patient& patient, const Booking& booking) const;
    std::string clinicStopped(const std::string& control_id, UtcTime at, const common::ClinicStop& stop) const;
    /// `version` 1 is final, each later one a correction.
    std::string report(const std::string& control_id, UtcTime at, const Patient& patient, const common::Report& report,
                       std::int64_t version) const;

  private:
    const Names names_;
    const codec::charset::Charset charset_;
    const Plan& plan_;
};

/// yyyymmddhhmmss of Asia/Shanghai, and the day alone.
std::string timeText(UtcTime at);
std::string dayText(UtcTime at);

}  // namespace adapters::sim::hl7
