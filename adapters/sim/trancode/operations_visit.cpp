#include <algorithm>
#include <array>
#include <map>

#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

using common::Patient;
using hub::core::Error;
using hub::core::Failure;

namespace {

Result<Content> clinicQueue(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientId");
    if (!patient.ok()) return patient.failure();
    std::vector<Element> rows;
    for (const common::Booking& one : context.books.bookings(patient->id, context.today(), "")) {
        if (one.state != common::BookingState::CheckedIn) continue;
        const common::Doctor doctor = doctorOf(context, one.slot.doctor);
        const std::int64_t ahead = context.books.waitingBefore(one);
        rows.push_back(row("Item", {{"SeqNumber", one.number},
                                    {"DeptName", departmentName(context, one.slot.department)},
                                    {"DeptLocus", doctor.room},
                                    {"Doctor", doctor.name},
                                    {"AverageTime", "6"},
                                    {"SickSeq", std::to_string(one.queue_number)},
                                    {"CurrentSickSeq", std::to_string(one.queue_number - ahead)},
                                    {"VisitTime", one.slot.begin},
                                    {"FrontNum", std::to_string(ahead)}}));
    }
    return Content{items(std::move(rows))};
}

bool isDrug(const common::SettlementLine& line) {
    const std::string& kind = line.item.line.kind;
    return kind == "A" || kind == "B" || kind.substr(0, 1) == "C";
}

/// Today's receipts with drugs on them.
Result<Content> pharmacyQueue(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientId");
    if (!patient.ok()) return patient.failure();
    std::vector<Element> rows;
    for (const common::Settlement& receipt : context.books.settlements(patient->id, context.today(), "")) {
        const std::vector<common::SettlementLine> lines = context.books.settlementLines(patient->id, {receipt.number}, {});
        if (std::none_of(lines.begin(), lines.end(), isDrug)) continue;
        rows.push_back(row("Item", {{"DeptName", "门诊药房"},
                                    {"DeptLocus", "一楼"},
                                    {"DosageSeq", receipt.number},
                                    {"CurrentDosageSeq", receipt.number},
                                    {"GetDosageTime", context.format.time(receipt.paid_at + std::chrono::minutes(10))},
                                    {"FrontNum", "0"}}));
    }
    return Content{items(std::move(rows))};
}

/// One row a visit, from its receipts.
Result<Content> visitList(Context& context, const Request& request) {
    const Result<Patient> patient = cardHolder(context, request, "PatientID");
    if (!patient.ok()) return patient.failure();
    std::map<std::string, common::Settlement> visits;
    for (const common::Settlement& receipt : context.books.settlements(patient->id, range(request), "")) {
        if (!request.text("DeptCode").empty() && request.text("DeptCode") != receipt.department.code) continue;
        const auto [visit, is_new] = visits.emplace(receipt.visit_number, receipt);
        if (is_new) continue;
        visit->second.cost += receipt.cost;
        visit->second.fund += receipt.fund;
        visit->second.account += receipt.account;
    }
    std::vector<Element> rows;
    for (const auto& [number, visit] : visits) {
        rows.push_back(row("Item", {{"NullahNumber", number},
                                    {"RegDate", context.format.time(visit.paid_at)},
                                    {"DeptName", visit.department.name},
                                    {"DoctorName", visit.doctor.name},
                                    {"RegTypeName", doctorOf(context, visit.doctor.code).title},
                                    {"DiagName", ""},
                                    {"Cost", context.format.money(visit.cost)},
                                    {"Charges", context.format.money(visit.cash())}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> departmentDetail(Context& context, const Request& request) {
    std::vector<Element> rows;
    for (const common::Department& one : context.books.departments()) {
        if (!request.text("DeptCode").empty() && request.text("DeptCode") != one.code) continue;
        rows.push_back(row("Item", {{"DeptCode", one.code}, {"DeptName", one.name}, {"Description", one.description}}));
    }
    return Content{items(std::move(rows))};
}

/// DoctorName is `name/code`; the name may hold a slash, so the last one counts.
Result<Content> doctorDetail(Context& context, const Request& request) {
    const std::string wanted = request.text("DoctorName");
    const std::size_t slash = wanted.rfind('/');
    if (!wanted.empty() && slash == std::string::npos) return Failure(Error::SimNotValid, "参数 DoctorName 应为 姓名/编号");
    std::vector<Element> rows;
    for (const common::Doctor& one : context.books.doctors()) {
        if (!wanted.empty() && (one.name != wanted.substr(0, slash) || one.code != wanted.substr(slash + 1))) continue;
        rows.push_back(row("Item", {{"DeptCode", one.department},
                                    {"DeptName", departmentName(context, one.department)},
                                    {"DoctorCode", one.code},
                                    {"DoctorName", one.name},
                                    {"DoctorTitle", one.title},
                                    {"ServiceName", one.title},
                                    {"SessionDescription", ""},
                                    {"Description", one.description}}));
    }
    return Content{items(std::move(rows))};
}

constexpr std::array kOperations{
    Operation{.code = "5001", .tags = "CardType* CardNum* PatientId!:i", .run = clinicQueue},
    Operation{.code = "5002", .tags = "CardType* CardNum* PatientId!:i", .run = pharmacyQueue},
    Operation{.code = "5003", .tags = "CardType* CardNum* PatientID!:i StartDate*:D EndDate*:D DeptCode", .run = visitList},
    Operation{.code = "6002", .tags = "DeptCode", .run = departmentDetail},
    Operation{.code = "6003", .tags = "DoctorName", .run = doctorDetail}};

}  // namespace

std::span<const Operation> visitOperations() { return kOperations; }

}  // namespace adapters::sim::trancode
