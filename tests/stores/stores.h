#pragma once

#include <future>
#include <memory>
#include <string>

#include "hub/core/executor.h"
#include "hub/storage/sql/attempts.h"
#include "hub/storage/sql/inbox.h"
#include "hub/storage/sql/lanes.h"
#include "hub/storage/sql/migrations.h"
#include "hub/storage/sql/outbox.h"
#include "hub/storage/sql/reads.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"
#include "tests/stores/engines.h"
#include "tests/stores/faults.h"
#include "tests/support/failures.h"

namespace tests {

inline hub::storage::sql::Limits impatientLimits() {
    hub::storage::sql::Limits limits;
    limits.lanes = 1;  // so that a test can say which units make one group
    limits.connect_tries = 3;
    limits.retry_first = hub::core::Duration(1);
    limits.retry_max = hub::core::Duration(1);
    return limits;
}

/// All that stands on a migrated database, with faults in between.
template <class Engine>
class Stores {
  public:
    explicit Stores(const hub::storage::sql::Limits& limits = impatientLimits())
        : database(engine.database(), faults),
          vault(keysIn(key_folder.path() / "keys")),
          attempts(database.dialect(), vault, clock),
          inbox(vault),
          outbox(database.dialect(), vault),
          reads(database, limits) {
        BOOST_REQUIRE(hub::storage::sql::Migrations(engine.database(), hub::storage::sql::releasedMigrations()).migrate().ok());
        lanes = std::make_unique<hub::storage::sql::WriteLanes>(database, executor, clock, limits);
    }
    ~Stores() {
        lanes.reset();
        executor.stop();
    }

    hub::core::WorkOutcome run(const std::string& key, hub::core::UnitOfWork::Work work) {
        return hub::core::runAndWait(*lanes, {hub::core::WorkKey{key}, hub::core::IdBits{}}, std::move(work));
    }

    /// In a unit of its own: what the work returned.
    hub::core::Result<void> inUnit(hub::core::UnitOfWork::Work work) {
        const hub::core::WorkOutcome outcome = run("test/" + std::to_string(++units_), std::move(work));
        if (outcome.end == hub::core::WorkEnd::Done) return {};
        return *outcome.why;
    }

    /// As inUnit, for works with an answer.
    template <class T>
    hub::core::Result<T> answerInUnit(const std::function<hub::core::Result<T>(hub::core::Transaction&)>& work) {
        hub::core::Result<T> answer = hub::core::Failure(hub::core::Error::StorageDown);
        const hub::core::Result<void> done = inUnit([&](hub::core::Transaction& transaction) -> hub::core::Result<void> {
            answer = work(transaction);
            if (!answer.ok()) return answer.failure();
            return {};
        });
        if (!done.ok()) return done.failure();
        return answer;
    }

    template <class T>
    hub::core::Result<T> answerInRead(const std::function<hub::core::Result<T>(hub::core::ReadTransaction&)>& read) {
        hub::core::Result<T> answer = hub::core::Failure(hub::core::Error::StorageDown);
        const hub::core::Result<void> done = reads.read([&](hub::core::ReadTransaction& transaction) -> hub::core::Result<void> {
            answer = read(transaction);
            if (!answer.ok()) return answer.failure();
            return {};
        });
        if (!done.ok()) return done.failure();
        return answer;
    }

    /// Of a table, as committed.
    std::int64_t rows(const std::string& table) {
        std::int64_t count = -1;
        auto connection = engine.database().connect(hub::storage::sql::Access::Read);
        BOOST_REQUIRE(connection.ok());
        BOOST_REQUIRE((*connection)->query("SELECT COUNT(*) FROM " + table, {}, [&](const auto& row) { count = row.integer(0); }).ok());
        return count;
    }

    /// Changes the database behind the stores' back.
    void meddle(const std::string& sql, hub::storage::sql::Values values = {}) {
        auto connection = engine.database().connect(hub::storage::sql::Access::Write);
        BOOST_REQUIRE(connection.ok());
        BOOST_REQUIRE((*connection)->execute(sql, values).ok());
    }

