#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "hub/identity/matching/packed.h"
#include "hub/identity/matching/weights.h"

namespace hub::identity::matching {

/// What is counted to know how rare it is. Of Word each of a name of several.
enum class Counted : std::uint8_t { Name, Sound, Fuzzy, Surname, Given, Word, BirthDate, Phone, Address };
inline constexpr std::size_t kCounted = 9;

/// How often each value of one kind occurs, in eighths of a bit and a byte each. Values that fall on one byte are counted together: the
/// rare ones seem a little more common than they are.
class Frequencies {
  public:
    /// Counts. Takes 4 bytes where the frequencies take one.
    class Counter {
      public:
        explicit Counter(std::size_t records_expected);
        void count(Counted what, const PackedRecord& record);
        Frequencies finish() const;

      private:
        std::vector<std::uint32_t> counts_;
        std::uint64_t records_ = 0;
    };

    Frequencies() = default;

    /// Of the record's own value, as Rarity has it: at least two are taken to have it. 0: it has none.
    Bits rarityOf(Counted what, const PackedRecord& record) const;

    std::size_t bytes() const { return eighths_.size(); }

  private:
    std::vector<std::uint8_t> eighths_{0};
    Bits all_ = 0;  ///< log2 of how many records have such a value
};

/// One for each kind.
using AllFrequencies = std::array<Frequencies, kCounted>;

/// `records`: how many there are in all. An ID is taken for a record's own, whoever else has shown it.
Rarity rarityOf(const AllFrequencies& frequencies, std::size_t records, const PackedRecord& record);

}  // namespace hub::identity::matching
