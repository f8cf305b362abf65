#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/mapping/call_mapping.h"
#include "adapters/soap_xml/settings.h"
#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/patients.h"
#include "hub/contract/operations/records.h"
#include "hub/contract/operations/schedule.h"

namespace adapters::soap_xml {

namespace contract = hub::contract;
namespace core = hub::core;

/// What a request may take besides meta and the request itself.
struct Site {
    static constexpr std::string_view kTypeName = "Site";
    std::string user;
    std::string hospital_id;
    std::string pay_type;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("user", self.user, "UserID");
        field("hospital_id", self.hospital_id, "HospitalID");
        field("pay_type", self.pay_type, "PayType");
    }
};

struct PatientCard {
    static constexpr std::string_view kTypeName = "PatientCard";
    std::optional<core::Sensitive<core::CardNumber>> number;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "number of the card, where it is looked up");
    }
};

// What single calls take and bring where an operation of the contract needs more than one of them.

struct FileQuery {
    static constexpr std::string_view kTypeName = "FileQuery";
    core::Sensitive<core::CardNumber> local_patient;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("local_patient", self.local_patient, "the file");
    }
};

struct Nothing {
    static constexpr std::string_view kTypeName = "Nothing";
    template <class Visitor, class Self>
    static void describe(Visitor&, Self&) {}
};

struct LinesQuery {
    static constexpr std::string_view kTypeName = "LinesQuery";
    core::Sensitive<core::CardNumber> local_patient;
    std::vector<std::string> numbers;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("local_patient", self.local_patient, "the file");
        field("numbers", self.numbers, "bills or settlements");
    }
};

struct BilledLine {
    static constexpr std::string_view kTypeName = "BilledLine";
    std::string charge;
    contract::ChargeLine line;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge", self.charge, "key of the charge");
        field("line", self.line, "the line");
    }
};

struct BilledLines {
    static constexpr std::string_view kTypeName = "BilledLines";
    std::vector<BilledLine> lines;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("lines", self.lines, "lines of the bills, in the hospital's order");
    }
};

struct SettledLine {
    static constexpr std::string_view kTypeName = "SettledLine";
    std::string settlement_number;
    std::string his_receipt;
    std::string charge;
    std::optional<std::string> staff_id;
    std::optional<core::UtcTime> posted_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("settlement_number", self.settlement_number, "settlement it is in");
        field("his_receipt", self.his_receipt, "receipt it is in");
        field("charge", self.charge, "key of the charge it was");
        field("staff_id", self.staff_id, "operator");
        field("posted_at_ms", self.posted_at, "when it was booked");
    }
};

struct SettledLines {
    static constexpr std::string_view kTypeName = "SettledLines";
    std::vector<SettledLine> lines;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("lines", self.lines, "lines of the settlements");
    }
};

struct PaidIn {
    static constexpr std::string_view kTypeName = "PaidIn";
    std::string number;
    std::optional<std::string> his_receipt;
    std::optional<core::Money> balance;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the hospital's serial of the deposit");
        field("his_receipt", self.his_receipt, "its receipt");
        field("balance_fen", self.balance, "balance afterwards");
    }
};

struct PaidOut {
    static constexpr std::string_view kTypeName = "PaidOut";
    std::optional<core::UtcTime> posted_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("posted_at_ms", self.posted_at, "when it was booked");
    }
};

struct Cancelling {
    static constexpr std::string_view kTypeName = "Cancelling";
    contract::BookingCancel::Request booking;
    std::optional<std::string> visit;
    std::optional<std::string> settlement_number;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("booking", self.booking, "what is cancelled");
        field("visit", self.visit, "visit number of the payment");
        field("settlement_number", self.settlement_number, "settlement number of the payment");
    }
};

struct ReportQuery {
    static constexpr std::string_view kTypeName = "ReportQuery";
    core::Sensitive<core::CardNumber> local_patient;
    core::Date from;
    core::Date to;
    std::optional<std::string> key;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("local_patient", self.local_patient, "the file");
        field("from", self.from, "first day");
        field("to", self.to, "last day, included");
        field("key", self.key, "only this report");
    }
};

struct ReportHeaders {
    static constexpr std::string_view kTypeName = "ReportHeaders";
    std::vector<contract::ReportHeader> reports;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("reports", self.reports, "the reports found");
    }
};

struct LaboratoryLines {
    static constexpr std::string_view kTypeName = "LaboratoryLines";
    std::vector<contract::ReportLine> lines;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("lines", self.lines, "results");
    }
};

struct ExaminedPart {
    static constexpr std::string_view kTypeName = "ExaminedPart";
    std::optional<std::string> part;
    std::optional<core::Sensitive<std::string>> findings;
    std::optional<core::Sensitive<std::string>> conclusion;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("part", self.part, "part of the body");
        field("findings", self.findings, "what was seen");
        field("conclusion", self.conclusion, "what it means");
    }
};

struct ExaminedParts {
    static constexpr std::string_view kTypeName = "ExaminedParts";
    std::vector<ExaminedPart> parts;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("parts", self.parts, "what was examined");
    }
};

/// A kind of call by its name in the dialect, with the types it takes and brings.
template <class In, class Out>
struct Call {
    std::string_view name;
};

