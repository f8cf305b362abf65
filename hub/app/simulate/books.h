#pragma once

#include <map>
#include <string>
#include <vector>

#include "hub/app/simulate/hub.h"
#include "hub/app/simulate/people.h"

namespace hub::simulate {

/// What the hub has about one payment, read anew.
struct KnownPayment {
    payment::Payment payment;
    std::vector<payment::Refund> refunds;
    std::vector<payment::Case> cases;              ///< open ones, of it and of its refunds
    std::vector<std::string> numbers_at_hospital;  ///< ours, of every confirmation

    bool hasCase(payment::CaseKind kind) const;
    bool hasCaseOf(core::IdBits subject) const;
    /// Nothing of it is open without a person knowing.
    bool isSettled() const;
    /// Everything of it has ended, so that all books must agree to the fen.
    bool isOver() const;
};

/// What the hub has about one bill.
struct HubBooks {
    std::vector<KnownPayment> payments;                           ///< of everybody who ever came
    std::map<std::string, std::vector<payment::Charge>> charges;  ///< by the hospital's key of the bill

    bool isSettled() const;
    /// Also: StorageBusy, StorageDown, and what the stores answer with.
    static core::Result<HubBooks> read(SimulatedHub& hub, const std::vector<Visit>& visits);
};

}  // namespace hub::simulate
