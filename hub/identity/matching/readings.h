#pragma once

#include <span>
#include <string_view>

/// Readings where ICU's are not those of names, by hand.
namespace hub::identity::matching::readings {

struct Reading {
    char32_t character;
    std::u32string_view spelling;
};

/// Instead of ICU's Han-Latin.
std::span<const Reading> ofCharacters();

/// Instead of ICU's Han-Latin/Names, where the character is a surname.
std::span<const Reading> ofSurnames();

/// Besides ICU's: a character may come up to twice.
std::span<const Reading> besides();

}  // namespace hub::identity::matching::readings
