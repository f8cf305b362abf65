#include "hub/access/failure_gate.h"

#include <algorithm>

namespace hub::access {

core::Result<void> FailureGate::check(std::string_view origin) const {
    const core::MonoTime now = clock_.mono();
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(origin);
    if (found == counts_.end() || now - found->second.began >= limits_.window) return {};
    if (found->second.failures < limits_.failures_max) return {};
    return core::Failure(core::Error::TooManyFailures);
}

void FailureGate::failed(std::string_view origin) {
    const core::MonoTime now = clock_.mono();
    const std::lock_guard lock(mutex_);
    auto found = counts_.find(origin);
    if (found == counts_.end()) {
        if (counts_.size() >= limits_.origins_max) {
            counts_.erase(std::min_element(counts_.begin(), counts_.end(),
                                           [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
        }
        found = counts_.emplace(origin, Count{now, now, 0}).first;
    }
    Count& count = found->second;
    if (now - count.began >= limits_.window) count = Count{now, now, 0};
    count.last = now;
    ++count.failures;
}

std::size_t FailureGate::origins() const {
    const std::lock_guard lock(mutex_);
    return counts_.size();
}

}  // namespace hub::access
