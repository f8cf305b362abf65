#include <functional>
#include <utility>

#include "hub/api/rest/file_case_views.h"
#include "hub/api/rest/routes.h"
#include "hub/api/rest/views.h"
#include "hub/core/read_one.h"
#include "hub/core/text.h"

namespace hub::api::rest {

using access::Caller;
using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::FileCaseKind;
using identity::HospitalFile;
using identity::HospitalFileId;
using identity::PersonId;

namespace {

constexpr std::size_t kCasesListed = 50;

/// Also: NotThisHospital, HospitalNotKnown.
Result<void> requireOwn(const Desk& desk, const Request& request, const Caller& caller) {
    const std::string& hospital = request.pathValue("hospital");
    const Result<void> own = access::requireHospital(caller, hospital);
    if (!own.ok()) return own;
    if (!desk.house().hospitals.contains(hospital)) return Failure(Error::HospitalNotKnown, core::shapeOf(hospital));
    return {};
}

/// Staff of the hospital in the path, or a steward. Also: as of Desk::caller(), requireStaffOf(), requireOwn().
Result<Caller> readerIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller;
    const Result<void> may = caller->scopes.has(Scope::IdentityReview) ? desk.requireReader(*caller) : requireStaffOf(*caller);
    if (!may.ok()) return may.failure();
    const Result<void> own = requireOwn(desk, request, *caller);
    return own.ok() ? caller : own.failure();
}

/// Staff of the hospital in the path: they alone have the person and the certificate before them. Also: as of readerIn().
Result<Caller> staffIn(const Desk& desk, const Request& request) {
    Result<Caller> caller = desk.caller(request);
    if (!caller.ok()) return caller;
    const Result<void> staff = requireStaffOf(*caller);
    if (!staff.ok()) return staff.failure();
    const Result<void> own = requireOwn(desk, request, *caller);
    return own.ok() ? caller : own.failure();
}

Result<std::optional<FileCaseKind>> kindIn(const Request& request) {
    const auto word = request.queryValue("kind");
    if (!word) return std::optional<FileCaseKind>();
    const auto kind = core::enumFromName<FileCaseKind>(*word);
    return kind ? Result<std::optional<FileCaseKind>>(kind) : Failure(Error::QueryParameterMissing, "kind");
}

void listFileCases(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = readerIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<std::optional<FileCaseKind>> kind = kindIn(request);
        if (!kind.ok()) return kind.failure();
        const Result<PersonId> after = PersonId::parse(request.queryValue("after").value_or(PersonId().text()));
        if (!after.ok()) return after.failure();
        const std::string& hospital = request.pathValue("hospital");
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const auto page = house.file_cases.list(transaction, hospital, *kind, *after, kCasesListed);
            if (!page.ok()) return page.failure();
            const identity::FileChoice choice = house.hospitals.find(hospital)->second.file_choice;
            FileCasesView view;
            for (const identity::FileCase& found : page->cases) view.cases.push_back(viewOf(found, choice));
            if (page->next) view.next = page->next->text();
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

/// Whose the file is or may be, for the audit. Also: HospitalFileNotFound.
Result<PersonId> holderOf(const House& house, HospitalFileId id) {
    const Result<HospitalFile> file =
        core::readOne(house.reads, [&](core::ReadTransaction& transaction) { return house.people.findFile(transaction, id); });
    return file.ok() ? Result<PersonId>(file->person) : file.failure();
}

/// Decides about the file once and answers with it.
void decide(Desk& desk, const Request& request, const Reply& reply, const Caller& caller, HospitalFileId id, PersonId about,
            std::string action, std::function<Result<flows::Next>(core::Transaction&)> work) {
    House& house = desk.house();
    Writing writing;
    writing.resource = "/api/v1/hospitals/" + request.pathValue("hospital") + "/file-cases";
    writing.subject = "hospital_file/" + id.text();
    writing.watched = about.bits;
    writing.aggregate = about.bits;
    writing.status = 200;
    writing.action = std::move(action);
    writing.about = about;
    writing.work = std::move(work);
    writing.look = [&house, id](core::ReadTransaction& transaction, std::string_view) -> Result<Look> {
        const Result<HospitalFile> file = house.people.findFile(transaction, id);
        if (!file.ok()) return file.failure();
        return Look{true, core::toJson(viewOf(*file), core::Exposure::Masked)};
    };
    desk.write(request, reply, caller, std::move(writing));
}

void linkFile(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = staffIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<HospitalFileId> id = pathId<HospitalFileId>(request, "file_id");
        if (!id.ok()) return id.failure();
        const Result<LinkFile> body = bodyOf<LinkFile>(request);
        if (!body.ok()) return body.failure();
        decide(desk, request, reply, *caller, *id, body->person_id, "file.link",
               [&house = desk.house(), hospital = request.pathValue("hospital"), id = *id, person = body->person_id,
                by = caller->staff->staff_id](core::Transaction& transaction) {
                   return house.file_decisions.link(transaction, hospital, id, person, by);
               });
        return {};
    });
}

void rejectFile(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Caller> caller = staffIn(desk, request);
        if (!caller.ok()) return caller.failure();
        const Result<HospitalFileId> id = pathId<HospitalFileId>(request, "file_id");
        if (!id.ok()) return id.failure();
        const Result<PersonId> holder = holderOf(desk.house(), *id);
        if (!holder.ok()) return holder.failure();
        decide(desk, request, reply, *caller, *id, *holder, "file.reject",
               [&house = desk.house(), hospital = request.pathValue("hospital"), id = *id, by = caller->staff->staff_id](
                   core::Transaction& transaction) { return house.file_decisions.reject(transaction, hospital, id, by); });
        return {};
    });
}

}  // namespace

std::vector<Route> fileCaseRoutes(Desk* desk) {
    return {
        {.method = "GET",
         .path = "/api/v1/hospitals/{hospital}/file-cases",
         .operation = "listFileCases",
         .summary = "People with several files at the hospital, and files that wait for a certificate to be read, with what conflicts; for "
                    "the hospital's staff and for stewards",
         .query = {{"kind", "two_files or candidate; absent: both", false}, {"after", "next of the page before", false}},
         .response = schemaReference<FileCasesView>,
         .endpoint = handledBy(desk, listFileCases)},
        {.method = "POST",
         .path = "/api/v1/hospitals/{hospital}/files/{file_id}/link",
         .operation = "linkFile",
         .summary = "Staff of the hospital has seen the person's certificate: the file is theirs",
         .writes = true,
         .request = schemaReference<LinkFile>,
         .response = schemaReference<FileView>,
         .endpoint = handledBy(desk, linkFile)},
        {.method = "POST",
         .path = "/api/v1/hospitals/{hospital}/files/{file_id}/reject",
         .operation = "rejectFile",
         .summary = "Staff of the hospital says that the file is not the person's; its unpaid charges and reports are nobody's then",
         .writes = true,
         .response = schemaReference<FileView>,
         .endpoint = handledBy(desk, rejectFile)},
    };
}

}  // namespace hub::api::rest
