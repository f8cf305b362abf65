#include "hub/flows/record_flow.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <utility>

#include "hub/flows/answers.h"
#include "hub/flows/inbound_gate.h"

namespace hub::flows {

using contract::ReportKind;
using core::Error;
using core::Failure;
using core::Result;
using records::IndexedReport;
using records::ToldReport;

namespace {

// How far back lists are read; CONTRACT 12 asks for seven days at least.
constexpr core::Duration kReportsFrom = std::chrono::hours(24 * 30);
constexpr std::array kKinds{ReportKind::Laboratory, ReportKind::Examination};
constexpr std::size_t kPage = 500;

}  // namespace

Result<Next> RecordFlow::told(core::Transaction& transaction, const ChargedFile& file, const ToldReport& told) {
    if (told.header.key.empty()) return Failure(Error::JsonNotValid, "report.header.key");
    const Result<std::optional<IndexedReport>> standing = reports_.standing(transaction, file.hospital, told.header.kind, told.header.key);
    if (!standing.ok()) return standing.failure();
    if (!*standing) return add(transaction, file, told);
    if ((*standing)->local_patient.reveal() != file.local_patient.reveal()) return Failure(Error::HospitalFileOfAnother, file.hospital);

    const records::IndexDecision decision = records::decide(**standing, told, house_.clock.utc());
    const bool moved = decision.what == records::Indexing::Changed || decision.what == records::Indexing::Filled;
    const bool found_owner = file.person && (*standing)->person != file.person;
    if (!moved && !found_owner) return Next{};
    IndexedReport next = moved ? decision.next : **standing;
    if (found_owner) next.person = file.person;
    const Result<std::int64_t> version = reports_.change(transaction, next);
    if (!version.ok()) return version.failure();
    if (found_owner) return tell(transaction, next, "report.published", *version);
    return decision.what == records::Indexing::Changed ? tell(transaction, next, "report.changed", *version) : Next{};
}

Result<Next> RecordFlow::add(core::Transaction& transaction, const ChargedFile& file, const ToldReport& told) {
    IndexedReport report;
    report.id = house_.ids.next<records::ReportId>();
    report.hospital = file.hospital;
    report.person = file.person;
    report.local_patient = file.local_patient;
    report.header = told.header;
    report.content = told.content;
    report.changed_at = house_.clock.utc();
    const Result<void> added = reports_.add(transaction, report);
    if (!added.ok()) {
        const bool taken = added.failure().error() == Error::ReportTaken;
        return taken ? Failure(Error::VersionConflict, report.id.text()) : added.failure();  // so the unit is run anew
    }
    return tell(transaction, report, "report.published", 1);
}

Result<Next> RecordFlow::assign(core::Transaction& transaction, const ChargedFile& file) {
    Result<std::vector<IndexedReport>> reports = allOf(transaction, file.hospital, file.local_patient);
    if (!reports.ok()) return reports.failure();
    Next next;
    for (IndexedReport& report : *reports) {
        if (report.person == file.person) continue;
        report.person = file.person;
        const Result<void> changed = change(transaction, report, /*tells_owner=*/true, next);
        if (!changed.ok()) return changed.failure();
    }
    return next;
}

Result<void> RecordFlow::release(core::Transaction& transaction, const ChargedFile& file) {
    Result<std::vector<IndexedReport>> reports = allOf(transaction, file.hospital, file.local_patient);
    if (!reports.ok()) return reports.failure();
    for (IndexedReport& report : *reports) {
        if (report.person != file.person) continue;
        report.person.reset();
        const Result<std::int64_t> version = reports_.change(transaction, report);
        if (!version.ok()) return version.failure();
    }
    return {};
}

Result<Next> RecordFlow::merged(core::Transaction& transaction, const ChargedFile& stays, const core::Sensitive<core::CardNumber>& gone) {
    Result<std::vector<IndexedReport>> reports = allOf(transaction, stays.hospital, gone);
    if (!reports.ok()) return reports.failure();
    Next next;
    for (IndexedReport& report : *reports) {
        const bool has_new_owner = stays.person && report.person != stays.person;
        report.local_patient = stays.local_patient;
        if (has_new_owner) report.person = stays.person;
        const Result<void> changed = change(transaction, report, has_new_owner, next);
        if (!changed.ok()) return changed.failure();
    }
    return next;
}

Result<void> RecordFlow::change(core::Transaction& transaction, const IndexedReport& report, bool tells_owner, Next& next) {
    const Result<std::int64_t> version = reports_.change(transaction, report);
    if (!version.ok()) return version.failure();
    if (!tells_owner) return {};
    Result<Next> told = tell(transaction, report, "report.published", *version);
    if (!told.ok()) return told.failure();
    join(next, std::move(*told));
    return {};
}

/// Read whole before one is changed: what is changed moves within the list.
Result<std::vector<IndexedReport>> RecordFlow::allOf(core::ReadTransaction& transaction, std::string_view hospital,
                                                     const core::Sensitive<core::CardNumber>& local_patient) {
    std::vector<IndexedReport> all;
    core::Page page{kPage, std::nullopt};
    do {
        Result<std::vector<IndexedReport>> some = reports_.ofFile(transaction, hospital, local_patient, page);
        if (!some.ok()) return some.failure();
        page.after = some->size() < page.limit ? std::nullopt : std::optional(core::Place{some->back().changed_at, some->back().id.bits});
        std::ranges::move(*some, std::back_inserter(all));
    } while (page.after);
    return all;
}

Result<Next> RecordFlow::tell(core::Transaction& transaction, const IndexedReport& report, std::string_view type, std::int64_t version) {
    if (!report.person) return Next{};  // told to whoever the file is linked to
    return publish(house_, transaction, *report.person, type, "report_id", report.id.bits, version, 0);
}

void RecordFlow::refresh(const ChargedFile& file, Carrier::OnDone on_done) { readLists(file, std::make_shared<Headers>(), 0, on_done); }

/// One kind after the other; `headers` is shared by the answers.
void RecordFlow::readLists(const ChargedFile& file, const std::shared_ptr<Headers>& headers, std::size_t kinds_read,
                           const Carrier::OnDone& on_done) {
    if (kinds_read == kKinds.size()) {
        std::vector<ToldReport> told;
        for (contract::ReportHeader& header : *headers) told.push_back({std::move(header), std::nullopt});
        return keep(file, std::move(told), on_done);
    }
    const CallTerms terms = house_.terms();
    const contract::ReportList::Request request{file.local_patient, kKinds[kinds_read],
                                                core::shanghaiDate(terms.now + -kReportsFrom, terms.day_cut), terms.today()};
    const Call call = callOf<contract::ReportList>(metaFor(file.hospital, terms, "reports"), request);
    house_.counterparties.call(call, [this, file, headers, kinds_read, on_done](const CallAnswer& answer) {
        if (answer.late) return;
        Result<contract::ReportList::Result> read = resultOrWhy<contract::ReportList>(file.hospital, answer);
        if (isNoSuchPatient(answer)) missing_(file);
        if (!read.ok()) return on_done(read.failure());
        for (contract::ReportHeader& header : read->reports) headers->push_back(std::move(header));
        readLists(file, headers, kinds_read + 1, on_done);
    });
}

void RecordFlow::fetch(const IndexedReport& report, Carrier::OnDone on_done) {
    const contract::ReportGet::Request request{report.local_patient, report.header.kind, report.header.key};
    const Call call = callOf<contract::ReportGet>(metaFor(report.hospital, house_.terms(), report.id.text()), request);
    house_.counterparties.call(call, [this, report, on_done = std::move(on_done)](const CallAnswer& answer) {
        if (answer.late) return;
        Result<contract::ReportGet::Result> read = resultOrWhy<contract::ReportGet>(report.hospital, answer);
        if (!read.ok()) return on_done(read.failure());
        const contract::ReportHeader& header = read->report.header;
        if (header.key != report.header.key || header.kind != report.header.kind)
            return on_done(Failure(Error::PeerAnswerNotValid, report.hospital + ": report.header.key"));
        ToldReport told{header, std::move(read->report)};
        keep({report.hospital, report.local_patient, report.person}, {std::move(told)}, on_done);
    });
}

void RecordFlow::keep(const ChargedFile& file, std::vector<ToldReport> told, Carrier::OnDone on_done) {
    const auto work = [this, file, told = std::move(told)](core::Transaction& transaction) -> Result<Next> {
        Next next;
        for (const ToldReport& one : told) {
            Result<Next> kept = this->told(transaction, file, one);
            if (!kept.ok()) return kept.failure();
            join(next, std::move(*kept));
        }
        return next;
    };
    house_.carrier.run("reports", recordsKeyOf(file.hospital, file.local_patient), work, std::move(on_done));
}

}  // namespace hub::flows
