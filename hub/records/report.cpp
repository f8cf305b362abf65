#include "hub/records/report.h"

namespace hub::records {

using contract::ReportStatus;

IndexDecision decide(const IndexedReport& standing, const ToldReport& told, core::UtcTime at) {
    IndexDecision decision{Indexing::Same, standing};
    const bool same = standing.header.version == told.header.version && standing.header.status == told.header.status;
    if (same) {
        if (standing.content || !told.content) return decision;
        decision.what = Indexing::Filled;
        decision.next.content = told.content;
        return decision;
    }
    const bool preliminary_again = told.header.status == ReportStatus::Preliminary && standing.header.status != ReportStatus::Preliminary;
    const bool came_before_withdrawal = standing.header.status == ReportStatus::Withdrawn && standing.header.version == told.header.version;
    if (preliminary_again || came_before_withdrawal) {
        decision.what = Indexing::Behind;
        return decision;
    }
    decision.what = Indexing::Changed;
    decision.next.header = told.header;
    decision.next.content = told.content;
    decision.next.changed_at = at;
    return decision;
}

}  // namespace hub::records
