#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/contract/operations/collect.h"
#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"
#include "hub/core/numbered_step.h"
#include "hub/payment/case.h"
#include "hub/payment/payment.h"
#include "hub/payment/payment_wish.h"
#include "hub/payment/refund.h"

/// The payment as a pure machine (MECHANISMS 1): decide(state, event) -> state', actions. Flows store state' with the attempts its
/// actions need in one unit of work, then carry the actions out. After a crash the next Tick gives the state's actions again, and
/// each of them is harmless the second time.
namespace hub::payment {

/// The steps that are written as attempts.
enum class PaymentStep { OrderCreate, OrderClose, HisConfirm };

constexpr auto enumNames(PaymentStep) {
    using Name = std::pair<PaymentStep, std::string_view>;
    return std::array{Name{PaymentStep::OrderCreate, "order_create"}, Name{PaymentStep::OrderClose, "order_close"},
                      Name{PaymentStep::HisConfirm, "his_confirm"}};
}

namespace payment_event {

/// next_check_at has come. Early ones do nothing.
struct Tick {};

/// Answer to CheckCharges.
enum class ChargesFound { AsExpected, Changed, NotReadable };
struct ChargesChecked {
    ChargesFound found = ChargesFound::AsExpected;
};

/// What the insurer's side of the payment has come to (settlement_machine.h). In the unit of work in which it did: once.
enum class InsurerSaid { Quoted, Settled, Undone };
struct SettlementMoved {
    InsurerSaid said = InsurerSaid::Quoted;
    std::optional<Split> split;  ///< Quoted, unless there is no quote (mobile chain), and Settled: of the payment's total
    std::string number;          ///< Settled: the insurer's
};

/// The person accepts this split. Also twice.
struct Agreed {
    Split split;
};

/// An attempt of ours moved on: by its answer, by the resolver, or by a person who looked. Decided in the unit of work that moves the
/// attempt, so in the order of its versions; it may come twice.
struct StepMoved {
    core::NumberedStep<PaymentStep> step;
    core::AttemptState state = core::AttemptState::Done;
    std::optional<contract::ChannelOrder> order;                   ///< OrderCreate Done
    std::optional<contract::PaymentConfirm::Result> confirmation;  ///< HisConfirm Done
    std::optional<contract::RefusalReason> refusal;                ///< Refused
    bool earlier_step_done = false;                                ///< HisConfirm: the hospital keeps a step before this one (CONTRACT 4)
};

/// How the transfer of an e-account leg ended. In the unit of work in which it did: once.
struct TransferEnded {
    bool done = true;                        ///< false: no money moved
    std::optional<std::string> bank_number;  ///< done
    std::optional<core::UtcTime> booked_at;  ///< done
};

/// Answer to AskOrder, or the channel's notification. No order: the channel knows none, which proves nothing.
struct OrderSeen {
    std::optional<contract::ChannelOrder> order;
};

/// The ledger's answer to SubmitLedger. One that was not taken (busy, down) gives no event: the Tick sends it again.
enum class Entry { Collected, Revoked };
struct LedgerEnded {
    Entry entry = Entry::Collected;
    bool accepted = true;
};

/// Answer to AskHis.
struct HisFound {
    std::optional<contract::Finding> finding;                      ///< none: this hospital can be asked by nothing, so its refusal stands
    std::optional<contract::PaymentConfirm::Result> confirmation;  ///< Ours
};

/// A charge in this payment was changed or taken back by the hospital.
struct ChargeMoved {};

struct CancelAsked {};

/// A refund of this payment ended. In the unit of work that ends the refund: once.
struct RefundEnded {
    core::Money amount;
    bool returned = true;  ///< false: nothing went back
};

enum class Decision { Completed, GiveBack };
struct Decided {  ///< by a person, Frozen only
    Decision decision = Decision::Completed;
};

}  // namespace payment_event

struct PaymentEvent {
    core::UtcTime at;
    std::variant<payment_event::Tick, payment_event::ChargesChecked, payment_event::SettlementMoved, payment_event::Agreed,
                 payment_event::StepMoved, payment_event::TransferEnded, payment_event::OrderSeen, payment_event::LedgerEnded,
                 payment_event::HisFound, payment_event::ChargeMoved, payment_event::CancelAsked, payment_event::RefundEnded,
                 payment_event::Decided>
        what;
};

namespace payment_action {

/// Read charge.list (booking.quote for a booking), or our own rows where the hospital only pushes, and compare with `items`.
struct CheckCharges {};

/// Bring about the attempt (payment, step): added and sent if there is none, back to Ready and sent again under its number if it
/// was NotReached; anything else is the resolver's, also Ready: a crash may have been faster than the call.
struct Call {
    core::NumberedStep<PaymentStep> step;
    std::string_view operation;  ///< word of CONTRACT
};

/// In the same unit of work as the payment's own row.
enum class Insurer { Settle, Undo };
struct TellSettlement {
    Insurer what = Insurer::Settle;
};

/// In the same unit of work: the transfer of an e-account leg. Start: one that stands is left alone.
enum class Bank { Start, Stop };
struct TellTransfer {
    Bank what = Bank::Start;
};

struct AskOrder {};  ///< order.find
struct AskHis {};    ///< inquire the his_confirm once

struct SubmitLedger {
    payment_event::Entry entry = payment_event::Entry::Collected;
    LedgerCommand command;
};

/// Open the one refund with this cause; one that stands is left alone.
struct StartRefund {
    RefundCause cause = RefundCause::GiveBack;
    core::Money amount;
};

/// To the charges or the booking.
enum class Told { Started, Completed, Ended };
struct TellSubject {
    Told told = Told::Started;
};

struct OpenCase {
    CaseKind kind = CaseKind::Overdue;
};

struct Publish {  ///< on the person's stream
    std::string_view type;
};

}  // namespace payment_action

using PaymentAction =
    std::variant<payment_action::CheckCharges, payment_action::TellSettlement, payment_action::Call, payment_action::TellTransfer,
                 payment_action::AskOrder, payment_action::AskHis, payment_action::SubmitLedger, payment_action::StartRefund,
                 payment_action::TellSubject, payment_action::OpenCase, payment_action::Publish>;

struct PaymentDecision {
    Payment next;
    std::vector<PaymentAction> actions;
};

struct PaymentRules {
    core::Duration order_lifetime{15 * 60'000};   ///< how long the payer may take
    core::Duration hand_over_after{30 * 60'000};  ///< in one state; a person takes part then, and the machine goes on
    core::Duration wait_first{2'000};             ///< before the first look; doubles each time
    core::Duration wait_most{10 * 60'000};
    core::Duration wait_most_collecting{30'000};  ///< a person stands there with a phone
    std::int32_t tries_max = 3;                   ///< while nothing has happened yet
};

/// Errors of paymentOf().
core::Result<PaymentDecision> openPayment(PaymentWish wish, core::UtcTime at, const PaymentRules& rules);

/// Facts never fail, whatever their order and number. Also: PaymentNotCancellable (CancelAsked), PaymentExpectationDiffers (Agreed: that is
/// not what the person would pay now), DecisionNotOpen (Decided).
core::Result<PaymentDecision> decide(const Payment& payment, const PaymentEvent& event, const PaymentRules& rules);

}  // namespace hub::payment
