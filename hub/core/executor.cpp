#include "hub/core/executor.h"

#include <algorithm>
#include <utility>

#include "hub/core/assert.h"

namespace hub::core {

ThreadExecutor::ThreadExecutor(const Clock& clock, std::size_t threads) : clock_(clock) {
    HUB_ASSERT(threads >= 1);
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ThreadExecutor::~ThreadExecutor() { stop(); }

void ThreadExecutor::post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        ready_.push_back(std::move(task));
    }
    changed_.notify_one();
}

TimerId ThreadExecutor::postAt(MonoTime when, Task task) {
    TimerId id = 0;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return 0;
        id = ++last_timer_;
        timer_by_id_[id] = timers_.emplace(when, std::pair(id, std::move(task)));
    }
    changed_.notify_one();
    return id;
}

bool ThreadExecutor::cancel(TimerId timer) {
    const std::lock_guard lock(mutex_);
    const auto found = timer_by_id_.find(timer);
    if (found == timer_by_id_.end()) return false;
    timers_.erase(found->second);
    timer_by_id_.erase(found);
    return true;
}

void ThreadExecutor::stop() {
    std::multimap<MonoTime, std::pair<TimerId, Task>> dropped;  // what tasks hold may ask for this executor when it goes
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        dropped.swap(timers_);
        timer_by_id_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

std::size_t ThreadExecutor::queued() const {
    const std::lock_guard lock(mutex_);
    return ready_.size();
}

void ThreadExecutor::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        while (!timers_.empty() && timers_.begin()->first <= clock_.mono()) {
            auto due = timers_.begin();
            timer_by_id_.erase(due->second.first);
            ready_.push_back(std::move(due->second.second));
            timers_.erase(due);
            if (ready_.size() > 1) changed_.notify_one();
        }
        if (!ready_.empty()) {
            Task task = std::move(ready_.front());
            ready_.pop_front();
            lock.unlock();
            task();
            task = nullptr;  // what the task holds is released outside the lock
            lock.lock();
        } else if (stopping_) {
            return;
        } else if (timers_.empty()) {
            changed_.wait(lock);
        } else {
            changed_.wait_for(lock, timers_.begin()->first - clock_.mono());
        }
    }
}

void VirtualExecutor::post(Task task) { ready_.push_back(std::move(task)); }

TimerId VirtualExecutor::postAt(MonoTime when, Task task) {
    timers_.emplace(when, std::pair(++last_timer_, std::move(task)));
    return last_timer_;
}

bool VirtualExecutor::cancel(TimerId timer) {
    const auto found = std::find_if(timers_.begin(), timers_.end(), [&](const auto& entry) { return entry.second.first == timer; });
    if (found == timers_.end()) return false;
    timers_.erase(found);
    return true;
}

void VirtualExecutor::runReady() {
    for (;;) {
        while (!timers_.empty() && timers_.begin()->first <= mono_) {
            ready_.push_back(std::move(timers_.begin()->second.second));
            timers_.erase(timers_.begin());
        }
        if (ready_.empty()) return;
        const Task task = std::move(ready_.front());
        ready_.pop_front();
        task();
    }
}

void VirtualExecutor::advance(Duration by) {
    const MonoTime end = mono_ + by;
    runReady();
    while (!timers_.empty() && timers_.begin()->first <= end) {
        moveTo(timers_.begin()->first);
        runReady();
    }
    moveTo(end);
}

bool VirtualExecutor::runNext() {
    if (!ready_.empty()) {
        runReady();
        return true;
    }
    if (timers_.empty()) return false;
    moveTo(timers_.begin()->first);
    runReady();
    return true;
}

void VirtualExecutor::moveTo(MonoTime when) {
    if (when <= mono_) return;
    utc_rest_ns_ += (when - mono_).count();
    utc_ = utc_ + Duration(utc_rest_ns_ / 1'000'000);
    utc_rest_ns_ %= 1'000'000;
    mono_ = when;
}

}  // namespace hub::core
