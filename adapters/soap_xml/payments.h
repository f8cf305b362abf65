#pragma once

#include "adapters/soap_xml/charges.h"

namespace adapters::soap_xml {

/// payment.confirm in two steps (CONTRACT 4): 3005 puts exactly the bill on the deposit account under our number, 3007 pays the bill out
/// of it. Any thread; one payment of a patient at a time is the caller's business (trap 21).
class Payments {
  public:
    static constexpr std::string_view kTopUpStep = "top_up";
    static constexpr std::string_view kPayStep = "pay";

    Payments(Hospital& hospital, Charges& charges) : hospital_(hospital), charges_(charges) {}

    /// Before each step the charges are read once more: another version or total is Refused with ChargeChanged, and nothing is sent.
    /// A payment with an insurance part is NotReached: this interface cannot be told of it.
    contract::Outcome<contract::PaymentConfirm::Result> confirm(const contract::Meta& meta,
                                                                const contract::PaymentConfirm::Request& request);

    /// top_up: by our number in 3006. pay: ours when our top-up names a settlement whose lines are of our charges; someone else's when
    /// the charges are paid by another operator and our top-up is unused; what else can be seen is CannotTell.
    contract::Inquiry<contract::PaymentConfirm::Result> inquire(const contract::Meta& meta,
                                                                const contract::PaymentConfirm::Request& request);

  private:
    using Request = contract::PaymentConfirm::Request;
    using Result = contract::PaymentConfirm::Result;

    std::optional<contract::Outcome<Result>> hindrance(const contract::Meta& meta, const Request& request);
    contract::Outcome<Result> topUp(const contract::Meta& meta, const Request& request);
    contract::Outcome<Result> pay(const contract::Meta& meta, const Request& request);
    contract::Inquiry<Result> inquireTopUp(const contract::Meta& meta, const Request& request);
    contract::Inquiry<Result> inquirePay(const contract::Meta& meta, const Request& request);
    contract::Inquiry<Result> whoPaid(const contract::Meta& meta, const Request& request);
    /// The top-up under `order`; nothing when there is none. Also: PeerAnswerNotValid when it is not this payment's.
    core::Result<std::optional<contract::Deposit>> topUpOf(const contract::Meta& meta, const Request& request, const std::string& order);

    Hospital& hospital_;
    Charges& charges_;
};

}  // namespace adapters::soap_xml
