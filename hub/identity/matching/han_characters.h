#pragma once

#include <array>
#include <vector>

#include "hub/identity/matching/surnames.h"
#include "hub/identity/matching/syllables.h"

namespace hub::identity::matching {

/// What is known of each Han character, found by its number. Made once from ICU and our own rows: 1.5 MB. Any thread may read it.
class HanCharacters {
  public:
    struct Character {
        char32_t simplified = 0;              ///< itself when there is no simpler form
        Syllable given = 0;                   ///< reading in a given name; 0: ICU knows none
        Syllable surname = 0;                 ///< reading as a surname; 0: nobody we know of is called so
        std::array<Syllable, 2> others = {};  ///< more readings; 0: none
    };

    explicit HanCharacters(const Surnames& surnames);

    /// nullptr when `c` is no Han character. What a traditional character is read as is what its simplified form is.
    const Character* find(char32_t c) const {
        if (c >= kFirst && c < kEnd) return found(basic_[c - kFirst]);
        if (c >= kFarFirst && c < kFarEnd) return found(far_[c - kFarFirst]);
        return nullptr;
    }

  private:
    static constexpr char32_t kFirst = 0x3007;  // 〇, then all of the basic plane with the private characters that GBK used
    static constexpr char32_t kEnd = 0xFA2A;
    static constexpr char32_t kFarFirst = 0x20000;  // 𠮷 and the other extensions
    static constexpr char32_t kFarEnd = 0x323B0;

    static const Character* found(const Character& character) { return character.simplified == 0 ? nullptr : &character; }

    /// REQUIRES: a Han character.
    Character& edit(char32_t c);
    void takeHan(char32_t first, std::vector<Character>& characters) const;

    std::vector<Character> basic_;
    std::vector<Character> far_;
};

}  // namespace hub::identity::matching
