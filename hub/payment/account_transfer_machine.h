#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"
#include "hub/payment/case.h"
#include "hub/payment/e_account.h"
#include "hub/payment/payment_machine.h"

/// A transfer of an e-account as a pure machine; carried out as the payment's in payment_machine.h. What goes out is frozen in the mirror,
/// then asked of the bank, then posted or voided; what comes in is asked of the bank, then booked.
namespace hub::payment {

/// What the ledger is told about a transfer; each is one command, and its name the command's step.
enum class MirrorEntry {
    Freeze,   ///< a hold of the amount, eAccountMirror() -> eAccountsAtBank(), that nothing but the next two end
    Take,     ///< posts the hold
    Release,  ///< voids the hold
    Add,      ///< eAccountsAtBank() -> eAccountMirror()
};

constexpr auto enumNames(MirrorEntry) {
    using Name = std::pair<MirrorEntry, std::string_view>;
    return std::array{Name{MirrorEntry::Freeze, "freeze"}, Name{MirrorEntry::Take, "take"}, Name{MirrorEntry::Release, "release"},
                      Name{MirrorEntry::Add, "add"}};
}

namespace account_transfer_event {

struct Tick {};

/// How transfer.create stands.
struct CreateMoved {
    core::AttemptState state = core::AttemptState::Done;
    std::optional<contract::BankTransfer> transfer;  ///< Done
    std::optional<contract::RefusalReason> refusal;  ///< Refused
};

/// Answer to AskTransfer. No transfer: proves nothing.
struct TransferSeen {
    std::optional<contract::BankTransfer> transfer;
};

enum class Booked { Accepted, TooLittle, Refused };  ///< TooLittle: the mirror would go below zero
struct MirrorEnded {
    MirrorEntry entry = MirrorEntry::Freeze;
    Booked booked = Booked::Accepted;
};

/// By the payment that was given up: nothing is taken that is not taken already, or may be.
struct Unwanted {};

}  // namespace account_transfer_event

struct AccountTransferEvent {
    core::UtcTime at;
    std::variant<account_transfer_event::Tick, account_transfer_event::CreateMoved, account_transfer_event::TransferSeen,
                 account_transfer_event::MirrorEnded, account_transfer_event::Unwanted>
        what;
};

namespace account_transfer_action {

/// transfer.create. With `again` an attempt that is proved never to have been is sent once more: same row, same number.
struct Call {
    bool again = false;
};

struct AskTransfer {};  ///< transfer.find

struct SubmitMirror {
    MirrorEntry entry = MirrorEntry::Freeze;
};

struct OpenCase {
    CaseKind kind = CaseKind::Overdue;
};

/// Of a Pay or a GiveBack, in the same unit of work as the transfer's own row: its payment or refund hears how it ended.
struct TellOwner {
    bool done = true;
};

struct Publish {};  ///< account_transfer.changed

}  // namespace account_transfer_action

using AccountTransferAction =
    std::variant<account_transfer_action::Call, account_transfer_action::AskTransfer, account_transfer_action::SubmitMirror,
                 account_transfer_action::TellOwner, account_transfer_action::OpenCase, account_transfer_action::Publish>;

struct AccountTransferDecision {
    AccountTransfer next;
    std::vector<AccountTransferAction> actions;
};

/// What is to be moved. `number` is made before, in the bank's form.
struct AccountTransferWish {
    AccountTransferId id;
    std::string client;
    std::string request_key;
    AccountTransferKind kind = AccountTransferKind::TopUp;
    core::Money amount;
    std::string number;
    std::optional<PaymentId> payment;     ///< Pay
    std::optional<RefundId> refund;       ///< GiveBack, as the next
    std::optional<std::string> original;  ///< our number of the Pay
};

/// Also: AccountNotFound (the account is not open), MoneyOutOfRange (not above zero, or more than the ledger moves at once).
core::Result<AccountTransferDecision> openTransfer(const EAccount& account, AccountTransferWish wish, core::UtcTime at,
                                                   const PaymentRules& rules);

/// Facts never fail, whatever their order and number.
AccountTransferDecision decide(const AccountTransfer& transfer, const AccountTransferEvent& event, const PaymentRules& rules);

}  // namespace hub::payment
