#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <string>

#include "hub/ledger/ledger.h"

namespace tests {

/// The n-th command of a load of which some are refused: the same for the same n, so that it can be submitted again.
inline hub::ledger::Command crashCommand(std::int64_t number) {
    using hub::core::Money;
    hub::ledger::Command command;
    command.key.step = "load/" + std::to_string(number);
    command.key.flow.bytes[0] = static_cast<std::uint8_t>(number % 251 + 1);
    const std::string account = "e_account/A" + std::to_string(number % 7);
    switch (number % 5) {
        case 0:
            command.chain.emplace_back(
                hub::ledger::Hold{account, "hospital_payable/H1", Money::fromFen(3 + number % 11), {9'000'000'000'000}});
            break;
        case 1:
            command.chain.emplace_back(hub::ledger::Post{{crashCommand(number - 1).key, 0}, std::nullopt});
            break;
        case 2:
            command.chain.emplace_back(hub::ledger::Transfer{account, "fee/f", Money::fromFen(1 + number % 29)});
            break;
        default:
            command.chain.emplace_back(hub::ledger::Transfer{"bank/b", account, Money::fromFen(10)});
            command.chain.emplace_back(hub::ledger::Transfer{account, "hospital_payable/H2", Money::fromFen(4)});
            break;
    }
    return command;
}

/// Submits commands from `first` on, 24 at a time, until told to stop.
class CrashLoad {
  public:
    /// Any thread, once a command.
    using OnAnswer = std::function<void(std::int64_t number, const hub::ledger::Ledger::Answer& answer)>;

    CrashLoad(hub::ledger::Ledger& ledger, std::int64_t first, OnAnswer on_answer)
        : ledger_(ledger), next_(first), on_answer_(std::move(on_answer)) {
        for (int i = 0; i < kSubmitters; ++i) submit();
    }

    void stop() { stopping_ = true; }
    void waitUntilAllStopped() { ended_.get_future().wait(); }

    /// One more than the last that was submitted.
    std::int64_t next() const { return next_; }

  private:
    static constexpr int kSubmitters = 24;

    void submit() {
        const std::int64_t number = next_++;
        ledger_.submit(crashCommand(number), [this, number](const hub::ledger::Ledger::Answer& answer) {
            on_answer_(number, answer);
            if (!stopping_) return submit();
            if (--running_ == 0) ended_.set_value();
        });
    }

    hub::ledger::Ledger& ledger_;
    std::atomic<std::int64_t> next_;
    OnAnswer on_answer_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> running_ = kSubmitters;
    std::promise<void> ended_;
};

/// What a command was answered, in a word: "booked 17", or the name of a code.
inline std::string wordOf(const hub::ledger::Ledger::Answer& answer) {
    if (answer.ok()) return "booked " + std::to_string(answer->first_transfer);
    return std::string(hub::core::errorInfo(answer.failure().error()).name);
}

}  // namespace tests
