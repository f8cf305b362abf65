#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/nhsa/control.h"
#include "adapters/sim/nhsa/counter.h"
#include "adapters/sim/nhsa/insurer.h"
#include "adapters/sim/nhsa/mobile.h"
#include "adapters/sim/nhsa/settings.h"

namespace adapters::sim::nhsa {

/// The insurer on 127.0.0.1, both chains, with its side door under /_sim/. Any thread.
class NhsaSimulator {
  public:
    /// Faults and clock outlive the simulator. Also: SimNotValid (settings, keys). Throws Exception when the books cannot be used.
    static hub::core::Result<std::unique_ptr<NhsaSimulator>> make(const NhsaSettings& settings, common::Faults& faults,
                                                                  const hub::core::Clock& clock);

    /// The port it listens on. Also: SimNotListening, SimNotValid (the files of TLS). REQUIRES: not started.
    hub::core::Result<std::uint16_t> start() { return server_.start(static_cast<std::uint16_t>(settings_.port)); }

    /// Ends what waits and closes the port; the books stay. The second call does nothing, and the end of the simulator is one.
    void stop() { server_.stop(); }

  private:
    NhsaSimulator(const NhsaSettings& settings, std::optional<SmKeys> keys, common::Faults& faults, const hub::core::Clock& clock);

    common::HttpAnswer answer(const common::HttpRequest& request, common::Waiting& waiting);
    common::HttpAnswer chainAnswer(Chain& chain, const common::HttpRequest& request, common::Waiting& waiting);
    /// The fault forget.
    void forget(const Asked& asked, const Reply& reply, const common::Fate& fate);

    const NhsaSettings settings_;
    common::Faults& faults_;
    const hub::core::Clock& clock_;
    Insurer insurer_;
    CounterChain counter_;
    MobileChain mobile_;
    InsurerControl control_;
    common::HttpServer server_;
};

/// The simulator as a process of its own: reads NhsaSettings from a JSON file, prints {"port": …} on one line of stdout when it is ready,
/// runs until SIGINT or SIGTERM, and returns the exit code: 0, or 1 with a message on stderr. Call it from main() before any thread is
/// started.
int runNhsa(const std::string& settings_file);

}  // namespace adapters::sim::nhsa
