#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/hl7/control.h"
#include "adapters/sim/hl7/hospital.h"
#include "adapters/sim/hl7/listener.h"
#include "adapters/sim/hl7/sender.h"
#include "hub/core/executor.h"

namespace adapters::sim::hl7 {

struct Ports {
    std::uint16_t side_door = 0;
    std::uint16_t mllp = 0;
};

/// The hospital on 127.0.0.1: its MLLP listener, and its side door under /_sim/ on another port. Any thread.
class Hl7Simulator {
  public:
    /// Faults and clock outlive the simulator. Also: SimNotValid (settings). Throws Exception when the books cannot be used.
    static hub::core::Result<std::unique_ptr<Hl7Simulator>> make(const Hl7HospitalSettings& settings, common::Faults& faults,
                                                                 const hub::core::Clock& clock);
    /// As stop().
    ~Hl7Simulator();

    /// Nothing leaves by itself: see sendDue(). Also: SimNotListening. REQUIRES: not started.
    hub::core::Result<Ports> start();

    /// As start(), and messages to the hub leave by themselves.
    hub::core::Result<Ports> startWithPace();

    /// What waits for the hub, until it is all there or one message has to go again.
    void sendDue() { sender_.sendDue(); }

    Hospital& hospital() { return hospital_; }

    /// Ends what waits and closes the ports; the books stay. The second call does nothing.
    void stop();

  private:
    Hl7Simulator(const Hl7HospitalSettings& settings, common::Faults& faults, const hub::core::Clock& clock);

    Outcome answer(const std::string& message, common::Waiting& waiting);
    void pace(hub::core::Duration pause);

    const Hl7HospitalSettings settings_;
    common::Faults& faults_;
    const hub::core::Clock& clock_;
    Hospital hospital_;
    Sender sender_;
    HospitalControl control_;
    common::HttpServer door_;
    Listener listener_;
    std::unique_ptr<hub::core::ThreadExecutor> pace_;
};

/// The simulator as a process of its own: reads Hl7HospitalSettings from a JSON file, prints {"port": …, "mllp": …} on one line of stdout
/// when it is ready, runs until SIGINT or SIGTERM, and returns the exit code: 0, or 1 with a message on stderr. Call it from main() before
/// any thread is started.
int runHl7(const std::string& settings_file);

}  // namespace adapters::sim::hl7
