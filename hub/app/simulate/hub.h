#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "hub/app/simulate/line.h"
#include "hub/app/simulate/region.h"
#include "hub/app/simulate/stores.h"
#include "hub/app/simulate/units.h"
#include "hub/flows/inbound_flow.h"
#include "hub/flows/inbound_gate.h"
#include "hub/identity/index/matched_people.h"
#include "hub/jobs/event_relay.h"
#include "hub/jobs/inbound_applier.h"
#include "hub/ledger/writer.h"
#include "hub/storage/storage.h"

namespace hub::simulate {

/// One life of the hub: the classes that serve, on the simulation's clock and one thread, over a database that outlives it. Made as
/// app::HubServer makes them, without the doors for people.
class SimulatedHub {
  public:
    struct House {
        std::filesystem::path folder;
        const vault::Vault& vault;
        core::VirtualExecutor& time;
        core::IdSource& ids;
        Dice& dice;
        Weather& weather;
        SimulatedRegion& region;
        identity::index::MasterIndex& master_index;  ///< of nobody: dear to make, and here no hospital tells of a person
        std::set<Safeguard> removed;
        std::string owner;              ///< another one each life
        std::function<void()> on_cut;   ///< it has died; called once, within whatever it was doing
        std::function<void()> durable;  ///< some units have just become so
    };

    explicit SimulatedHub(House house);
    ~SimulatedHub();
    SimulatedHub(const SimulatedHub&) = delete;
    SimulatedHub& operator=(const SimulatedHub&) = delete;

    void start();

    /// The process is killed: what its lane has acknowledged stands, everything else never was. The object goes later, when nothing of
    /// it runs any more.
    void cut();
    bool lives() const { return *life_; }
    Life life() const { return life_; }

    core::Result<contract::Acceptance> accept(std::string_view counterparty, contract::Inbound message) {
        return gate_.accept(counterparty, core::SameIdOtherBody::Accept, std::move(message));
    }

    std::uint64_t unitCount() const { return units_.count(); }
    storage::Storage& storage() { return *storage_; }
    flows::CareFlows& care() { return care_; }
    flows::Carrier& carrier() { return carrier_; }
    flows::AttemptRunner& runner() { return runner_; }
    ledger::LedgerWriter& ledger() { return ledger_; }

  private:
    static std::unique_ptr<storage::Storage> openIn(const House& house, LaneAnswers& answers);
    void passed();
    bool keeps(Safeguard safeguard) const { return !house_.removed.contains(safeguard); }

    House house_;
    const std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
    const std::shared_ptr<bool> object_ = std::make_shared<bool>(true);
    LifeExecutor executor_{house_.time, life_};
    LifeExecutor ledger_executor_{house_.time, object_};  // its writer ends what it has begun, also when the process is gone
    LaneAnswers answers_;
    std::unique_ptr<storage::Storage> storage_;
    ConcurrentPayments payments_;
    ForgetfulInbox forgetful_;
    SteppedUnits units_;
    ImmediateUnits immediate_{units_};
    LifeLine line_;
    const flows::CrashHook crash_ = [this](flows::CrashPoint point) {
        if (point != flows::CrashPoint::BeforeCommit) passed();  // that one is the lane's: it may not run the dice's other end
    };
    flows::InboundGate gate_;
    flows::AttemptRunner runner_;
    flows::Carrier carrier_;
    flows::Steps steps_;
    flows::Changes changes_;
    flows::Events events_;
    ledger::LedgerWriter ledger_;
    identity::Merges merges_;
    flows::CareFlows care_;
    identity::index::MatchedPeople matched_people_;
    identity::HospitalFiles hospital_files_;
    identity::index::KnownPeople known_people_;
    flows::RecordFlow records_;
    flows::FileFlow files_;
    flows::FileMatching file_matching_;
    flows::InboundFlow inbound_;
    jobs::EventRelay relay_;
    jobs::InboundApplier applier_;
    jobs::Periodic resolver_;
    jobs::Periodic ticker_;
};

}  // namespace hub::simulate
