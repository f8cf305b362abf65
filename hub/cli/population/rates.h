#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "hub/cli/population/draw.h"

namespace hub::cli::population {

/// What goes wrong, or is left out, when a hospital writes a person down.
enum class Mistake : std::uint8_t {
    SurnameHomophone,
    GivenNameHomophone,
    NameChanged,
    NameTraditional,
    NamePinyin,
    NameCharacterDropped,
    NameCharacterLost,
    NameDecorated,
    MiddleDotVaried,
    ForeignNameTurned,
    ParentsCard,
    StrangersCard,
    AdultWithoutId,
    ChildWithoutId,
    IdFifteenDigits,
    IdDigitWrong,
    IdDigitsSwapped,
    IdLowerCaseX,
    BirthDateBlank,
    BirthDateNewYear,
    BirthDateSwapped,
    BirthDateDigitWrong,
    BirthYearOffByOne,
    PhoneBlank,
    PhonePlaceholder,
    PhoneFormer,
    PhoneDigitWrong,
    AddressBlank,
    AddressFormer,
    SexWrong,
    NewbornForm,
    FullWidthDigits,
};

struct MistakeInfo {
    Mistake mistake;
    std::string_view name;   ///< in the rates file and the summary
    Share usual;             ///< of the records where it is possible at all: no ID, no mistyped ID
    std::string_view about;  ///< English
};

inline constexpr std::size_t kMistakes = static_cast<std::size_t>(Mistake::FullWidthDigits) + 1;

/// All of them, in the enumeration's order.
std::span<const MistakeInfo, kMistakes> mistakes();

/// How often each mistake is made, in ten-thousandths of the records where it is possible. A rates file is a JSON object with some of the
/// names of mistakes(): {"id_digit_wrong": 350}; what it does not name stays as usual.
class Rates {
  public:
    static constexpr std::string_view kTypeName = "Rates";

    Share of(Mistake mistake) const;
    void set(Mistake mistake, Share share) { given_[static_cast<std::size_t>(mistake)] = share; }

    /// A world without mistakes.
    static Rates none();

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        for (const MistakeInfo& info : mistakes()) field(info.name, self.given_[static_cast<std::size_t>(info.mistake)], info.about);
    }

  private:
    std::array<std::optional<Share>, kMistakes> given_;
};

}  // namespace hub::cli::population
