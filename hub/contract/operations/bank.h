#pragma once

#include "hub/contract/operations/collect.h"
#include "hub/contract/people.h"
#include "hub/core/date.h"

/// collect/1, what a bank offers beside a channel's orders: accounts of people, transfers, statements.
namespace hub::contract {

/// Opens a person's e-account (电子账户) at the bank. The same person again gets the same account.
struct AccountOpen {
    static constexpr std::string_view kName = "account.open";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "AccountOpenRequest";
        PersonDetails person;
        core::Sensitive<std::string> linked_card;  ///< the person's own bank card: the only way money comes in or goes out by the person
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("person", self.person, "for whom, with certificate and telephone");
            field("linked_card", self.linked_card, "number of the person's own bank card");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "AccountOpenResult";
        core::Sensitive<std::string> account;
        core::UtcTime opened_at;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("account", self.account, "number of the account");
            field("opened_at_ms", self.opened_at, "when");
        }
    };
};

struct AccountBalance {
    static constexpr std::string_view kName = "account.balance";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "AccountBalanceRequest";
        core::Sensitive<std::string> account;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("account", self.account, "number of the account");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "AccountBalanceResult";
        core::Money balance;  ///< never negative
        core::UtcTime at;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("balance_fen", self.balance, "what is there");
            field("at_ms", self.at, "when it was so");
        }
    };
};

enum class TransferKind {
    TopUp,     ///< linked card -> e-account
    Withdraw,  ///< e-account -> linked card
    Pay,       ///< e-account -> the hub's collection account
    GiveBack,  ///< the hub's collection account -> e-account; names the Pay it gives back of
    Payout,    ///< the hub's collection account -> a hospital's account
};
constexpr auto enumNames(TransferKind) {
    using Name = std::pair<TransferKind, std::string_view>;
    return std::array{Name{TransferKind::TopUp, "top_up"}, Name{TransferKind::Withdraw, "withdraw"}, Name{TransferKind::Pay, "pay"},
                      Name{TransferKind::GiveBack, "give_back"}, Name{TransferKind::Payout, "payout"}};
}

enum class TransferState { Accepted, Done, Rejected };
constexpr auto enumNames(TransferState) {
    using Name = std::pair<TransferState, std::string_view>;
    return std::array{Name{TransferState::Accepted, "accepted"}, Name{TransferState::Done, "done"},
                      Name{TransferState::Rejected, "rejected"}};
}

struct BankTransfer {
    static constexpr std::string_view kTypeName = "BankTransfer";
    std::string our_number;
    TransferKind kind = TransferKind::Pay;
    TransferState state = TransferState::Accepted;
    core::Money amount;
    std::optional<std::string> bank_number;
    std::optional<core::UtcTime> booked_at;  ///< Done
    std::optional<core::Date> bank_day;      ///< the bank's own day: whose statement has it
    std::optional<std::string> reason;       ///< Rejected: the bank's code

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("our_number", self.our_number, "our number of the transfer");
        field("kind", self.kind, "from where to where");
        field("state", self.state, "accepted is not done");
        field("amount_fen", self.amount, "how much");
        field("bank_number", self.bank_number, "the bank's number");
        field("booked_at_ms", self.booked_at, "when it was booked");
        field("bank_day", self.bank_day, "the bank's day it belongs to");
        field("reason", self.reason, "the bank's code of a rejection");
    }
};

/// One number moves money once. Refused with BalanceTooLow rather than below zero. Accepted: transfer.find tells the end.
struct TransferCreate {
    static constexpr std::string_view kName = "transfer.create";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "TransferCreateRequest";
        TransferKind kind = TransferKind::Pay;
        core::Sensitive<std::string> account;  ///< the e-account; Payout: the hospital's account
        core::Money amount;                    ///< above zero
        std::optional<std::string> original;   ///< GiveBack: our number of the Pay; never more than it in all
        std::string summary;                   ///< on the statement; no person, no diagnosis
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("kind", self.kind, "from where to where");
            field("account", self.account, "the e-account; of a payout the hospital's account");
            field("amount_fen", self.amount, "how much");
            field("original", self.original, "our number of the payment that is given back");
            field("summary", self.summary, "what the statement says");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "TransferCreateResult";
        BankTransfer transfer;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("transfer", self.transfer, "as it stands");
        }
    };
};

struct TransferFind {
    static constexpr std::string_view kName = "transfer.find";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "TransferFindRequest";
        std::string our_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("our_number", self.our_number, "our number of the transfer");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "TransferFindResult";
        std::optional<BankTransfer> transfer;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("transfer", self.transfer, "absent: the bank knows no such transfer");
        }
    };
};

}  // namespace hub::contract
