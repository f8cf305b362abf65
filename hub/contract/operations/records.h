#pragma once

#include "hub/contract/operation.h"
#include "hub/contract/people.h"

namespace hub::contract {

struct Encounter {
    static constexpr std::string_view kTypeName = "Encounter";
    std::string visit;
    core::Date day;
    std::string department_name;
    std::optional<std::string> doctor_name;
    std::optional<core::Sensitive<std::string>> diagnosis;
    std::optional<core::Money> cost;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("visit", self.visit, "visit number");
        field("day", self.day, "day of the visit");
        field("department_name", self.department_name, "where");
        field("doctor_name", self.doctor_name, "with whom");
        field("diagnosis", self.diagnosis, "diagnosis as text");
        field("cost_fen", self.cost, "cost of the visit");
    }
};

enum class ReportKind { Laboratory, Examination };
constexpr auto enumNames(ReportKind) {
    using Name = std::pair<ReportKind, std::string_view>;
    return std::array{Name{ReportKind::Laboratory, "laboratory"}, Name{ReportKind::Examination, "examination"}};
}

enum class ReportStatus { Preliminary, Final, Corrected, Withdrawn };
constexpr auto enumNames(ReportStatus) {
    using Name = std::pair<ReportStatus, std::string_view>;
    return std::array{Name{ReportStatus::Preliminary, "preliminary"}, Name{ReportStatus::Final, "final"},
                      Name{ReportStatus::Corrected, "corrected"}, Name{ReportStatus::Withdrawn, "withdrawn"}};
}

/// A report in a list (CONTRACT 12).
struct ReportHeader {
    static constexpr std::string_view kTypeName = "ReportHeader";
    std::string key;
    std::string version;
    ReportKind kind = ReportKind::Laboratory;
    ReportStatus status = ReportStatus::Final;
    std::string title;
    std::optional<std::string> order;  ///< the hospital's order number
    std::optional<std::string> visit;
    std::optional<std::string> department_name;
    std::optional<core::UtcTime> reported_at;
    std::optional<std::string> replaces;  ///< key of the report it stands instead of
    bool critical = false;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "names the report at the hospital");
        field("version", self.version, "changes with its content");
        field("kind", self.kind, "laboratory or examination");
        field("status", self.status, "how final it is");
        field("title", self.title, "what was examined");
        field("order", self.order, "the hospital's order number");
        field("visit", self.visit, "visit number");
        field("department_name", self.department_name, "who ordered it");
        field("reported_at_ms", self.reported_at, "when it was released");
        field("replaces", self.replaces, "the report it stands instead of");
        field("critical", self.critical, "holds a critical value");
    }
};

struct ReportLine {
    static constexpr std::string_view kTypeName = "ReportLine";
    std::optional<std::string> item_code;
    std::string item_name;
    core::Sensitive<std::string> value;
    std::optional<std::string> unit;
    std::optional<std::string> reference_range;
    std::optional<std::string> flag;  ///< as the hospital writes it: H, L, ↑
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("item_code", self.item_code, "the hospital's code of the item");
        field("item_name", self.item_name, "what was measured");
        field("value", self.value, "the result");
        field("unit", self.unit, "unit of the result");
        field("reference_range", self.reference_range, "what is usual");
        field("flag", self.flag, "abnormal flag as the hospital writes it");
    }
};

struct Report {
    static constexpr std::string_view kTypeName = "Report";
    ReportHeader header;
    std::vector<ReportLine> lines;                         ///< laboratory
    std::optional<core::Sensitive<std::string>> findings;  ///< examination
    std::optional<core::Sensitive<std::string>> conclusion;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("header", self.header, "as in the list");
        field("lines", self.lines, "results, of a laboratory report");
        field("findings", self.findings, "what was seen");
        field("conclusion", self.conclusion, "what it means");
    }
};

struct EncounterList {
    static constexpr std::string_view kName = "encounter.list";
    static constexpr std::string_view kPort = "records/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "EncounterListRequest";
        core::Sensitive<core::CardNumber> local_patient;
        core::Date from;
        core::Date to;  ///< included
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "EncounterListResult";
        std::vector<Encounter> encounters;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("encounters", self.encounters, "every visit found");
        }
    };
};

struct ReportList {
    static constexpr std::string_view kName = "report.list";
    static constexpr std::string_view kPort = "records/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "ReportListRequest";
        core::Sensitive<core::CardNumber> local_patient;
        ReportKind kind = ReportKind::Laboratory;
        core::Date from;
        core::Date to;  ///< included
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("kind", self.kind, "laboratory or examination");
            field("from", self.from, "first day");
            field("to", self.to, "last day, included");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ReportListResult";
        std::vector<ReportHeader> reports;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("reports", self.reports, "every report found");
        }
    };
};

struct ReportGet {
    static constexpr std::string_view kName = "report.get";
    static constexpr std::string_view kPort = "records/1";
    static constexpr bool kWrites = false;
    struct Request {
        static constexpr std::string_view kTypeName = "ReportGetRequest";
        core::Sensitive<core::CardNumber> local_patient;
        ReportKind kind = ReportKind::Laboratory;
        std::string key;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("local_patient", self.local_patient, "the file of the person");
            field("kind", self.kind, "laboratory or examination");
            field("key", self.key, "the report");
        }
    };
    struct Result {
        static constexpr std::string_view kTypeName = "ReportGetResult";
        Report report;
        template <class Visitor, class Self>
        static void describe(Visitor& field, Self& self) {
            field("report", self.report, "the whole report");
        }
    };
};

}  // namespace hub::contract
