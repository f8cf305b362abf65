#pragma once

#include <string>

#include "adapters/sim/common/books.h"
#include "adapters/sim/common/control.h"
#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/trancode/envelope.h"
#include "adapters/sim/trancode/hospital.h"
#include "adapters/sim/trancode/settings.h"

namespace adapters::sim::trancode {

/// A hospital that speaks TranCode over SOAP 1.1 on 127.0.0.1, with its control door under /_sim/. Any thread.
class TrancodeSimulator {
  public:
    /// Faults, books and clock outlive the simulator. Books without a department are given the hospital of seed.h.
    TrancodeSimulator(TrancodeSettings settings, common::Faults& faults, common::Books& books, const hub::core::Clock& clock);

    /// The port it listens on. Also: SimNotListening. REQUIRES: not started.
    hub::core::Result<std::uint16_t> start();

    /// Ends what waits and closes the port; the books stay. The second call does nothing.
    void stop();

  private:
    common::HttpAnswer answer(const common::HttpRequest& request, common::Waiting& waiting);
    common::HttpAnswer business(const common::HttpRequest& request, common::Waiting& waiting);
    common::HttpAnswer shaped(const codec::xml::Element& response, const common::Fate& fate) const;

    const TrancodeSettings settings_;
    common::Faults& faults_;
    common::Control control_;
    Envelope envelope_;
    Hospital hospital_;
    common::HttpServer server_;
};

/// The simulator as a process of its own: reads TrancodeSettings from a JSON file, prints {"port": …} on one line of stdout when it is
/// ready, runs until SIGINT or SIGTERM, and returns the exit code: 0, or 1 with a message on stderr. Call it from main() before any
/// thread is started.
int runTrancode(const std::string& settings_file);

}  // namespace adapters::sim::trancode
