#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hub/identity/matching/han_characters.h"
#include "hub/identity/matching/newborn.h"
#include "hub/identity/matching/surnames.h"
#include "hub/identity/matching/syllables.h"
#include "hub/identity/matching/variants.h"

namespace hub::identity::matching {

/// How a name is written. Mixed: anything that is not wholly one of the others, also digits, Cyrillic, or nothing but lost characters.
enum class NameScript : std::uint8_t { Han, Latin, Mixed, Empty };

/// Stands in NameForm::characters for a character that was lost on the way.
inline constexpr char32_t kLost = 0xFFFD;

/// A name as it is compared. Made by NameReader alone. Still a name: not for logs.
struct NameForm {
    NameScript script = NameScript::Empty;
    /// NFKC, lower case, without accents, simplified; without blanks, dots, hyphens, apostrophes and without a bracketed remark at the end.
    std::u32string characters;
    /// Of a Han name one for each character (0: its reading is not known), the surname read as surnames are. Of a Latin name those of its
    /// pinyin, surname first as far as known (PinyinName); else empty.
    std::vector<Syllable> syllables;
    /// What blanks, dots, commas and hyphens part, in alphabetical order, so that names in another order have the same words. Empty in a
    /// Han name.
    std::vector<std::u32string> words;
    /// How many of the syllables (in a Han name: of the characters) are the surname, 1 or 2; 0 where nobody can tell: names with dots, of
    /// more than four characters, with a beginning that is no surname we know, and pinyin that may be read from either end.
    std::uint8_t surname = 0;
    /// Not Nobody: all the rest is about the mother, or the father, of a newborn.
    ChildOf child_of = ChildOf::Nobody;
    /// A character was lost: "?", U+FFFD, a blank box, a private character, bytes that are not UTF-8, or * for one
    /// that the sender hides. It is kLost in `characters`.
    bool unreadable = false;
};

/// Reads names for comparing them; any thread. It keeps 1.5 MB of tables. The first one in a process takes 0.2 to 0.3 s, as ICU loads its
/// data, and one more 0.04 s: make one and hand it around.
class NameReader {
  public:
    /// Throws core::Exception when ICU's data are not there.
    NameReader();
    NameReader(const NameReader&) = delete;
    NameReader& operator=(const NameReader&) = delete;

    /// Any bytes; what is not UTF-8 counts as lost characters.
    NameForm read(std::string_view utf8) const;

    /// One number for syllables that are often confused: see fuzzySyllable.
    Syllable fuzzy(Syllable syllable) const { return fuzzySyllable(syllable); }

    /// Different characters that are written for one another in names: 萧肖, 傅付, 于於. Not 余佘, which are two surnames that look alike.
    bool areVariants(char32_t a, char32_t b) const;

    /// Some reading of `a` is some reading of `b`: 曾 ceng or zeng with 增 zeng, 单 dan or shan with 山 and 丹. A character is read like
    /// itself.
    bool readAlike(char32_t a, char32_t b) const;

  private:
    struct Written;

    bool readHan(std::string_view utf8, NameForm& form) const;
    void readAny(std::string_view utf8, NameForm& form) const;
    Written split(std::u32string_view text) const;
    void takeChild(std::u32string_view remark, NameForm& form) const;
    void takeSurname(bool dotted, NameForm& form) const;
    void takeSyllables(NameForm& form) const;
    std::uint8_t surnameOf(std::u32string_view characters) const;
    NameScript scriptOf(std::u32string_view characters) const;
    char32_t simplified(char32_t c) const;

    Surnames surnames_;
    HanCharacters characters_;
    Variants variants_;
    std::unordered_map<char32_t, std::u32string> latin_;  ///< letters outside ASCII
};

}  // namespace hub::identity::matching
