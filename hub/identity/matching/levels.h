#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "hub/identity/matching/features.h"

/// How far two records agree in one field. Each level is evidence of its own, the better the rarer it is among records of two people.
namespace hub::identity::matching {

enum class Field : std::uint8_t { Name, BirthDate, Sex, Id, Phone, Address };
inline constexpr std::size_t kFields = 6;
constexpr auto enumNames(Field) {
    using Name = std::pair<Field, std::string_view>;
    return std::array{Name{Field::Name, "name"}, Name{Field::BirthDate, "birth_date"}, Name{Field::Sex, "sex"},
                      Name{Field::Id, "id"},     Name{Field::Phone, "phone"},          Name{Field::Address, "address"}};
}

/// The levels of all fields; a field uses those that mean something for it. Missing is no evidence for or against.
enum class Level : std::uint8_t {
    Missing,
    Same,
    Variant,    ///< name: other characters for the same name: 萧肖
    SameSound,  ///< name: homophones, pinyin
    Slip,       ///< name in letters: one word mistyped, or a middle name more
    Fuzzy,      ///< name: alike in some region's ears
    Slips,      ///< name in letters: several words mistyped
    OneOff,     ///< Han name: one character differs, is missing or lost · number: one part differs · date: one part differs
    Swapped,    ///< date: day and month, or the year's digits; a January 1st placeholder of the same year · number: two parts differ
    Near,       ///< date: the year before or after · address: much alike · id: different, and one of them may be a slip of the pen
    GivenSame,  ///< name: another surname
    WordSame,   ///< name in letters: one word of several
    PartSame,   ///< Han name: the surname alone · id: the same, and not the holder's day of birth · address: half of it
    Different,
};
inline constexpr std::size_t kLevels = 14;
constexpr auto enumNames(Level) {
    using Name = std::pair<Level, std::string_view>;
    return std::array{Name{Level::Missing, "missing"},
                      Name{Level::Same, "same"},
                      Name{Level::Variant, "variant"},
                      Name{Level::SameSound, "same_sound"},
                      Name{Level::Slip, "slip"},
                      Name{Level::Fuzzy, "fuzzy"},
                      Name{Level::Slips, "slips"},
                      Name{Level::OneOff, "one_off"},
                      Name{Level::Swapped, "swapped"},
                      Name{Level::Near, "near"},
                      Name{Level::GivenSame, "given_same"},
                      Name{Level::WordSame, "word_same"},
                      Name{Level::PartSame, "part_same"},
                      Name{Level::Different, "different"}};
}

using Levels = std::array<Level, kFields>;

Levels compareFields(const Features& one, const Features& other, const NameReader& names);

/// By field. `names` tells variants and readings. An ID that names another day of birth than its record speaks neither for a person nor
/// against one.
Level compareNames(const NameForm& one, const NameForm& other, const NameReader& names);
Level compareBirthDates(const std::optional<core::Date>& one, const std::optional<core::Date>& other);
Level compareIds(const IdFeatures& one, const IdFeatures& other);
Level compareNumbers(const NumberParts& one, const NumberParts& other);
Level compareAddresses(const Features& one, const Features& other);

}  // namespace hub::identity::matching
