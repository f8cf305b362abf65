#include "tests/stores/faults.h"

#include <utility>

namespace tests {

using hub::core::Result;
using hub::storage::sql::Access;
using hub::storage::sql::Connection;
using hub::storage::sql::EachRow;
using hub::storage::sql::SqlError;
using hub::storage::sql::Values;

void Faults::failCall(int nth, SqlError error) {
    const std::lock_guard lock(mutex_);
    by_call_[calls_ + nth] = error;
}

void Faults::failEach(const std::string& kind, SqlError error) {
    const std::lock_guard lock(mutex_);
    by_kind_[kind] = error;
}

void Faults::loseNextCommit(LostCommit how) {
    const std::lock_guard lock(mutex_);
    lost_commit_ = how;
}

void Faults::goDown(bool down) {
    const std::lock_guard lock(mutex_);
    down_ = down;
}

int Faults::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

std::optional<SqlError> Faults::next(const std::string& kind) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    if (down_) return SqlError::ConnectionLost;
    if (const auto found = by_call_.find(calls_); found != by_call_.end()) return found->second;
    if (const auto found = by_kind_.find(kind); found != by_kind_.end()) return found->second;
    return std::nullopt;
}

std::optional<Faults::LostCommit> Faults::takeLostCommit() {
    const std::lock_guard lock(mutex_);
    if (lost_commit_ && down_with_commit_.exchange(false)) down_ = true;
    return std::exchange(lost_commit_, std::nullopt);
}

void Faults::keepForLater(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    kept_ = std::move(connection);
}

void Faults::commitWhatWasKept() {
    const std::lock_guard lock(mutex_);
    if (kept_ == nullptr) return;
    static_cast<void>(kept_->commit());
    kept_.reset();
}

namespace {

class FaultyConnection final : public Connection {
  public:
    FaultyConnection(std::unique_ptr<Connection> inner, Faults& faults)
        : Connection(inner->dialect()), inner_(std::move(inner)), faults_(faults) {}

  private:
    std::optional<Problem> fault(const std::string& kind) {
        const std::optional<SqlError> error = faults_.next(kind);
        if (!error) return std::nullopt;
        if (inner_ != nullptr && hub::storage::sql::dooms(*error)) inner_->rollback();  // as the server does
        return Problem{*error, "injected"};
    }
    std::optional<Problem> problemOf(const Result<void>& result) const {
        if (result.ok()) return std::nullopt;
        return Problem{inner_->lastError(), result.failure().detail()};
    }

    Answer<std::int64_t> doExecute(std::string_view sql, Values values) override {
        if (auto problem = fault("execute")) return *problem;
        const Result<std::int64_t> rows = inner_->execute(sql, values);
        if (!rows.ok()) return Problem{inner_->lastError(), rows.failure().detail()};
        return *rows;
    }
    std::optional<Problem> doQuery(std::string_view sql, Values values, const EachRow& each) override {
        if (auto problem = fault("query")) return problem;
        return problemOf(inner_->query(sql, values, each));
    }
    std::optional<Problem> doBegin(Access access) override {
        faults_.commitWhatWasKept();
        if (auto problem = fault("begin")) return problem;
        return problemOf(inner_->begin(access));
    }
    std::optional<Problem> doCommit() override {
        if (auto problem = fault("commit")) return problem;
        if (const auto lost = faults_.takeLostCommit()) {
            if (*lost == Faults::LostCommit::TookEffect) {
                if (auto problem = problemOf(inner_->commit())) return problem;
            } else if (*lost == Faults::LostCommit::DidNot) {
                inner_->rollback();
            } else {
                faults_.keepForLater(std::move(inner_));
            }
            return Problem{SqlError::ConnectionLost, "injected"};
        }
        return problemOf(inner_->commit());
    }
    std::optional<Problem> doRollback() override {
        inner_->rollback();
        if (inner_->doom()) return Problem{*inner_->doom(), "rollback"};
        return std::nullopt;
    }
    std::optional<Problem> doSavepoint() override {
        if (auto problem = fault("savepoint")) return problem;
        return problemOf(inner_->savepoint());
    }
    std::optional<Problem> doRollbackToSavepoint() override {
        if (auto problem = fault("savepoint")) return problem;
        return problemOf(inner_->rollbackToSavepoint());
    }

    std::unique_ptr<Connection> inner_;
    Faults& faults_;
};

}  // namespace

Result<std::unique_ptr<Connection>> FaultyDatabase::connect(Access access) {
    if (const auto error = faults_.next("connect")) return hub::storage::sql::failureOf(*error, "injected");
    Result<std::unique_ptr<Connection>> made = inner_.connect(access);
    if (!made.ok()) return made.failure();
    return std::unique_ptr<Connection>(std::make_unique<FaultyConnection>(*std::move(made), faults_));
}

}  // namespace tests
