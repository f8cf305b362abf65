#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "hub/api/rest/members.h"
#include "hub/api/rest/record_views.h"
#include "hub/api/rest/routes.h"
#include "hub/core/text.h"

namespace hub::api::rest {

using access::Scope;
using core::Error;
using core::Failure;
using core::Result;
using identity::PersonId;
using records::Consent;
using records::ConsentId;

namespace {

constexpr std::size_t kConsentsListed = 100;

// Who looked is searched backwards from now, in spans that grow, until enough is found.
constexpr std::size_t kReadsListed = 100;
constexpr core::Duration kFirstSpan = std::chrono::hours(24);
constexpr int kSpansMax = 9;  ///< 511 days
constexpr std::size_t kEntriesPage = 1000;

/// The person themselves or a child's guardian: nobody else gives a consent, and nobody else is told who looked. Also: as of calledFor().
Result<Called> calledThemselves(Desk& desk, const Request& request) {
    Result<Called> called = desk.calledFor(request, Scope::RecordRead, Acting::Guardian);
    if (called.ok() && called->caller.person.none()) return Failure(Error::NotThisPerson);
    return called;
}

std::string pathOf(ConsentId id) { return "/api/v1/consents/" + id.text(); }

ConsentView viewOf(const Consent& consent, core::UtcTime now) {
    return {consent.id, consent.reader, consent.source, consent.given_at, consent.until, consent.revoked_at, records::stands(consent, now)};
}

/// Whoever of the person gave it. Also: ConsentNotFound.
Result<Consent> consentOf(House& house, core::ReadTransaction& transaction, PersonId root, ConsentId id) {
    const Result<std::vector<PersonId>> members = house.merges.membersOf(transaction, root);
    if (!members.ok()) return members.failure();
    for (const PersonId member : *members) {
        Result<Consent> consent = house.consents.store().find(transaction, member, id);
        if (consent.ok() || consent.failure().error() != Error::ConsentNotFound) return consent;
    }
    return Failure(Error::ConsentNotFound);
}

Result<std::string> consentJson(House& house, core::ReadTransaction& transaction, PersonId person, ConsentId id) {
    const Result<Consent> consent = consentOf(house, transaction, person, id);
    if (!consent.ok()) return consent.failure();
    return core::toJson(viewOf(*consent, house.clock.utc()), core::Exposure::Masked);
}

/// What a write about the consent has in common. Its resource is the consent's path, also that of a repeat.
Writing writingAbout(House& house, PersonId person, ConsentId id) {
    Writing writing;
    writing.resource = pathOf(id);
    writing.watched = id.bits;
    writing.aggregate = person.bits;
    writing.about = person;
    writing.look = [&house, person](core::ReadTransaction& transaction, std::string_view resource) -> Result<Look> {
        const Result<ConsentId> standing = ConsentId::parse(resource.substr(resource.rfind('/') + 1));
        if (!standing.ok()) return standing.failure();
        Result<std::string> json = consentJson(house, transaction, person, *standing);
        return json.ok() ? Result<Look>(Look{true, std::move(*json)}) : json.failure();
    };
    return writing;
}

void giveConsent(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        const Result<GiveConsent> body = bodyOf<GiveConsent>(request);
        if (!body.ok()) return body.failure();
        House& house = desk.house();
        if (!house.hospitals.contains(body->hospital)) return Failure(Error::HospitalNotKnown, core::shapeOf(body->hospital));
        if (body->source && !house.hospitals.contains(*body->source)) return Failure(Error::HospitalNotKnown, core::shapeOf(*body->source));
        Consent consent;
        consent.id = house.ids.next<ConsentId>();
        consent.person = called->person;
        consent.reader = body->hospital;
        consent.source = body->source;
        consent.until = body->until;
        consent.client = called->caller.client;
        Writing writing = writingAbout(house, called->person, consent.id);
        writing.action = "consent.give";
        writing.work = [&house, consent](core::Transaction& transaction) { return house.consents.give(transaction, consent); };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

void revokeConsent(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        const Result<ConsentId> id = pathId<ConsentId>(request, "consent_id");
        if (!id.ok()) return id.failure();
        House& house = desk.house();
        Writing writing = writingAbout(house, called->person, *id);
        writing.status = 200;
        writing.action = "consent.revoke";
        writing.work = [&house, person = called->person, id = *id](core::Transaction& transaction) -> Result<flows::Next> {
            const Result<Consent> consent = consentOf(house, transaction, person, id);
            if (!consent.ok()) return consent.failure();
            return house.consents.revoke(transaction, consent->person, id);
        };
        desk.write(request, reply, called->caller, std::move(writing));
        return {};
    });
}

void showConsent(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<access::Caller> caller = desk.caller(request);
        if (!caller.ok()) return caller.failure();
        const Result<void> allowed = access::requireScope(*caller, Scope::RecordRead);
        if (!allowed.ok()) return allowed;
        if (caller->person.none()) return Failure(Error::NotThisPerson);
        const Result<ConsentId> id = pathId<ConsentId>(request, "consent_id");
        if (!id.ok()) return id.failure();
        desk.read(reply, [&](core::ReadTransaction& transaction) { return consentJson(desk.house(), transaction, caller->person, *id); });
        return {};
    });
}

