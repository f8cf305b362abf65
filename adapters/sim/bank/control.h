#pragma once

#include <optional>
#include <string>

#include "adapters/sim/bank/bank.h"
#include "adapters/sim/common/side_door.h"

namespace adapters::sim::bank {

/// The side door of the bank: README.md lists the paths. Any thread.
class BankControl {
  public:
    /// Both outlive the control.
    BankControl(Bank& bank, common::Faults& faults);
    BankControl(const BankControl&) = delete;
    BankControl& operator=(const BankControl&) = delete;

    /// None unless the path begins with /_sim/.
    std::optional<common::HttpAnswer> answer(const common::HttpRequest& request) { return door_.answer(request); }

  private:
    hub::core::Result<std::string> route(const common::HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> post(const common::HttpRequest& request, const std::string& path);

    Bank& bank_;
    common::SideDoor door_;
};

}  // namespace adapters::sim::bank
