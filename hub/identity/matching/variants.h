#pragma once

#include <cstdint>
#include <unordered_map>

namespace hub::identity::matching {

/// Characters that are written for one another in names without being the simplified and the traditional form of one. Made once.
class Variants {
  public:
    Variants();

    /// True when the two simplified characters are different and of one group.
    bool are(char32_t a, char32_t b) const;

  private:
    std::unordered_map<char32_t, std::uint16_t> group_of_;
};

}  // namespace hub::identity::matching
