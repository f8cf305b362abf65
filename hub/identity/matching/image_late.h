#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hub::identity::matching {

/// Ordinals by keys that the sorted arrays do not have yet: two flat arrays, because a load adds seven keys a record and looks up as
/// many. As with any container, one who writes or many who read.
class LateKeys {
  public:
    /// REQUIRES: key is not 0, and its upper bits are well mixed. The same pair twice is there twice.
    void add(std::uint64_t key, std::uint32_t ordinal);

    std::size_t count(std::uint64_t key) const;

    /// Calls `use` with each ordinal of the key, the last one first.
    template <class Use>
    void each(std::uint64_t key, Use use) const {
        if (slots_.empty()) return;
        for (std::uint32_t at = slots_[slotOf(key)].last; at != kNone; at = entries_[at].before) use(entries_[at].ordinal);
    }

    /// Takes all of `other`, which is empty then.
    void merge(LateKeys& other);

    std::size_t size() const { return entries_.size(); }

  private:
    static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

    struct Slot {
        std::uint64_t key = 0;  ///< 0: free
        std::uint32_t last = kNone;
        std::uint32_t count = 0;
    };
    struct Entry {
        std::uint32_t ordinal;
        std::uint32_t before;  ///< of the same key
    };

    /// Where the key stands, or the free place where it would. REQUIRES: there are slots.
    std::size_t slotOf(std::uint64_t key) const;
    void grow();

    std::vector<Slot> slots_;  ///< a power of two, at most three quarters of them taken
    std::vector<Entry> entries_;
    std::size_t keys_ = 0;
};

}  // namespace hub::identity::matching
