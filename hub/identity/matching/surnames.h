#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hub/identity/matching/syllables.h"

namespace hub::identity::matching {

/// How much a reading sounds like a surname: the greater, the more of the people are called so.
enum class SurnameRank : std::uint8_t { None, Rare, Common, Compound };

/// The surnames of China as far as they are of one or two characters, simplified. Made once; any thread may read it.
class Surnames {
  public:
    struct Single {
        char32_t character;
        Syllable reading;
    };

    struct Compound {
        char32_t first;
        char32_t second;
        Syllable first_reading;
        Syllable second_reading;
    };

    /// Asks ICU for the readings: some 5 ms once ICU's data are loaded.
    Surnames();

    const std::vector<Single>& singles() const { return singles_; }

    /// nullptr when the two are no compound surname. Lives as long as this.
    const Compound* compound(char32_t first, char32_t second) const;

    SurnameRank rank(Syllable only) const { return rank_of_[only]; }
    SurnameRank rank(Syllable first, Syllable second) const;

  private:
    std::vector<Single> singles_;
    std::vector<Compound> compounds_;  ///< by characters
    std::vector<SurnameRank> rank_of_;
};

}  // namespace hub::identity::matching
