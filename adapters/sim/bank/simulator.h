#pragma once

#include <memory>
#include <string>

#include "adapters/sim/bank/bank.h"
#include "adapters/sim/bank/calls.h"
#include "adapters/sim/bank/control.h"
#include "adapters/sim/bank/settings.h"
#include "adapters/sim/bank/signatures.h"
#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"

namespace adapters::sim::bank {

/// The bank on 127.0.0.1 with its side door under /_sim/. Any thread.
class BankSimulator {
  public:
    /// Faults and clock outlive the simulator. Also: SimNotValid (settings, keys). Throws Exception when the books cannot be used.
    static hub::core::Result<std::unique_ptr<BankSimulator>> make(const BankSettings& settings, common::Faults& faults,
                                                                  const hub::core::Clock& clock);

    /// The port it listens on. Also: SimNotListening, SimNotValid (the files of TLS). REQUIRES: not started.
    hub::core::Result<std::uint16_t> start() { return server_.start(static_cast<std::uint16_t>(settings_.port)); }

    /// Ends what waits and closes the port; the books stay. The second call does nothing, and the end of the simulator is one.
    void stop() { server_.stop(); }

  private:
    BankSimulator(const BankSettings& settings, common::Faults& faults, const hub::core::Clock& clock);

    common::HttpAnswer answer(const common::HttpRequest& request, common::Waiting& waiting);
    common::HttpAnswer clientAnswer(const common::HttpRequest& request, common::Waiting& waiting);
    /// `said` as the faults want it, with its signature.
    common::HttpAnswer shaped(Reply said, const common::HttpRequest& request, const common::Fate& fate) const;

    const BankSettings settings_;
    common::Faults& faults_;
    Bank bank_;
    std::unique_ptr<Signatures> signatures_;  // there is one in every simulator that make() gave
    Calls calls_;
    BankControl control_;
    common::HttpServer server_;
};

/// The simulator as a process of its own: reads BankSettings from a JSON file, prints {"port": …} on one line of stdout when it is ready,
/// runs until SIGINT or SIGTERM, and returns the exit code: 0, or 1 with a message on stderr. Call it from main() before any thread is
/// started.
int runBank(const std::string& settings_file);

}  // namespace adapters::sim::bank
