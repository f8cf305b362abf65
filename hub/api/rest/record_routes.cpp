#include <utility>

#include "hub/api/rest/file_refresh.h"
#include "hub/api/rest/record_views.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"
#include "hub/core/text.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using flows::Asking;
using records::IndexedReport;
using records::Reader;

namespace {

/// A caller of a record route: a person for themselves and, unless they say otherwise, for their own purpose; a hospital in the name of
/// a member of staff. Also: as of calledFor(), StaffClaimNotValid.
Result<Asking> askingIn(Desk& desk, const Request& request) {
    Result<Called> called = desk.calledFor(request, Scope::RecordRead);
    if (!called.ok()) return called.failure();
    Caller& caller = called->caller;
    Reader reader;
    if (!caller.person.none()) {
        reader.kind = Reader::Kind::Themselves;
        if (!request.headers.find("Purpose")) caller.purpose = audit::Purpose::Own;
    } else if (caller.kind == access::ClientKind::Hospital) {
        reader = {Reader::Kind::Hospital, caller.hospital};
        const Result<void> named = access::requireStaff(caller);
        if (!named.ok()) return named.failure();
    }
    return Asking{std::move(reader), access::auditEntry(caller, "", called->person, audit::Outcome::Done)};
}

ReportView viewOf(const IndexedReport& report) {
    ReportView view{report.id, report.hospital, report.header, {}, std::nullopt, std::nullopt, report.changed_at};
    if (!report.content) return view;
    view.lines = report.content->lines;
    view.findings = report.content->findings;
    view.conclusion = report.content->conclusion;
    return view;
}

void answerWithList(Desk& desk, const Reply& reply, const Asking& asking, const std::optional<std::string>& hospital) {
    desk.house().record_reading.list(asking, hospital, [reply](const Result<std::vector<IndexedReport>>& reports) {
        if (!reports.ok()) {
            reply.fail(reports.failure());
            return;
        }
        ReportsView view;
        for (const IndexedReport& report : *reports) view.reports.push_back({report.id, report.hospital, report.header, report.changed_at});
        reply.send(jsonResponse(200, core::toJson(view, core::Exposure::Revealed)));
    });
}

void listReports(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Asking> asking = askingIn(desk, request);
        if (!asking.ok()) return asking.failure();
        const std::optional<std::string_view> named = request.queryValue("hospital");
        const auto hospital = named ? std::optional<std::string>(*named) : std::nullopt;
        if (hospital && !desk.house().hospitals.contains(*hospital)) return Failure(Error::HospitalNotKnown, core::shapeOf(*hospital));
        answerWithList(desk, reply, *asking, hospital);
        return {};
    });
}

void showReport(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Asking> asking = askingIn(desk, request);
        if (!asking.ok()) return asking.failure();
        const auto id = pathId<records::ReportId>(request, "report_id");
        if (!id.ok()) return id.failure();
        desk.house().record_reading.read(*asking, *id, [reply](const Result<IndexedReport>& report) {
            if (!report.ok()) {
                reply.fail(report.failure());
                return;
            }
            reply.send(jsonResponse(200, core::toJson(viewOf(*report), core::Exposure::Revealed)));
        });
        return {};
    });
}

/// May be repeated at will. A hospital has its own lists read alone.
void refreshReports(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Asking> asking = askingIn(desk, request);
        if (!asking.ok()) return asking.failure();
        const Result<OpenFile> body = bodyOf<OpenFile>(request);
        if (!body.ok()) return body.failure();
        const bool of_another = asking->reader.kind == Reader::Kind::Hospital && asking->reader.hospital != body->hospital;
        if (of_another) return Failure(Error::NotThisHospital, core::shapeOf(body->hospital));
        House& house = desk.house();
        return refreshFiles(
            house, asking->entry.about, body->hospital,
            [&house](const flows::ChargedFile& file, flows::Carrier::OnDone on_done) { house.records.refresh(file, std::move(on_done)); },
            [&desk, reply, asking = *asking, hospital = body->hospital](const Result<void>& done) {
                if (!done.ok()) {
                    reply.fail(done.failure());
                    return;
                }
                answerWithList(desk, reply, asking, hospital);
            });
    });
}

}  // namespace

std::vector<Route> recordRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/reports",
         .operation = "listReports",
         .summary = "The last 100 reports that the caller may see; each look is in the audit, and so is a refusal",
         .query = {{"hospital", "code of the hospital whose reports are asked for; absent: every hospital's", false}},
         .response = schemaReference<ReportsView>,
         .endpoint = handledBy(desk, listReports)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/reports/{report_id}",
         .operation = "showReport",
         .summary = "One report whole, fetched from its hospital if need be; a hospital names Staff-Id, Staff-Role, Staff-Department and "
                    "Purpose",
         .response = schemaReference<ReportView>,
         .endpoint = handledBy(desk, showReport)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/reports/refresh",
         .operation = "refreshReports",
         .summary = "Reads the report lists of one hospital now and answers with its reports",
         .writes = true,
         .request = schemaReference<OpenFile>,
         .response = schemaReference<ReportsView>,
         .endpoint = handledBy(desk, refreshReports)},
    };
}

}  // namespace hub::api::rest
