#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/identity/matching/surnames.h"
#include "hub/identity/matching/syllables.h"

namespace hub::identity::matching {

/// The syllables of letters written together: xiaoming is xiao ming. As few as possible, and of as few the ones that begin with a
/// consonant: fangan is fan gan, as an apostrophe would be due in fang'an. Empty when any letter is left over.
std::vector<Syllable> splitPinyin(std::u32string_view letters);

/// A name in pinyin.
struct PinyinName {
    std::vector<Syllable> syllables;  ///< surname first where it is known; empty: not pinyin, or a single syllable
    std::uint8_t surname = 0;         ///< how many syllables; 0: nobody can tell, and they are in the order written
};

/// `words` are as they were written, lower case, with ' and - where a syllable is known to end. `comma`: one follows the first word, which
/// then is the surname. Without it the surname is the end, first or last, that sounds the more like one (SurnameRank): Xiaoming Zhang
/// is zhang xiao ming. A surname is a word of its own where there are several words. When both ends are as likely (Wei Zhang), or there
/// are more than four syllables (Aierken Maimaiti), nobody can tell.
PinyinName readPinyinName(const std::vector<std::u32string>& words, bool comma, const Surnames& surnames);

}  // namespace hub::identity::matching
