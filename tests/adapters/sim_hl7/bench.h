#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/hl7v2/message.h"
#include "adapters/sim/hl7/simulator.h"
#include "tests/adapters/sim_support/folder.h"
#include "tests/adapters/sim_support/hand_clock.h"

/// What the tests of the HL7 hospital share: its settings, messages of a hub, and a hospital without sockets on a clock of its own, which
/// stands at 2030-01-02 09:30 in Shanghai.
namespace tests::hl7 {

namespace common = adapters::sim::common;
namespace sim = adapters::sim::hl7;
using adapters::codec::hl7v2::Message;
using adapters::codec::hl7v2::Path;
using hub::core::Money;

/// Doctor 1001 of department 01 in the morning, 12.50 yuan, two people a slot; 1002 of 02 in the afternoon, free, one.
sim::Hl7HospitalSettings settingsIn(const std::string& folder);

/// A message of the hub: its segments after MSH.
std::string fromHub(std::string_view type, std::string_view control_id, const std::vector<std::string>& segments);

/// A field of an answer or of a message; empty when it is not there.
std::string read(const std::string& message, const Path& path);

/// MSA-1, and the code of a refusal behind it: "AA", "AE E05".
std::string verdict(const std::string& answer);

class Bench {
  public:
    Bench();

    /// Answers of the hospital to what the hub says.
    std::string open(const std::string& number, const std::string& name, const std::string& certificate = "999999199001010011");
    std::string book(const std::string& number, const std::string& slot, const std::string& patient = "P100001");
    std::string cancel(const std::string& number, const std::string& patient = "P100001");
    std::string pay(const std::string& number, const std::string& charge, const std::string& yuan, const std::string& patient = "P100001");
    std::string refund(const std::string& number, const std::string& paid, const std::string& charge, const std::string& line,
                       const std::string& yuan);

    /// A charge of patient 1 with lines of these amounts in fen; its number.
    std::string charge(const std::vector<std::int64_t>& fen);

    /// What waits for the hub, oldest first; it counts as sent then.
    std::vector<std::string> pushed();

    tests::sim::Folder folder;
    tests::sim::HandClock clock;
    std::unique_ptr<sim::Hospital> hospital;

  private:
    std::string ask(std::string_view type, const std::vector<std::string>& segments);
    int asked_ = 0;
};

}  // namespace tests::hl7
