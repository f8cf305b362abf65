#pragma once

#include <map>

#include "adapters/soap_xml/days.h"
#include "adapters/soap_xml/hospital.h"

namespace adapters::soap_xml {

/// What a charge is made of, and the version that follows from it (CONTRACT 5): a hash of its ordered lines.
struct ChargeContent {
    std::vector<contract::ChargeLine> lines;
    std::string version;
    core::Money total;
};

/// Charges, settlements and stays at one hospital. Any thread.
class Charges {
  public:
    explicit Charges(Hospital& hospital) : hospital_(hospital) {}

    /// 3001, and 3002 for the lines of all of them. A charge whose lines do not add up to it is no answer: PeerAnswerNotValid.
    contract::Outcome<contract::ChargeList::Result> list(const contract::Meta& meta, const contract::ChargeList::Request& request);
    contract::Outcome<contract::ChargeDetail::Result> detail(const contract::Meta& meta, const contract::ChargeDetail::Request& request);

    /// By key, as they stand open now; a key that is not open is not in it. Also: what the lookup says.
    core::Result<std::map<std::string, ChargeContent>> contents(const contract::Meta& meta,
                                                                const core::Sensitive<core::CardNumber>& local_patient,
                                                                const std::vector<std::string>& keys);

    /// With the charges in each receipt (3004). A receipt whose parts do not add up is told to the host and given as it is (trap 15).
    contract::Outcome<contract::SettlementList::Result> settlements(const contract::Meta& meta,
                                                                    const contract::SettlementList::Request& request);

    contract::Outcome<contract::DepositList::Result> deposits(const contract::Meta& meta, const contract::DepositList::Request& request);
    contract::Outcome<contract::DepositAdd::Result> addDeposit(const contract::Meta& meta, const contract::DepositAdd::Request& request);
    contract::Inquiry<contract::DepositAdd::Result> inquireDeposit(const contract::Meta& meta,
                                                                   const contract::DepositAdd::Request& request);

  private:
    void splitAccount(contract::SettlementList::Settled& settled);

    Hospital& hospital_;
};

}  // namespace adapters::soap_xml
