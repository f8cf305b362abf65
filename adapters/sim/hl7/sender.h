#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/hl7/hospital.h"

namespace adapters::sim::hl7 {

/// Sends the hospital's messages to the hub: on one connection, one after the other, the next one only when the one before has its
/// answer. AA and CA end a message, AR and CR too (kept as refused); AE, CE, no answer and anything else have it sent again, with the same
/// bytes. Any thread, one at a time.
class Sender {
  public:
    enum class Sent {
        Nothing,    ///< none waits
        Delivered,  ///< the next one may go
        Again,      ///< the same one goes again, after a pause
    };

    /// Both outlive the sender.
    Sender(Hospital& hospital, common::Faults& faults, const Hl7HospitalSettings& settings);
    ~Sender();

    /// Where messages go from now on.
    void setHub(const HubAddress& hub);

    /// The first that waits, once. Again also while the hub is not known.
    Sent sendHead();

    /// All that wait, until one has to go again.
    void sendDue();

  private:
    struct Line;
    Sent deliver(const Push& push);

    Hospital& hospital_;
    common::Faults& faults_;
    const std::int64_t answer_within_ms_;
    std::mutex mutex_;  // guards all below
    HubAddress hub_;
    std::unique_ptr<Line> line_;
};

}  // namespace adapters::sim::hl7
