#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/app/simulate/channel.h"
#include "hub/app/simulate/dice.h"
#include "hub/app/simulate/hospital.h"
#include "hub/app/simulate/trail.h"
#include "hub/app/simulate/weather.h"
#include "hub/contract/host.h"
#include "hub/core/executor.h"
#include "hub/flows/counterparties.h"

namespace hub::simulate {

/// Hospitals and channels, and the network between them and the hub: what is lost, late, repeated and reordered there. It outlives the
/// hub's lives. The simulation's thread alone.
class SimulatedRegion final : public flows::Counterparties {
  public:
    /// Where the hub takes messages; nothing: no hub lives.
    using Accept = std::function<std::optional<core::Result<contract::Acceptance>>(std::string_view counterparty, contract::Inbound)>;

    /// All outlive the region.
    SimulatedRegion(core::VirtualExecutor& time, Dice& dice, Trail& trail, Weather& weather, Accept accept);

    void call(const flows::Call& call, OnCall on_answer) override;
    void inquire(const flows::Call& call, OnInquiry on_answer) override;
    std::optional<contract::Capability> capability(std::string_view counterparty, std::string_view operation) const override;

    /// The counterparty does not answer until then.
    void goDown(const std::string& counterparty, core::Duration time);
    /// From now on everybody is up.
    void allUp() { down_until_.clear(); }

    /// A hospital tells of a bill as it stands, in the order of what it has told before.
    void tellBill(const std::string& hospital, const std::string& local_patient);
    /// It asks for money of a paid bill to go back.
    void tellRefundWish(const std::string& hospital, const std::string& local_patient, core::Money amount);

    /// Nothing is on its way to the hub, and nothing still has to be told.
    bool isQuiet() const { return letters_ == 0; }

    SimulatedHospital& hospital(std::string_view code) { return hospitals_.find(code)->second; }
    SimulatedChannel& channel(std::string_view code) { return channels_.find(code)->second; }
    const std::map<std::string, SimulatedHospital, std::less<>>& hospitals() const { return hospitals_; }
    const std::map<std::string, SimulatedChannel, std::less<>>& channels() const { return channels_; }

    std::uint64_t calls() const { return calls_; }
    std::uint64_t faults() const { return faults_; }

  private:
    /// One call between its caller and its counterparty.
    struct Exchange {
        flows::Call call;
        OnCall on_answer;
        bool answered = false;  ///< the caller has one, if only that there was none in time
        bool late_told = false;
    };
    using Opened = std::shared_ptr<Exchange>;  // shared: request, answer and deadline are on their way side by side

    bool chance(int permille);
    bool isDown(const std::string& counterparty) const;
    void after(core::Duration time, core::Task task) { time_.postAt(onTick(time_.mono() + time), std::move(task)); }
    core::Duration untilDeadline(const flows::Call& call) const;
    core::Duration hop() { return dice_.between(core::Duration(2), core::Duration(900)); }

    void arrive(const Opened& exchange);
    void answer(const Opened& exchange, const flows::CallAnswer& answer);
    flows::CallAnswer serve(const flows::Call& call);
    bool lags(const flows::Call& call);

    void payerActs(const std::string& channel, const std::string& number);
    void settleRefund(const std::string& channel, const std::string& number);
    void notifyOrder(const std::string& channel, const std::string& number);
    void notifyRefund(const std::string& channel, const std::string& number);

    struct Letter {
        std::string counterparty;
        std::string about;
        contract::Inbound inbound;
    };
    contract::Inbound letterOf(const std::string& counterparty, const contract::Event& event);
    /// Again and again until the hub acknowledges; `on_done` then.
    void post(Letter letter, std::function<void()> on_done);
    void tell(const std::string& hospital, const std::string& about, const contract::Event& event);
    void tellNext(const std::string& hospital);

    core::VirtualExecutor& time_;
    Dice& dice_;
    Trail& trail_;
    Weather& weather_;
    const Accept accept_;
    std::map<std::string, SimulatedHospital, std::less<>> hospitals_;
    std::map<std::string, SimulatedChannel, std::less<>> channels_;
    std::map<std::string, core::UtcTime> down_until_;
    std::map<std::string, std::deque<Letter>> told_;  // a hospital tells one thing after the other
    std::uint64_t letters_ = 0;                       // not acknowledged yet, or to come once more
    std::uint64_t last_control_id_ = 0;
    std::uint64_t calls_ = 0;
    std::uint64_t faults_ = 0;
};

}  // namespace hub::simulate
