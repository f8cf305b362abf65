#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/work.h"
#include "hub/storage/sql/database.h"
#include "hub/vault/keys.h"

namespace hub::storage::sql {

/// Rows go into a table in one shape; several of them can be one statement. Constants.
struct InsertShape {
    std::string_view table;
    std::string_view columns;  ///< "id, topic, payload"
    std::size_t width;         ///< how many they are
};

/// What the stores of this folder see of a core::Transaction: statements on the connection it runs on. One thread.
class SqlTransaction final : public core::Transaction {
  public:
    /// AtOnce: an insert is a statement. Gathered: rows wait and go in by the dozen, before the next statement that names their table
    /// or at flush(); an insert then seems to succeed, and if it did not, gatheringFailed() says so: everything since the begin
    /// must be rolled back and run again AtOnce. What a caller was told in between counts for nothing.
    enum class Inserts { AtOnce, Gathered };

    /// `connection` stands in a transaction and outlives this.
    SqlTransaction(Connection& connection, Inserts inserts) : connection_(connection), inserts_(inserts) {}

    /// The stores' way in. REQUIRES: `transaction` was made by hub/storage.
    static SqlTransaction& of(core::ReadTransaction& transaction) { return static_cast<SqlTransaction&>(transaction); }

    core::Result<std::int64_t> execute(std::string_view sql, Values values);
    core::Result<void> query(std::string_view sql, Values values, const EachRow& each);

    /// Takes the values out of `row`. Also: RowTaken, only AtOnce.
    core::Result<void> insert(const InsertShape& shape, std::span<Value> row);

    core::Result<void> flush();
    /// flush() where others write at the same time: an insert waits for whoever holds its place, and what is asked next sees what they
    /// have committed. Where nobody else writes, rows go on waiting.
    core::Result<void> flushAmongWriters();
    bool gatheringFailed() const { return gathering_failed_; }

    /// Rises with every statement that may have changed something, and with every row that waits.
    std::uint64_t writes() const { return writes_; }

    /// The database's own UTC time: what leases are measured with.
    core::Result<core::UtcTime> now();

    /// Under which keys blind indexes stand; asked for once. In a transaction that writes they stay so until its end: whoever switches to
    /// another key waits for it.
    core::Result<vault::IndexKeyUse> indexKeys();
    /// To be called where this transaction changed them, or went back to a savepoint.
    void forgetIndexKeys() { index_keys_.reset(); }

  private:
    struct Waiting {
        InsertShape shape;
        std::vector<Value> values;  // row after row
        std::size_t bytes = 0;
    };

    core::Result<void> flush(Waiting& waiting);
    core::Result<void> flushNamedIn(std::string_view sql);
    const std::string& insertText(const InsertShape& shape, std::size_t rows);

    Connection& connection_;
    Inserts inserts_;
    std::vector<Waiting> waiting_;  // one for each table seen, few
    bool gathering_failed_ = false;
    std::uint64_t writes_ = 0;
    std::optional<vault::IndexKeyUse> index_keys_;
    std::map<std::pair<std::string_view, std::size_t>, std::string> insert_texts_;
};

}  // namespace hub::storage::sql
