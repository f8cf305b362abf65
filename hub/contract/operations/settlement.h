#pragma once

#include "hub/contract/operations/insurance.h"

/// insurance/1, what a visit's charges come to. The insurer decides; nobody else ever changes an amount.
namespace hub::contract {

/// What one fund pays (setldetail).
struct FundPart {
    static constexpr std::string_view kTypeName = "FundPart";
    std::string kind;  ///< fund_pay_type
    std::string name;
    core::Money amount;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "kind of fund, national code");
        field("name", self.name, "its name");
        field("amount_fen", self.amount, "what it pays");
    }
};

/// How a total is split (domain.md 1.3). Of a revocation every amount is negative or zero. Whether `fund` has `account` in it differs by
/// region; the hub checks the sums by the region's setting.
struct SettlementAmounts {
    static constexpr std::string_view kTypeName = "SettlementAmounts";
    core::Money total;          ///< medfee_sumamt
    core::Money fund;           ///< fund_pay_sumamt
    core::Money account;        ///< acct_pay: the insurance account, mutual aid included
    core::Money cash;           ///< psn_cash_pay
    core::Money hospital_part;  ///< hosp_part_amt
    core::Money mutual_aid;     ///< acct_mulaid_pay: of `account`, what relatives' accounts pay

    std::optional<core::Money> person_part;  ///< psn_part_amt
    std::optional<core::Money> full_own;     ///< fulamt_ownpay_amt
    std::optional<core::Money> over_limit;   ///< overlmt_selfpay
    std::optional<core::Money> own_first;    ///< preselfpay_amt
    std::optional<core::Money> in_scope;     ///< inscp_scp_amt
    std::optional<core::Money> deductible;   ///< act_pay_dedc
    std::vector<FundPart> funds;
    std::optional<core::Money> balance;  ///< of the account, afterwards

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("total_fen", self.total, "the whole");
        field("fund_fen", self.fund, "all funds together");
        field("account_fen", self.account, "the insurance account, mutual aid included");
        field("cash_fen", self.cash, "the person");
        field("hospital_part_fen", self.hospital_part, "the hospital bears it");
        field("mutual_aid_fen", self.mutual_aid, "of the account part, relatives' accounts");
        field("person_part_fen", self.person_part, "account and cash");
        field("full_own_fen", self.full_own, "not covered at all");
        field("over_limit_fen", self.over_limit, "above price limits");
        field("own_first_fen", self.own_first, "the person's share before the rules");
        field("in_scope_fen", self.in_scope, "what the rules were applied to");
        field("deductible_fen", self.deductible, "deductible that was taken");
        field("funds", self.funds, "what each fund pays");
        field("balance_fen", self.balance, "balance of the account afterwards");
    }
};

/// What is to be settled. A quote and its confirmation carry the same.
struct SettlementOf {
    static constexpr std::string_view kTypeName = "SettlementOf";
    InsuredVisit visit;
    InsuranceCredential credential;
    std::string batch;
    core::Money total;
    bool use_account = true;              ///< acct_used_flag
    std::optional<InsuranceOrder> order;  ///< in the mobile chain

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("visit", self.visit, "which visit");
        field("credential", self.credential, "what the person shows");
        field("batch", self.batch, "which batch of charges");
        field("total_fen", self.total, "sum of the batch");
        field("use_account", self.use_account, "whether the insurance account is used");
        field("order", self.order, "the insurer's order, in the mobile chain");
    }
};

/// Nothing is settled by it. The mobile chain has none: there the confirmation's own split is shown before the person pays.
struct SettlementQuote {
    static constexpr std::string_view kName = "settlement.quote";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "SettlementQuoteRequest";
        SettlementOf of;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("of", self.of, "what would be settled");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SettlementQuoteResult";
        SettlementAmounts amounts;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("amounts", self.amounts, "how it would be split");
        }
    };
};

enum class SettlementState { Processing, Settled, Revoked, Failed };
constexpr auto enumNames(SettlementState) {
    using Name = std::pair<SettlementState, std::string_view>;
    return std::array{Name{SettlementState::Processing, "processing"}, Name{SettlementState::Settled, "settled"},
                      Name{SettlementState::Revoked, "revoked"}, Name{SettlementState::Failed, "failed"}};
}

struct Settlement {
    static constexpr std::string_view kTypeName = "Settlement";
    SettlementState state = SettlementState::Settled;
    std::string number;                     ///< setl_id; in the mobile chain the order's
    std::optional<std::string> our_number;  ///< as the insurer has it (medins_setl_id); ours when it is the wire id
    std::optional<core::UtcTime> settled_at;
    SettlementAmounts amounts;
    std::optional<std::string> clearing_office;  ///< clr_optins; these three are what reconciliation goes by
    std::optional<std::string> clearing_way;     ///< clr_way
    std::optional<std::string> clearing_type;    ///< clr_type

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("state", self.state, "where it stands");
        field("number", self.number, "the insurer's number");
        field("our_number", self.our_number, "our number, as the insurer has it");
        field("settled_at_ms", self.settled_at, "when");
        field("amounts", self.amounts, "how it is split");
        field("clearing_office", self.clearing_office, "office that clears it");
        field("clearing_way", self.clearing_way, "how it is cleared");
        field("clearing_type", self.clearing_type, "type of clearing");
    }
};

