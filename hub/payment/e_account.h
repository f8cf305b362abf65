#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/contract/operations/bank.h"
#include "hub/core/clock.h"
#include "hub/payment/ids.h"

/// A person's e-account (电子账户) at the bank and the money that goes into it and out of it through the person's own card.
///
/// The money is the person's and lies at the bank; the hub's books mirror it. `e_account/<person>` is what the bank has for this one
/// person, `bank/<bank>.e_accounts` what it has for all of them together, so the two sides of a top-up or a withdrawal are these two and
/// nothing else: neither our collection account nor a channel's clearing is touched. Money that pays a bill, or comes back from one, moves
/// in the mirror likewise; what it does for the bill is booked by payment and refund, whose clearing account is the bank's collection. At
/// rest (no transfer of the person open) the mirror equals the bank's balance. While money is on its way out its amount is frozen in the
/// mirror; what comes in is not in the mirror before the bank has booked it. So the mirror never says that there is more than the bank has.
namespace hub::payment {

std::string eAccountMirror(PersonId person);         ///< "e_account/<person>": in the ledger, never below zero
std::string eAccountsAtBank(std::string_view bank);  ///< "bank/<bank>.e_accounts"

enum class EAccountState {
    Opening,  ///< the bank is asked
    InDoubt,  ///< nobody knows whether the bank has opened it: the same again brings the account that stands
    Open,
    Refused,  ///< there is none; another one may be asked for
};

constexpr auto enumNames(EAccountState) {
    using Name = std::pair<EAccountState, std::string_view>;
    return std::array{Name{EAccountState::Opening, "opening"}, Name{EAccountState::InDoubt, "in_doubt"}, Name{EAccountState::Open, "open"},
                      Name{EAccountState::Refused, "refused"}};
}

/// Nothing more is going to happen by itself.
constexpr bool isFinal(EAccountState state) { return state == EAccountState::Open || state == EAccountState::Refused; }

/// A value; decide() makes the next one. A person has one that is not refused, at whatever bank: the mirror is the person's.
struct EAccount {
    EAccountId id;
    PersonId person;
    std::string bank;  ///< code of the counterparty
    EAccountState state = EAccountState::Opening;
    std::optional<contract::AccountOpen::Request> asked;  ///< until it is final, for an opening that is not sent yet
    std::optional<core::Sensitive<std::string>> number;   ///< at the bank; Open
    std::optional<core::UtcTime> opened_at;               ///< by the bank; Open
    std::string reason;                                   ///< Refused: name of a contract::RefusalReason
    std::int32_t tries = 0;
    bool handed_over = false;
    core::UtcTime created_at;
    std::optional<core::UtcTime> next_check_at;  ///< set exactly while the state is not final
    std::optional<core::UtcTime> hand_over_at;   ///< set exactly while the state is not final
    std::int64_t version = 0;
};

/// What moves an e-account's money: the person, or a payment and its refunds.
enum class AccountTransferKind {
    TopUp,     ///< own card -> e-account (充值)
    Withdraw,  ///< e-account -> own card (提现)
    Pay,       ///< e-account -> our collection account: a payment's leg
    GiveBack,  ///< and back: a refund
};

constexpr auto enumNames(AccountTransferKind) {
    using Name = std::pair<AccountTransferKind, std::string_view>;
    return std::array{Name{AccountTransferKind::TopUp, "top_up"}, Name{AccountTransferKind::Withdraw, "withdraw"},
                      Name{AccountTransferKind::Pay, "pay"}, Name{AccountTransferKind::GiveBack, "give_back"}};
}

/// Out of the e-account: the amount is frozen before the bank is asked.
constexpr bool takes(AccountTransferKind kind) { return kind == AccountTransferKind::Withdraw || kind == AccountTransferKind::Pay; }

contract::TransferKind toContract(AccountTransferKind kind);

enum class AccountTransferState {
    Freezing,   ///< takes(): the ledger is told to freeze the amount
    Sending,    ///< the bank is told
    InDoubt,    ///< nobody knows whether the bank took it: the same number again, or a question
    Accepted,   ///< accepted is not done
    Booking,    ///< the bank has done it, the ledger is told
    Releasing,  ///< the bank will not take it, the ledger is told to free the amount
    Done,
    Rejected,  ///< no money moved
};

constexpr auto enumNames(AccountTransferState) {
    using Name = std::pair<AccountTransferState, std::string_view>;
    return std::array{Name{AccountTransferState::Freezing, "freezing"}, Name{AccountTransferState::Sending, "sending"},
                      Name{AccountTransferState::InDoubt, "in_doubt"},  Name{AccountTransferState::Accepted, "accepted"},
                      Name{AccountTransferState::Booking, "booking"},   Name{AccountTransferState::Releasing, "releasing"},
                      Name{AccountTransferState::Done, "done"},         Name{AccountTransferState::Rejected, "rejected"}};
}

constexpr bool isFinal(AccountTransferState state) {
    return state == AccountTransferState::Done || state == AccountTransferState::Rejected;
}

/// Money into or out of an e-account. A value; decide() makes the next one.
struct AccountTransfer {
    AccountTransferId id;
    std::string client;       ///< who asked for it; empty: the hub itself. At most 64 bytes, as the key
    std::string request_key;  ///< the same key of the same client never starts a second one
    PersonId person;          ///< the account's: whose mirror it is
    EAccountId account;
    std::string bank;
    AccountTransferKind kind = AccountTransferKind::TopUp;
    core::Money amount;
    std::string number;                   ///< ours at the bank: the same on every retry
    std::optional<PaymentId> payment;     ///< Pay: is told the end
    std::optional<RefundId> refund;       ///< GiveBack: is told the end
    std::optional<std::string> original;  ///< GiveBack: our number of the Pay
    AccountTransferState state = AccountTransferState::Sending;
    bool unwanted = false;      ///< the payment was given up: it ends where that is still possible
    bool nothing_sent = false;  ///< the last call never left
    std::optional<std::string> bank_number;
    std::optional<core::UtcTime> booked_at;  ///< by the bank
    std::optional<core::Date> bank_day;      ///< whose statement has it
    std::string reason;                      ///< Releasing, Rejected: the bank's code, or name of a contract::RefusalReason
    std::int32_t tries = 0;
    bool handed_over = false;
    core::UtcTime created_at;
    std::optional<core::UtcTime> next_check_at;  ///< set exactly while the state is not final
    std::optional<core::UtcTime> hand_over_at;   ///< set exactly while the state is not final
    std::int64_t version = 0;
};

}  // namespace hub::payment
