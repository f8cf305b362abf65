#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/contract/operations/collect.h"
#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"
#include "hub/payment/case.h"
#include "hub/payment/payment_machine.h"
#include "hub/payment/refund.h"

/// The refund as a pure machine; as the payment's in payment_machine.h, and carried out in the same way.
namespace hub::payment {

enum class RefundStep { RefundCreate, HisRefund };

constexpr auto enumNames(RefundStep) {
    using Name = std::pair<RefundStep, std::string_view>;
    return std::array{Name{RefundStep::RefundCreate, "refund_create"}, Name{RefundStep::HisRefund, "his_refund"}};
}

namespace refund_event {

struct Tick {};

/// Answer to CheckRefund.
enum class Agreement { Agreed, Refused, NotReadable };
struct HisChecked {
    Agreement agreement = Agreement::Agreed;
    core::Money returnable;  ///< Agreed, as the next two: by refund.check
    std::string remaining_version;
    core::Money remaining_total;
};

struct StepMoved {
    RefundStep step = RefundStep::RefundCreate;
    core::AttemptState state = core::AttemptState::Done;
    std::optional<contract::ChannelRefund> refund;   ///< RefundCreate Done
    std::optional<std::string> his_receipt;          ///< HisRefund Done
    std::optional<contract::RefusalReason> refusal;  ///< Refused
};

/// How the transfer back to an e-account ended. In the unit of work in which it did: once.
struct TransferEnded {
    bool done = true;                        ///< false: nothing went back
    std::optional<std::string> bank_number;  ///< done
    std::optional<core::UtcTime> booked_at;  ///< done
};

/// Answer to AskRefund, or the channel's notification. No refund: proves nothing.
struct RefundSeen {
    std::optional<contract::ChannelRefund> refund;
};

enum class Entry { Owed, Returned };
struct LedgerEnded {
    Entry entry = Entry::Owed;
    bool accepted = true;
};

enum class Decision { Again, DoneByHand };  ///< DoneByHand: the payer or the hospital's books have it by other ways
struct Decided {                            ///< by a person, Stuck only
    Decision decision = Decision::Again;
};

}  // namespace refund_event

struct RefundEvent {
    core::UtcTime at;
    std::variant<refund_event::Tick, refund_event::HisChecked, refund_event::StepMoved, refund_event::TransferEnded,
                 refund_event::RefundSeen, refund_event::LedgerEnded, refund_event::Decided>
        what;
};

namespace refund_action {

struct CheckRefund {};  ///< refund.check

/// As payment_action::Call. With `again` an attempt that was refused or never was goes back to Ready in the same unit of work and is
/// sent once more: same row, same number.
struct Call {
    RefundStep step = RefundStep::RefundCreate;
    std::string_view operation;
    bool again = false;
};

/// In the same unit of work: the transfer back to the e-account. One that stands is left alone; after a rejected one another is made with
/// `again`, under a number of its own: the bank has ended the first.
struct StartTransfer {
    bool again = false;
};

struct AskRefund {};  ///< refund.find

struct SubmitLedger {
    LedgerCommand command;
};

/// In the same unit of work as the refund's own row: once.
struct TellPayment {
    payment_event::RefundEnded ended;
};

/// charge_event::RefundDone for the item's charge, or for every charge of the payment. After posting.
struct TellCharges {
    bool whole = true;
    std::string remaining_version;
    core::Money remaining_total;
};

struct OpenCase {
    CaseKind kind = CaseKind::Overdue;
};

struct Publish {
    std::string_view type;
};

}  // namespace refund_action

using RefundAction = std::variant<refund_action::CheckRefund, refund_action::Call, refund_action::StartTransfer, refund_action::AskRefund,
                                  refund_action::SubmitLedger, refund_action::TellPayment, refund_action::TellCharges,
                                  refund_action::OpenCase, refund_action::Publish>;

struct RefundDecision {
    Refund next;
    std::vector<RefundAction> actions;
};

/// What is asked back. `number` is made before, in the channel's form.
struct RefundWish {
    RefundId id;
    std::string client;
    std::string request_key;
    RefundCause cause = RefundCause::PersonAsked;
    std::optional<std::string> item;  ///< the hospital's key of one of the payment's items; none: the only one
    std::vector<std::string> lines;   ///< keys of lines of the item; empty: the whole item
    core::Money amount;
    std::string number;
};

struct OpenedRefund {
    RefundDecision refund;
    Payment payment;  ///< with the amount reserved; stored in the same unit, compared and set
};

/// An item or lines of a completed payment, or all of one that is being given back (cause GiveBack, which the payment has reserved
/// already). `earlier` are all refunds of the payment.
/// Also: PaymentNotRefundable (state, or an item it does not have), RefundTooLarge (more than is left of the payment or of the item),
/// RefundLineTaken (a line that another refund has).
core::Result<OpenedRefund> openRefund(const Payment& payment, std::span<const Refund> earlier, RefundWish wish, core::UtcTime at,
                                      const PaymentRules& rules);

/// Facts never fail. Also: DecisionNotOpen (Decided).
core::Result<RefundDecision> decide(const Refund& refund, const RefundEvent& event, const PaymentRules& rules);

}  // namespace hub::payment
