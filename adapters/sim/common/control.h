#pragma once

#include <optional>
#include <string>

#include "adapters/sim/common/books.h"
#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/common/side_door.h"

namespace adapters::sim::common {

/// The side door of a hospital simulator: JSON over its own port, under /_sim/. Tests and `onecard sim fault` turn the knobs and play the
/// doctor, the cashier and the laboratory here; README.md lists the paths. A business "no" is 4xx with {code, message}. Any thread.
class Control {
  public:
    /// `name` is what health says. Both outlive the control.
    Control(std::string name, Books& books, Faults& faults);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

    /// None unless the path begins with /_sim/.
    std::optional<HttpAnswer> answer(const HttpRequest& request) { return door_.answer(request); }

  private:
    hub::core::Result<std::string> route(const HttpRequest& request, const std::string& path);
    hub::core::Result<std::string> post(const HttpRequest& request, const std::string& path);

    const std::string name_;
    Books& books_;
    SideDoor door_;
};

}  // namespace adapters::sim::common
