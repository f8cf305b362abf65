#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"
#include "hub/core/numbered_step.h"
#include "hub/payment/case.h"
#include "hub/payment/payment_machine.h"
#include "hub/payment/settlement.h"

/// The insurer's part of a payment as a pure machine; as the payment's in payment_machine.h, and carried out in the same way. The steps are
/// undone in the reverse order of their making: settlement, charges, visit.
namespace hub::payment {

enum class SettlementStep { VisitRegister, ChargesUpload, SettlementConfirm, SettlementRevoke, ChargesRevoke, VisitCancel };

constexpr auto enumNames(SettlementStep) {
    using Name = std::pair<SettlementStep, std::string_view>;
    return std::array{
        Name{SettlementStep::VisitRegister, "visit_register"},         Name{SettlementStep::ChargesUpload, "charges_upload"},
        Name{SettlementStep::SettlementConfirm, "settlement_confirm"}, Name{SettlementStep::SettlementRevoke, "settlement_revoke"},
        Name{SettlementStep::ChargesRevoke, "charges_revoke"},         Name{SettlementStep::VisitCancel, "visit_cancel"}};
}

namespace settlement_event {

/// next_check_at has come. Early ones do nothing.
struct Tick {};

/// As payment_event::StepMoved.
struct StepMoved {
    core::NumberedStep<SettlementStep> step;
    core::AttemptState state = core::AttemptState::Done;
    std::optional<std::string> visit;                ///< VisitRegister Done
    std::optional<contract::InsuranceOrder> order;   ///< ChargesUpload Done, in the mobile chain
    std::optional<contract::Settlement> settlement;  ///< SettlementConfirm, SettlementRevoke Done
    bool earlier_step_done = false;                  ///< ChargesUpload: some of the charges stand there
};

/// Answer to AskContext.
enum class ContextFound { Ready, Refused, NotReadable };
struct ContextSeen {
    ContextFound found = ContextFound::NotReadable;
    contract::InsuredVisit visit;  ///< Ready, as the next
    contract::InsuranceBill bill;
};

/// Answer to AskQuote.
enum class QuoteFound { Quoted, Refused, NotReadable };
struct QuoteSeen {
    QuoteFound found = QuoteFound::NotReadable;
    std::optional<contract::SettlementAmounts> amounts;  ///< Quoted
};

/// Answer to AskSettlement. None: the insurer knows no such settlement, which proves nothing.
struct SettlementSeen {
    std::optional<contract::Settlement> settlement;
};

struct SettleAsked {};  ///< by the payment: the person agrees, or a mandate does. Quoted only; else nothing
struct UndoAsked {};    ///< by the payment or a refund; also while something is on its way

/// AskAgain: the insurer has put its amounts right, they are read anew. TakeBack: whatever stands is undone.
enum class Decision { AskAgain, TakeBack };
struct Decided {  ///< by a person, Frozen only
    Decision decision = Decision::TakeBack;
};

}  // namespace settlement_event

struct SettlementEvent {
    core::UtcTime at;
    std::variant<settlement_event::Tick, settlement_event::ContextSeen, settlement_event::StepMoved, settlement_event::QuoteSeen,
                 settlement_event::SettlementSeen, settlement_event::SettleAsked, settlement_event::UndoAsked, settlement_event::Decided>
        what;
};

namespace settlement_action {

struct Call {  ///< as payment_action::Call
    core::NumberedStep<SettlementStep> step;
    std::string_view operation;
};

struct AskContext {};   ///< insured.find and insurance.context
struct AskQuote {};     ///< settlement.quote
struct AskSettlement {  ///< settlement.find
    std::string number;
};

/// In the same unit of work as the settlement's own row.
enum class Told {
    Quoted,   ///< `quoted` says how it would be split
    Settled,  ///< `settled` says how it is; perhaps other than quoted
    Undone,   ///< nothing is settled, `why` says for which reason; what else stands at the insurer is cleared up behind it
};
struct TellPayment {
    Told told = Told::Quoted;
};

struct OpenCase {
    CaseKind kind = CaseKind::Overdue;
};

}  // namespace settlement_action

using SettlementAction = std::variant<settlement_action::Call, settlement_action::AskContext, settlement_action::AskQuote,
                                      settlement_action::AskSettlement, settlement_action::TellPayment, settlement_action::OpenCase>;

struct SettlementDecision {
    Settlement next;
    std::vector<SettlementAction> actions;
};

/// `blank` says for whom and of which total. A visit that the insurer knows already stays there whatever happens.
SettlementDecision openSettlement(Settlement blank, core::UtcTime at, const PaymentRules& rules);

/// Facts never fail. Also: DecisionNotOpen (Decided).
core::Result<SettlementDecision> decide(const Settlement& settlement, const SettlementEvent& event, const PaymentRules& rules);

}  // namespace hub::payment
