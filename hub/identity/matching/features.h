#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/identity/matching/han.h"
#include "hub/identity/matching/record.h"

namespace hub::identity::matching {

/// A number written in parts, so that one slip of the pen changes one of them. Only hashes: the number cannot be read back from them.
struct NumberParts {
    static constexpr std::size_t kParts = 6;
    std::uint64_t whole = 0;  ///< 0: not known
    std::array<std::uint32_t, kParts> parts = {};

    bool known() const { return whole != 0; }
};

/// What a certificate number says.
struct IdFeatures {
    NumberParts number;
    bool checked = false;                  ///< its check digit fits: not a slip of the pen
    std::optional<core::Date> birth_date;  ///< that it names
    /// It names another day of birth than the file does, and not by a slip: it may be somebody else's card.
    bool doubtful = false;
};

/// A record as it is compared: folded, read, hashed.
struct Features {
    NameForm name;
    std::uint64_t name_key = 0;   ///< of name.characters; of the sorted words where the name has several; 0: no name
    std::uint64_t sound_key = 0;  ///< of its syllables; 0: not read
    std::uint64_t fuzzy_key = 0;  ///< of its syllables as far as all regions tell them apart
    std::uint64_t surname_key = 0;
    std::uint64_t given_key = 0;
    contract::Sex sex = contract::Sex::Unknown;
    std::optional<core::Date> birth_date;  ///< where the file has none, the certificate's
    IdFeatures id;
    NumberParts phone;
    std::uint64_t address_key = 0;
    std::vector<std::uint32_t> address;  ///< its pairs of characters, sorted, each once
    std::optional<std::uint32_t> mother;
    std::uint8_t birth_order = 0;

    bool isNewbornForm() const { return name.child_of != ChildOf::Nobody || mother.has_value(); }
};

/// Makes features. Any thread.
class FeatureReader {
  public:
    Features read(const MatchRecord& record) const;
    const NameReader& names() const { return names_; }

  private:
    NameReader names_;
};

/// A well-mixed hash that is the same on every machine.
std::uint64_t hashOf(std::string_view bytes);
std::uint64_t hashOf(std::u32string_view text);
std::uint64_t hashOf(std::uint64_t seed, std::uint64_t value);

}  // namespace hub::identity::matching