void listConsents(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const auto consents = ofMembers<Consent>(
                house, transaction, called->person, kConsentsListed,
                [&](PersonId member) {
                    return house.consents.store().ofPerson(transaction, member, {kConsentsListed, std::nullopt});
                },
                &Consent::given_at);
            if (!consents.ok()) return consents.failure();
            ConsentsView view;
            for (const Consent& consent : *consents) view.consents.push_back(viewOf(consent, house.clock.utc()));
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

bool isRead(const audit::AuditEntry& entry) { return entry.action == flows::kRecordRead || entry.action == flows::kRecordList; }

using People = std::vector<PersonId>;

/// A look at several registrations of the person leaves a line about each: they are one look to the person.
bool isSameLook(const audit::AuditEntry& one, const audit::AuditEntry& other) {
    return !one.trace.empty() && one.trace == other.trace && one.action == other.action && one.subject == other.subject &&
           one.outcome == other.outcome && one.about != other.about;
}

RecordReadView viewOf(const audit::AuditEntry& entry, const People& people) {
    const bool themselves = std::ranges::any_of(people, [&](PersonId id) { return entry.actor == id.text(); });
    const bool by_relative = entry.actor_kind == audit::ActorKind::Person && !themselves;
    return {entry.at,   entry.actor_kind, by_relative,  entry.hospital, entry.department,
            entry.role, entry.purpose,    entry.action, entry.subject,  entry.outcome};
}

/// The reads about one registration in [from, until), oldest first.
Result<std::vector<audit::AuditEntry>> readsOf(House& house, core::ReadTransaction& transaction, PersonId person, core::UtcTime from,
                                               core::UtcTime until) {
    audit::AuditSearch search;
    search.about = person;
    search.from = from;
    search.until = until;
    search.limit = kEntriesPage;
    std::vector<audit::AuditEntry> reads;
    while (true) {
        const auto entries = house.audit.search(transaction, search);
        if (!entries.ok()) return entries.failure();
        for (const auto& [entry, link] : *entries) {
            if (isRead(entry)) reads.push_back(entry);
        }
        if (entries->size() < search.limit) return reads;
        search.after = audit::AuditPlace{entries->back().entry.at, entries->back().entry.id};
    }
}

/// The reads about any of them in [from, until), newest first.
Result<std::vector<RecordReadView>> readsIn(House& house, core::ReadTransaction& transaction, const People& people, core::UtcTime from,
                                            core::UtcTime until) {
    std::vector<audit::AuditEntry> all;
    for (const PersonId person : people) {
        Result<std::vector<audit::AuditEntry>> reads = readsOf(house, transaction, person, from, until);
        if (!reads.ok()) return reads.failure();
        std::erase_if(*reads, [&](const audit::AuditEntry& entry) {
            return std::ranges::any_of(all, [&](const audit::AuditEntry& other) { return isSameLook(entry, other); });
        });
        std::ranges::move(*reads, std::back_inserter(all));
    }
    std::ranges::reverse(all);
    std::ranges::stable_sort(all, std::ranges::greater(), &audit::AuditEntry::at);
    std::vector<RecordReadView> views;
    for (const audit::AuditEntry& entry : all) views.push_back(viewOf(entry, people));
    return views;
}

void listRecordReads(Desk& desk, const Request& request, const Reply& reply) {
    answering(reply, [&]() -> Result<void> {
        const Result<Called> called = calledThemselves(desk, request);
        if (!called.ok()) return called.failure();
        House& house = desk.house();
        desk.read(reply, [&](core::ReadTransaction& transaction) -> Result<std::string> {
            const Result<People> people = house.merges.membersOf(transaction, called->person);
            if (!people.ok()) return people.failure();
            RecordReadsView view;
            core::UtcTime until = house.clock.utc() + core::Duration(1);
            core::Duration span = kFirstSpan;
            for (int spans = 0; spans < kSpansMax && view.reads.size() < kReadsListed; ++spans, span *= 2) {
                auto reads = readsIn(house, transaction, *people, until + -span, until);
                if (!reads.ok()) return reads.failure();
                std::ranges::move(*reads, std::back_inserter(view.reads));
                until = until + -span;
            }
            if (view.reads.size() > kReadsListed) view.reads.resize(kReadsListed);
            return core::toJson(view, core::Exposure::Masked);
        });
        return {};
    });
}

}  // namespace

std::vector<Route> consentRoutes(Desk* desk) {
    return {
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/consents",
         .operation = "giveConsent",
         .summary = "Lets a hospital read what other hospitals have about the person; by the person's own token alone",
         .writes = true,
         .request = schemaReference<GiveConsent>,
         .status = 201,
         .response = schemaReference<ConsentView>,
         .endpoint = handledBy(desk, giveConsent)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/consents",
         .operation = "listConsents",
         .summary = "The person's last 100 consents",
         .response = schemaReference<ConsentsView>,
         .endpoint = handledBy(desk, listConsents)},
        {.method = "GET",
         .path = "/api/v1/consents/{consent_id}",
         .operation = "showConsent",
         .summary = "One consent of the caller, who is a person",
         .response = schemaReference<ConsentView>,
         .endpoint = handledBy(desk, showConsent)},
        {.method = "POST",
         .path = "/api/v1/people/{person_id}/consents/{consent_id}/revocation",
         .operation = "revokeConsent",
         .summary = "Ends a consent now; a second time changes nothing",
         .writes = true,
         .response = schemaReference<ConsentView>,
         .endpoint = handledBy(desk, revokeConsent)},
        {.method = "GET",
         .path = "/api/v1/people/{person_id}/record-reads",
         .operation = "listRecordReads",
         .summary = "Who looked at the person's records, for what, and what came of it: the last 100 looks of some 17 months",
         .response = schemaReference<RecordReadsView>,
         .endpoint = handledBy(desk, listRecordReads)},
    };
}

}  // namespace hub::api::rest
