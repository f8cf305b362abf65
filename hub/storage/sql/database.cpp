#include "hub/storage/sql/database.h"

#include <utility>

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;

Failure failureOf(SqlError error, std::string detail) {
    switch (error) {
        case SqlError::Duplicate:
            return Failure(Error::RowTaken, std::move(detail));
        case SqlError::Deadlock:
        case SqlError::LockTimeout:
        case SqlError::Busy:
            return Failure(Error::StorageBusy, std::move(detail));
        case SqlError::ConnectionLost:
            return Failure(Error::StorageDown, std::move(detail));
        case SqlError::DiskFull:
            return Failure(Error::StorageFull, std::move(detail));
        case SqlError::Constraint:
        case SqlError::AlreadyExists:
        case SqlError::Other:
            break;
    }
    return Failure(Error::SqlRefused, std::move(detail));
}

bool dooms(SqlError error) {
    switch (error) {
        case SqlError::Deadlock:
        case SqlError::LockTimeout:
        case SqlError::Busy:
        case SqlError::ConnectionLost:
        case SqlError::DiskFull:
            return true;
        case SqlError::Duplicate:
        case SqlError::Constraint:
        case SqlError::AlreadyExists:
        case SqlError::Other:
            break;
    }
    return false;
}

Failure Connection::note(Problem problem) {
    last_error_ = problem.error;
    if (dooms(problem.error)) doom_ = problem.error;
    return failureOf(problem.error, std::move(problem.detail));
}

Result<void> Connection::answer(std::optional<Problem> problem) {
    if (problem) return note(std::move(*problem));
    return {};
}

Result<std::int64_t> Connection::execute(std::string_view sql, Values values) {
    if (doom_) return failureOf(*doom_, "the transaction has ended already");
    Answer<std::int64_t> rows = doExecute(sql, values);
    if (auto* problem = std::get_if<Problem>(&rows)) return note(std::move(*problem));
    return std::get<std::int64_t>(rows);
}

Result<void> Connection::query(std::string_view sql, Values values, const EachRow& each) {
    if (doom_) return failureOf(*doom_, "the transaction has ended already");
    return answer(doQuery(sql, values, each));
}

Result<void> Connection::begin(Access access) {
    if (doom_) return failureOf(*doom_, "the connection is of no more use");
    access_ = access;
    return answer(doBegin(access));
}

Result<void> Connection::commit() {
    if (doom_) return failureOf(*doom_, "the transaction has ended already");
    return answer(doCommit());
}

void Connection::rollback() {
    if (doom_ == SqlError::ConnectionLost) return;
    doom_ = doRollback() ? std::optional(SqlError::ConnectionLost) : std::nullopt;
}

Result<void> Connection::savepoint() {
    if (doom_) return failureOf(*doom_, "the transaction has ended already");
    return answer(doSavepoint());
}

Result<void> Connection::rollbackToSavepoint() {
    if (doom_) return failureOf(*doom_, "the transaction has ended already");
    return answer(doRollbackToSavepoint());
}

}  // namespace hub::storage::sql
