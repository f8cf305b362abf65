#include <algorithm>

#include "adapters/codec/hl7v2/ascii.h"
#include "adapters/hl7_mllp/events.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;
using codec::hl7v2::equalIds;
using codec::hl7v2::Place;

namespace {

constexpr std::uint32_t kValueType = 2;
constexpr std::uint32_t kComment = 3;

void appendTo(std::optional<core::Sensitive<std::string>>& text, const std::string& more) {
    if (more.empty()) return;
    text = core::Sensitive<std::string>(text ? text->reveal() + "\n" + more : more);
}

/// A document inside a message (ED, RP) is no line of results.
bool isDocument(Reading& reading, std::size_t obx) {
    const std::string type = reading.at(obx, {.field = kValueType});
    return type == "ED" || type == "RP";
}

void readResult(Reading& reading, std::size_t obx, Report& report) {
    reading.around(obx);
    if (isDocument(reading, obx)) return;
    const std::string code = reading.text(Field::ItemCode);
    const std::string value = reading.text(Field::ItemValue);
    if (code == "FINDINGS") return appendTo(report.findings, value);
    if (code == "IMPRESSION") return appendTo(report.conclusion, value);
    ReportLine line;
    line.item_code = reading.textIf(Field::ItemCode);
    line.item_name = reading.text(Field::ItemName);
    line.value = core::Sensitive<std::string>(value);
    line.unit = reading.textIf(Field::ItemUnit);
    line.reference_range = reading.textIf(Field::ItemRange);
    line.flag = reading.textIf(Field::ItemFlag);
    const std::vector<std::string>& critical = reading.words().critical_flags;
    if (line.flag && std::find(critical.begin(), critical.end(), *line.flag) != critical.end()) report.header.critical = true;
    report.lines.push_back(std::move(line));
}

std::string versionOf(const Report& report) {
    std::vector<std::string> parts{std::string(core::enumName(report.header.status)), report.header.title};
    for (const ReportLine& line : report.lines) {
        for (const auto& part : {line.item_code, line.unit, line.reference_range, line.flag}) parts.push_back(part.value_or(""));
        parts.push_back(line.item_name);
        parts.push_back(line.value.reveal());
    }
    for (const auto& text : {report.findings, report.conclusion}) parts.push_back(text ? text->reveal() : "");
    return contentHash(parts);
}

/// The OBR and what follows it up to the next one.
Event reportOf(Reading& reading, std::size_t obr) {
    const Words& words = reading.words();
    reading.around(obr);
    const LocalNumber patient = localNumber(reading);
    Report report;
    ReportHeader& header = report.header;
    header.key = reading.required(Field::ReportKey);
    header.kind = reading.code(Field::ReportKind, words.report_kinds, ReportKind::Laboratory);
    header.status = reading.code(Field::ReportStatus, words.report_statuses, ReportStatus::Preliminary);
    header.title = reading.text(Field::ReportTitle);
    header.order = reading.textIf(Field::ReportOrder);
    header.visit = reading.textIf(Field::Visit);
    header.department_name = reading.textIf(Field::ReportDepartmentName);
    header.reported_at = reading.timeIf(Field::ReportReportedAt);
    header.replaces = reading.textIf(Field::ReportReplaces);
    const std::string version = reading.text(Field::ReportVersion);
    const codec::hl7v2::Message& message = reading.message();
    for (std::size_t segment = obr + 1; segment < message.segments(); ++segment) {
        const std::string_view id = message.segmentId(segment);
        if (equalIds(id, "OBR") || equalIds(id, "PID")) break;
        if (equalIds(id, "OBX")) readResult(reading, segment, report);
        if (equalIds(id, "NTE")) appendTo(report.conclusion, reading.at(segment, {.field = kComment}));
    }
    header.version = version.empty() ? versionOf(report) : version;
    return eventOf(patient, ReportPublished{std::move(report)});
}

}  // namespace

Events reportsPublished(Reading& reading) {
    Events events;
    for (const std::size_t obr : reading.all("OBR")) events.push_back(reportOf(reading, obr));
    if (events.empty()) reading.missing("OBR");
    return events;
}

}  // namespace adapters::hl7_mllp
