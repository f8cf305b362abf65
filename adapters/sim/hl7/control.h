#pragma once

#include <optional>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/common/side_door.h"
#include "adapters/sim/hl7/hospital.h"
#include "adapters/sim/hl7/sender.h"

namespace adapters::sim::hl7 {

/// The side door of the hospital: JSON under /_sim/ on its own port; README.md lists the paths. Any thread.
class HospitalControl {
  public:
    /// All outlive the control.
    HospitalControl(Hospital& hospital, Sender& sender, common::Faults& faults);
    HospitalControl(const HospitalControl&) = delete;
    HospitalControl& operator=(const HospitalControl&) = delete;

    /// 404 unless the path begins with /_sim/.
    common::HttpAnswer answer(const common::HttpRequest& request);

  private:
    hub::core::Result<std::string> route(const common::HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> post(const common::HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> postMoney(const common::HttpRequest& request, const std::string& path);

    Hospital& hospital_;
    Sender& sender_;
    common::SideDoor door_;
};

}  // namespace adapters::sim::hl7
