#include "hub/flows/record_reading.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

namespace hub::flows {

using audit::AuditEntry;
using audit::Outcome;
using core::Error;
using core::Failure;
using core::Result;
using records::IndexedReport;
using records::Reader;

namespace {

constexpr std::size_t kConsentsMax = 100;
constexpr std::size_t kListed = 100;
constexpr std::size_t kListPage = 200;
constexpr int kListPagesMax = 10;

AuditEntry entryOf(const Asking& asking, records::PersonId about, std::string_view action, std::string subject, Outcome outcome) {
    AuditEntry entry = asking.entry;
    entry.about = about;
    entry.action = action;
    entry.subject = std::move(subject);
    entry.outcome = outcome;
    return entry;
}

std::string subjectOf(records::ReportId id) { return "report/" + id.text(); }

std::string subjectOf(const IndexedReport& report) { return subjectOf(report.id) + "@" + report.header.version; }

std::string subjectOf(const std::optional<std::string>& hospital) { return hospital ? "reports/" + *hospital : "reports"; }

bool isWithdrawn(const IndexedReport& report) { return report.header.status == contract::ReportStatus::Withdrawn; }

/// Says no and stays: the row about it is to be durable.
bool isRefusal(const Failure& failure) {
    return failure.error() == Error::ConsentMissing || failure.error() == Error::PurposeNotAllowed ||
           failure.error() == Error::PurposeMissing;
}

}  // namespace

/// What any of them lets the reader see, the person does.
Result<RecordReading::Standing> RecordReading::consentsFor(core::ReadTransaction& transaction, const Asking& asking, const People& people) {
    Standing all;
    if (asking.reader.kind != Reader::Kind::Hospital) return all;
    for (const records::PersonId member : people) {
        Result<Standing> given =
            stores_.consents.standingFor(transaction, member, asking.reader.hospital, house_.clock.utc(), kConsentsMax);
        if (!given.ok()) return given;
        std::ranges::move(*given, std::back_inserter(all));
    }
    return all;
}

Result<void> RecordReading::note(core::Transaction& transaction, const Asking& asking, std::string_view action, const std::string& subject,
                                 Outcome outcome, const People& people) {
    for (const records::PersonId member : people) {
        const Result<audit::AuditId> noted = stores_.witness.note(transaction, entryOf(asking, member, action, subject, outcome));
        if (!noted.ok()) return noted.failure();
    }
    return {};
}

/// Also: ReportNotFound, also for a report of somebody else.
Result<RecordReading::Found> RecordReading::find(core::Transaction& transaction, const Asking& asking, records::ReportId id,
                                                 const People& people) {
    for (const records::PersonId member : people) {
        const auto witnessed = stores_.witness.witness(transaction, entryOf(asking, member, kRecordFind, subjectOf(id), Outcome::Done));
        if (!witnessed.ok()) return witnessed.failure();
        Result<IndexedReport> report = stores_.reports.read(transaction, *witnessed, id);
        if (report.ok()) return Found{*std::move(report), member};
        if (report.failure().error() != Error::ReportNotFound) return report.failure();
    }
    return Failure(Error::ReportNotFound, id.text());
}

void RecordReading::read(const Asking& asking, records::ReportId id, OnReport on_done) {
    look(asking, id, /*fetched=*/false, std::move(on_done));
}

void RecordReading::look(const Asking& asking, records::ReportId id, bool fetched, OnReport on_done) {
    struct Seen {
        Result<IndexedReport> report = Failure(Error::StorageDown);
        records::PersonId owner;
        bool to_fetch = false;
    };
    const auto seen = std::make_shared<Seen>();  // shared: the unit may run again
    const auto work = [this, asking, id, fetched, seen](core::Transaction& transaction) -> Result<Next> {
        *seen = Seen{};
        const Result<People> people = house_.merges.membersOf(transaction, asking.entry.about);
        if (!people.ok()) return people.failure();
        const auto refuse = [&](const Failure& why, const std::string& subject, const People& about) -> Result<Next> {
            const Result<void> noted = note(transaction, asking, kRecordRead, subject, Outcome::Refused, about);
            if (!noted.ok()) return noted.failure();
            seen->report = why;
            return Next{};
        };
        // What no report can change: whether the purpose is one of this reader's, who needs no consent for what is their own.
        const core::UtcTime now = house_.clock.utc();
        const Result<void> purpose = records::mayRead(asking.reader, asking.entry.purpose, asking.reader.hospital, {}, now);
        if (!purpose.ok()) return isRefusal(purpose.failure()) ? refuse(purpose.failure(), subjectOf(id), *people) : purpose.failure();

        const Result<Found> found = find(transaction, asking, id, *people);
        if (!found.ok()) return found.failure();
        const IndexedReport& report = found->report;
        const Result<Standing> consents = consentsFor(transaction, asking, *people);
        if (!consents.ok()) return consents.failure();
        const Result<void> may = records::mayRead(asking.reader, asking.entry.purpose, report.hospital, *consents, now);
        if (!may.ok()) return isRefusal(may.failure()) ? refuse(may.failure(), subjectOf(report), {found->owner}) : may.failure();

        seen->report = report;
        seen->owner = found->owner;
        if (isWithdrawn(report)) seen->report->content.reset();
        const bool without_content = !isWithdrawn(report) && !report.content;
        seen->to_fetch = without_content && !fetched;
        if (seen->to_fetch) return Next{};
        // What was fetched is older than what stands: a report that seems to be empty is shown to nobody.
        if (without_content) seen->report = Failure(Error::PeerAnswerNotValid, report.hospital + ": report.header.version");
        const Outcome outcome = without_content ? Outcome::Failed : Outcome::Done;
        const Result<void> noted = note(transaction, asking, kRecordRead, subjectOf(report), outcome, {found->owner});
        return noted.ok() ? Result<Next>(Next{}) : noted.failure();
    };
    house_.carrier.run("record", asking.entry.about.bits, work, [this, asking, id, seen, on_done](const Result<void>& done) {
        if (!done.ok()) return on_done(done.failure());
        if (!seen->report.ok() || !seen->to_fetch) return on_done(seen->report);
        records_.fetch(*seen->report, [this, asking, id, on_done, found = Found{*seen->report, seen->owner}](const Result<void>& kept) {
            if (!kept.ok()) return noteFailed(asking, found, kept.failure(), on_done);
            look(asking, id, /*fetched=*/true, on_done);
        });
    });
}

void RecordReading::noteFailed(const Asking& asking, const Found& found, const Failure& why, const OnReport& on_done) {
    const auto work = [this, asking, found](core::Transaction& transaction) -> Result<Next> {
        const Result<void> noted = note(transaction, asking, kRecordRead, subjectOf(found.report), Outcome::Failed, {found.owner});
        return noted.ok() ? Result<Next>(Next{}) : noted.failure();
    };
    house_.carrier.run("record", asking.entry.about.bits, work,
                       [why, on_done](const Result<void>& done) { on_done(done.ok() ? why : done.failure()); });
}

Result<void> RecordReading::mayList(const Asking& asking, const std::optional<std::string>& hospital, const Standing& consents) {
    const core::UtcTime now = house_.clock.utc();
    const std::string& own = asking.reader.hospital;
    const Result<void> may = records::mayRead(asking.reader, asking.entry.purpose, hospital.value_or(own), consents, now);
    if (!may.ok()) return may;
    const bool of_all = asking.reader.kind == Reader::Kind::Hospital && !hospital;
    return of_all && consents.empty() ? Result<void>(Failure(Error::ConsentMissing, own)) : may;
}

Result<RecordReading::Reports> RecordReading::readable(core::Transaction& transaction, const audit::Witnessed& witnessed,
                                                       const Asking& asking, const std::optional<std::string>& hospital,
                                                       const Standing& consents) {
    Reports reports;
    core::Page page{kListPage, std::nullopt};
    for (int pages = 0; pages < kListPagesMax; ++pages) {
        Result<Reports> some = stores_.reports.list(transaction, witnessed, page);
        if (!some.ok()) return some.failure();
        const bool last = some->size() < page.limit;
        if (!last) page.after = core::Place{some->back().changed_at, some->back().id.bits};
        for (IndexedReport& report : *some) {
            if (hospital && report.hospital != *hospital) continue;
            if (!records::mayRead(asking.reader, asking.entry.purpose, report.hospital, consents, house_.clock.utc()).ok()) continue;
            reports.push_back(std::move(report));
            if (reports.size() == kListed) return reports;
        }
        if (last) break;
    }
    return reports;
}

/// Changed last first, as many as a list shows.
Result<RecordReading::Reports> RecordReading::readableOfAll(core::Transaction& transaction, const Asking& asking,
                                                            const std::optional<std::string>& hospital, const Standing& consents,
                                                            const People& people) {
    Reports all;
    for (const records::PersonId member : people) {
        const auto witnessed =
            stores_.witness.witness(transaction, entryOf(asking, member, kRecordList, subjectOf(hospital), Outcome::Done));
        if (!witnessed.ok()) return witnessed.failure();
        Result<Reports> reports = readable(transaction, *witnessed, asking, hospital, consents);
        if (!reports.ok()) return reports;
        std::ranges::move(*reports, std::back_inserter(all));
    }
    if (people.size() > 1) std::ranges::stable_sort(all, std::ranges::greater(), &IndexedReport::changed_at);
    if (all.size() > kListed) all.erase(all.begin() + kListed, all.end());
    return all;
}

void RecordReading::list(const Asking& asking, const std::optional<std::string>& hospital, OnList on_done) {
    const auto seen = std::make_shared<Result<Reports>>(Failure(Error::StorageDown));  // shared: the unit may run again
    const auto work = [this, asking, hospital, seen](core::Transaction& transaction) -> Result<Next> {
        const Result<People> people = house_.merges.membersOf(transaction, asking.entry.about);
        if (!people.ok()) return people.failure();
        const Result<Standing> consents = consentsFor(transaction, asking, *people);
        if (!consents.ok()) return consents.failure();
        const Result<void> may = mayList(asking, hospital, *consents);
        if (!may.ok()) {
            if (!isRefusal(may.failure())) return may.failure();
            *seen = may.failure();
            const Result<void> noted = note(transaction, asking, kRecordList, subjectOf(hospital), Outcome::Refused, *people);
            return noted.ok() ? Result<Next>(Next{}) : noted.failure();
        }
        *seen = readableOfAll(transaction, asking, hospital, *consents, *people);
        return seen->ok() ? Result<Next>(Next{}) : seen->failure();
    };
    house_.carrier.run("record", asking.entry.about.bits, work,
                       [seen, on_done = std::move(on_done)](const Result<void>& done) { on_done(done.ok() ? *seen : done.failure()); });
}

}  // namespace hub::flows
