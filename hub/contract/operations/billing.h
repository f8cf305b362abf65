#pragma once

#include "hub/contract/operation.h"
#include "hub/contract/people.h"

namespace hub::contract {

struct ChargeLine {
    static constexpr std::string_view kTypeName = "ChargeLine";
    std::optional<std::string> key;  ///< the hospital's own, where lines have one
    std::optional<std::string> item_code;
    std::string item_name;
    std::optional<std::string> item_class;
    std::optional<std::string> unit;
    std::optional<std::string> specification;
    std::optional<core::Decimal> unit_price;  ///< shown, never calculated with
    std::optional<core::Decimal> quantity;
    core::Money amount;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "the hospital's key of the line");
        field("item_code", self.item_code, "the hospital's item code");
        field("item_name", self.item_name, "what was done or given");
        field("item_class", self.item_class, "class of the item");
        field("unit", self.unit, "unit of the quantity");
        field("specification", self.specification, "specification of the item");
        field("unit_price", self.unit_price, "price of one, as text");
        field("quantity", self.quantity, "how many, as text");
        field("amount_fen", self.amount, "price of the line");
    }
};

/// What a hospital wants paid (CONTRACT 5). Versioned: the same key with another version or total is another thing to pay.
struct Charge {
    static constexpr std::string_view kTypeName = "Charge";
    std::string key;
    std::string version;  ///< the hospital's own, or a hash over the ordered lines
    core::Money total;
    std::optional<std::string> visit;  ///< visit number
    std::optional<std::string> name;   ///< kind of bill
    std::string department;
    std::string department_name;
    std::optional<std::string> doctor;
    std::optional<std::string> doctor_name;
    std::optional<core::UtcTime> ordered_at;
    std::vector<ChargeLine> lines;  ///< empty: ask charge.detail

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "names the charge at the hospital");
        field("version", self.version, "changes with its content");
        field("total_fen", self.total, "what is to be paid");
        field("visit", self.visit, "visit number");
        field("name", self.name, "kind of bill");
        field("department", self.department, "code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("ordered_at_ms", self.ordered_at, "when it was ordered");
        field("lines", self.lines, "its lines; empty when they are asked for apart");
    }
};

/// The complete open set of a file: absence means cancelled.
struct ChargeList {
    static constexpr std::string_view kName = "charge.list";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "ChargeListRequest";
        core::Sensitive<core::CardNumber> local_patient;
        core::Date from;
        core::Date to;  ///< included
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ChargeListResult";
        std::vector<Charge> charges;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("charges", self.charges, "every open charge");
        }
    };
};

struct ChargeDetail {
    static constexpr std::string_view kName = "charge.detail";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "ChargeDetailRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string key;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("key", self.key, "the charge");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ChargeDetailResult";
        core::Money total;
        std::vector<ChargeLine> lines;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("total_fen", self.total, "sum of the lines");
            field("lines", self.lines, "in the hospital's order");
        }
    };
};

/// Tells the hospital that its charges are paid. May be declared as steps (CONTRACT 4): top up exactly the bill, then pay.
struct PaymentConfirm {
    static constexpr std::string_view kName = "payment.confirm";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = true;
    struct ChargePaid {
        static constexpr std::string_view kTypeName = "ChargePaid";
        std::string key;
        std::string expected_version;
        core::Money expected_total;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("key", self.key, "the charge");
            field("expected_version", self.expected_version, "the version the person saw");
            field("expected_total_fen", self.expected_total, "the total the person saw");
        }
    };
    /// What an insurer pays of it, settled by the hub (CONTRACT 6): cash and these parts come to the total.
    struct InsurancePart {
        static constexpr std::string_view kTypeName = "InsurancePart";
        std::string settlement;  ///< the insurer's number
        core::Money fund;
        core::Money account;
        core::Money hospital_part;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("settlement", self.settlement, "the insurer's number of the settlement");
            field("fund_fen", self.fund, "all funds together");
            field("account_fen", self.account, "the insurance account, mutual aid included");
            field("hospital_part_fen", self.hospital_part, "the hospital bears it");
        }
    };
    struct Request {
        static constexpr std::string_view kTypeName = "PaymentConfirmRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string payment;  ///< our payment's id
        std::vector<ChargePaid> charges;
        core::Money total;
        core::Money cash;
        std::optional<InsurancePart> insurance;
        core::UtcTime paid_at;
        std::optional<std::string> channel_number;  ///< the channel's number of the order
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("payment", self.payment, "our payment");
            field("charges", self.charges, "what is paid");
            field("total_fen", self.total, "sum of the charges");
            field("cash_fen", self.cash, "the part the person paid");
            field("insurance", self.insurance, "what the insurer pays of it");
            field("paid_at_ms", self.paid_at, "when the money was there");
            field("channel_number", self.channel_number, "the channel's number of the order");
        }
    };
    /// What reconciliation will need (CONTRACT 13).
    struct Result {
        static constexpr std::string_view kTypeName = "PaymentConfirmResult";
        std::optional<std::string> his_receipt;
        std::optional<std::string> settlement_number;
        std::optional<std::string> staff_id;
        std::optional<std::string> terminal;
        std::optional<core::UtcTime> posted_at;
        std::optional<std::string> hospital_day;  ///< the hospital's own day or shift
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("his_receipt", self.his_receipt, "the HIS receipt number");
            field("settlement_number", self.settlement_number, "the HIS settlement number");
            field("staff_id", self.staff_id, "operator it is booked under");
            field("terminal", self.terminal, "terminal it is booked under");
            field("posted_at_ms", self.posted_at, "when the hospital booked it");
            field("hospital_day", self.hospital_day, "the hospital's own day or shift");
        }
    };
};

