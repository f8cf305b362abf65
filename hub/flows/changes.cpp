#include "hub/flows/changes.h"

#include <utility>

namespace hub::flows {

Changes::Watch::Watch(Watch&& other) noexcept : changes_(std::exchange(other.changes_, nullptr)), id_(other.id_), number_(other.number_) {}

Changes::Watch& Changes::Watch::operator=(Watch&& other) noexcept {
    if (this == &other) return *this;
    leave();
    changes_ = std::exchange(other.changes_, nullptr);
    id_ = other.id_;
    number_ = other.number_;
    return *this;
}

Changes::Watch::~Watch() { leave(); }

void Changes::Watch::leave() {
    if (changes_ == nullptr) return;
    const std::lock_guard lock(changes_->mutex_);
    const auto [first, last] = changes_->watches_.equal_range(id_);
    for (auto at = first; at != last; ++at) {
        if (at->second.first != number_) continue;
        changes_->watches_.erase(at);
        break;
    }
    changes_ = nullptr;
}

Changes::Watch Changes::watch(core::IdBits id, OnChange on_change) {
    const std::lock_guard lock(mutex_);
    watches_.emplace(id, std::pair(++last_number_, std::move(on_change)));
    return Watch(*this, id, last_number_);
}

void Changes::tell(core::IdBits id) {
    std::vector<OnChange> told;
    {
        const std::lock_guard lock(mutex_);
        const auto [first, last] = watches_.equal_range(id);
        for (auto at = first; at != last; ++at) told.push_back(at->second.second);
    }
    for (const OnChange& on_change : told) on_change();
}

}  // namespace hub::flows
