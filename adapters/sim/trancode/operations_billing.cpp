#include <array>

#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

using common::Patient;
using hub::core::Error;
using hub::core::Failure;

namespace {

bool paid(const Request& request) { return request.text("PayState") == "1"; }

/// What 3003 and 3004 call Charges: the site decides whether the personal account counts as the patient's own money.
Money chargesOf(const Context& context, const common::Settlement& settlement) {
    return context.site.charges_contain_account ? settlement.cash() + settlement.account : settlement.cash();
}

Result<Content> billList(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    Money total;
    std::vector<Element> rows;
    for (const common::Charge& bill : context.books.charges(patient->id, range(request), request.text("NullahNumber"), paid(request))) {
        total += bill.total;
        rows.push_back(row("Item", {{"NullahNumber", bill.visit_number},
                                    {"ApplyNo", bill.number},
                                    {"BillName", bill.name},
                                    {"DeptCode", bill.department.code},
                                    {"DeptName", bill.department.name},
                                    {"DoctorName", bill.doctor.name},
                                    {"Amount", context.format.money(bill.total)},
                                    {"ApplyTime", context.format.time(bill.raised_at)},
                                    {"InsurClass", "00"},
                                    {"InsurBillNo", ""},
                                    {"RateType", "S"},
                                    {"PayState", request.text("PayState")}}));
    }
    Content content = fields({{"CardNum", request.text("CardNum")}, {"TotalAmount", context.format.money(total)}});
    content.push_back(items(std::move(rows)));
    return content;
}

Result<Content> billLines(Context& context, const Request& request) {
    Money total;
    std::vector<Element> rows;
    for (const common::ChargeItem& item :
         context.books.chargeItems(request.number("PatientID"), request.list("ApplyNoSet", ','), paid(request))) {
        total += item.line.amount;
        rows.push_back(row("Item", {{"ItemName", item.line.name},
                                    {"ItemType", item.line.kind},
                                    {"ItemUnit", item.line.unit},
                                    {"ItemPrice", context.format.money(item.line.price)},
                                    {"ItemSpec", item.line.spec},
                                    {"ItemQuantity", Format::quantity(item.line.quantity_hundredths)},
                                    {"ItemAmount", context.format.money(item.line.amount)},
                                    {"ApplyNo", item.charge_number}}));
    }
    Content content = fields({{"TotalAmount", context.format.money(total)}});
    content.push_back(items(std::move(rows)));
    return content;
}

Result<Content> receiptList(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    std::vector<Element> rows;
    for (const common::Settlement& one : context.books.settlements(patient->id, range(request), request.text("OrderNo"))) {
        const std::string charges = context.format.money(chargesOf(context, one));
        Element& item = rows.emplace_back(row("Item", {{"SettleNo", one.number},
                                                       {"ReceiptNo", one.receipt_number},
                                                       {"SettleDate", context.format.time(one.paid_at)},
                                                       {"NullahNumber", one.visit_number},
                                                       {"RateType", "S"},
                                                       {"DeptCode", one.department.code},
                                                       {"DeptName", one.department.name},
                                                       {"DoctorCode", one.doctor.code},
                                                       {"DoctorName", one.doctor.name},
                                                       {"Cost", context.format.money(one.cost)},
                                                       {"Charges", charges},
                                                       {"InsurFund", context.format.money(one.fund)},
                                                       {"InsurAccount", context.format.money(one.account)},
                                                       {"PrintFlag", "0"},
                                                       {"PayType", one.pay_kind},
                                                       {"Operator", one.operator_id}}));
        item.children.push_back(items({row("", {{"ReceiptClass", "01"},
                                                {"ReceiptName", "门诊收费"},
                                                {"ReceiptCost", context.format.money(one.cost)},
                                                {"ReceiptCharges", charges}})},
                                      "ReceiptItems"));
    }
    return Content{items(std::move(rows))};
}

Result<Content> receiptLines(Context& context, const Request& request) {
    const std::vector<std::string> settlements = request.list("SettleNoSet", ',');
    const std::vector<std::string> receipts = request.list("ReceiptNoSet", ',');
    if (settlements.empty() && receipts.empty()) return Failure(Error::SimNotValid, "SettleNoSet 与 ReceiptNoSet 不能同时为空");
    std::vector<Element> rows;
    for (const common::SettlementLine& one : context.books.settlementLines(request.number("PatientID"), settlements, receipts)) {
        rows.push_back(row("Item", {{"PrintFlag", "0"},
                                    {"SettleNo", one.settlement_number},
                                    {"ReceiptNo", one.receipt_number},
                                    {"NullahNumber", one.visit_number},
                                    {"CureDate", context.format.time(one.paid_at)},
                                    {"ReceiptClass", "01"},
                                    {"ItemName", one.item.line.name},
                                    {"ItemCode", one.item.line.code},
                                    {"ItemSpec", one.item.line.spec},
                                    {"ItemPrice", context.format.money(one.item.line.price)},
                                    {"ItemQuantity", Format::quantity(one.item.line.quantity_hundredths)},
                                    {"ItemUnit", one.item.line.unit},
                                    {"ApplyNo", one.item.charge_number},
                                    {"ApplyDept", one.department},
                                    {"ApplyDoctor", one.doctor},
                                    {"Cost", context.format.money(one.item.line.amount)},
                                    {"Charges", context.format.money(one.item.line.amount)},
                                    {"Operator", one.operator_id},
                                    {"OperationTime", context.format.time(one.paid_at)}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> depositAdd(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    const Result<common::Deposit> done = context.books.addDeposit(context.caller,
                                                                  {.patient_id = patient->id,
                                                                   .inpatient_number = "",
                                                                   .amount = request.money("Amt"),
                                                                   .order_number = request.text("OrderNo"),
                                                                   .pay_kind = request.text("PayType")},
                                                                  context.onRepeat());
    if (!done.ok()) return done.failure();
    const Result<Patient> after = context.books.patient(patient->id);
    if (!after.ok()) return after.failure();
    return fields({{"PrepayNo", done->number}, {"ReceiptNo", done->receipt_number}, {"AccBalance", context.format.money(after->balance)}});
}

Result<Content> depositList(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    return Content{depositRows(context, context.books.deposits(patient->id, "", range(request), request.text("OrderNo")))};
}

Result<Content> billPay(Context& context, const Request& request) {
    const Result<common::Settlement> done = context.books.payCharges(
        context.caller, request.number("PatientID"), request.list("ApplyNoSet", ','), request.money("Cost"), request.text("PayType"));
    if (!done.ok()) return done.failure();
    return fields({{"Paytime", context.format.time(done->paid_at)}});
}

/// The names of the national insurance; the values are invented. The sample of the specification separates with semicolons.
Result<Content> insuranceContext(Context& context, const Request& request) {
    const std::string set = request.text("ApplyNoSet");
    const std::vector<std::string> numbers = request.list("ApplyNoSet", set.find(';') == std::string::npos ? ',' : ';');
    const Result<common::Charge> first =
        numbers.empty() ? Result<common::Charge>(Failure(Error::SimNotFound, "charge")) : context.books.charge(numbers.front());
    if (!first.ok()) return first.failure();
    Money total;
    for (const std::string& number : numbers) {
        const Result<common::Charge> charge = context.books.charge(number);
        if (!charge.ok()) return charge.failure();
        if (charge->visit_number != request.text("NullahNumber")) return Failure(Error::SimNotPossible, "单据不属于该次就诊");
        total += charge->total;
    }
    const Result<Patient> patient = context.books.patient(first->patient_id);
    if (!patient.ok()) return patient.failure();
    return fields({{"psn_no", "SIM" + std::to_string(patient->id)},
                   {"mdtrt_cert_type", "02"},
                   {"mdtrt_cert_no", patient->certificate_number},
                   {"med_type", "11"},
                   {"medfee_sumamt", context.format.money(total)},
                   {"psn_setlway", "01"},
                   {"mdtrt_id", "M" + first->visit_number},
                   {"chrg_bchno", first->number},
                   {"acct_used_flag", "1"},
                   {"insutype", "310"},
                   {"mdtrt_mode", "0"}});
}

Result<Content> dayLines(Context& context, const Request& request) {
    const std::string visit = request.text("NullahNumber");
    const bool days = request.day("StartDate") && request.day("EndDate");
    if (visit.empty() && !days) return Failure(Error::SimNotValid, "NullahNumber 与日期不能同时为空");
    const std::int64_t patient = request.number("PatientID");
    std::vector<Element> rows;
    for (const common::Settlement& receipt : context.books.settlements(patient, range(request), "")) {
        if (!visit.empty() && receipt.visit_number != visit) continue;
        for (const common::SettlementLine& one : context.books.settlementLines(patient, {receipt.number}, {})) {
            rows.push_back(row("", {{"ItemCode", one.item.line.code},
                                    {"ItemName", one.item.line.name},
                                    {"ItemPrice", context.format.money(one.item.line.price)},
                                    {"ItemQty", Format::quantity(one.item.line.quantity_hundredths)},
                                    {"Cost", context.format.money(one.item.line.amount)},
                                    {"Charges", context.format.money(one.item.line.amount)},
                                    {"InsurItemClass", "9"},
                                    {"OperationTime", context.format.time(one.paid_at)}}));
        }
    }
    Content content = fields({{"PrintFlag", "0"}});
    content.push_back(items(std::move(rows), "BillItems"));
    return content;
}

constexpr std::string_view kDepositTags = "CardType* CardNum* PatientID!:i Amt!:d OrderNo! PayType!";
constexpr std::string_view kDepositListTags = "CardType* CardNum* PatientID!:i StartDate*:D EndDate*:D OrderNo";

constexpr std::array kOperations{
    Operation{.code = "3001", .tags = "CardType* CardNum* PatientID!:i StartDate*:D EndDate*:D NullahNumber PayState!", .run = billList},
    Operation{.code = "3002", .tags = "ApplyNoSet! PayState! PatientID!:i", .run = billLines},
    Operation{.code = "3003", .tags = "CardType* CardNum* PatientID!:i StartDate*:D EndDate*:D OrderNo", .run = receiptList},
    Operation{.code = "3004", .tags = "PatientID!:i SettleNoSet* ReceiptNoSet*", .run = receiptLines},
    Operation{.code = "3005", .tags = kDepositTags, .run = depositAdd},
    Operation{.code = "3006", .tags = kDepositListTags, .run = depositList},
    Operation{.code = "3007", .tags = "PatientID!:i ApplyNoSet! Cost!:d", .run = billPay},
    Operation{.code = "3008", .tags = "ApplyNoSet! NullahNumber!", .run = insuranceContext, .failure = "1", .region = Region::Guangzhou},
    Operation{.code = "3019", .tags = "PatientID!:i NullahNumber* StartDate*:D EndDate*:D", .run = dayLines}};

}  // namespace

std::span<const Operation> billingOperations() { return kOperations; }

}  // namespace adapters::sim::trancode