    hub::core::OutboxMessage message(std::int64_t order_no, const std::string& topic = "sms") {
        hub::core::OutboxMessage made;
        made.id = ids.template next<hub::core::OutboxId>();
        made.topic = topic;
        made.order_no = order_no;
        made.payload = hub::core::Sensitive<std::string>("payload " + std::to_string(order_no));
        made.not_before = {1000};
        return made;
    }

    hub::core::Attempt attempt(const std::string& wire_id) {
        hub::core::Attempt made;
        made.id = ids.template next<hub::core::AttemptId>();
        made.flow_kind = "payment";
        made.flow_id.bytes[0] = 7;
        made.step = "his_confirm";
        made.counterparty = "h01";
        made.operation = "payment.confirm";
        made.wire_id = wire_id;
        made.body = hub::core::Sensitive<std::string>("a canonical request");
        made.deadline_at = {90000};
        return made;
    }

    Engine engine;
    Faults faults;
    FaultyDatabase database;
    FileTree key_folder;
    hub::core::SystemClock clock;
    hub::core::ThreadExecutor executor{clock, 2};
    hub::core::SeededIdSource ids{clock, 20261121};
    hub::vault::Vault vault;
    hub::storage::sql::SqlAttempts attempts;
    hub::storage::sql::SqlInbox inbox;
    hub::storage::sql::SqlOutbox outbox;
    hub::storage::sql::ReadPool reads;
    std::unique_ptr<hub::storage::sql::WriteLanes> lanes;

  private:
    static std::shared_ptr<const hub::vault::KeySource> keysIn(const std::filesystem::path& folder) {
        BOOST_REQUIRE(hub::vault::FileKeySource::create(folder).ok());
        auto opened = hub::vault::FileKeySource::open(folder);
        BOOST_REQUIRE(opened.ok());
        return std::make_shared<hub::vault::FileKeySource>(*std::move(opened));
    }

    int units_ = 0;
};

/// Holds a lane still until a few units wait behind the first, so that they become one group.
class Gate {
  public:
    hub::core::UnitOfWork::Work work() {
        return [this](hub::core::Transaction&) -> hub::core::Result<void> {
            entered_.set_value();
            opened_.get_future().wait();
            return {};
        };
    }
    void waitUntilEntered() { entered_.get_future().wait(); }
    void open() { opened_.set_value(); }

  private:
    std::promise<void> entered_;
    std::promise<void> opened_;
};

/// Gives units to the lanes as one group and collects their outcomes.
template <class Engine>
class OneGroup {
  public:
    explicit OneGroup(Stores<Engine>& stores) : stores_(stores) {
        stores_.lanes->run({hub::core::WorkKey{"gate/" + stores_.ids.template next<hub::core::OutboxId>().text()}, {}}, gate_.work(),
                           [this](const hub::core::WorkOutcome& outcome) { gate_outcome_.set_value(outcome); });
        gate_.waitUntilEntered();
    }

    void add(const std::string& key, hub::core::UnitOfWork::Work work) {
        auto& promise = outcomes_.emplace_back(std::make_unique<std::promise<hub::core::WorkOutcome>>());
        stores_.lanes->run({hub::core::WorkKey{key}, {}}, std::move(work),
                           [ended = promise.get()](const hub::core::WorkOutcome& outcome) { ended->set_value(outcome); });
    }

    std::vector<hub::core::WorkOutcome> run() {
        gate_.open();
        BOOST_TEST((gate_outcome_.get_future().get().end == hub::core::WorkEnd::Done));
        std::vector<hub::core::WorkOutcome> outcomes;
        for (auto& promise : outcomes_) outcomes.push_back(promise->get_future().get());
        return outcomes;
    }

  private:
    Stores<Engine>& stores_;
    Gate gate_;
    std::promise<hub::core::WorkOutcome> gate_outcome_;
    std::vector<std::unique_ptr<std::promise<hub::core::WorkOutcome>>> outcomes_;
};

/// What a unit ended with, as a Result for failsWith.
inline hub::core::Result<void> resultOf(const hub::core::WorkOutcome& outcome) {
    if (outcome.end == hub::core::WorkEnd::Done) return {};
    return *outcome.why;
}

}  // namespace tests
