#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/storage/sql/row.h"
#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/versioned_table.h"

/// Versioned things as rows. `Rows` says how, for the thing Rows::Of: kTable, kDetails (what the sealed column is called in its seal),
/// describe() (its columns, see row.h) and details() (the fields that are sealed together as JSON, see core/describe.h).
namespace hub::storage::sql {

/// The details of a thing as a described struct.
template <class Rows, class Of>
struct DetailsOf {
    static constexpr std::string_view kTypeName = "Details";
    Of& of;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        Rows::details(field, self.of);
    }
};

template <class Rows>
VersionedTable tableOf() {
    ColumnNames column;
    const typename Rows::Of example{};
    Rows::describe(column, example);
    column.add("sealed_details");
    return VersionedTable(Rows::kTable, column.text());
}

template <class Rows>
core::Result<std::vector<Value>> valuesOf(core::Transaction& transaction, const vault::Vault& vault, const typename Rows::Of& of) {
    RowWriter column(Rows::kTable, vault, transaction);
    Rows::describe(column, of);
    const DetailsOf<Rows, const typename Rows::Of> details{of};
    const core::Sensitive<std::string> plain(core::toJson(details, core::Exposure::Revealed));
    column.add(sealed(vault, Rows::kDetails, of.id.bits, plain));
    return std::move(column).take();
}

/// Also: RowTaken, FieldTooLong.
template <class Rows>
core::Result<void> addRow(core::Transaction& transaction, const VersionedTable& table, const vault::Vault& vault,
                          const typename Rows::Of& of) {
    core::Result<std::vector<Value>> values = valuesOf<Rows>(transaction, vault, of);
    if (!values.ok()) return values.failure();
    return table.add(transaction, of.id.bits, *std::move(values));
}

/// Also: VersionConflict, FieldTooLong.
template <class Rows>
core::Result<std::int64_t> changeRow(core::Transaction& transaction, const VersionedTable& table, const vault::Vault& vault,
                                     const typename Rows::Of& of) {
    core::Result<std::vector<Value>> values = valuesOf<Rows>(transaction, vault, of);
    if (!values.ok()) return values.failure();
    return table.change(transaction, of.id.bits, of.version, *std::move(values));
}

/// Also: RowNotReadable, SealBroken, KeyMissing.
template <class Rows>
core::Result<void> openDetails(typename Rows::Of& of, const vault::Vault& vault, std::string_view seal) {
    core::Sensitive<std::string> plain;
    const core::Result<void> opened = openInto(plain, vault, Rows::kDetails, of.id.bits, seal);
    if (!opened.ok()) return opened;
    const core::Result<core::JsonDocument> document = core::JsonDocument::parse(plain.reveal());
    if (!document.ok()) return core::Failure(core::Error::RowNotReadable, std::string(Rows::kDetails));
    DetailsOf<Rows, typename Rows::Of> details{of};
    core::json::Problem problem;
    core::json::read(document->root(), std::string(Rows::kDetails), details, problem);
    if (problem.any()) return core::Failure(core::Error::RowNotReadable, problem.text());
    return {};
}

/// Runs a VersionedTable::selectWhere. Also: RowNotReadable, SealBroken, KeyMissing.
template <class Rows>
core::Result<std::vector<typename Rows::Of>> readRows(core::ReadTransaction& transaction, const vault::Vault& vault, std::string_view sql,
                                                      Values values) {
    std::vector<typename Rows::Of> found;
    std::vector<std::string> seals;  // opened when the statement is done
    core::Result<void> readable;
    const core::Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) {
        typename Rows::Of& of = found.emplace_back();
        RowReader column(Rows::kTable, row);
        column("id", of.id);
        column("version", of.version);
        Rows::describe(column, of);
        seals.push_back(column.bytes());
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        const core::Result<void> opened = openDetails<Rows>(found[i], vault, seals[i]);
        if (!opened.ok()) return opened.failure();
    }
    return found;
}

/// As readRows, for at most one row.
template <class Rows>
core::Result<std::optional<typename Rows::Of>> readRow(core::ReadTransaction& transaction, const vault::Vault& vault, std::string_view sql,
                                                       Values values) {
    core::Result<std::vector<typename Rows::Of>> found = readRows<Rows>(transaction, vault, sql, values);
    if (!found.ok()) return found.failure();
    if (found->empty()) return std::optional<typename Rows::Of>();
    return std::optional<typename Rows::Of>(std::move(found->front()));
}

}  // namespace hub::storage::sql
