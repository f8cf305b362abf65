#pragma once

#include "hub/contract/operation.h"
#include "hub/core/date.h"

/// A day as a counterparty has it in its books: what reconciliation compares ours with.
namespace hub::contract {

enum class StatementLineKind { Payment, Refund, TopUp, Withdraw, Payout, Fee };
constexpr auto enumNames(StatementLineKind) {
    using Name = std::pair<StatementLineKind, std::string_view>;
    return std::array{Name{StatementLineKind::Payment, "payment"}, Name{StatementLineKind::Refund, "refund"},
                      Name{StatementLineKind::TopUp, "top_up"},    Name{StatementLineKind::Withdraw, "withdraw"},
                      Name{StatementLineKind::Payout, "payout"},   Name{StatementLineKind::Fee, "fee"}};
}

struct StatementLine {
    static constexpr std::string_view kTypeName = "StatementLine";
    StatementLineKind kind = StatementLineKind::Payment;
    std::optional<std::string> our_number;  ///< absent: not ours, or they lost it
    std::string their_number;
    core::Money amount;  ///< above zero, whichever way it went
    std::optional<core::UtcTime> at;
    std::optional<std::string> original;  ///< Refund: our number of what it gives back of

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "what it is");
        field("our_number", self.our_number, "our number, where they have it");
        field("their_number", self.their_number, "their number");
        field("amount_fen", self.amount, "how much, whichever way");
        field("at_ms", self.at, "when");
        field("original", self.original, "our number of what a refund gives back of");
    }
};

/// Lines and the totals in the file agree; one that does not is PeerAnswerNotValid.
struct Statement {
    static constexpr std::string_view kTypeName = "Statement";
    core::Date day;
    bool ready = true;  ///< false: not made yet; ask later
    std::string hash;   ///< SHA-256 of the file as it came, hexadecimal: a day that is issued anew differs
    std::vector<StatementLine> lines;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("day", self.day, "the counterparty's day");
        field("ready", self.ready, "whether it has been made");
        field("hash", self.hash, "SHA-256 of the file as it came");
        field("lines", self.lines, "in the file's order");
    }
};

struct StatementRequest {
    static constexpr std::string_view kTypeName = "StatementRequest";
    core::Date day;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("day", self.day, "the counterparty's day");
    }
};

/// Of a channel or a bank. A hospital's is statement/1's, under the same word.
struct ChannelStatementFetch {
    static constexpr std::string_view kName = "statement.fetch";
    static constexpr std::string_view kPort = "collect/1";
    static constexpr bool kWrites = false;
    using Request = StatementRequest;
    using Result = Statement;
};

}  // namespace hub::contract
