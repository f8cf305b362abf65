#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hub::identity::matching {

/// A toneless Mandarin syllable as a number from 1 to kSyllables, 0: none. Equal numbers sound alike but for the tone.
using Syllable = std::uint16_t;

inline constexpr Syllable kSyllables = 411;
inline constexpr std::size_t kSyllableLettersMax = 6;

/// The syllable that `letters` (a to z and ü, lower case) spell, all of them. After l and n, v and yu are ü too: keyboards and passports
/// have no ü. 0 when it is none.
Syllable syllableOf(std::u32string_view letters);

/// The other way: "zhang"; ü is U+00FC. REQUIRES: 1 <= syllable <= kSyllables.
std::u32string spellingOf(Syllable syllable);

/// One number for syllables that speakers of some region do not tell apart: zh/z ch/c sh/s, n/l, r/l, an/ang en/eng in/ing uan/uang, and
/// f against h before u (fu/hu, fang/huang, feng/hong; nobody takes han for fan). Also lü/lu nü/nu, as ü is often written u.
/// 0 is 0. REQUIRES: syllable <= kSyllables.
Syllable fuzzySyllable(Syllable syllable);

}  // namespace hub::identity::matching
