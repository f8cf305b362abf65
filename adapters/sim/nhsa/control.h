#pragma once

#include <optional>
#include <string>

#include "adapters/sim/common/side_door.h"
#include "adapters/sim/nhsa/insurer.h"

namespace adapters::sim::nhsa {

/// The side door of the insurer: README.md lists the paths. Any thread.
class InsurerControl {
  public:
    /// Both outlive the control.
    InsurerControl(Insurer& insurer, common::Faults& faults);
    InsurerControl(const InsurerControl&) = delete;
    InsurerControl& operator=(const InsurerControl&) = delete;

    /// None unless the path begins with /_sim/.
    std::optional<common::HttpAnswer> answer(const common::HttpRequest& request) { return door_.answer(request); }

  private:
    hub::core::Result<std::string> route(const common::HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> post(const common::HttpRequest& request, const std::string& path);

    Insurer& insurer_;
    common::SideDoor door_;
};

}  // namespace adapters::sim::nhsa
