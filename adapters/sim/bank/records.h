#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/sim/common/answer.h"
#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/describe.h"
#include "hub/core/money.h"

/// What the bank keeps, and what it is asked and says: schemas/wire/bank.md. A time of 0 means none.
namespace adapters::sim::bank {

using common::Answer;
using common::Refusal;
using hub::core::Date;
using hub::core::Money;
using hub::core::UtcTime;

constexpr std::size_t kNumberMin = 6;
constexpr std::size_t kNumberMax = 32;
constexpr std::size_t kAccountDigits = 19;
constexpr std::string_view kEAccountPrefix = "6217";

// Asked: as it stands on the wire.

struct OpenRequest {
    static constexpr std::string_view kTypeName = "OpenRequest";
    std::string number;
    std::string name;
    std::string certificate_type;
    std::string certificate;
    std::string phone;
    std::string linked_card;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the client's");
        field("name", self.name, "of the person");
        field("certificate_type", self.certificate_type, "code of it");
        field("certificate", self.certificate, "its number");
        field("phone", self.phone, "digits");
        field("linked_card", self.linked_card, "the person's own card");
    }
};

struct BalanceRequest {
    static constexpr std::string_view kTypeName = "BalanceRequest";
    std::string account;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("account", self.account, "an e-account, or the collection account");
    }
};

enum class TransferKind { TopUp, Withdraw, Pay, GiveBack, Payout };
constexpr auto enumNames(TransferKind) {
    using Name = std::pair<TransferKind, std::string_view>;
    return std::array{Name{TransferKind::TopUp, "top_up"}, Name{TransferKind::Withdraw, "withdraw"}, Name{TransferKind::Pay, "pay"},
                      Name{TransferKind::GiveBack, "give_back"}, Name{TransferKind::Payout, "payout"}};
}

struct TransferRequest {
    static constexpr std::string_view kTypeName = "TransferRequest";
    std::string number;
    TransferKind kind = TransferKind::Pay;
    std::string account;
    Money amount;
    std::string original;
    std::string summary;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the client's");
        field("kind", self.kind, "from where to where");
        field("account", self.account, "the e-account; of a payout the hospital's");
        field("amount", self.amount, "whole fen");
        field("original", self.original, "of a give_back: the number of the pay");
        field("summary", self.summary, "for the statement");
    }
};

struct FindRequest {
    static constexpr std::string_view kTypeName = "FindRequest";
    std::string number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the client's");
    }
};

// Said.

struct OpenedAccount {
    static constexpr std::string_view kTypeName = "OpenedAccount";
    std::string account;
    std::string opened_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("account", self.account, "19 digits");
        field("opened_at", self.opened_at, "yyyy-MM-dd HH:mm:ss");
    }
};

struct Balance {
    static constexpr std::string_view kTypeName = "Balance";
    Money balance;
    std::string at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("balance", self.balance, "whole fen");
        field("at", self.at, "yyyy-MM-dd HH:mm:ss");
    }
};

// Kept.

struct Certificate {
    std::string type;
    std::string number;
};

struct Person {
    std::int64_t id = 0;
    std::string name;
    Certificate certificate;
};

/// Transit holds what has left its account and has not arrived: a withdraw or payout that is only accepted.
enum class AccountKind { Card, EAccount, Collection, Hospital, Transit };
constexpr auto enumNames(AccountKind) {
    using Name = std::pair<AccountKind, std::string_view>;
    return std::array{Name{AccountKind::Card, "card"}, Name{AccountKind::EAccount, "e_account"},
                      Name{AccountKind::Collection, "collection"}, Name{AccountKind::Hospital, "hospital"},
                      Name{AccountKind::Transit, "transit"}};
}

/// What a card's own bank says to a transfer when it ends.
enum class CardState { Good, Closed, Refused };
constexpr auto enumNames(CardState) {
    using Name = std::pair<CardState, std::string_view>;
    return std::array{Name{CardState::Good, "good"}, Name{CardState::Closed, "closed"}, Name{CardState::Refused, "refused"}};
}

struct Account {
    std::int64_t id = 0;
    AccountKind kind = AccountKind::EAccount;
    std::string number;
    std::int64_t person_id = 0;  ///< 0: nobody's
    std::int64_t card_id = 0;    ///< of an e-account: the linked card
    bool frozen = false;
    CardState card_state = CardState::Good;
    Money card_limit;  ///< of one transfer; zero: none
    UtcTime opened_at;
    Money balance;  ///< of a card: what went there less what came, the rest is none of the bank's business
};

enum class TransferState { Accepted, Done, Rejected };
constexpr auto enumNames(TransferState) {
    using Name = std::pair<TransferState, std::string_view>;
    return std::array{Name{TransferState::Accepted, "accepted"}, Name{TransferState::Done, "done"},
                      Name{TransferState::Rejected, "rejected"}};
}

struct Transfer {
    std::int64_t id = 0;
    TransferRequest what;
    std::int64_t account_id = 0;
    TransferState state = TransferState::Accepted;
    std::string reason;
    std::string bank_number;
    Date accepted_day;
    UtcTime ends_at;    ///< planned, and when it did
    UtcTime booked_at;  ///< of one that is done
    UtcTime hidden_until;
};

/// The first request under a number. `body` is its JSON, `refusal` the code of the answer; empty for a yes.
struct TakenNumber {
    std::string number;
    std::string operation;
    std::string body;
    std::string refusal;
};

/// 01 resident ID, 03 passport, 06, 07, 09, 10.
bool isCertificateType(std::string_view code);
bool isCardNumber(std::string_view text);  ///< 12 to 19 digits

// Times and days.

/// The bank's day that `time` falls on: it ends at 23:00.
Date bankDay(UtcTime time);
/// 01:00 of the day after.
UtcTime statementMadeAt(Date day);
std::string timeText(UtcTime time);  ///< "2030-01-02 09:30:00"
std::string compactDay(Date day);    ///< "20300102"

/// A refusal with the sentence that belongs to its code. REQUIRES: a code that refusals have, not not_valid.
Refusal refusal(std::string_view code);
/// `what` names the member.
Refusal notValid(std::string what);
/// 400, 404, 409 or 503; 409 for a code that this bank does not know.
int httpStatusOf(std::string_view code);

}  // namespace adapters::sim::bank