inline constexpr Call<contract::Ping::Request, contract::Ping::Result> kClock{"ping"};
inline constexpr Call<contract::PatientFind::Request, contract::PatientFind::Result> kFileByCredential{"patient.find.by_credential"};
inline constexpr Call<contract::PatientFind::Request, contract::PatientFind::Result> kFileByCertificate{"patient.find.by_certificate"};
inline constexpr Call<FileQuery, contract::PatientFind::Result> kFileByNumber{"patient.find.by_number"};
inline constexpr Call<contract::PatientCreate::Request, contract::PatientCreate::Result> kCreateFile{"patient.create"};
inline constexpr Call<contract::PatientVerify::Request, Nothing> kVerify{"patient.verify"};
inline constexpr Call<contract::CredentialBind::Request, Nothing> kBindCard{"credential.bind.card"};
inline constexpr Call<contract::CredentialBind::Request, Nothing> kBindEhealth{"credential.bind.ehealth_card"};
inline constexpr Call<contract::CredentialReplace::Request, Nothing> kReplaceCard{"credential.replace"};
inline constexpr Call<contract::DepartmentList::Request, contract::DepartmentList::Result> kDepartments{"department.list"};
inline constexpr Call<contract::DoctorList::Request, contract::DoctorList::Result> kDoctors{"doctor.list"};
inline constexpr Call<contract::ScheduleList::Request, contract::ScheduleList::Result> kSchedules{"schedule.list"};
inline constexpr Call<contract::SlotList::Request, contract::SlotList::Result> kSlots{"slot.list"};
inline constexpr Call<contract::BookingQuote::Request, contract::BookingQuote::Result> kQuote{"booking.quote"};
inline constexpr Call<contract::SlotLock::Request, contract::SlotLock::Result> kReserve{"slot.lock"};
inline constexpr Call<contract::BookingPay::Request, contract::BookingPay::Result> kPayBooking{"booking.pay"};
inline constexpr Call<contract::BookingCheckIn::Request, contract::BookingCheckIn::Result> kCheckIn{"booking.check_in"};
inline constexpr Call<Cancelling, contract::BookingCancel::Result> kCancel{"booking.cancel"};
inline constexpr Call<contract::BookingFind::Request, contract::BookingFind::Result> kBookings{"booking.find"};
inline constexpr Call<contract::ClinicStopList::Request, contract::ClinicStopList::Result> kClinicStops{"clinic_stop.list"};
inline constexpr Call<contract::QueueStatus::Request, contract::QueueStatus::Result> kClinicQueue{"queue.status.clinic"};
inline constexpr Call<contract::QueueStatus::Request, contract::QueueStatus::Result> kPharmacyQueue{"queue.status.pharmacy"};
inline constexpr Call<contract::ChargeList::Request, contract::ChargeList::Result> kOpenCharges{"charge.list.open"};
inline constexpr Call<contract::ChargeList::Request, contract::ChargeList::Result> kPaidCharges{"charge.list.paid"};
inline constexpr Call<LinesQuery, BilledLines> kBilledLines{"charge.detail"};
inline constexpr Call<contract::PaymentConfirm::Request, PaidIn> kTopUp{"payment.confirm.top_up"};
inline constexpr Call<contract::PaymentConfirm::Request, PaidOut> kPayOut{"payment.confirm.pay"};
inline constexpr Call<contract::SettlementList::Request, contract::SettlementList::Result> kSettlements{"settlement.list"};
inline constexpr Call<LinesQuery, SettledLines> kSettledLines{"settlement.lines"};
inline constexpr Call<contract::DepositAdd::Request, PaidIn> kAddDeposit{"deposit.add"};
inline constexpr Call<contract::DepositList::Request, contract::DepositList::Result> kOutpatientDeposits{"deposit.list.outpatient"};
inline constexpr Call<contract::DepositList::Request, contract::DepositList::Result> kInpatientDeposits{"deposit.list.inpatient"};
inline constexpr Call<contract::InpatientFind::Request, contract::InpatientFind::Result> kStays{"inpatient.find"};
inline constexpr Call<contract::InpatientDailyList::Request, contract::InpatientDailyList::Result> kStayLines{"inpatient.daily_list"};
inline constexpr Call<contract::EncounterList::Request, contract::EncounterList::Result> kEncounters{"encounter.list"};
inline constexpr Call<ReportQuery, ReportHeaders> kLaboratoryReports{"report.list.laboratory"};
inline constexpr Call<ReportQuery, ReportHeaders> kExaminationReports{"report.list.examination"};
inline constexpr Call<contract::ReportGet::Request, LaboratoryLines> kLaboratoryLines{"report.get.laboratory"};
inline constexpr Call<contract::ReportGet::Request, ExaminedParts> kExaminedParts{"report.get.examination"};

/// The dialect with what the hospital lays over it, every call checked against the types above. Constant; any thread.
class Calls {
  public:
    /// Tells every mistake at its place in `settings`.
    static Calls make(const Settings& settings, kit::SettingsProblems& problems);

    /// REQUIRES: made without problems.
    template <class In, class Out>
    const kit::mapping::CallMapping& operator[](Call<In, Out> call) const {
        const auto found = mappings_.find(call.name);
        HUB_ASSERT(found != mappings_.end());
        return found->second;
    }

    /// Plain texts instead of an answer that are known to name nobody.
    const std::vector<std::string>& plainTexts() const { return plain_texts_; }

  private:
    std::map<std::string, kit::mapping::CallMapping, std::less<>> mappings_;
    std::vector<std::string> plain_texts_;
};

/// dialects/trancode.yaml as JSON.
std::string_view trancodeDialect();

}  // namespace adapters::soap_xml
