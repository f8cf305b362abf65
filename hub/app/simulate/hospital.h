#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "hub/contract/operations/billing.h"
#include "hub/contract/outcome.h"
#include "hub/core/clock.h"
#include "hub/flows/counterparties.h"

namespace hub::simulate {

/// How a hospital speaks with the hub.
enum class Speaks {
    Polled,   ///< lists its charges when asked, and tells nothing by itself
    Pushes,   ///< tells of its charges, which have keys; cannot be asked for a list
    Keyless,  ///< tells of its charges, which have none, and can be asked after nothing (HL7 v2, CONTRACT 10)
};

/// A hospital's own books: one bill a file. It knows nothing of the hub but the numbers it was given.
class SimulatedHospital {
  public:
    struct Bill {
        std::string key;
        std::int64_t version = 1;
        core::Money total;
        bool cancelled = false;
        std::optional<std::string> paid_by;           ///< our number, or kWindow
        std::map<std::string, core::Money> returned;  ///< by the number it came under

        core::Money left() const;
    };
    static constexpr std::string_view kWindow = "window";

    SimulatedHospital(std::string code, Speaks speaks) : code_(std::move(code)), speaks_(speaks) {}

    const std::string& code() const { return code_; }
    Speaks speaks() const { return speaks_; }

    /// What it wants paid, as it tells or lists it.
    contract::Charge chargeOf(const Bill& bill) const;

    flows::CallAnswer serve(const flows::Call& call, core::UtcTime now, bool in_the_mood, bool hides_it);
    flows::InquiryAnswer find(const flows::Call& call, core::UtcTime now) const;
    std::optional<contract::Capability> capability(std::string_view operation) const;

    /// The bill that carries this number of ours; nothing: none does.
    const Bill* paidUnder(std::string_view number) const;

    std::map<std::string, Bill> bills;  ///< by local patient
    bool overdrawn = false;             ///< more was posted as returned than was paid

  private:
    flows::CallAnswer list(const flows::Call& call) const;
    flows::CallAnswer confirm(const flows::Call& call, core::UtcTime now, bool in_the_mood, bool hides_it);
    flows::CallAnswer checkRefund(const flows::Call& call) const;
    flows::CallAnswer confirmRefund(const flows::Call& call, core::UtcTime now);
    contract::PaymentConfirm::Result receiptOf(std::string_view number, core::UtcTime now) const;

    const std::string code_;
    const Speaks speaks_;
    std::set<std::string> refused_;  // a number that got a no gets it again
};

}  // namespace hub::simulate
