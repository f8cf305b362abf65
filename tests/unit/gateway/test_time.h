#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "hub/core/executor.h"

namespace tests {

/// Virtual time for the test's thread, beside the real threads of counterparties: what these post is taken over by run…(). Time moves
/// only by advance(), and everything but post() belongs to the test's thread.
class TestTime final : public hub::core::Executor, public hub::core::Clock {
  public:
    void post(hub::core::Task task) override {
        {
            const std::lock_guard lock(mutex_);
            posted_.push_back(std::move(task));
            if (std::this_thread::get_id() != own_) ++posted_by_others_;
        }
        changed_.notify_one();
    }
    hub::core::TimerId postAt(hub::core::MonoTime when, hub::core::Task task) override { return virtual_.postAt(when, std::move(task)); }
    bool cancel(hub::core::TimerId timer) override { return virtual_.cancel(timer); }
    hub::core::UtcTime utc() const override { return virtual_.utc(); }
    hub::core::MonoTime mono() const override { return virtual_.mono(); }

    void runReady() {
        while (takeOver()) virtual_.runReady();
    }

    void advance(hub::core::Duration by) {
        runReady();
        virtual_.advance(by);
        runReady();
    }

    /// Waits for the counterparties' threads, in no virtual time. A test whose condition never comes is ended by ctest.
    void runUntil(const std::function<bool()>& condition) {
        for (runReady(); !condition(); runReady()) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !posted_.empty(); });
        }
    }

    /// Waits until the counterparties' threads have posted `count` tasks since the test began, and runs them: one comes back from its work
    /// after whatever the work itself tells.
    void runUntilOthersPosted(std::size_t count) {
        runUntil([this, count] {
            const std::lock_guard lock(mutex_);
            return posted_by_others_ >= count && posted_.empty();
        });
    }
    std::size_t postedByOthers() {
        const std::lock_guard lock(mutex_);
        return posted_by_others_;
    }

  private:
    bool takeOver() {
        std::vector<hub::core::Task> taken;
        {
            const std::lock_guard lock(mutex_);
            taken.swap(posted_);
        }
        for (hub::core::Task& task : taken) virtual_.post(std::move(task));
        return !taken.empty();
    }

    hub::core::VirtualExecutor virtual_{{1'750'000'000'000}};
    const std::thread::id own_ = std::this_thread::get_id();
    std::mutex mutex_;  // guards posted_ and posted_by_others_
    std::condition_variable changed_;
    std::vector<hub::core::Task> posted_;
    std::size_t posted_by_others_ = 0;
};

}  // namespace tests
