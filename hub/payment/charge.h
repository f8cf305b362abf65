#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "hub/contract/operations/billing.h"
#include "hub/payment/case.h"
#include "hub/payment/ids.h"

namespace hub::payment {

enum class ChargeState {
    Open,       ///< payable
    InPayment,  ///< one payment has it; nobody else may pay it
    Paid,       ///< not payable again until its refund is done or an operator decides
    Refunded,   ///< paid and given back; payable again only when the hospital tells it again
    Cancelled,  ///< the hospital no longer wants it
    Unclear,    ///< without a key and like another one: the hospital says whether it is a second one
};

constexpr auto enumNames(ChargeState) {
    using Name = std::pair<ChargeState, std::string_view>;
    return std::array{Name{ChargeState::Open, "open"},           Name{ChargeState::InPayment, "in_payment"},
                      Name{ChargeState::Paid, "paid"},           Name{ChargeState::Refunded, "refunded"},
                      Name{ChargeState::Cancelled, "cancelled"}, Name{ChargeState::Unclear, "unclear"}};
}

/// What a hospital wants paid, as we know it (CONTRACT 5). A value.
struct Charge {
    ChargeId id;
    std::string hospital;            ///< code of the counterparty
    std::optional<PersonId> person;  ///< none: nobody is linked to the file yet
    core::Sensitive<core::CardNumber> local_patient;
    contract::Charge content;               ///< what is payable or was paid; its key is "hub:<id>" where the hospital has none
    std::optional<contract::Charge> later;  ///< InPayment, Paid: other content told meanwhile
    bool gone = false;                      ///< InPayment: the hospital took it back meanwhile
    ChargeState state = ChargeState::Open;
    std::optional<PaymentId> payment;  ///< InPayment, Paid, Refunded
    core::UtcTime changed_at;
    std::int64_t version = 0;
};

/// Key, version and total are the content; where the version is a hash it covers the lines. Keyless: everything counts.
bool sameContent(const contract::Charge& one, const contract::Charge& other);

namespace charge_event {
struct Told {  ///< charge.created, charge.changed or a place in a list: the content says what it is
    contract::Charge content;
};
struct Cancelled {};  ///< the hospital says so
struct Absent {};     ///< not in the complete open set
struct PaymentStarted {
    PaymentId payment;
};
struct PaymentCompleted {
    PaymentId payment;
};
struct PaymentEnded {  ///< without the hospital having our money: unpaid or given back
    PaymentId payment;
};
struct RefundDone {  ///< posted at the hospital
    bool whole = true;
    std::string remaining_version;  ///< unless whole
    core::Money remaining_total;
};
enum class Decision { Payable, Dropped };
struct Decided {  ///< by a person: of an unclear charge, or of content that came after it was paid
    Decision decision = Decision::Payable;
};
}  // namespace charge_event

using ChargeEvent =
    std::variant<charge_event::Told, charge_event::Cancelled, charge_event::Absent, charge_event::PaymentStarted,
                 charge_event::PaymentCompleted, charge_event::PaymentEnded, charge_event::RefundDone, charge_event::Decided>;

namespace charge_action {
struct Publish {  ///< on the person's stream
    std::string_view type;
};
struct TellPayment {  ///< payment_event::ChargeMoved
    PaymentId payment;
};
struct OpenCase {
    CaseKind kind = CaseKind::PossibleDuplicate;
};
}  // namespace charge_action

using ChargeAction = std::variant<charge_action::Publish, charge_action::TellPayment, charge_action::OpenCase>;

struct ChargeDecision {
    Charge next;
    std::vector<ChargeAction> actions;
};

/// A charge that was not known. `content` without a key that equals another open or paid one of the file is Unclear.
ChargeDecision newCharge(Charge blank, contract::Charge content, bool like_another, core::UtcTime at);

/// What happens to a charge. Pure. Facts never fail; also: ChargeNotPayable (PaymentStarted), DecisionNotOpen (Decided).
core::Result<ChargeDecision> decide(const Charge& charge, const ChargeEvent& event, core::UtcTime at);

}  // namespace hub::payment
