#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/ehealth_card/calls.h"
#include "adapters/sim/ehealth_card/control.h"
#include "adapters/sim/ehealth_card/platform.h"
#include "adapters/sim/ehealth_card/settings.h"

namespace adapters::sim::ehealth_card {

/// The platform on 127.0.0.1 with its side door under /_sim/. Any thread.
class EhealthCardSimulator {
  public:
    /// Faults and clock outlive the simulator. Also: SimNotValid. Throws Exception when the books cannot be used.
    static hub::core::Result<std::unique_ptr<EhealthCardSimulator>> make(const EhealthCardSettings& settings, common::Faults& faults,
                                                                         const hub::core::Clock& clock);

    /// The port it listens on. Also: SimNotListening. REQUIRES: not started.
    hub::core::Result<std::uint16_t> start() { return server_.start(static_cast<std::uint16_t>(settings_.port)); }

    /// Ends what waits and closes the port; the books stay. The second call does nothing, and the end of the simulator is one.
    void stop() { server_.stop(); }

  private:
    EhealthCardSimulator(const EhealthCardSettings& settings, common::Faults& faults, const hub::core::Clock& clock);

    common::HttpAnswer answer(const common::HttpRequest& request, common::Waiting& waiting);

    const EhealthCardSettings settings_;
    common::Faults& faults_;
    Platform platform_;
    Calls calls_;
    PlatformControl control_;
    common::HttpServer server_;
};

/// The simulator as a process of its own: reads EhealthCardSettings from a JSON file, prints {"port": …} on one line of stdout when it is
/// ready, runs until SIGINT or SIGTERM, and returns the exit code: 0, or 1 with a message on stderr. Call it from main() before any thread
/// is started.
int runEhealthCard(const std::string& settings_file);

}  // namespace adapters::sim::ehealth_card
