#pragma once

#include <string>

#include "hub/records/report_store.h"
#include "hub/storage/sql/blind_index.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table report. What a report says and the file number are sealed; a file is found by its blind index. Any thread.
class SqlReportStore final : public records::ReportStore {
  public:
    /// `vault` outlives the store.
    explicit SqlReportStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const records::IndexedReport& report) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const records::IndexedReport& report) override;
    core::Result<std::optional<records::IndexedReport>> standing(core::ReadTransaction& transaction, std::string_view hospital,
                                                                 contract::ReportKind kind, std::string_view key) override;
    core::Result<std::vector<records::IndexedReport>> ofFile(core::ReadTransaction& transaction, std::string_view hospital,
                                                             const core::Sensitive<core::CardNumber>& local_patient,
                                                             const core::Page& page) override;
    core::Result<records::IndexedReport> read(core::Transaction& transaction, const audit::Witnessed& witnessed,
                                              records::ReportId id) override;
    core::Result<std::vector<records::IndexedReport>> list(core::Transaction& transaction, const audit::Witnessed& witnessed,
                                                           const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string by_key_;
    const std::string of_file_;
    const std::string of_person_;
    const std::string read_;
};

IndexedColumn reportFileIndex();

}  // namespace hub::storage::sql
