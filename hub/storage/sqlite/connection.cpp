#include "hub/storage/sqlite/connection.h"

#include <utility>

namespace hub::storage::sqlite {

using sql::Access;
using sql::EachRow;
using sql::Values;

namespace {

constexpr std::size_t kStatementsMax = 500;

/// Ends the run of a statement on every way out, so that it holds no lock and no value.
class Running {
  public:
    explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

    /// The values live as long as the run.
    bool bind(Values values) const {
        int position = 0;
        for (const sql::Value& value : values) {
            ++position;
            if (bindOne(position, value) != SQLITE_OK) return false;
        }
        return true;
    }

  private:
    int bindOne(int position, const sql::Value& value) const {
        const std::string& bytes = value.bytes();
        switch (value.kind()) {
            case sql::Value::Kind::Null:
                break;
            case sql::Value::Kind::Integer:
                return sqlite3_bind_int64(statement_, position, value.integer());
            case sql::Value::Kind::Text:
                return sqlite3_bind_text64(statement_, position, bytes.data(), bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
            case sql::Value::Kind::Blob:
                return sqlite3_bind_blob64(statement_, position, bytes.data(), bytes.size(), SQLITE_STATIC);
        }
        return sqlite3_bind_null(statement_, position);
    }

    sqlite3_stmt* statement_;
};

class SqliteRow final : public sql::Row {
  public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

    bool isNull(std::size_t column) const override { return sqlite3_column_type(statement_, static_cast<int>(column)) == SQLITE_NULL; }
    std::int64_t integer(std::size_t column) const override { return sqlite3_column_int64(statement_, static_cast<int>(column)); }
    std::string bytes(std::size_t column) const override {
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, static_cast<int>(column)));
        const int size = sqlite3_column_bytes(statement_, static_cast<int>(column));
        return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(size));
    }

  private:
    sqlite3_stmt* statement_;
};

}  // namespace

SqliteConnection::SqliteConnection(Handle handle) : Connection(sql::Dialect(sql::Engine::Sqlite)), handle_(std::move(handle)) {}

sql::Connection::Answer<std::int64_t> SqliteConnection::doExecute(std::string_view sql, Values values) {
    const Answer<sqlite3_stmt*> statement = prepared(sql);
    if (const auto* refused = std::get_if<Problem>(&statement)) return *refused;
    const Running running(std::get<sqlite3_stmt*>(statement));
    if (!running.bind(values) || sqlite3_step(std::get<sqlite3_stmt*>(statement)) != SQLITE_DONE) return problem();
    return std::int64_t{sqlite3_changes(handle_.get())};
}

std::optional<sql::Connection::Problem> SqliteConnection::doQuery(std::string_view sql, Values values, const EachRow& each) {
    const Answer<sqlite3_stmt*> statement = prepared(sql);
    if (const auto* refused = std::get_if<Problem>(&statement)) return *refused;
    sqlite3_stmt* const stepping = std::get<sqlite3_stmt*>(statement);
    const Running running(stepping);
    if (!running.bind(values)) return problem();
    while (true) {
        const int code = sqlite3_step(stepping);
        if (code == SQLITE_DONE) return std::nullopt;
        if (code != SQLITE_ROW) return problem();
        each(SqliteRow(stepping));
    }
}

// A writer takes its lock at once: a transaction that read first could find that it may not write any more.
std::optional<sql::Connection::Problem> SqliteConnection::doBegin(Access access) {
    savepoint_stands_ = false;
    return run(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED");
}

std::optional<sql::Connection::Problem> SqliteConnection::doCommit() { return run("COMMIT"); }

std::optional<sql::Connection::Problem> SqliteConnection::doRollback() {
    if (sqlite3_get_autocommit(handle_.get()) != 0) return std::nullopt;  // SQLite has rolled back by itself, as after SQLITE_FULL
    return run("ROLLBACK");
}

// Savepoints of one name stand on top of each other here, so the last one is let go first.
std::optional<sql::Connection::Problem> SqliteConnection::doSavepoint() {
    if (savepoint_stands_) {
        if (auto refused = run("RELEASE unit")) return refused;
    }
    savepoint_stands_ = true;
    return run("SAVEPOINT unit");
}

std::optional<sql::Connection::Problem> SqliteConnection::doRollbackToSavepoint() { return run("ROLLBACK TO unit"); }

sql::Connection::Answer<sqlite3_stmt*> SqliteConnection::prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second.get();
    if (statements_.size() >= kStatementsMax) statements_.clear();
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
        return problem();
    statements_.emplace(std::string(sql), Statement(made));
    return made;
}

std::optional<sql::Connection::Problem> SqliteConnection::run(std::string_view sql) {
    Answer<std::int64_t> ran = doExecute(sql, {});
    if (auto* refused = std::get_if<Problem>(&ran)) return std::move(*refused);
    return std::nullopt;
}

sql::Connection::Problem SqliteConnection::problem() const { return {errorOf(handle_.get()), reasonOf(handle_.get())}; }

}  // namespace hub::storage::sqlite
