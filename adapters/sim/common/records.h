#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "hub/core/date.h"
#include "hub/core/describe.h"

/// What a simulated hospital keeps books about. The people are invented, so nothing here is Sensitive; codes (certificate kinds,
/// pay types, shifts) are texts as the interface of that hospital writes them.
namespace adapters::sim::common {

using hub::core::Date;
using hub::core::Money;
using hub::core::UtcTime;

/// Who asks for a change: kept with every effect, so that a test can ask what one call has done.
struct Caller {
    std::string operation;  ///< the interface's own word: "3005", "window"
    std::string number;     ///< the caller's serial for this call
    std::string operator_id;
    UtcTime visible_from;  ///< what the call writes is not found by queries before this (a hospital that forgets)
};

enum class Sex { Male, Female, Unknown };

constexpr auto enumNames(Sex) {
    using Name = std::pair<Sex, std::string_view>;
    return std::array{Name{Sex::Male, "male"}, Name{Sex::Female, "female"}, Name{Sex::Unknown, "unknown"}};
}

struct Patient {
    static constexpr std::string_view kTypeName = "Patient";
    std::int64_t id = 0;
    std::string name;
    std::string certificate_kind;
    std::string certificate_number;
    Sex sex = Sex::Unknown;
    Date birth_date;
    std::string phone;
    std::string address;
    std::string guardian_name;
    std::string guardian_number;  ///< certificate number of the guardian
    Money balance;                ///< outpatient deposit
    bool confirmed = false;       ///< real name confirmed
    UtcTime created_at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("id", self.id, "the hospital's own number; 0 to be given one");
        field("name", self.name, "name");
        field("certificate_kind", self.certificate_kind, "code of the interface: 01 is the resident ID");
        field("certificate_number", self.certificate_number, "certificate number");
        field("sex", self.sex, "sex");
        field("birth_date", self.birth_date, "birthday");
        field("phone", self.phone, "phone");
        field("address", self.address, "address");
        field("guardian_name", self.guardian_name, "name of the guardian, empty for none");
        field("guardian_number", self.guardian_number, "certificate number of the guardian, empty for none");
        field("balance_fen", self.balance, "outpatient deposit");
        field("confirmed", self.confirmed, "the real name was confirmed");
        field("created_at_ms", self.created_at, "when the file was opened");
    }
};

struct Card {
    std::string kind;
    std::string number;
};

struct Department {
    std::string code;
    std::string name;
    std::string parent;  ///< code, empty at the top
    std::string description;
};

struct Doctor {
    std::string code;
    std::string name;
    std::string title;
    Sex sex = Sex::Unknown;
    std::string department;
    std::string registration_kind;
    Money registration_fee;
    Money checkup_fee;
    std::string room;
    std::string description;
};

/// One shift of one doctor on one day.
struct Session {
    Date day;
    std::string shift;
    Department department;
    Doctor doctor;
    std::int64_t limit = 0;
    std::int64_t left = 0;
    bool stopped = false;
};

struct Slot {
    std::string time_code;  ///< names doctor, day and time, once in the whole hospital
    Date day;
    std::string shift;
    std::string department;
    std::string doctor;
    std::string begin;  ///< "08:00"
    std::string end;
    std::int64_t capacity = 0;
    std::int64_t taken = 0;
    bool stopped = false;
};

enum class BookingState { Reserved, Paid, CheckedIn, Cancelled, Expired };

constexpr auto enumNames(BookingState) {
    using Name = std::pair<BookingState, std::string_view>;
    return std::array{Name{BookingState::Reserved, "reserved"}, Name{BookingState::Paid, "paid"},
                      Name{BookingState::CheckedIn, "checked_in"}, Name{BookingState::Cancelled, "cancelled"},
                      Name{BookingState::Expired, "expired"}};
}

struct Booking {
    std::string number;
    std::int64_t patient_id = 0;
    Slot slot;
    BookingState state = BookingState::Reserved;
    std::string visit_number;
    Money cost;     ///< the whole fee
    Money charges;  ///< what the patient pays
    std::string order_number;
    std::string receipt_number;
    std::int64_t queue_number = 0;  ///< 0 until checked in
    UtcTime reserved_at;
    UtcTime changed_at;
};

struct ClinicStop {
    static constexpr std::string_view kTypeName = "ClinicStop";
    Date day;
    std::string shift;
    std::string department;
    std::string doctor;
    std::string reason;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("day", self.day, "the day");
        field("shift", self.shift, "code of the shift");
        field("department", self.department, "code");
        field("doctor", self.doctor, "code");
        field("reason", self.reason, "what patients are told");
    }
};

enum class ChargeState { Unpaid, Paid, Cancelled, Refunded };

constexpr auto enumNames(ChargeState) {
    using Name = std::pair<ChargeState, std::string_view>;
    return std::array{Name{ChargeState::Unpaid, "unpaid"}, Name{ChargeState::Paid, "paid"}, Name{ChargeState::Cancelled, "cancelled"},
                      Name{ChargeState::Refunded, "refunded"}};
}

