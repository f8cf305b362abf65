#include "hub/storage/sql/report_store.h"

#include <array>

#include "hub/storage/sql/file_key.h"
#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using records::IndexedReport;

namespace {

constexpr std::string_view kFileIndex = "report.file";

struct ReportRows {
    using Of = IndexedReport;
    static constexpr std::string_view kTable = "report";
    static constexpr std::string_view kDetails = "report.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& report) {
        column("hospital", report.hospital, 64);
        column.lookup("kind", report.header.kind);
        column.lookup("report_key", report.header.key, 200);
        column.blind("file_index", kFileIndex, fileKey(report.hospital, report.local_patient));
        column("person_id", report.person);
        column("changed_at_ms", report.changed_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& report) {
        field("local_patient", report.local_patient, "the hospital's file");
        field("header", report.header, "the newest version");
        field("content", report.content, "what it says, where the hospital has sent it");
    }
};

}  // namespace

SqlReportStore::SqlReportStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<ReportRows>()),
      by_key_(table_.selectWhere("hospital = ? AND kind = ? AND report_key = ?")),
      of_file_(table_.selectWhere("file_index = ?" + pageSql(First::Newest, "changed_at_ms"))),
      of_person_(table_.selectWhere("person_id = ?" + pageSql(First::Newest, "changed_at_ms"))),
      read_(table_.selectWhere("id = ? AND person_id = ?")) {}

Result<void> SqlReportStore::add(core::Transaction& transaction, const IndexedReport& report) {
    const Result<void> added = addRow<ReportRows>(transaction, table_, vault_, report);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::ReportTaken);
    return added;
}

Result<std::int64_t> SqlReportStore::change(core::Transaction& transaction, const IndexedReport& report) {
    return changeRow<ReportRows>(transaction, table_, vault_, report);
}

Result<std::optional<IndexedReport>> SqlReportStore::standing(core::ReadTransaction& transaction, std::string_view hospital,
                                                              contract::ReportKind kind, std::string_view key) {
    return readRow<ReportRows>(transaction, vault_, by_key_, std::array<Value, 3>{blob(hospital), blob(core::enumName(kind)), blob(key)});
}

Result<std::vector<IndexedReport>> SqlReportStore::ofFile(core::ReadTransaction& transaction, std::string_view hospital,
                                                          const core::Sensitive<core::CardNumber>& local_patient, const core::Page& page) {
    const Result<BlindIndexes> of = blindIndexes(transaction, vault_, kFileIndex, fileKey(hospital, local_patient));
    if (!of.ok()) return of.failure();
    return newestUnder(*of, page.limit, [&](const Value& index) {
        return readRows<ReportRows>(transaction, vault_, of_file_, pageValues(First::Newest, {index}, page));
    });
}

Result<IndexedReport> SqlReportStore::read(core::Transaction& transaction, const audit::Witnessed& witnessed, records::ReportId id) {
    Result<std::optional<IndexedReport>> found =
        readRow<ReportRows>(transaction, vault_, read_, std::array<Value, 2>{blob(id.bits), blob(witnessed.about().bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::ReportNotFound, id.text());
    return **std::move(found);
}

Result<std::vector<IndexedReport>> SqlReportStore::list(core::Transaction& transaction, const audit::Witnessed& witnessed,
                                                        const core::Page& page) {
    return readRows<ReportRows>(transaction, vault_, of_person_, pageValues(First::Newest, {blob(witnessed.about().bits)}, page));
}

IndexedColumn reportFileIndex() {
    return {ReportRows::kTable, "file_index", kFileIndex, {"hospital", "sealed_details"}, fileKeyOf<ReportRows>};
}

}  // namespace hub::storage::sql
