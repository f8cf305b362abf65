#include "hub/identity/matching/weights.h"

#include <algorithm>
#include <cmath>

namespace hub::identity::matching {

Bits bitsOf(double share) { return static_cast<Bits>(std::lround(std::log2(share) * kBit)); }

Bits priorAmong(std::size_t records) { return -bitsOf(std::max(1.0, static_cast<double>(records) / 1.5)); }

Weights startingWeights() {
    Weights weights;
    const auto set = [&](Field field, Level level, double bits) { weights.at(field, level) = static_cast<Bits>(std::lround(bits * kBit)); };
    set(Field::Name, Level::Same, -0.2);
    set(Field::Name, Level::Variant, -4.0);
    set(Field::Name, Level::SameSound, -4.0);
    set(Field::Name, Level::Fuzzy, -7.0);
    set(Field::Name, Level::Slip, -5.0);   // -3 for how seldom, -2 for the names that a slip away
    set(Field::Name, Level::Slips, -8.0);  // -4 and -4
    set(Field::Name, Level::WordSame, -3.0);
    set(Field::Name, Level::OneOff, -1.0);     // beside the surname's rarity: -6 for how seldom, +5 for the characters that agree
    set(Field::Name, Level::GivenSame, -7.5);  // beside the given name's
    set(Field::Name, Level::PartSame, -8.5);   // beside the surname's
    set(Field::Name, Level::Different, -8.0);
    set(Field::BirthDate, Level::Same, -0.1);
    set(Field::BirthDate, Level::Swapped, 5.5);
    set(Field::BirthDate, Level::Near, 6.0);
    set(Field::BirthDate, Level::OneOff, 1.5);
    set(Field::BirthDate, Level::Different, -7.0);
    set(Field::Sex, Level::Same, 1.0);
    set(Field::Sex, Level::Different, -6.0);
    set(Field::Id, Level::Same, -0.2);
    set(Field::Id, Level::OneOff, 13.0);
    set(Field::Id, Level::Swapped, 6.0);
    set(Field::Id, Level::PartSame, 3.0);
    set(Field::Id, Level::Near, -3.0);
    set(Field::Id, Level::Different, -9.0);
    set(Field::Phone, Level::Same, -0.8);
    set(Field::Phone, Level::OneOff, 6.0);
    set(Field::Phone, Level::Swapped, 0.5);
    set(Field::Phone, Level::Different, -1.6);
    set(Field::Address, Level::Same, -0.6);
    set(Field::Address, Level::Near, 2.0);
    set(Field::Address, Level::PartSame, 0.0);
    set(Field::Address, Level::Different, -1.6);
    return weights;
}

}  // namespace hub::identity::matching