/// A settled receipt as the hospital lists it.
struct SettlementList {
    static constexpr std::string_view kName = "settlement.list";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "SettlementListRequest";
        core::Sensitive<core::CardNumber> local_patient;
        core::Date from;
        core::Date to;                          ///< included
        std::optional<std::string> our_number;  ///< only what carries this order number
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
            field("our_number", self.our_number, "only what carries this number");
        }
    };
    struct Settled {
        static constexpr std::string_view kTypeName = "Settled";
        std::string settlement_number;
        std::string his_receipt;
        std::optional<std::string> visit;
        core::Money total;
        core::Money cash;
        core::Money fund;
        core::Money account;
        std::vector<std::string> charges;  ///< keys, where the hospital tells them
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("settlement_number", self.settlement_number, "the HIS settlement number");
            field("his_receipt", self.his_receipt, "the HIS receipt number");
            field("visit", self.visit, "visit number");
            field("total_fen", self.total, "the whole");
            field("cash_fen", self.cash, "paid by the person");
            field("fund_fen", self.fund, "paid by the fund");
            field("account_fen", self.account, "paid from the insurance account");
            field("charges", self.charges, "keys of the charges in it");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "SettlementListResult";
        std::vector<Settled> settlements;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("settlements", self.settlements, "every receipt found");
        }
    };
};

/// Where a deposit goes: outpatient deposits only as a step of payment.confirm (ARCHITECTURE 3.7), inpatient ones by themselves.
enum class DepositKind { Outpatient, Inpatient };
constexpr auto enumNames(DepositKind) {
    using Name = std::pair<DepositKind, std::string_view>;
    return std::array{Name{DepositKind::Outpatient, "outpatient"}, Name{DepositKind::Inpatient, "inpatient"}};
}

struct Deposit {
    static constexpr std::string_view kTypeName = "Deposit";
    std::string number;  ///< the hospital's serial
    std::optional<std::string> his_receipt;
    core::Money amount;
    std::optional<core::UtcTime> paid_at;
    std::optional<std::string> our_number;
    std::optional<std::string> settlement_number;  ///< of the settlement that used it up
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the hospital's serial");
        field("his_receipt", self.his_receipt, "the HIS receipt number");
        field("amount_fen", self.amount, "what was paid in");
        field("paid_at_ms", self.paid_at, "when");
        field("our_number", self.our_number, "our number on it");
        field("settlement_number", self.settlement_number, "the settlement that used it up");
    }
};

struct DepositAdd {
    static constexpr std::string_view kName = "deposit.add";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = true;
    struct Request {
        static constexpr std::string_view kTypeName = "DepositAddRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string stay;  ///< inpatient number
        core::Money amount;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("stay", self.stay, "inpatient number");
            field("amount_fen", self.amount, "what is paid in");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "DepositAddResult";
        Deposit deposit;
        std::optional<core::Money> balance;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("deposit", self.deposit, "as the hospital booked it");
            field("balance_fen", self.balance, "balance afterwards");
        }
    };
};

struct DepositList {
    static constexpr std::string_view kName = "deposit.list";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "DepositListRequest";
        DepositKind kind = DepositKind::Inpatient;
        core::Sensitive<core::CardNumber> local_patient;
        std::optional<std::string> stay;
        core::Date from;
        core::Date to;  ///< included
        std::optional<std::string> our_number;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("kind", self.kind, "outpatient or inpatient");
            field("local_patient", self.local_patient, "the file of the person");
            field("stay", self.stay, "inpatient number");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
            field("our_number", self.our_number, "only what carries this number");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "DepositListResult";
        std::vector<Deposit> deposits;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("deposits", self.deposits, "every deposit found");
        }
    };
};