struct ChargeLine {
    static constexpr std::string_view kTypeName = "ChargeLine";
    std::string code;
    std::string name;
    std::string kind;
    std::string unit;
    std::string spec;
    Money price;
    std::int64_t quantity_hundredths = 100;
    Money amount;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "item code");
        field("name", self.name, "item name");
        field("kind", self.kind, "item class of the interface");
        field("unit", self.unit, "unit");
        field("spec", self.spec, "specification");
        field("price_fen", self.price, "price of one unit");
        field("quantity_hundredths", self.quantity_hundredths, "250 is two and a half");
        field("amount_fen", self.amount, "what the line costs");
    }
};

/// What the doctor's click raises: one bill.
struct NewCharge {
    static constexpr std::string_view kTypeName = "NewCharge";
    std::int64_t patient_id = 0;
    std::string visit_number;
    std::string name;
    std::string doctor;
    std::vector<ChargeLine> lines;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("patient_id", self.patient_id, "the hospital's own number");
        field("visit_number", self.visit_number, "the visit it belongs to, empty for a new one");
        field("name", self.name, "kind of bill");
        field("doctor", self.doctor, "code of the ordering doctor");
        field("lines", self.lines, "at least one");
    }
};

/// One bill, by its number.
struct ChargeNumber {
    static constexpr std::string_view kTypeName = "ChargeNumber";
    std::string number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the bill");
    }
};

struct Charge {
    std::string number;
    std::int64_t patient_id = 0;
    std::string visit_number;
    std::string name;
    Department department;
    Doctor doctor;
    Money total;
    ChargeState state = ChargeState::Unpaid;
    UtcTime raised_at;
};

struct ChargeItem {
    std::string charge_number;
    ChargeLine line;
};

/// Money put on the outpatient (no inpatient number) or inpatient account.
struct NewDeposit {
    std::int64_t patient_id = 0;
    std::string inpatient_number;
    Money amount;
    std::string order_number;
    std::string pay_kind;
};

struct Deposit {
    std::string number;
    std::string receipt_number;
    NewDeposit what;
    std::string operator_id;
    std::string settlement_number;  ///< the payment that used it, empty while unused
    UtcTime paid_at;
};

/// A receipt: bills of one visit, paid together.
struct Settlement {
    std::string number;
    std::string receipt_number;
    std::int64_t patient_id = 0;
    std::string visit_number;
    Department department;
    Doctor doctor;
    Money cost;     ///< what the lines come to
    Money fund;     ///< paid by the insurance fund
    Money account;  ///< paid from the personal account of the insured
    std::string pay_kind;
    std::string operator_id;
    std::string order_number;
    UtcTime paid_at;

    Money cash() const { return cost - fund - account; }
};

struct SettlementLine {
    std::string settlement_number;
    std::string receipt_number;
    std::string visit_number;
    ChargeItem item;
    std::string department;  ///< name
    std::string doctor;      ///< name
    std::string operator_id;
    UtcTime paid_at;
};

/// Somebody else settles bills at the window: money the hub never saw.
struct WindowPayment {
    static constexpr std::string_view kTypeName = "WindowPayment";
    std::vector<std::string> charge_numbers;
    Money fund;
    Money account;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge_numbers", self.charge_numbers, "unpaid bills of one patient");
        field("fund_fen", self.fund, "part the insurance fund pays");
        field("account_fen", self.account, "part the personal account pays");
    }
};

struct Stay {
    std::string number;
    std::int64_t patient_id = 0;
    std::string department;  ///< name
    std::string bed;
    std::string doctor;
    Date admitted_on;
    std::optional<Date> discharged_on;
    Money cost;
    Money paid_in;
};

struct StayItem {
    ChargeLine line;
    UtcTime at;
};

struct ReportValue {
    static constexpr std::string_view kTypeName = "ReportValue";
    std::string name;
    std::string value;
    std::string unit;
    std::string flag;
    std::string range;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "what was measured");
        field("value", self.value, "the result");
        field("unit", self.unit, "unit");
        field("flag", self.flag, "empty, H or L");
        field("range", self.range, "reference range");
    }
};

enum class ReportKind { Exam, Lab };

constexpr auto enumNames(ReportKind) {
    using Name = std::pair<ReportKind, std::string_view>;
    return std::array{Name{ReportKind::Exam, "exam"}, Name{ReportKind::Lab, "lab"}};
}

struct Report {
    static constexpr std::string_view kTypeName = "Report";
    std::string number;  ///< empty to be given one; an existing one is corrected
    ReportKind kind = ReportKind::Lab;
    std::int64_t patient_id = 0;
    std::string visit_kind;
    std::string name;
    std::string part;
    std::string findings;
    std::string conclusion;
    std::vector<ReportValue> values;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "empty to be given one; that of a published report corrects it");
        field("kind", self.kind, "exam or lab");
        field("patient_id", self.patient_id, "the hospital's own number");
        field("visit_kind", self.visit_kind, "1 outpatient, 2 emergency, 3 inpatient, 4 check-up");
        field("name", self.name, "what was examined, or the specimen");
        field("part", self.part, "part of the body, for an exam");
        field("findings", self.findings, "for an exam");
        field("conclusion", self.conclusion, "for an exam");
        field("values", self.values, "for a lab report");
    }
};

struct PublishedReport {
    Report report;
    UtcTime published_at;
};

}  // namespace adapters::sim::common
