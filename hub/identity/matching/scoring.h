#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "hub/identity/matching/weights.h"

namespace hub::identity::matching {

/// What is never linked by weights alone, however much agrees: each names a way in which two people look like one.
enum class Guard : std::uint16_t {
    TwoIdentities = 1,  ///< two certificates that both pass their check
    BorrowedCard = 2,   ///< one certificate, and names or ages of two people
    TwinOrSibling = 4,  ///< born on one day, of one household, and different given names
    Generation = 8,     ///< years apart, as parent and child
    NewbornAndParent = 16,
    BornTogether = 32,     ///< newborns of one mother with different birth orders or sexes
    NewbornForm = 64,      ///< a newborn's form and a named record: a person decides
    NothingButName = 128,  ///< too little besides the name
    OtherName = 256,       ///< another given name or another surname, and no certificate that both have shown
};
constexpr auto enumNames(Guard) {
    using Name = std::pair<Guard, std::string_view>;
    return std::array{Name{Guard::TwoIdentities, "two_identities"},
                      Name{Guard::BorrowedCard, "borrowed_card"},
                      Name{Guard::TwinOrSibling, "twin_or_sibling"},
                      Name{Guard::Generation, "generation"},
                      Name{Guard::NewbornAndParent, "newborn_and_parent"},
                      Name{Guard::BornTogether, "born_together"},
                      Name{Guard::NewbornForm, "newborn_form"},
                      Name{Guard::NothingButName, "nothing_but_name"},
                      Name{Guard::OtherName, "other_name"}};
}
using Guards = std::uint16_t;
constexpr bool has(Guards guards, Guard guard) { return (guards & static_cast<Guards>(guard)) != 0; }

/// New: two people as far as anybody can tell. Review: a person decides; until then a candidate. Link: one person.
enum class Band : std::uint8_t { New, Review, Link };
constexpr auto enumNames(Band) {
    using Name = std::pair<Band, std::string_view>;
    return std::array{Name{Band::New, "new"}, Name{Band::Review, "review"}, Name{Band::Link, "link"}};
}

/// A decision with its reasons.
struct Score {
    Levels levels = {};
    std::array<Bits, kFields> bits = {};  ///< by field
    Bits prior = 0;                       ///< how few pairs of records are one person's
    Bits total = 0;                       ///< log2 of the odds that they are one person
    Guards guards = 0;
    Band band = Band::New;
};

/// One of the records compared: its features and how rare its values are.
struct Compared {
    const Features& features;
    const Rarity& rarity;
};

/// Compares two records; the same whichever comes first. Pure. Any thread.
class Scorer {
  public:
    /// `prior`: log2 of the odds that any two records of the population are one person's. `names` outlives the scorer.
    Scorer(const NameReader& names, const Weights& weights, Bits prior) : names_(names), weights_(weights), prior_(prior) {}

    Score score(const Compared& one, const Compared& other) const;

    const Weights& weights() const { return weights_; }

  private:
    const NameReader& names_;
    Weights weights_;
    Bits prior_;
};

/// What levels say by themselves: a score's levels, bits, prior and total. No guard is raised, and the band stays New.
Score weighed(const Weights& weights, Bits prior, const Levels& levels, const Rarity& one, const Rarity& other);

/// What a field says: the level's weight and, where values agree, their rarity.
Bits bitsOf(const Weights& weights, Field field, Level level, const Rarity& one, const Rarity& other);

}  // namespace hub::identity::matching
