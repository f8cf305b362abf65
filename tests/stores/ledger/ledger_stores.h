#pragma once

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "hub/ledger/verify.h"
#include "hub/ledger/writer.h"
#include "hub/storage/ledger/store.h"
#include "tests/stores/stores.h"
#include "tests/unit/ledger/command_text.h"

namespace tests {

/// A ledger on a migrated database, with faults in between.
template <class Engine>
class LedgerStores : public Stores<Engine> {
  public:
    using Answer = hub::ledger::Ledger::Answer;

    explicit LedgerStores(const hub::ledger::WriterLimits& limits = {}) : store(this->database.dialect(), this->outbox) { restart(limits); }
    ~LedgerStores() {
        if (writer) writer->close();
        this->lanes->stop();
        this->executor.stop();
        writer.reset();
    }

    /// Another writer, as after a restart. The old one stays in `before`.
    void restart(const hub::ledger::WriterLimits& limits = {}) {
        before = std::move(writer);
        writer = std::make_unique<hub::ledger::LedgerWriter>(*this->lanes, this->reads, store, this->executor, this->clock,
                                                             this->ids.template next<hub::core::OutboxId>().text(), limits);
    }

    std::future<Answer> submit(hub::ledger::Ledger& ledger, hub::ledger::Command command) {
        auto promise = std::make_shared<std::promise<Answer>>();
        ledger.submit(std::move(command), [promise](const Answer& answer) { promise->set_value(answer); });
        return promise->get_future();
    }

    Answer run(const hub::ledger::Command& command) { return submit(*writer, command).get(); }
    Answer run(const std::string& line) { return run(commandOf(line)); }

    /// All of them before the first is answered: they share batches.
    std::vector<Answer> runTogether(const std::vector<hub::ledger::Command>& commands) {
        Gate gate;
        std::promise<void> opened;
        this->lanes->run({hub::core::WorkKey{"gate/" + this->ids.template next<hub::core::OutboxId>().text()}, {}}, gate.work(),
                         [&](const hub::core::WorkOutcome&) { opened.set_value(); });
        gate.waitUntilEntered();
        std::vector<std::future<Answer>> futures;
        for (const hub::ledger::Command& command : commands) futures.push_back(submit(*writer, command));
        gate.open();
        opened.get_future().wait();
        std::vector<Answer> answers;
        for (std::future<Answer>& future : futures) answers.push_back(future.get());
        return answers;
    }

    std::int64_t fen(const std::string& account) {
        const auto balance = writer->balance(account);
        BOOST_REQUIRE(balance.ok());
        return balance->balance.fen();
    }

    hub::ledger::Verification verified() {
        const auto found = hub::ledger::verify(this->reads, store, {.violations_max = 20, .page = 3, .progress = {}});
        BOOST_REQUIRE(found.ok());
        return *found;
    }

    void checkClean() {
        const hub::ledger::Verification found = verified();
        for (const hub::ledger::Violation& one : found.first) BOOST_TEST_MESSAGE(one.rule << " " << one.where << ": " << one.what);
        BOOST_TEST(found.violations == 0);
    }

    hub::storage::ledger::SqlLedgerStore store;
    std::unique_ptr<hub::ledger::LedgerWriter> writer;
    std::unique_ptr<hub::ledger::LedgerWriter> before;
};

}  // namespace tests
