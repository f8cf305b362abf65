#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "hub/ledger/verify.h"
#include "hub/ledger/writer.h"
#include "hub/storage/bench/scratch.h"
#include "hub/storage/storage.h"
#include "tests/stores/ledger/crash_load.h"

namespace tests {

using Words = std::map<std::int64_t, std::string>;  ///< what commands were answered, by their numbers

/// The hub's side of a database: opened, used and closed.
class OpenLedger {
  public:
    explicit OpenLedger(const hub::storage::StorageConfig& config) {
        auto opened = hub::storage::openStorage(config, vault_, executor_, clock_);
        BOOST_REQUIRE(opened.ok());
        storage_ = *std::move(opened);
        writer_ = std::make_unique<hub::ledger::LedgerWriter>(storage_->ledgerUnits(), storage_->reads(), storage_->ledger(), executor_,
                                                              clock_, hub::core::SystemIdSource(clock_).next<hub::core::OutboxId>().text());
    }
    ~OpenLedger() {
        writer_->close();
        storage_->close();
        executor_.stop();
    }

    hub::ledger::LedgerWriter& writer() { return *writer_; }

    hub::ledger::Ledger::Answer run(hub::ledger::Command command) {
        std::promise<hub::ledger::Ledger::Answer> promise;
        writer_->submit(std::move(command), [&](const hub::ledger::Ledger::Answer& answer) { promise.set_value(answer); });
        return promise.get_future().get();
    }

    /// Every acknowledged command has the outcome it was told; what was not acknowledged is booked at most once when submitted again.
    void audit(const Words& acknowledged, std::int64_t next) {
        for (std::int64_t number = 1; number < next; ++number) {
            const hub::ledger::Command command = crashCommand(number);
            const auto kept = writer_->outcome(command.key);
            BOOST_REQUIRE(kept.ok());
            const auto known = acknowledged.find(number);
            if (known != acknowledged.end()) {
                BOOST_REQUIRE(kept->has_value());
                BOOST_REQUIRE(wordOf(**kept) == known->second);
            }
            const hub::ledger::Ledger::Answer again = run(command);
            if (kept->has_value()) BOOST_REQUIRE(wordOf(again) == wordOf(**kept));
        }
        const hub::core::Result<hub::ledger::Verification> found = hub::ledger::verify(storage_->reads(), storage_->ledger(), {});
        BOOST_REQUIRE(found.ok());
        for (const hub::ledger::Violation& one : found->first) BOOST_TEST_MESSAGE(one.rule << " " << one.where << ": " << one.what);
        BOOST_REQUIRE(found->violations == 0);
        std::set<std::string> numbers;
        for (std::int64_t number = 1; number < next; ++number) {
            const auto kept = writer_->outcome(crashCommand(number).key);
            if ((*kept)->ok()) BOOST_REQUIRE(numbers.insert(wordOf(**kept)).second);
        }
        BOOST_TEST(numbers.size() > 0U);
    }

  private:
    hub::core::SystemClock clock_;
    hub::core::ThreadExecutor executor_{clock_, 2};
    hub::vault::Vault vault_{std::make_shared<hub::storage::bench::BenchKeys>()};
    std::unique_ptr<hub::storage::Storage> storage_;
    std::unique_ptr<hub::ledger::LedgerWriter> writer_;
};

}  // namespace tests