/// Settles. What was quoted is no promise: the answer's split counts. Accepted: the insurer is at it (mobile chain).
struct SettlementConfirm {
    static constexpr std::string_view kName = "settlement.confirm";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "SettlementConfirmRequest";
        SettlementOf of;
        std::optional<SettlementAmounts> quoted;
        std::optional<std::string> invoice;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("of", self.of, "what is settled");
            field("quoted", self.quoted, "the split the person agreed to");
            field("invoice", self.invoice, "number of the invoice");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SettlementConfirmResult";
        Settlement settlement;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("settlement", self.settlement, "as the insurer made it");
        }
    };
};

/// Takes a known settlement back whole; parts are settled anew afterwards (CONTRACT 7). What is doubtful is call.reverse's.
struct SettlementRevoke {
    static constexpr std::string_view kName = "settlement.revoke";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "SettlementRevokeRequest";
        InsuredVisit visit;
        std::string number;
        InsuranceCredential credential;       ///< the mobile chain wants a fresh one
        std::optional<InsuranceOrder> order;  ///< in the mobile chain
        SettlementAmounts settled;            ///< what comes back
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "which visit");
            field("number", self.number, "the insurer's number of the settlement");
            field("credential", self.credential, "what the person shows");
            field("order", self.order, "the insurer's order, in the mobile chain");
            field("settled", self.settled, "the split that is taken back");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SettlementRevokeResult";
        Settlement revocation;  ///< its amounts are the settlement's with the sign changed
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("revocation", self.revocation, "as the insurer made it");
        }
    };
};

/// By the insurer's number only: a settlement whose answer was lost has none that we know.
struct SettlementFind {
    static constexpr std::string_view kName = "settlement.find";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "SettlementFindRequest";
        InsuredVisit visit;
        std::string number;
        std::optional<InsuranceOrder> order;                    ///< in the mobile chain
        std::optional<core::Sensitive<core::PersonName>> name;  ///< the mobile chain wants name and certificate
        std::optional<Certificate> certificate;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "which visit");
            field("number", self.number, "the insurer's number of the settlement");
            field("order", self.order, "the insurer's order, in the mobile chain");
            field("name", self.name, "full name");
            field("certificate", self.certificate, "the person's certificate");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SettlementFindResult";
        std::optional<Settlement> settlement;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("settlement", self.settlement, "absent: the insurer knows no such settlement");
        }
    };
};

/// Voids an earlier call whose outcome is unknown (2601): what it did is undone, and one that has not arrived yet is refused when it does.
/// The fence of what makes something there (visit.register, charges.upload, settlement.confirm), and of nothing else: to reverse what takes
/// something back would bring it back. Once it was begun only its own end counts, not a late answer of the call. What is known to have
/// succeeded is revoked instead; what was cleared is refused, WrongState.
struct CallReverse {
    static constexpr std::string_view kName = "call.reverse";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "CallReverseRequest";
        InsuredVisit visit;
        std::string operation;                ///< word of CONTRACT of the earlier call
        std::string wire_id;                  ///< and its number
        std::optional<InsuranceOrder> order;  ///< in the mobile chain
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("visit", self.visit, "which visit");
            field("operation", self.operation, "the earlier call");
            field("wire_id", self.wire_id, "our number of the earlier call");
            field("order", self.order, "the insurer's order, in the mobile chain");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "CallReverseResult";
        template <class Visitor, class Self>
        static void describe(Visitor&, Self&) {}
    };
};

/// Compares sums with the insurer's books (3201).
struct StatementCheck {
    static constexpr std::string_view kName = "statement.check";
    static constexpr std::string_view kPort = "insurance/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "StatementCheckRequest";
        std::string insurance;
        std::string clearing_type;
        std::string clearing_office;
        core::Date from;
        core::Date to;  ///< included
        core::Money total;
        core::Money fund;
        core::Money account;
        std::int64_t settlements = 0;  ///< how many
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("insurance", self.insurance, "type of insurance, national code");
            field("clearing_type", self.clearing_type, "type of clearing");
            field("clearing_office", self.clearing_office, "office that clears");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
            field("total_fen", self.total, "sum of the totals");
            field("fund_fen", self.fund, "sum of the funds");
            field("account_fen", self.account, "sum of the accounts");
            field("settlements", self.settlements, "how many");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "StatementCheckResult";
        bool agrees = false;
        std::string their_text;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("agrees", self.agrees, "whether the sums are the insurer's too");
            field("their_text", self.their_text, "what the insurer says to them");
        }
    };
};

}  // namespace hub::contract
