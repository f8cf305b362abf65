#include "hub/api/http/event_stream.h"

#include <utility>

namespace hub::api::http {

bool EventStream::write(std::string_view bytes) {
    std::unique_lock lock(mutex_);
    if (closed_) return false;
    if (waiting_.size() + unwritten_ + bytes.size() > bytes_max_) {
        closed_ = cut_off_ = true;
    } else {
        waiting_ += bytes;
    }
    const bool taken = !closed_;
    wakeUnlessAwake(lock);
    return taken;
}

void EventStream::close() {
    std::unique_lock lock(mutex_);
    if (std::exchange(closed_, true)) return;
    wakeUnlessAwake(lock);
}

void EventStream::wakeUnlessAwake(std::unique_lock<std::mutex>& lock) {
    if (std::exchange(awake_, true)) return;
    lock.unlock();
    wake_();
}

std::string EventStream::take(std::size_t unwritten) {
    const std::lock_guard lock(mutex_);
    awake_ = false;
    unwritten_ = unwritten + waiting_.size();
    return std::exchange(waiting_, {});
}

void EventStream::hold(std::size_t unwritten) {
    const std::lock_guard lock(mutex_);
    unwritten_ = unwritten;
}

void EventStream::end() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    awake_ = true;  // nobody is left to wake
    waiting_ = {};
}

bool EventStream::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

bool EventStream::cutOff() const {
    const std::lock_guard lock(mutex_);
    return cut_off_;
}

}  // namespace hub::api::http
