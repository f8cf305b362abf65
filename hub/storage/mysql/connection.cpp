#include "hub/storage/mysql/connection.h"

#include <fmt/format.h>
#include <algorithm>
#include <string_view>
#include <utility>

#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/resultset.h>

namespace hub::storage::mysql {

using sql::SqlError;
using sql::Values;

namespace {

constexpr std::size_t kStatementsMax = 500;
constexpr std::size_t kKeepBytesMax = std::size_t{1} << 20U;  // a statement with larger values lets go of its copies at once

class MySqlRow final : public sql::Row {
  public:
    explicit MySqlRow(const ::sql::ResultSet& rows) : rows_(rows) {}

    bool isNull(std::size_t column) const override { return rows_.isNull(position(column)); }
    std::int64_t integer(std::size_t column) const override { return rows_.getInt64(position(column)); }
    std::string bytes(std::size_t column) const override { return rows_.getString(position(column)).asStdString(); }

  private:
    static std::uint32_t position(std::size_t column) { return static_cast<std::uint32_t>(column + 1); }

    const ::sql::ResultSet& rows_;
};

std::size_t bindAll(::sql::PreparedStatement& statement, Values values) {
    std::size_t bytes = 0;
    unsigned position = 0;
    for (const sql::Value& value : values) {
        ++position;
        switch (value.kind()) {
            case sql::Value::Kind::Null:
                statement.setNull(position, ::sql::DataType::SQLNULL);
                break;
            case sql::Value::Kind::Integer:
                statement.setInt64(position, value.integer());
                break;
            case sql::Value::Kind::Text:
            case sql::Value::Kind::Blob:
                statement.setString(position, value.bytes());
                bytes += value.bytes().size();
                break;
        }
    }
    return bytes;
}

}  // namespace

SqlError errorOf(const ::sql::SQLException& problem) {
    switch (problem.getErrorCode()) {
        case 1062:  // duplicate key
        case 1586:
            return SqlError::Duplicate;
        case 1048:  // NULL
        case 1153:  // larger than max_allowed_packet
        case 1264:  // out of range
        case 1265:
        case 1366:  // not in the character set
        case 1406:  // too long
        case 1451:  // foreign keys
        case 1452:
        case 1690:
        case 3819:  // CHECK, MySQL
        case 4025:  // CHECK, MariaDB
            return SqlError::Constraint;
        case 1050:  // table
        case 1060:  // column
        case 1061:  // index
        case 1826:  // foreign key
            return SqlError::AlreadyExists;
        case 1020:  // the snapshot was overtaken
        case 1213:  // deadlock, or certification failed on a cluster
            return SqlError::Deadlock;
        case 1205:
            return SqlError::LockTimeout;
        case 1040:  // too many connections
        case 1203:
        case 1226:
        case 1317:  // interrupted
        case 1969:  // max_statement_time, MariaDB
        case 3024:  // max_execution_time, MySQL
            return SqlError::Busy;
        case 1021:
        case 1114:
            return SqlError::DiskFull;
        case 1030:  // "Got error 28": ENOSPC
            return std::string_view(problem.what()).find("error 28 ") != std::string_view::npos ? SqlError::DiskFull : SqlError::Other;
        case 0:     // misuse that the driver noticed: the state of the session is not known
        case 1047:  // a cluster's node that is not ready
        case 1053:  // the server is stopping
        case 1077:
        case 1158:
        case 1159:
        case 1160:
        case 1161:
        case 1927:  // killed
        case 3169:
        case 4031:
            return SqlError::ConnectionLost;
        default:
            return problem.getErrorCode() >= 2000 && problem.getErrorCode() < 3000 ? SqlError::ConnectionLost : SqlError::Other;
    }
}

std::string reasonOf(const ::sql::SQLException& problem, std::string_view statement) {
    return fmt::format("{}/{} in {}", problem.getErrorCode(), problem.getSQLState(), statement.substr(0, 60));
}

void useDriverOnThisThread() {
    struct Guard {
        Guard() { get_driver_instance()->threadInit(); }
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;
        ~Guard() { get_driver_instance()->threadEnd(); }
    };
    static thread_local const Guard guard;
}

MySqlConnection::MySqlConnection(std::unique_ptr<::sql::Connection> session)
    : Connection(sql::Dialect(sql::Engine::MySql)), session_(std::move(session)), plain_(session_->createStatement()) {}

MySqlConnection::~MySqlConnection() = default;

sql::Connection::Answer<std::int64_t> MySqlConnection::doExecute(std::string_view sql, Values values) {
    try {
        ::sql::PreparedStatement& statement = prepared(sql);
        const std::size_t bytes = bindAll(statement, values);
        const std::int64_t rows = statement.executeUpdate();
        if (bytes > kKeepBytesMax) statement.clearParameters();
        return rows;
    } catch (const ::sql::SQLException& problem) {
        return Problem{errorOf(problem), reasonOf(problem, sql)};
    }
}

std::optional<sql::Connection::Problem> MySqlConnection::doQuery(std::string_view sql, Values values, const sql::EachRow& each) {
    try {
        ::sql::PreparedStatement& statement = prepared(sql);
        bindAll(statement, values);
        const std::unique_ptr<::sql::ResultSet> rows(statement.executeQuery());
        const MySqlRow row(*rows);
        while (rows->next()) each(row);
        return std::nullopt;
    } catch (const ::sql::SQLException& problem) {
        return Problem{errorOf(problem), reasonOf(problem, sql)};
    }
}

std::optional<sql::Connection::Problem> MySqlConnection::doBegin(sql::Access access) {
    useDriverOnThisThread();
    return run(access == sql::Access::Write ? "START TRANSACTION" : "START TRANSACTION READ ONLY, WITH CONSISTENT SNAPSHOT");
}

std::optional<sql::Connection::Problem> MySqlConnection::doCommit() {
    std::optional<Problem> problem = run("COMMIT");
    // Only a lost certification says for certain that nothing was committed.
    if (problem && problem->error != SqlError::Deadlock) problem->error = SqlError::ConnectionLost;
    return problem;
}

std::optional<sql::Connection::Problem> MySqlConnection::doRollback() { return run("ROLLBACK"); }

// Setting a savepoint of the same name moves it.
std::optional<sql::Connection::Problem> MySqlConnection::doSavepoint() { return run("SAVEPOINT unit"); }

std::optional<sql::Connection::Problem> MySqlConnection::doRollbackToSavepoint() { return run("ROLLBACK TO SAVEPOINT unit"); }

::sql::PreparedStatement& MySqlConnection::prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return *known->second;
    if (statements_.size() >= kStatementsMax) statements_.clear();
    const std::string text(sql);
    return *statements_.emplace(text, Prepared(session_->prepareStatement(text))).first->second;
}

/// What has no values and no rows, and is not prepared everywhere.
std::optional<sql::Connection::Problem> MySqlConnection::run(const char* sql) {
    try {
        plain_->executeUpdate(sql);
        return std::nullopt;
    } catch (const ::sql::SQLException& problem) {
        return Problem{errorOf(problem), reasonOf(problem, sql)};
    }
}

}  // namespace hub::storage::mysql
