#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/audit/witness.h"
#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/records/report.h"

namespace hub::records {

/// The rows of the index. What somebody is to see is read with a Witnessed alone, in its transaction. Implemented by storage. Any thread.
/// Every read also: RowNotReadable, SealBroken, KeyMissing.
class ReportStore {
  public:
    virtual ~ReportStore() = default;

    /// Version 1, whatever stands in the report. Also: ReportTaken (another unit was faster: read again), FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const IndexedReport& report) = 0;

    /// Over exactly the version it was read with; answers with the new one. Also: VersionConflict, FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const IndexedReport& report) = 0;

    /// For keeping the index, never for showing. A hospital counts its laboratory and its examination reports apart.
    virtual core::Result<std::optional<IndexedReport>> standing(core::ReadTransaction& transaction, std::string_view hospital,
                                                                contract::ReportKind kind, std::string_view key) = 0;

    /// For keeping the index: the reports of one file at one hospital, changed last first; their place is by changed_at.
    virtual core::Result<std::vector<IndexedReport>> ofFile(core::ReadTransaction& transaction, std::string_view hospital,
                                                            const core::Sensitive<core::CardNumber>& local_patient,
                                                            const core::Page& page) = 0;

    /// Also: ReportNotFound, also for a report that is not about `witnessed.about()`.
    virtual core::Result<IndexedReport> read(core::Transaction& transaction, const audit::Witnessed& witnessed, ReportId id) = 0;

    /// Of `witnessed.about()` at every hospital, changed last first.
    virtual core::Result<std::vector<IndexedReport>> list(core::Transaction& transaction, const audit::Witnessed& witnessed,
                                                          const core::Page& page) = 0;
};

}  // namespace hub::records
