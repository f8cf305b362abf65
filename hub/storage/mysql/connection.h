#pragma once

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/statement.h>

#include <map>
#include <memory>
#include <string>

#include "hub/storage/sql/database.h"

namespace hub::storage::mysql {

/// What an exception of the driver means; the connection and its statements are of no more use after ConnectionLost.
sql::SqlError errorOf(const ::sql::SQLException& problem);

/// Number, SQLSTATE and the first words of the statement. Not the words of the server: they quote values.
std::string reasonOf(const ::sql::SQLException& problem, std::string_view statement);

/// Around every thread that calls the driver; cheap after the first time.
void useDriverOnThisThread();

/// One session with its prepared statements.
class MySqlConnection final : public sql::Connection {
  public:
    explicit MySqlConnection(std::unique_ptr<::sql::Connection> session);
    ~MySqlConnection() override;

  private:
    using Prepared = std::unique_ptr<::sql::PreparedStatement>;

    Answer<std::int64_t> doExecute(std::string_view sql, sql::Values values) override;
    std::optional<Problem> doQuery(std::string_view sql, sql::Values values, const sql::EachRow& each) override;
    std::optional<Problem> doBegin(sql::Access access) override;
    std::optional<Problem> doCommit() override;
    std::optional<Problem> doRollback() override;
    std::optional<Problem> doSavepoint() override;
    std::optional<Problem> doRollbackToSavepoint() override;

    ::sql::PreparedStatement& prepared(std::string_view sql);
    std::optional<Problem> run(const char* sql);

    std::unique_ptr<::sql::Connection> session_;
    std::unique_ptr<::sql::Statement> plain_;
    std::map<std::string, Prepared, std::less<>> statements_;  // last: they go first
};

}  // namespace hub::storage::mysql
