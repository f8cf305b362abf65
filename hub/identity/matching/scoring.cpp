#include "hub/identity/matching/scoring.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace hub::identity::matching {

using contract::Sex;

namespace {

constexpr std::int64_t kGenerationDays = 12 * 365;
constexpr Bits kHouseholdTogether = 1 * kBit;  // what an address adds to a telephone, and the other way round: they move together

Level at(const Levels& levels, Field field) { return levels[static_cast<std::size_t>(field)]; }

/// The name is one and the same, allowing for how it was heard or typed: letters are mistyped every day.
bool isSameName(Level level) {
    return level == Level::Same || level == Level::Variant || level == Level::SameSound || level == Level::Slip || level == Level::Fuzzy ||
           level == Level::Slips;
}

/// A Han name of which a character was lost or left out. At one home it may as well be a twin's.
bool isIncomplete(const NameForm& one, const NameForm& other, Level level, bool home) {
    const bool shorter = one.unreadable || other.unreadable || one.characters.size() != other.characters.size();
    return level == Level::OneOff && shorter && !home && one.script == other.script;
}

bool agrees(Level level) { return level == Level::Same || level == Level::OneOff || level == Level::Near; }

std::int64_t daysBetween(core::Date one, core::Date other) {
    const auto days = [](core::Date date) {
        return std::chrono::sys_days(std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) /
                                     std::chrono::day(static_cast<unsigned>(date.day)));
    };
    return std::abs((days(one) - days(other)).count());
}

bool isYearsApart(const Features& one, const Features& other, Level level) {
    return level == Level::Different && daysBetween(*one.birth_date, *other.birth_date) >= kGenerationDays;
}

/// "王芳之子" and 王芳.
bool isNewbornOf(const Features& newborn, const Features& parent) {
    return newborn.name.child_of != ChildOf::Nobody && !parent.isNewbornForm() && newborn.name_key == parent.name_key;
}

bool areBornTogether(const Features& one, const Features& other) {
    if (!one.isNewbornForm() || !other.isNewbornForm()) return false;
    if (one.birth_order != 0 && other.birth_order != 0 && one.birth_order != other.birth_order) return true;
    return one.sex != other.sex && one.sex != Sex::Unknown && other.sex != Sex::Unknown;
}

Guards guardsOf(const Features& one, const Features& other, const Levels& levels) {
    const Level name = at(levels, Field::Name);
    const Level birth = at(levels, Field::BirthDate);
    const Level id = at(levels, Field::Id);
    const bool home = agrees(at(levels, Field::Phone)) || agrees(at(levels, Field::Address));
    const bool other_name = name != Level::Missing && !isSameName(name) && !isIncomplete(one.name, other.name, name, home);
    const bool both_han = one.name.script == NameScript::Han && other.name.script == NameScript::Han;
    const bool one_card = id == Level::Same;
    Guards guards = 0;
    const auto raise = [&](Guard guard, bool when) { guards = static_cast<Guards>(guards | (when ? static_cast<Guards>(guard) : 0)); };
    raise(Guard::TwoIdentities, id == Level::Different);
    raise(Guard::Generation, isYearsApart(one, other, birth) && (!one_card || other_name));
    raise(Guard::BorrowedCard, one_card && other_name && (birth != Level::Same || both_han));
    raise(Guard::BorrowedCard, id == Level::PartSame && (other_name || birth == Level::Different || birth == Level::Missing));
    raise(Guard::TwinOrSibling, other_name && home && !one_card && birth != Level::Different);
    // A brother and a sister whose names sound alike.
    raise(Guard::TwinOrSibling,
          (name == Level::SameSound || name == Level::Fuzzy) && at(levels, Field::Sex) == Level::Different && !one_card);
    raise(Guard::NewbornAndParent, isNewbornOf(one, other) || isNewbornOf(other, one));
    raise(Guard::BornTogether, areBornTogether(one, other));
    raise(Guard::NewbornForm, one.isNewbornForm() != other.isNewbornForm());
    raise(Guard::OtherName, !one_card && (name == Level::PartSame || name == Level::GivenSame || name == Level::Different));
    const bool one_birth = birth == Level::Same || birth == Level::Swapped || birth == Level::Near;
    const bool one_home = at(levels, Field::Phone) == Level::Same || at(levels, Field::Address) == Level::Same;
    const bool well_named =
        name == Level::Same || name == Level::Variant || name == Level::Slip || isIncomplete(one.name, other.name, name, home);
    raise(Guard::NothingButName,
          !one_card && id != Level::OneOff && id != Level::Swapped && !one_birth && !(one_home && well_named && birth != Level::Different));
    return guards;
}

/// Such a pair is not even a question for a person.
bool isHopeless(Guards guards) { return has(guards, Guard::NewbornAndParent) || has(guards, Guard::BornTogether); }

}  // namespace

Bits bitsOf(const Weights& weights, Field field, Level level, const Rarity& one, const Rarity& other) {
    const Bits own = weights.at(field, level);
    const auto with = [&](Bits Rarity::*what) { return own + std::min(one.*what, other.*what); };
    switch (field) {
        case Field::Name:
            switch (level) {
                case Level::Same:
                    return with(&Rarity::name);
                case Level::Variant:
                case Level::SameSound:
                    return one.sound > 0 && other.sound > 0 ? with(&Rarity::sound) : with(&Rarity::name);
                case Level::Fuzzy:
                    return one.fuzzy > 0 && other.fuzzy > 0 ? with(&Rarity::fuzzy) : with(&Rarity::name);
                case Level::Slip:
                case Level::Slips:
                    return with(&Rarity::name);
                case Level::OneOff:
                case Level::PartSame:
                    return with(&Rarity::surname);
                case Level::WordSame:
                    return with(&Rarity::word);
                case Level::GivenSame:
                    return with(&Rarity::given);
                default:
                    return own;
            }
        case Field::BirthDate:
            return level == Level::Same ? with(&Rarity::birth_date) : own;
        case Field::Id:
            return level == Level::Same ? with(&Rarity::id) : own;
        case Field::Phone:
            return level == Level::Same ? with(&Rarity::phone) : own;
        case Field::Address:
            return level == Level::Same ? with(&Rarity::address) : own;
        case Field::Sex:
            return own;
    }
    HUB_ASSERT(false);
}

Score weighed(const Weights& weights, Bits prior, const Levels& levels, const Rarity& one, const Rarity& other) {
    Score score;
    score.levels = levels;
    for (std::size_t i = 0; i < kFields; ++i) score.bits[i] = bitsOf(weights, static_cast<Field>(i), levels[i], one, other);
    Bits& phone = score.bits[static_cast<std::size_t>(Field::Phone)];
    Bits& address = score.bits[static_cast<std::size_t>(Field::Address)];
    if (phone > 0 && address > 0) (phone < address ? phone : address) = kHouseholdTogether;
    score.prior = prior;
    score.total = std::accumulate(score.bits.begin(), score.bits.end(), prior);
    return score;
}

Score Scorer::score(const Compared& one, const Compared& other) const {
    Score score = weighed(weights_, prior_, compareFields(one.features, other.features, names_), one.rarity, other.rarity);
    score.guards = guardsOf(one.features, other.features, score.levels);
    if (isHopeless(score.guards) || score.total < weights_.review_from) return score;
    score.band = score.guards == 0 && score.total >= weights_.auto_from ? Band::Link : Band::Review;
    return score;
}

}  // namespace hub::identity::matching
