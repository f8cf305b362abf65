#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"
#include "hub/payment/case.h"
#include "hub/payment/e_account.h"
#include "hub/payment/payment_machine.h"

/// The opening of an e-account as a pure machine; carried out as the payment's in payment_machine.h.
namespace hub::payment {

namespace e_account_event {

struct Tick {};

/// How account.open stands.
struct OpenMoved {
    core::AttemptState state = core::AttemptState::Done;
    std::optional<contract::AccountOpen::Result> opened;  ///< Done
    std::optional<contract::RefusalReason> refusal;       ///< Refused
};

}  // namespace e_account_event

struct EAccountEvent {
    core::UtcTime at;
    std::variant<e_account_event::Tick, e_account_event::OpenMoved> what;
};

namespace e_account_action {

/// account.open. With `again` an attempt that is proved never to have been is sent once more: same row, same number.
struct Call {
    bool again = false;
};

struct OpenCase {
    CaseKind kind = CaseKind::Overdue;
};

struct Publish {};  ///< e_account.changed

}  // namespace e_account_action

using EAccountAction = std::variant<e_account_action::Call, e_account_action::OpenCase, e_account_action::Publish>;

struct EAccountDecision {
    EAccount next;
    std::vector<EAccountAction> actions;
};

EAccountDecision openEAccount(EAccountId id, PersonId person, std::string_view bank, contract::AccountOpen::Request asked, core::UtcTime at,
                              const PaymentRules& rules);

/// Facts never fail, whatever their order and number.
EAccountDecision decide(const EAccount& account, const EAccountEvent& event, const PaymentRules& rules);

}  // namespace hub::payment
