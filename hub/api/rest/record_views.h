#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/audit/audit_entry.h"
#include "hub/core/describe.h"
#include "hub/records/consent.h"
#include "hub/records/report.h"

/// What clients send and get of records, as JSON. A report is written with what it says: only whoever may read it gets one.
namespace hub::api::rest {

struct ReportInListView {
    static constexpr std::string_view kTypeName = "ReportInList";
    records::ReportId report_id;
    std::string hospital;
    contract::ReportHeader header;
    core::UtcTime changed_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("report_id", self.report_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital whose report it is");
        field("header", self.header, "which report it is and how final");
        field("changed_at_ms", self.changed_at, "since when the region knows this version");
    }
};

struct ReportsView {
    static constexpr std::string_view kTypeName = "ReportsOfPerson";
    std::vector<ReportInListView> reports;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("reports", self.reports, "changed last first");
    }
};

struct ReportView {
    static constexpr std::string_view kTypeName = "ReportOfPerson";
    records::ReportId report_id;
    std::string hospital;
    contract::ReportHeader header;
    std::vector<contract::ReportLine> lines;
    std::optional<core::Sensitive<std::string>> findings;
    std::optional<core::Sensitive<std::string>> conclusion;
    core::UtcTime changed_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("report_id", self.report_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital whose report it is");
        field("header", self.header, "which report it is and how final; of a withdrawn one nothing else is shown");
        field("lines", self.lines, "results, of a laboratory report");
        field("findings", self.findings, "what was seen, of an examination");
        field("conclusion", self.conclusion, "what it means");
        field("changed_at_ms", self.changed_at, "since when the region knows this version");
    }
};

struct GiveConsent {
    static constexpr std::string_view kTypeName = "GiveConsent";
    std::string hospital;
    std::optional<std::string> source;
    core::UtcTime until;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospital", self.hospital, "code of the hospital that may read");
        field("source", self.source, "code of the hospital whose records it may read; absent: every hospital's");
        field("until_ms", self.until, "when it ends by itself: 366 days from now at most");
    }
};

struct ConsentView {
    static constexpr std::string_view kTypeName = "Consent";
    records::ConsentId consent_id;
    std::string hospital;
    std::optional<std::string> source;
    core::UtcTime given_at;
    core::UtcTime until;
    std::optional<core::UtcTime> revoked_at;
    bool stands = false;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("consent_id", self.consent_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital that may read");
        field("source", self.source, "code of the hospital whose records it may read; absent: every hospital's");
        field("given_at_ms", self.given_at, "since when");
        field("until_ms", self.until, "when it ends by itself");
        field("revoked_at_ms", self.revoked_at, "when the person ended it");
        field("stands", self.stands, "neither over nor revoked now");
    }
};

struct ConsentsView {
    static constexpr std::string_view kTypeName = "Consents";
    std::vector<ConsentView> consents;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("consents", self.consents, "newest first");
    }
};

struct RecordReadView {
    static constexpr std::string_view kTypeName = "RecordRead";
    core::UtcTime at;
    audit::ActorKind actor_kind = audit::ActorKind::Hub;
    bool by_relative = false;
    std::string hospital;
    std::string department;
    std::string role;
    audit::Purpose purpose = audit::Purpose::None;
    std::string action;
    std::string subject;
    audit::Outcome outcome = audit::Outcome::Done;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("at_ms", self.at, "when");
        field("actor_kind", self.actor_kind, "person: they themselves or a relative; staff: a member of staff of the hospital");
        field("by_relative", self.by_relative, "another person than they themselves");
        field("hospital", self.hospital, "code of the reader's hospital; empty: none");
        field("department", self.department, "department of the member of staff, as the hospital says");
        field("role", self.role, "role of the member of staff, as the hospital says");
        field("purpose", self.purpose, "what for");
        field("action", self.action, "record.list or record.read");
        field("subject", self.subject, "report/{report_id}@{version}, or reports");
        field("outcome", self.outcome, "done: it was shown; refused; failed: the hospital did not hand it out");
    }
};

struct RecordReadsView {
    static constexpr std::string_view kTypeName = "RecordReads";
    std::vector<RecordReadView> reads;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("reads", self.reads, "newest first");
    }
};

}  // namespace hub::api::rest
