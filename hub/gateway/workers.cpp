#include "hub/gateway/workers.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>

#include "hub/core/assert.h"
#include "hub/core/exception.h"

namespace hub::gateway {

struct Workers::Shared {
    struct Job {
        core::Task work;
        core::Task done;
    };

    Shared(core::Executor& the_executor, std::size_t threads) : executor(the_executor), busy(threads, false) {}

    core::Executor& executor;
    std::mutex mutex;  // guards all below, and that nothing is posted after leaving
    std::condition_variable changed;
    std::deque<Job> jobs;
    std::vector<bool> busy;
    bool leaving = false;
};

Workers::Workers(core::Executor& executor, std::size_t threads) : shared_(std::make_shared<Shared>(executor, threads)) {
    HUB_ASSERT(threads >= 1);
    threads_.reserve(threads);
    try {
        for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([shared = shared_, i] { live(shared, i); });
    } catch (const std::system_error& error) {
        leave();
        throw core::Exception(std::string("no thread left for a counterparty: ") + error.what());
    }
}

Workers::~Workers() { leave(); }

void Workers::give(core::Task work, core::Task done) {
    {
        const std::lock_guard lock(shared_->mutex);
        if (shared_->leaving) return;
        shared_->jobs.push_back({std::move(work), std::move(done)});
    }
    shared_->changed.notify_one();
}

std::size_t Workers::leave() {
    std::deque<Shared::Job> dropped;  // ends outside the lock
    std::vector<bool> busy;
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->leaving = true;
        dropped.swap(shared_->jobs);
        busy = shared_->busy;
    }
    shared_->changed.notify_all();
    std::size_t abandoned = 0;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
        if (busy[i]) {
            threads_[i].detach();
            ++abandoned;
        } else {
            threads_[i].join();
        }
    }
    threads_.clear();
    return abandoned;
}

void Workers::live(const std::shared_ptr<Shared>& shared, std::size_t index) {
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->changed.wait(lock, [&] { return shared->leaving || !shared->jobs.empty(); });
        if (shared->leaving) return;
        Shared::Job job = std::move(shared->jobs.front());
        shared->jobs.pop_front();
        shared->busy[index] = true;
        lock.unlock();
        job.work();
        job.work = nullptr;  // here, not on the executor: what it alone holds is the counterparty's business
        lock.lock();
        if (shared->leaving) shared->changed.wait(lock, [] { return false; });  // abandoned
        shared->busy[index] = false;
        shared->executor.post(std::move(job.done));
    }
}

}  // namespace hub::gateway
