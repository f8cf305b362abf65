#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "hub/jobs/rewrite_store.h"
#include "hub/storage/sql/database.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// A column whose values are sealed: sealed_<name> of the table, called <table>.<name> in its seals. The table's primary key is `id`
/// alone, an IdBits, and its 16 bytes are the row of the seal.
struct SealedColumn {
    std::string_view table;
    std::string_view name;

    std::string column() const { return std::string("sealed_").append(name); }
    std::string place() const { return std::string(table).append(".").append(name); }
};

/// All of them: a table that gets a sealed column gets a line in reseal.cpp.
std::span<const SealedColumn> sealedColumns();

class SqlReseal final : public jobs::RewriteStore {
  public:
    /// `vault` outlives the store.
    explicit SqlReseal(const vault::Vault& vault);

    std::vector<std::string> columns() const override;
    core::Result<jobs::RewriteProgress> progress(core::ReadTransaction& transaction, const std::string& column) override;
    core::Result<std::optional<jobs::RewritePage>> page(core::ReadTransaction& transaction, const std::string& column,
                                                        std::size_t rows) override;
    core::Result<std::int64_t> put(core::Transaction& transaction, const jobs::RewritePage& page) override;
    core::Result<jobs::KeyCount> count(core::ReadTransaction& transaction, const std::string& column, const core::IdBits& after,
                                       std::size_t rows) override;

  private:
    /// Statements are kept by their text, so each column has its own, made once.
    struct Texts {
        std::string page;
        std::string put;
        std::string count;
    };
    const Texts& textsOf(const std::string& column) const;

    const vault::Vault& vault_;
    std::map<std::string, Texts> texts_;  // by place
};

}  // namespace hub::storage::sql
