#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/sim/trancode/simulator.h"
#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/tcp_server.h"

namespace tests::soap_xml {

/// What the conformance suite's examples find in the hospital's books: for each of its hundred people, by their number.
struct PreparedPeople {
    struct One {
        std::string patient;
        std::string open_charge;
        std::string unpaid_booking;
        std::string paid_booking;
        std::string booking_to_cancel;
        std::string stay;
        std::string report;
    };
    std::vector<One> people;
    std::string slot;       ///< with room for all of them
    std::string free_slot;  ///< nobody has booked it
    std::string version;    ///< of every open charge
    hub::core::Date today;  ///< the day everything of them is on
};

/// The TranCode simulator behind a relay that loses, cuts and holds what passes. A fault meets the call an operation is about, which the
/// adapter's TransactionID says (it ends in 00), so that what is read beside it passes.
class TrancodePeer final : public conformance::Peer {
  public:
    explicit TrancodePeer(adapters::sim::trancode::WireCharset charset);
    ~TrancodePeer() override;

    void start() override;
    void stop() override;
    void fail(conformance::Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    std::uint16_t port() const { return relay_.port(); }

    /// The same for every peer of this process.
    static const PreparedPeople& prepared();

  private:
    void relay(TcpConnection& connection);
    static bool isMain(const std::string& request);
    /// The fault of this call, counted.
    std::optional<conformance::Fault> next();

    std::filesystem::path folder_;
    hub::core::SystemClock clock_;
    mutable adapters::sim::common::Books books_;  // counting takes its lock
    adapters::sim::common::Faults faults_{/*seed=*/1};
    adapters::sim::trancode::TrancodeSimulator simulator_;
    std::uint16_t simulator_port_ = 0;
    mutable std::mutex mutex_;  // guards the four below
    std::condition_variable changed_;
    std::vector<conformance::Fault> faults_to_come_;
    int calls_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer relay_;  // last: its threads use all the others
};

}  // namespace tests::soap_xml
