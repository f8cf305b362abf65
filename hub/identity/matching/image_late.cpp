#include "hub/identity/matching/image_late.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace hub::identity::matching {

namespace {

constexpr std::size_t kSlotsLeast = 1024;

}  // namespace

std::size_t LateKeys::slotOf(std::uint64_t key) const {
    const auto bits = static_cast<unsigned>(std::countr_zero(slots_.size()));
    std::size_t at = key >> (64U - bits);
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return at;
}

void LateKeys::add(std::uint64_t key, std::uint32_t ordinal) {
    if (keys_ * 4 >= slots_.size() * 3) grow();
    Slot& slot = slots_[slotOf(key)];
    if (slot.key == 0) {
        slot.key = key;
        ++keys_;
    }
    entries_.push_back({ordinal, slot.last});
    slot.last = static_cast<std::uint32_t>(entries_.size() - 1);
    ++slot.count;
}

std::size_t LateKeys::count(std::uint64_t key) const { return slots_.empty() ? 0 : slots_[slotOf(key)].count; }

void LateKeys::merge(LateKeys& other) {
    if (entries_.empty()) {
        std::swap(*this, other);
        return;
    }
    for (const Slot& slot : other.slots_) {
        if (slot.key == 0) continue;
        other.each(slot.key, [&](std::uint32_t ordinal) { add(slot.key, ordinal); });
    }
    other = {};
}

void LateKeys::grow() {
    std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(std::max(slots_.size() * 2, kSlotsLeast)));
    for (const Slot& slot : before) {
        if (slot.key != 0) slots_[slotOf(slot.key)] = slot;
    }
}

}  // namespace hub::identity::matching
