#pragma once

#include <optional>
#include <string>

#include "adapters/sim/common/side_door.h"
#include "adapters/sim/wechat_pay/channel.h"
#include "adapters/sim/wechat_pay/signatures.h"

namespace adapters::sim::wechat_pay {

/// The side door of the channel: README.md lists the paths. Any thread.
class ChannelControl {
  public:
    /// All outlive the control.
    ChannelControl(Channel& channel, Signatures& signatures, common::Faults& faults);
    ChannelControl(const ChannelControl&) = delete;
    ChannelControl& operator=(const ChannelControl&) = delete;

    /// None unless the path begins with /_sim/.
    std::optional<common::HttpAnswer> answer(const common::HttpRequest& request) { return door_.answer(request); }

  private:
    hub::core::Result<std::string> route(const common::HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> post(const common::HttpRequest& request, const std::string& path);

    Channel& channel_;
    Signatures& signatures_;
    common::SideDoor door_;
};

}  // namespace adapters::sim::wechat_pay
