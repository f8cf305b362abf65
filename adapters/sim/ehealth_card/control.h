#pragma once

#include <optional>
#include <string>

#include "adapters/sim/common/side_door.h"
#include "adapters/sim/ehealth_card/platform.h"

namespace adapters::sim::ehealth_card {

/// The side door of the platform: README.md lists the paths. Any thread.
class PlatformControl {
  public:
    /// Both outlive the control.
    PlatformControl(Platform& platform, common::Faults& faults);
    PlatformControl(const PlatformControl&) = delete;
    PlatformControl& operator=(const PlatformControl&) = delete;

    /// None unless the path begins with /_sim/.
    std::optional<common::HttpAnswer> answer(const common::HttpRequest& request) { return door_.answer(request); }

  private:
    hub::core::Result<std::string> route(const common::HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> post(const common::HttpRequest& request, const std::string& path);

    Platform& platform_;
    common::SideDoor door_;
};

}  // namespace adapters::sim::ehealth_card
