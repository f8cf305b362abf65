#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/identity/matching/syllables.h"

/// What ICU's data say about characters, asked once: its transliterators are far too slow to be asked for each name.
/// All throw core::Exception when ICU's data are missing or are not what we know them to be.
namespace hub::identity::matching::icu_tables {

/// Every Han character with its reading, some 44,000. A character with several readings comes with the commonest only.
void eachReading(const std::function<void(char32_t, Syllable)>& each);

/// Every character that mainland China writes otherwise today, with that form: 張 with 张, 後 with 后.
void eachSimplified(const std::function<void(char32_t traditional, char32_t simplified)>& each);

/// Letters of Latin scripts outside ASCII, with lower-case ASCII for them: é e, ß ss. Only letters that are lower case.
void eachLatinLetter(const std::function<void(char32_t, std::u32string_view)>& each);

/// How the characters of each surname are read when it stands before a given name: 单 shan, 尉迟 yu chi.
std::vector<std::vector<Syllable>> readSurnames(const std::vector<std::u32string>& surnames);

/// Unified ideographs and 〇. What they are called does not matter here, nor whether anybody knows.
bool isHan(char32_t c);

}  // namespace hub::identity::matching::icu_tables
