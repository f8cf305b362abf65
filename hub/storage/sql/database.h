#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "hub/core/result.h"
#include "hub/storage/sql/dialect.h"

namespace hub::storage::sql {

/// What went wrong, as far as anybody does something different about it.
enum class SqlError {
    Duplicate,       ///< a unique key stands already: RowTaken
    Constraint,      ///< NOT NULL, CHECK, length or range: SqlRefused
    AlreadyExists,   ///< a table, column or index that was to be made: SqlRefused, except to migrations
    Deadlock,        ///< the transaction lost, or failed certification: StorageBusy
    LockTimeout,     ///< StorageBusy
    Busy,            ///< out of time, connections or locks of another kind: StorageBusy
    ConnectionLost,  ///< the answer is lost and with it the connection: StorageDown
    DiskFull,        ///< StorageFull
    Other,           ///< SqlRefused
};

/// The failure a statement answers with. `detail` never holds values of a row.
core::Failure failureOf(SqlError error, std::string detail);

/// True for what ends the whole transaction, whatever the work makes of the failure.
bool dooms(SqlError error);

/// What stands for a ? of a statement.
class Value {
  public:
    enum class Kind { Null, Integer, Text, Blob };

    Value() = default;
    Value(std::int64_t number) : kind_(Kind::Integer), number_(number) {}  // NOLINT(google-explicit-constructor): values stand in lists
    static Value text(std::string utf8) { return Value(Kind::Text, std::move(utf8)); }
    static Value blob(std::string bytes) { return Value(Kind::Blob, std::move(bytes)); }

    Kind kind() const { return kind_; }
    std::int64_t integer() const { return number_; }
    const std::string& bytes() const { return bytes_; }

  private:
    Value(Kind kind, std::string bytes) : kind_(kind), bytes_(std::move(bytes)) {}

    Kind kind_ = Kind::Null;
    std::int64_t number_ = 0;
    std::string bytes_;
};
using Values = std::span<const Value>;

/// The row a query stands on; columns count from 0. Valid inside the call of EachRow.
class Row {
  public:
    virtual bool isNull(std::size_t column) const = 0;
    virtual std::int64_t integer(std::size_t column) const = 0;
    virtual std::string bytes(std::size_t column) const = 0;  ///< of a text or blob; empty for NULL

  protected:
    ~Row() = default;
};
using EachRow = std::function<void(const Row&)>;

enum class Access { Write, Read };

/// One session with the database. Statements are prepared once and kept by their text, so texts are constants with ? for values.
/// One thread at a time. A deadlock, a lock time-out, a full disk or a lost connection dooms the transaction: every later
/// statement answers with the same failure until rollback(), so no statement runs outside the transaction it belonged to.
class Connection {
  public:
    explicit Connection(Dialect dialect) : dialect_(dialect) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    Dialect dialect() const { return dialect_; }
    /// As the running transaction was begun.
    Access access() const { return access_; }

    /// Answers with the number of rows inserted, deleted or matched by an update (also where it changed nothing).
    core::Result<std::int64_t> execute(std::string_view sql, Values values);
    /// `each` runs no statement on this connection.
    core::Result<void> query(std::string_view sql, Values values, const EachRow& each);

    core::Result<void> begin(Access access);
    /// After a failure that is not StorageDown or SqlRefused nothing was committed.
    core::Result<void> commit();
    /// Cannot fail: a connection that does not obey is doomed as ConnectionLost.
    void rollback();

    /// Moves the one savepoint of the transaction here.
    core::Result<void> savepoint();
    core::Result<void> rollbackToSavepoint();

    /// What ended the running transaction; ConnectionLost stays, the connection is of no more use.
    std::optional<SqlError> doom() const { return doom_; }
    /// What the last failure of a statement was.
    SqlError lastError() const { return last_error_; }

  protected:
    struct Problem {
        SqlError error;
        std::string detail;
    };
    template <class T>
    using Answer = std::variant<T, Problem>;

  private:
    virtual Answer<std::int64_t> doExecute(std::string_view sql, Values values) = 0;
    virtual std::optional<Problem> doQuery(std::string_view sql, Values values, const EachRow& each) = 0;
    virtual std::optional<Problem> doBegin(Access access) = 0;
    virtual std::optional<Problem> doCommit() = 0;
    virtual std::optional<Problem> doRollback() = 0;
    virtual std::optional<Problem> doSavepoint() = 0;
    virtual std::optional<Problem> doRollbackToSavepoint() = 0;

    core::Failure note(Problem problem);
    core::Result<void> answer(std::optional<Problem> problem);

    Dialect dialect_;
    Access access_ = Access::Write;
    std::optional<SqlError> doom_;
    SqlError last_error_ = SqlError::Other;
};

/// Where connections come from. Any thread.
class Database {
  public:
    virtual ~Database() = default;

    virtual Dialect dialect() const = 0;

    /// Outlived by the database. Also: StorageDown, StorageBusy (no more connections), DatabaseNotUsable (account, settings).
    virtual core::Result<std::unique_ptr<Connection>> connect(Access access) = 0;
};

}  // namespace hub::storage::sql
