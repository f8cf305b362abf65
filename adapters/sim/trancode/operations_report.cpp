#include <array>

#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

using common::Patient;
using common::PublishedReport;
using common::ReportKind;

namespace {

/// REPORT of the specification; `number_tag` is ExamBillNo or LabBillNo.
Element reportRow(Context& context, const Patient& patient, const PublishedReport& one, std::string_view number_tag) {
    const int age = common::dayOf(context.now).year - patient.birth_date.year;
    return row("Item", {{"ReportId", one.report.number},
                        {"ApplyNo", one.report.number},
                        {"BarcodeNo", ""},
                        {"PatientId", std::to_string(patient.id)},
                        {"Sex", sexCode(patient.sex)},
                        {"PatientName", patient.name},
                        {"Age", std::to_string(age)},
                        {"InPatientNo", ""},
                        {"VisitType", one.report.visit_kind},
                        {"VisitDept", ""},
                        {"PrescribeNo", ""},
                        {"ReportStatus", "1"},
                        {"ApplyTime", context.format.time(one.published_at)},
                        {"ApplyDept", ""},
                        {"ApplyOperator", ""},
                        {"ReportTime", context.format.time(one.published_at)},
                        {std::string(number_tag), one.report.number}});
}

Result<std::vector<PublishedReport>> reportsOf(Context& context, const Request& request, ReportKind kind, std::string_view number_tag,
                                               const common::Days& days) {
    const Result<Patient> patient = context.books.patient(request.number("PatientID"));
    if (!patient.ok()) return patient.failure();
    std::vector<PublishedReport> reports = context.books.reports(kind, patient->id, days, request.text(number_tag));
    const std::string visit_kind = request.text("VisitType");
    std::erase_if(reports, [&](const PublishedReport& one) { return !visit_kind.empty() && one.report.visit_kind != visit_kind; });
    return reports;
}

Result<Content> reportList(Context& context, const Request& request, ReportKind kind, std::string_view number_tag,
                           std::string_view name_tag) {
    const Result<std::vector<PublishedReport>> reports = reportsOf(context, request, kind, number_tag, range(request));
    if (!reports.ok()) return reports.failure();
    const Result<Patient> patient = context.books.patient(request.number("PatientID"));
    if (!patient.ok()) return patient.failure();
    std::vector<Element> rows;
    for (const PublishedReport& one : *reports) {
        rows.push_back(reportRow(context, *patient, one, number_tag));
        rows.back().add(std::string(name_tag), one.report.name);
    }
    return Content{items(std::move(rows))};
}

Result<Content> examList(Context& context, const Request& request) {
    return reportList(context, request, ReportKind::Exam, "ExamBillNo", "ItemName");
}

Result<Content> labList(Context& context, const Request& request) {
    return reportList(context, request, ReportKind::Lab, "LabBillNo", "SpecimenName");
}

Result<Content> examDetail(Context& context, const Request& request) {
    const Result<std::vector<PublishedReport>> reports = reportsOf(context, request, ReportKind::Exam, "ExamBillNo", always());
    if (!reports.ok()) return reports.failure();
    std::vector<Element> rows;
    for (const PublishedReport& one : *reports) {
        rows.push_back(row("Item", {{"ExamPart", one.report.part},
                                    {"ExamMethod", one.report.name},
                                    {"VisitStateDesc", one.report.conclusion},
                                    {"ExamImgDesc", one.report.findings},
                                    {"ExamPurpose", ""},
                                    {"AbnormalFlag", ""}}));
    }
    return Content{items(std::move(rows))};
}

Result<Content> labDetail(Context& context, const Request& request) {
    const Result<std::vector<PublishedReport>> reports = reportsOf(context, request, ReportKind::Lab, "LabBillNo", always());
    if (!reports.ok()) return reports.failure();
    std::vector<Element> rows;
    for (const PublishedReport& one : *reports) {
        for (const common::ReportValue& value : one.report.values) {
            rows.push_back(row("Item", {{"BillSubNo", std::to_string(rows.size() + 1)},
                                        {"ItemChiName", value.name},
                                        {"ItemResult", value.value},
                                        {"ResultUnit", value.unit},
                                        {"ResultFlag", value.flag},
                                        {"ReferenceDesc", ""},
                                        {"Ranges", value.range}}));
        }
    }
    return Content{items(std::move(rows))};
}

constexpr std::array kOperations{
    Operation{.code = "7001", .tags = "PatientID!:i VisitType StartDate*:D EndDate*:D ExamBillNo PrintFlag*", .run = examList},
    Operation{.code = "7002", .tags = "PatientID!:i VisitType* ExamBillNo!", .run = examDetail},
    Operation{.code = "7003", .tags = "PatientID!:i VisitType StartDate*:D EndDate*:D LabBillNo PrintFlag* IdCardNum*", .run = labList},
    Operation{.code = "7004", .tags = "PatientID!:i VisitType* LabBillNo!", .run = labDetail}};

}  // namespace

std::span<const Operation> reportOperations() { return kOperations; }

}  // namespace adapters::sim::trancode
