#pragma once

#include <map>
#include <string>
#include <vector>

#include "hub/jobs/rewrite_store.h"
#include "hub/storage/sql/blind_index.h"

namespace hub::storage::sql {

/// The columns of blind indexes and the table index_key. A store that looks something up by a blind index has a line in reindex.cpp.
/// Any thread.
class SqlReindex final : public jobs::ReindexStore {
  public:
    /// `vault` outlives the store.
    explicit SqlReindex(const vault::Vault& vault);

    std::vector<std::string> columns() const override;
    core::Result<jobs::RewriteProgress> progress(core::ReadTransaction& transaction, const std::string& column) override;
    /// One walk finishes a column unless a row of it did not open: since the switch nobody writes under the older key.
    core::Result<std::optional<jobs::RewritePage>> page(core::ReadTransaction& transaction, const std::string& column,
                                                        std::size_t rows) override;
    core::Result<std::int64_t> put(core::Transaction& transaction, const jobs::RewritePage& page) override;
    core::Result<jobs::KeyCount> count(core::ReadTransaction& transaction, const std::string& column, const core::IdBits& after,
                                       std::size_t rows) override;
    core::Result<vault::IndexKeyUse> keys(core::ReadTransaction& transaction) override;
    core::Result<void> switchTo(core::Transaction& transaction, vault::KeyNumber next) override;

  private:
    /// Statements are kept by their text, so each column has its own, made once.
    struct Column {
        IndexedColumn of;
        std::string page;
        std::string put;
    };
    struct Looked;

    const Column& columnOf(const std::string& place) const;
    core::Result<Looked> look(core::ReadTransaction& transaction, const std::string& place, const core::IdBits& after,
                              std::size_t rows) const;
    core::Result<void> sort(Looked& looked, const IndexedColumn& column, const core::IdBits& row, const std::string& index,
                            const core::Result<std::string>& value) const;
    core::Result<void> endRotation(SqlTransaction& sql, vault::KeyNumber writes) const;

    const vault::Vault& vault_;
    std::vector<std::string> places_;
    std::map<std::string, Column> columns_;  // by place
};

}  // namespace hub::storage::sql
