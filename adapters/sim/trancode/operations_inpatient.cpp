#include <array>

#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

using common::Date;
using common::Patient;
using common::Stay;
using hub::core::Error;
using hub::core::Failure;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t daysBetween(Date from, Date to) { return (common::startOf(to) - common::startOf(from)).count() / kDayMs; }

/// The patient's stay that InPatientNo names.
Result<Stay> stayOf(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    return context.books.stay(patient->id, request.text("InPatientNo"));
}

Result<Content> stayList(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    const Date today = common::dayOf(context.now);
    const std::string wanted = request.text("InPatientNo");
    std::vector<Element> rows;
    for (const Stay& stay : context.books.stays(patient->id)) {
        if (!wanted.empty() && stay.number != wanted) continue;
        const Date last = stay.discharged_on.value_or(today);
        rows.push_back(row("Item", {{"PatientID", std::to_string(patient->id)},
                                    {"InPatientNo", stay.number},
                                    {"PatientName", patient->name},
                                    {"PatientSex", sexCode(patient->sex)},
                                    {"PatientAge", std::to_string(today.year - patient->birth_date.year)},
                                    {"InPatientStatus", stay.discharged_on ? "出院" : "在院"},
                                    {"InPatientDate", Format::day(stay.admitted_on)},
                                    {"InPatientDept", stay.department},
                                    {"InPatientDays", std::to_string(daysBetween(stay.admitted_on, last) + 1)},
                                    {"OutPatientDate", stay.discharged_on ? Format::day(*stay.discharged_on) : ""},
                                    {"OutPatientDept", stay.discharged_on ? stay.department : ""},
                                    {"RateType", "S"},
                                    {"AccBalance", context.format.money(stay.paid_in - stay.cost)},
                                    {"AccRechargeAmount", context.format.money(stay.paid_in)},
                                    {"BedNo", stay.bed},
                                    {"NowDoctorName", stay.doctor},
                                    {"Cost", context.format.money(stay.cost)}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> depositAdd(Context& context, const Request& request) {
    const Result<Stay> stay = stayOf(context, request);
    if (!stay.ok()) return stay.failure();
    if (stay->discharged_on) return Failure(Error::SimNotPossible, "患者已出院");
    const Result<common::Deposit> done = context.books.addDeposit(context.caller,
                                                                  {.patient_id = stay->patient_id,
                                                                   .inpatient_number = stay->number,
                                                                   .amount = request.money("Amt"),
                                                                   .order_number = request.text("OrderNo"),
                                                                   .pay_kind = request.text("PayType")},
                                                                  context.onRepeat());
    if (!done.ok()) return done.failure();
    const Money balance = stay->paid_in + request.money("Amt") - stay->cost;
    return fields({{"PrepayNo", done->number}, {"ReceiptNo", done->receipt_number}, {"AccBalance", context.format.money(balance)}});
}

Result<Content> depositList(Context& context, const Request& request) {
    const Result<Stay> stay = stayOf(context, request);
    if (!stay.ok()) return stay.failure();
    return Content{depositRows(context, context.books.deposits(stay->patient_id, stay->number, range(request), request.text("OrderNo")))};
}

Result<Content> costRead(Context& context, const Request& request) {
    const Result<Stay> stay = stayOf(context, request);
    if (!stay.ok()) return stay.failure();
    const Money owed = stay->cost > stay->paid_in ? stay->cost - stay->paid_in : Money();
    return fields({{"TotalFee", context.format.money(stay->cost)},
                   {"PrepayMoney", context.format.money(stay->paid_in)},
                   {"OweFee", context.format.money(owed)}});
}

Result<Content> dayList(Context& context, const Request& request) {
    const Result<Stay> stay = stayOf(context, request);
    if (!stay.ok()) return stay.failure();
    std::vector<Element> rows;
    for (const common::StayItem& one : context.books.stayItems(stay->number, range(request))) {
        rows.push_back(row("", {{"ItemCode", one.line.code},
                                {"ItemName", one.line.name},
                                {"ReceiptClass", one.line.kind},
                                {"ItemPrice", context.format.money(one.line.price)},
                                {"ItemQty", Format::quantity(one.line.quantity_hundredths)},
                                {"ItemUnit", one.line.unit},
                                {"Cost", context.format.money(one.line.amount)},
                                {"Charges", context.format.money(one.line.amount)},
                                {"ItemSpec", one.line.spec},
                                {"ExecDeptName", stay->department},
                                {"InsurFlag", "0"},
                                {"OperationTime", context.format.time(one.at)}}));
    }
    Content content = fields({{"PrintFlag", "0"}});
    content.push_back(items(std::move(rows), "BillItems"));
    return content;
}

constexpr std::array kOperations{
    Operation{.code = "3011", .tags = "CardType* CardNum* PatientID!:i InPatientNo StartDate:D EndDate:D", .run = stayList},
    Operation{.code = "3012", .tags = "CardType* CardNum* PatientID!:i InPatientNo! Amt!:d OrderNo! PayType!", .run = depositAdd},
    Operation{.code = "3013", .tags = "CardType* CardNum* PatientID!:i InPatientNo! StartDate*:D EndDate*:D OrderNo", .run = depositList},
    Operation{.code = "3014", .tags = "CardType* CardNum* PatientID!:i InPatientNo!", .run = costRead},
    Operation{.code = "3015", .tags = "CardType* CardNum* PatientID!:i InPatientNo! StartDate*:D EndDate*:D", .run = dayList}};

}  // namespace

std::span<const Operation> inpatientOperations() { return kOperations; }

}  // namespace adapters::sim::trancode
