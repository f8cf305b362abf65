#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hub/contract/operations/records.h"
#include "hub/core/result.h"
#include "hub/records/ids.h"

namespace hub::records {

/// A report of the region's index: where it is, whose it is, and its newest version (CONTRACT 12). A value.
struct IndexedReport {
    ReportId id;
    std::string hospital;            ///< whose report it is
    std::optional<PersonId> person;  ///< none: nobody is linked to the file yet
    core::Sensitive<core::CardNumber> local_patient;
    contract::ReportHeader header;
    /// As the hospital pushed it. None: the hospital tells of reports in lists only, so it is asked for the content when somebody reads.
    std::optional<contract::Report> content;
    core::UtcTime changed_at;
    std::int64_t version = 0;  ///< of the row
};

/// What the hospital has told: by a push with content, or by a place in a list.
struct ToldReport {
    contract::ReportHeader header;
    std::optional<contract::Report> content;
};

/// What becomes of a standing row.
enum class Indexing {
    Same,     ///< told before: nothing changes
    Changed,  ///< another version: the row is written, and who is concerned is told
    Filled,   ///< the same version, now with its content: written, nobody is told
    Behind,   ///< older than what stands (a preliminary one after the final): not kept
};

struct IndexDecision {
    Indexing what = Indexing::Same;
    IndexedReport next;
};

/// Pure. A status never goes back to Preliminary; a withdrawn report comes back only as Corrected or Final of another version; the
/// content of an older version is never kept beside a newer header.
IndexDecision decide(const IndexedReport& standing, const ToldReport& told, core::UtcTime at);

}  // namespace hub::records
