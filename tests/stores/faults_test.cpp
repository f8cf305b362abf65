// What a database may do to the lanes: every failure at every place, and the lost COMMIT in its three kinds. Whatever happens, a unit
// that is Done stands exactly once, and one that is NotDone not at all.
#include "tests/stores/faults.h"

#include "tests/stores/stores.h"

using namespace hub::core;
using namespace hub::storage;
using sql::SqlError;
using tests::Faults;
using tests::OneGroup;
using tests::Stores;

namespace {

constexpr int kUnits = 3;

/// Each round has keys and messages of its own, so that a database serves for many.
template <class Engine>
void addThree(OneGroup<Engine>& group, Stores<Engine>& stores, int round = 0) {
    for (int i = 0; i < kUnits; ++i) {
        const OutboxMessage message = stores.message(round * 10 + i);
        group.add("round/" + std::to_string(round) + "/" + std::to_string(i),
                  [&stores, message](Transaction& transaction) { return stores.outbox.add(transaction, message); });
    }
}

/// A group of three with `prepare` called before it runs.
template <class Engine, class Prepare>
std::vector<WorkOutcome> runThree(Stores<Engine>& stores, Prepare prepare, int round = 0) {
    OneGroup<Engine> group(stores);
    addThree(group, stores, round);
    // The gate's own transaction is still to be committed: that is the one call before the group's first.
    prepare(stores.faults);
    return group.run();
}

constexpr int kFirstCall = 2;

bool allDone(const std::vector<WorkOutcome>& outcomes) {
    return std::all_of(outcomes.begin(), outcomes.end(), [](const WorkOutcome& one) { return one.end == WorkEnd::Done && !one.repeated; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_group_survives_any_failure_at_any_call, Engine, tests::Engines) {
    Stores<Engine> stores;
    int round = 0;
    for (const SqlError error : {SqlError::Deadlock, SqlError::LockTimeout, SqlError::Busy, SqlError::ConnectionLost}) {
        for (int call = 0; call < 6; ++call) {  // BEGIN, keys, rows, COMMIT and what a second run asks
            ++round;
            const std::vector<WorkOutcome> outcomes = runThree(
                stores, [&](Faults& faults) { faults.failCall(kFirstCall + call, error); }, round);
            BOOST_TEST_CONTEXT("error " << static_cast<int>(error) << " at call " << call) {
                BOOST_TEST(allDone(outcomes));
                BOOST_TEST(stores.rows("outbox") == round * kUnits);
                BOOST_TEST(stores.rows("work_key") == round * (kUnits + 1));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_run_unit_by_unit_survives_any_failure_at_any_call, Engine, tests::Engines) {
    Stores<Engine> stores;
    int round = 0;
    for (const SqlError error : {SqlError::Deadlock, SqlError::ConnectionLost}) {
        for (int call = 0; call < 16; ++call) {
            ++round;
            OneGroup<Engine> group(stores);
            addThree(group, stores, round);
            group.add("bad", [&](Transaction& transaction) -> Result<void> {
                const Result<void> added = stores.outbox.add(transaction, stores.message(round * 10 + 9));
                if (!added.ok()) return added;
                return Failure(Error::VersionConflict, "test");
            });
            stores.faults.failCall(kFirstCall + 3 + call, error);
            const std::vector<WorkOutcome> outcomes = group.run();
            BOOST_TEST_CONTEXT("error " << static_cast<int>(error) << " at call " << call) {
                BOOST_TEST(allDone({outcomes.begin(), outcomes.begin() + kUnits}));
                BOOST_TEST((outcomes[3].end == WorkEnd::NotDone && outcomes[3].why->error() == Error::VersionConflict));
                BOOST_TEST(stores.rows("outbox") == round * kUnits);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_conflict_that_does_not_end_is_given_up_unit_by_unit, Engine, tests::Engines) {
    Stores<Engine> stores;
    const std::vector<WorkOutcome> outcomes = runThree(stores, [](Faults& faults) { faults.failEach("begin", SqlError::Deadlock); });
    for (const WorkOutcome& outcome : outcomes) {
        BOOST_TEST((outcome.end == WorkEnd::NotDone));
        BOOST_TEST(tests::failsWith(tests::resultOf(outcome), Error::StorageBusy));
    }
    const int tries = tests::impatientLimits().conflict_tries;
    BOOST_TEST(stores.lanes->counters().conflicts == static_cast<std::uint64_t>(tries * (1 + kUnits)));
    BOOST_TEST(stores.rows("outbox") == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_full_disk_undoes_the_group_and_says_so, Engine, tests::Engines) {
    Stores<Engine> stores;
    const std::vector<WorkOutcome> outcomes = runThree(stores, [](Faults& faults) { faults.failCall(kFirstCall + 2, SqlError::DiskFull); });
    for (const WorkOutcome& outcome : outcomes) {
        BOOST_TEST((outcome.end == WorkEnd::NotDone));
        BOOST_TEST(tests::failsWith(tests::resultOf(outcome), Error::StorageFull));
    }
    BOOST_TEST(stores.rows("outbox") == 0);
    BOOST_TEST(stores.rows("work_key") == 1);
    BOOST_TEST((stores.run("later", [](Transaction&) { return Result<void>(); }).end == WorkEnd::Done));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_database_that_is_down_makes_nothing_happen, Engine, tests::Engines) {
    Stores<Engine> stores;
    BOOST_TEST((stores.run("first", [](Transaction&) { return Result<void>(); }).end == WorkEnd::Done));
    stores.faults.goDown(true);
    for (const char* key : {"a", "b"}) {
        const WorkOutcome outcome =
            stores.run(key, [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); });
        BOOST_TEST((outcome.end == WorkEnd::NotDone));
        BOOST_TEST(tests::failsWith(tests::resultOf(outcome), Error::StorageDown));
    }
    BOOST_TEST(tests::failsWith(stores.reads.read([](ReadTransaction&) { return Result<void>(); }), Error::StorageDown));
    stores.faults.goDown(false);
    BOOST_TEST((stores.run("a", [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); }).end ==
                WorkEnd::Done));
    BOOST_TEST(stores.rows("outbox") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_commit_whose_answer_is_lost_is_neither_lost_nor_doubled, Engine, tests::Engines) {
    Stores<Engine> stores;
    int round = 0;
    for (const Faults::LostCommit how :
         {Faults::LostCommit::TookEffect, Faults::LostCommit::DidNot, Faults::LostCommit::TakesEffectLater}) {
        for (const bool one_by_one : {false, true}) {
            ++round;
            const std::string done_before = "before/" + std::to_string(round);
            BOOST_TEST((stores.run(done_before, [](Transaction&) { return Result<void>(); }).end == WorkEnd::Done));
            OneGroup<Engine> group(stores);
            addThree(group, stores, round);
            // From inside the group, so that it is not the COMMIT of the gate.
            const std::uint64_t doubts = stores.lanes->counters().commits_in_doubt;
            group.add("arm/" + std::to_string(round), [&](Transaction&) {
                if (stores.lanes->counters().commits_in_doubt == doubts) stores.faults.loseNextCommit(how);
                return Result<void>();
            });
            group.add("refused", [](Transaction&) -> Result<void> { return Failure(Error::VersionConflict, "test"); });
            if (one_by_one) group.add(done_before, [](Transaction&) { return Result<void>(); });
            const std::vector<WorkOutcome> outcomes = group.run();
            BOOST_TEST_CONTEXT("kind " << static_cast<int>(how) << " one by one " << one_by_one) {
                BOOST_TEST(allDone({outcomes.begin(), outcomes.begin() + kUnits + 1}));
                BOOST_TEST((outcomes[kUnits + 1].end == WorkEnd::NotDone));
                if (one_by_one) BOOST_TEST((outcomes[kUnits + 2].end == WorkEnd::Done && outcomes[kUnits + 2].repeated));
                BOOST_TEST(stores.lanes->counters().commits_in_doubt == doubts + 1);
                BOOST_TEST(stores.rows("outbox") == round * kUnits);
                BOOST_TEST(stores.rows("work_key") == round * (kUnits + 3));  // before, the gate, arm
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_commit_that_cannot_be_looked_up_is_unknown_until_it_is_run_again, Engine, tests::Engines) {
    for (const bool took_effect : {true, false}) {
        Stores<Engine> stores;
        const auto work = [&](Transaction& transaction) { return stores.outbox.add(transaction, stores.message(1)); };
        stores.faults.goDownWithNextCommit();
        stores.faults.loseNextCommit(took_effect ? Faults::LostCommit::TookEffect : Faults::LostCommit::DidNot);
        const WorkOutcome outcome = stores.run("pay/1", work);
        BOOST_TEST((outcome.end == WorkEnd::Unknown));
        BOOST_TEST(tests::failsWith(tests::resultOf(outcome), Error::CommitUnknown));
        BOOST_TEST(stores.lanes->counters().unknown == 1U);
        stores.faults.goDown(false);
        const WorkOutcome again = stores.run("pay/1", work);
        BOOST_TEST((again.end == WorkEnd::Done));
        BOOST_TEST(again.repeated == took_effect);
        BOOST_TEST(stores.rows("outbox") == 1);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(after_a_lost_transaction_no_statement_runs_outside_one, Engine, tests::Engines) {
    Stores<Engine> stores;
    int runs = 0;
    const WorkOutcome outcome = stores.run("a", [&](Transaction& transaction) -> Result<void> {
        sql::SqlTransaction& sql = sql::SqlTransaction::of(transaction);
        if (++runs == 1) stores.faults.failCall(1, SqlError::Deadlock);
        static_cast<void>(sql.execute("DELETE FROM outbox", {}));  // the deadlock, ignored by a careless work
        return stores.outbox.add(transaction, stores.message(1));
    });
    BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST(runs == 2);
    BOOST_TEST(stores.rows("outbox") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_statement_the_database_refuses_fails_its_unit_alone, Engine, tests::Engines) {
    Stores<Engine> stores;
    OneGroup<Engine> group(stores);
    addThree(group, stores);
    group.add("wrong", [](Transaction& transaction) -> Result<void> {
        const Result<std::int64_t> ran = sql::SqlTransaction::of(transaction).execute("DELETE FROM no_such_table", {});
        if (!ran.ok()) return ran.failure();
        return {};
    });
    group.add("twice", [](Transaction& transaction) -> Result<void> {
        const Result<std::int64_t> ran = sql::SqlTransaction::of(transaction)
                                             .execute("INSERT INTO work_key (work_key, done_at_ms) VALUES (?, 1)",
                                                      std::array<sql::Value, 1>{sql::Value::blob("round/0/0")});
        if (!ran.ok()) return ran.failure();
        return {};
    });
    const std::vector<WorkOutcome> outcomes = group.run();
    BOOST_TEST(allDone({outcomes.begin(), outcomes.begin() + kUnits}));
    BOOST_TEST(tests::failsWith(tests::resultOf(outcomes[3]), Error::SqlRefused));
    BOOST_TEST(tests::failsWith(tests::resultOf(outcomes[4]), Error::RowTaken));
    BOOST_TEST(stores.rows("outbox") == kUnits);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_read_connection_that_died_while_idle_is_replaced, Engine, tests::Engines) {
    Stores<Engine> stores;
    const auto nothing = [](ReadTransaction&) { return Result<void>(); };
    BOOST_TEST(stores.reads.read(nothing).ok());
    stores.faults.failCall(1, SqlError::ConnectionLost);
    BOOST_TEST(stores.reads.read(nothing).ok());
}

BOOST_AUTO_TEST_SUITE_END()