struct InpatientFind {
    static constexpr std::string_view kName = "inpatient.find";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "InpatientFindRequest";
        core::Sensitive<core::CardNumber> local_patient;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
        }
    };
    struct Stay {
        static constexpr std::string_view kTypeName = "Stay";
        std::string stay;
        std::string department_name;
        std::optional<std::string> bed;
        core::Date admitted;
        std::optional<core::Date> discharged;
        core::Money deposit_balance;
        std::optional<core::Money> cost;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("stay", self.stay, "inpatient number");
            field("department_name", self.department_name, "where the person lies");
            field("bed", self.bed, "bed");
            field("admitted", self.admitted, "first day");
            field("discharged", self.discharged, "last day, when it is over");
            field("deposit_balance_fen", self.deposit_balance, "what is left of the deposits");
            field("cost_fen", self.cost, "cost until now");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "InpatientFindResult";
        std::vector<Stay> stays;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("stays", self.stays, "every stay found");
        }
    };
};

struct InpatientDailyList {
    static constexpr std::string_view kName = "inpatient.daily_list";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "InpatientDailyListRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string stay;
        core::Date from;
        core::Date to;  ///< included
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("stay", self.stay, "inpatient number");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "InpatientDailyListResult";
        std::vector<ChargeLine> lines;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("lines", self.lines, "what was done and given");
        }
    };
};

/// The hospital says which lines can come back and what is left of the bill (CONTRACT 7).
struct RefundCheck {
    static constexpr std::string_view kName = "refund.check";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "RefundCheckRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string charge;
        std::string paid_wire_id;
        std::vector<std::string> lines;  ///< keys; empty: the whole charge
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("charge", self.charge, "the paid charge");
            field("paid_wire_id", self.paid_wire_id, "our number of the payment");
            field("lines", self.lines, "keys of the lines; empty: all");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "RefundCheckResult";
        core::Money returnable;
        std::vector<std::string> lines;  ///< those of them that can come back
        std::string remaining_version;
        core::Money remaining_total;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("returnable_fen", self.returnable, "what goes back");
            field("lines", self.lines, "lines that can come back");
            field("remaining_version", self.remaining_version, "version of what is left");
            field("remaining_total_fen", self.remaining_total, "total of what is left");
        }
    };
};

/// Posts a refund whose money went back already.
struct RefundConfirm {
    static constexpr std::string_view kName = "refund.confirm";
    static constexpr std::string_view kPort = "billing/1";
    static constexpr bool kWrites = true;
    /// What became of the insurer's part: it was revoked, and what is left of the bill was settled anew (CONTRACT 7).
    struct InsuranceChange {
        static constexpr std::string_view kTypeName = "RefundInsuranceChange";
        PaymentConfirm::InsurancePart revoked;
        std::optional<PaymentConfirm::InsurancePart> resettled;  ///< none: nothing is left
        core::Money cash;                                        ///< of the amount, what went back to the payer
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("revoked", self.revoked, "what the insurer had settled");
            field("resettled", self.resettled, "what it has settled of the rest");
            field("cash_fen", self.cash, "what went back to the payer");
        }
    };
    struct Request {
        static constexpr std::string_view kTypeName = "RefundConfirmRequest";
        core::Sensitive<core::CardNumber> local_patient;
        std::string charge;
        std::string paid_wire_id;
        std::string refund;  ///< our refund's id
        std::vector<std::string> lines;
        core::Money amount;  ///< what comes off the bill; without insurance all of it went back to the payer
        std::optional<InsuranceChange> insurance;
        core::UtcTime refunded_at;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("charge", self.charge, "the paid charge");
            field("paid_wire_id", self.paid_wire_id, "our number of the payment");
            field("refund", self.refund, "our refund");
            field("lines", self.lines, "lines that come back; empty: all");
            field("amount_fen", self.amount, "what comes off the bill");
            field("insurance", self.insurance, "what became of the insurer's part");
            field("refunded_at_ms", self.refunded_at, "when it went back");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "RefundConfirmResult";
        std::optional<std::string> his_receipt;
        std::optional<core::UtcTime> posted_at;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("his_receipt", self.his_receipt, "number of the red-letter receipt");
            field("posted_at_ms", self.posted_at, "when the hospital booked it");
        }
    };
};

}  // namespace hub::contract
