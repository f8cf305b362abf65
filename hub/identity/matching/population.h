#pragma once

#include <cstdint>
#include <vector>

#include "hub/identity/matching/scoring.h"

namespace hub::identity::matching {

/// Records read for comparing, with how rare each value is among them. One thread while it grows; any thread afterwards.
class Population {
  public:
    explicit Population(std::vector<Features> records);

    std::size_t size() const { return records_.size(); }
    const Features& features(std::uint32_t record) const { return records_[record]; }
    Compared compared(std::uint32_t record) const { return {records_[record], rarities_[record]}; }

    /// priorAmong() them.
    Bits prior() const;

    /// The same for equal records wherever they stand: what decides between equals, so that the order of arrival does not.
    std::uint64_t contentKey(std::uint32_t record) const { return content_keys_[record]; }

  private:
    std::vector<Features> records_;
    std::vector<Rarity> rarities_;
    std::vector<std::uint64_t> content_keys_;
};

}  // namespace hub::identity::matching
