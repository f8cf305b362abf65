#pragma once

#include <functional>
#include <map>
#include <string>

#include "hub/storage/sqlite/handle.h"

namespace hub::storage::sqlite {

/// One SQLite handle with its prepared statements.
class SqliteConnection final : public sql::Connection {
  public:
    explicit SqliteConnection(Handle handle);

  private:
    Answer<std::int64_t> doExecute(std::string_view sql, sql::Values values) override;
    std::optional<Problem> doQuery(std::string_view sql, sql::Values values, const sql::EachRow& each) override;
    std::optional<Problem> doBegin(sql::Access access) override;
    std::optional<Problem> doCommit() override;
    std::optional<Problem> doRollback() override;
    std::optional<Problem> doSavepoint() override;
    std::optional<Problem> doRollbackToSavepoint() override;

    Answer<sqlite3_stmt*> prepared(std::string_view sql);
    std::optional<Problem> run(std::string_view sql);
    Problem problem() const;

    Handle handle_;
    std::map<std::string, Statement, std::less<>> statements_;  // after handle_: they go first
    bool savepoint_stands_ = false;
};

}  // namespace hub::storage::sqlite
