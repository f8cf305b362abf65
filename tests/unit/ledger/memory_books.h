#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "hub/ledger/book.h"
#include "hub/ledger/hashes.h"

namespace tests {

/// Books without a database: what the store would know, and the batches the Book makes of commands. After each batch the books are
/// checked: both sides of everything are equal, floors hold, the chain goes on.
class MemoryBooks {
  public:
    using Answer = hub::ledger::Ledger::Answer;

    /// One batch. REQUIRES: each passes Request::of.
    std::vector<Answer> run(const std::vector<hub::ledger::Command>& commands) {
        std::vector<hub::ledger::Request> requests;
        for (const hub::ledger::Command& command : commands) {
            const auto request = hub::ledger::Request::of(command);
            BOOST_REQUIRE(request.ok());
            requests.push_back(*request);
        }
        hub::ledger::Book book(tail, now, cache);
        for (const auto& [key, outcome] : outcomes) book.know(outcome);
        for (const auto& [key, hold] : holds) book.know(hold);
        for (const auto& [id, account] : accounts) BOOST_REQUIRE(book.know(account).ok());
        std::vector<Answer> answers;
        for (const hub::ledger::Request& request : requests) answers.push_back(book.decide(request));
        keep(requests, answers, book.take());
        return answers;
    }

    /// Of an account that may never have been used.
    hub::ledger::Balance balance(const std::string& key) const {
        const auto name = hub::ledger::AccountName::parse(key);
        const auto found = accounts.find(name->id);
        return found == accounts.end() ? hub::ledger::Balance() : hub::ledger::balanceOf(found->second, *name->kind);
    }

    hub::core::UtcTime now{1000};
    hub::ledger::Tail tail{1, 0, 0, {}};
    hub::ledger::AccountCache cache{8};
    std::map<hub::ledger::CommandKey, hub::ledger::KeptOutcome> outcomes;
    std::map<hub::ledger::MovementKey, hub::ledger::HoldRow> holds;
    std::map<hub::ledger::AccountId, hub::ledger::AccountRow> accounts;
    std::vector<hub::ledger::JournalRow> journal;

  private:
    void keep(const std::vector<hub::ledger::Request>& requests, const std::vector<Answer>& answers, const hub::ledger::BatchWrite& write) {
        BOOST_REQUIRE(write.batch.previous_hash == tail.hash);
        BOOST_REQUIRE(write.batch.hash == hub::ledger::hashOf(write.batch, write.transfers, write.refusals));
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (!answers[i].ok() && answers[i].failure().error() == hub::core::Error::IdempotencyMismatch) continue;
            Answer kept = answers[i];
            if (kept.ok()) kept->repeated = true;
            outcomes.try_emplace(requests[i].key, hub::ledger::KeptOutcome{requests[i].key, requests[i].hash, kept});
        }
        for (const hub::ledger::HoldRow& hold : write.opened) holds[hold.movement] = hold;
        for (const hub::ledger::HoldRow& hold : write.ended) holds[hold.movement] = hold;
        for (const hub::ledger::AccountRow& account : write.accounts) {
            const auto before = accounts.find(account.id);
            BOOST_REQUIRE(account.sequence_before == (before == accounts.end() ? 0 : before->second.sequence));
            accounts[account.id] = account;
        }
        journal.insert(journal.end(), write.transfers.begin(), write.transfers.end());
        tail = {tail.epoch, write.batch.number, tail.transfer + write.batch.transfers, write.batch.hash};
        check();
    }

    void check() const {
        hub::ledger::BatchSums sums;
        for (const auto& [id, account] : accounts) {
            sums.debit_posted += account.sums.debit_posted.fen();
            sums.credit_posted += account.sums.credit_posted.fen();
            sums.debit_pending += account.sums.debit_pending.fen();
            sums.credit_pending += account.sums.credit_pending.fen();
            const auto name = hub::ledger::AccountName::parse(account.key);
            BOOST_REQUIRE(!name->kind->floor || hub::ledger::balanceOf(account, *name->kind).available() >= *name->kind->floor);
        }
        BOOST_REQUIRE(sums.debit_posted == sums.credit_posted);
        BOOST_REQUIRE(sums.debit_pending == sums.credit_pending);
        std::int64_t open = 0;
        for (const auto& [key, hold] : holds) open += hold.ended_by ? 0 : hold.amount.fen();
        BOOST_REQUIRE(open == sums.debit_pending);
    }
};

}  // namespace tests
