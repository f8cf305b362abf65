#pragma once

#include <string>
#include <vector>

#include "hub/app/simulate/books.h"
#include "hub/app/simulate/simulation.h"

namespace hub::simulate {

/// Compares what everybody has when all has come to rest: the hub's tables, the counterparties' own books, and what people were told.
/// The rules are those of docs/operations/simulate.md.
class Invariants {
  public:
    /// All outlive this.
    Invariants(SimulatedHub& hub, SimulatedRegion& region, const std::vector<Visit>& visits, const Trail& trail)
        : hub_(hub), region_(region), visits_(visits), trail_(trail) {}

    /// Also: what the stores answer with.
    core::Result<std::vector<Broken>> check(const HubBooks& books);

  private:
    void checkPayment(const KnownPayment& known, const Visit& visit);
    void checkEnd(const KnownPayment& known, const Visit& visit);
    void checkRefunds(const KnownPayment& known);
    void checkPromises(const HubBooks& books);
    void checkBills(const HubBooks& books);
    void checkOrders(const HubBooks& books);
    void checkMoney(const HubBooks& books);
    core::Result<void> checkLedger();
    core::Result<void> checkOutbox(const HubBooks& books);
    core::Money balance(const std::string& account);
    void broken(std::string rule, std::string where, std::string what, std::vector<std::string> about);
    static std::vector<std::string> aboutOf(const KnownPayment& known, const Visit& visit);
    std::vector<std::string> aboutBill(const HubBooks& books, const std::string& bill) const;

    SimulatedHub& hub_;
    SimulatedRegion& region_;
    const std::vector<Visit>& visits_;
    const Trail& trail_;
    std::vector<Broken> found_;
};

}  // namespace hub::simulate
