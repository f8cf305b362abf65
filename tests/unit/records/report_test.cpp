#include <array>

#include "hub/records/report.h"
#include "tests/support/failures.h"

using namespace hub;
using contract::ReportStatus;
using records::IndexedReport;
using records::Indexing;
using records::ToldReport;

namespace {

constexpr core::UtcTime kThen{1'000};
constexpr core::UtcTime kNow{2'000};

contract::ReportHeader header(ReportStatus status, const std::string& version) {
    contract::ReportHeader made;
    made.key = "R1";
    made.version = version;
    made.status = status;
    made.title = "血常规 " + version;
    return made;
}

std::optional<contract::Report> content(const std::string& version, bool there) {
    if (!there) return std::nullopt;
    contract::Report made;
    made.header.version = version;
    return made;
}

IndexedReport standing(ReportStatus status, bool with_content) {
    IndexedReport made;
    made.hospital = "H1";
    made.header = header(status, "1");
    made.content = content("1", with_content);
    made.changed_at = kThen;
    made.version = 4;
    return made;
}

/// One line: what stands, what is told, what becomes of it.
struct Line {
    ReportStatus standing;
    bool has_content;
    ReportStatus told;
    const char* version;
    bool brings_content;
    Indexing what;
};

constexpr auto P = ReportStatus::Preliminary;
constexpr auto F = ReportStatus::Final;
constexpr auto C = ReportStatus::Corrected;
constexpr auto W = ReportStatus::Withdrawn;

constexpr std::array kLines{
    // Told again.
    Line{F, true, F, "1", true, Indexing::Same},
    Line{F, true, F, "1", false, Indexing::Same},
    Line{F, false, F, "1", false, Indexing::Same},
    Line{F, false, F, "1", true, Indexing::Filled},
    // Forward, and to the side.
    Line{P, true, P, "2", true, Indexing::Changed},
    Line{P, true, F, "2", true, Indexing::Changed},
    Line{P, true, F, "1", true, Indexing::Changed},
    Line{F, true, F, "2", false, Indexing::Changed},
    Line{F, true, C, "2", true, Indexing::Changed},
    Line{C, true, F, "2", true, Indexing::Changed},
    Line{F, true, W, "1", false, Indexing::Changed},
    Line{W, false, C, "2", true, Indexing::Changed},
    Line{W, false, F, "2", true, Indexing::Changed},
    // Back.
    Line{F, true, P, "2", true, Indexing::Behind},
    Line{F, true, P, "1", true, Indexing::Behind},
    Line{C, true, P, "2", true, Indexing::Behind},
    Line{W, false, P, "2", true, Indexing::Behind},
    Line{W, false, F, "1", true, Indexing::Behind},
    Line{W, false, C, "1", true, Indexing::Behind},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(what_is_told_moves_a_report_forward_and_never_back) {
    for (const Line& line : kLines) {
        const ToldReport told{header(line.told, line.version), content(line.version, line.brings_content)};
        const IndexedReport before = standing(line.standing, line.has_content);
        const records::IndexDecision decision = records::decide(before, told, kNow);
        BOOST_TEST_CONTEXT(core::enumName(line.standing) << " 1, told " << core::enumName(line.told) << " " << line.version) {
            BOOST_TEST((decision.what == line.what));
            BOOST_TEST(decision.next.version == before.version);
            const bool changed = line.what == Indexing::Changed;
            BOOST_TEST(decision.next.header.title == (changed ? told.header.title : before.header.title));
            BOOST_TEST((decision.next.changed_at == (changed ? kNow : kThen)));
            // A newer header never stands over the content of an older version.
            if (decision.next.content) BOOST_TEST(decision.next.content->header.version == decision.next.header.version);
            const bool has = changed || line.what == Indexing::Filled ? line.brings_content : line.has_content;
            BOOST_TEST(decision.next.content.has_value() == has);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
