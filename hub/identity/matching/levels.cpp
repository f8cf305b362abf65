#include "hub/identity/matching/levels.h"

#include <algorithm>
#include <functional>

namespace hub::identity::matching {

using contract::Sex;
using core::Date;

namespace {

/// How two characters at one place agree; the greater, the less.
enum class At : std::uint8_t { Same, Variant, Sound, Fuzzy, Lost, Different };

At compareAt(const NameForm& one, const NameForm& other, std::size_t at, std::size_t other_at, const NameReader& names) {
    const char32_t a = one.characters[at];
    const char32_t b = other.characters[other_at];
    if (a == kLost || b == kLost) return At::Lost;
    if (a == b) return At::Same;
    if (names.areVariants(a, b)) return At::Variant;
    const Syllable heard = at < one.syllables.size() ? one.syllables[at] : Syllable{0};
    const Syllable other_heard = other_at < other.syllables.size() ? other.syllables[other_at] : Syllable{0};
    if (heard != 0 && heard == other_heard) return At::Sound;
    if (names.readAlike(a, b)) return At::Sound;
    if (heard != 0 && other_heard != 0 && fuzzySyllable(heard) == fuzzySyllable(other_heard)) return At::Fuzzy;
    return At::Different;
}

std::size_t surnameOf(const NameForm& one, const NameForm& other) {
    return std::max<std::size_t>({one.surname, other.surname, std::size_t{1}});
}

/// Han names of one length.
Level compareInPlace(const NameForm& one, const NameForm& other, const NameReader& names) {
    const std::size_t count = one.characters.size();
    const std::size_t surname = surnameOf(one, other);
    At worst = At::Same;
    std::size_t different = 0;
    std::size_t lost = 0;
    bool surname_differs = false;
    bool given_differs = false;
    for (std::size_t i = 0; i < count; ++i) {
        const At at = compareAt(one, other, i, i, names);
        if (at == At::Lost) {
            ++lost;
        } else if (at == At::Different) {
            ++different;
            (i < surname ? surname_differs : given_differs) = true;
        } else {
            worst = std::max(worst, at);
        }
    }
    if (different == 0 && lost > 0) return lost < count ? Level::OneOff : Level::Missing;
    if (different == 0) {
        switch (worst) {
            case At::Same:
                return Level::Same;
            case At::Variant:
                return Level::Variant;
            case At::Sound:
                return Level::SameSound;
            default:
                return Level::Fuzzy;
        }
    }
    if (!given_differs) return count > surname ? Level::GivenSame : Level::Different;
    if (surname_differs) return Level::Different;
    return different == 1 && count >= surname + 2 ? Level::OneOff : Level::PartSame;
}

/// One has a character more.
Level compareDropped(const NameForm& longer, const NameForm& shorter, const NameReader& names) {
    const std::size_t surname = surnameOf(longer, shorter);
    if (shorter.characters.size() <= surname || surname >= longer.characters.size()) return Level::Different;
    for (std::size_t i = 0; i < surname; ++i) {
        if (compareAt(longer, shorter, i, i, names) > At::Sound) return Level::Different;
    }
    std::size_t skipped = 0;
    for (std::size_t i = surname; i < shorter.characters.size(); ++i) {
        const auto alike = [&] { return compareAt(longer, shorter, i + skipped, i, names) <= At::Sound; };
        if (alike()) continue;
        if (++skipped > 1 || !alike()) return Level::PartSame;
    }
    return Level::OneOff;
}

/// One of them is written in pinyin, or both: what was heard. A name that may begin at either end is turned.
Level compareHeard(const NameForm& one, const NameForm& other) {
    const std::vector<Syllable>& a = one.syllables;
    const std::vector<Syllable>& b = other.syllables;
    if (a.empty() || b.empty()) return Level::Missing;
    const std::size_t count = a.size();
    if (count != b.size()) return count > 1 && b.size() > 1 && a[0] == b[0] ? Level::PartSame : Level::Different;
    const bool may_turn = one.surname == 0 || other.surname == 0;
    Level best = Level::Different;
    for (std::size_t turn = 0; turn < count && (turn == 0 || may_turn); ++turn) {
        std::size_t same = 0;
        std::size_t alike = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const Syllable heard = b[(i + turn) % count];
            same += a[i] == heard ? 1 : 0;
            alike += fuzzySyllable(a[i]) == fuzzySyllable(heard) ? 1 : 0;
        }
        if (same == count) return Level::SameSound;
        if (alike == count) best = Level::Fuzzy;
        if (alike + 1 == count && count > 2 && best == Level::Different) best = Level::OneOff;
    }
    if (best == Level::Different && fuzzySyllable(a[0]) == fuzzySyllable(b[0])) return Level::PartSame;
    return best;
}

/// Damerau-Levenshtein distance, up to 3.
std::size_t slips(std::u32string_view one, std::u32string_view other) {
    constexpr std::size_t kMost = 3;
    if (one.size() > other.size() + 2 || other.size() > one.size() + 2) return kMost;
    constexpr std::size_t kLength = 32;
    if (one.size() > kLength || other.size() > kLength) return one == other ? 0 : kMost;
    std::array<std::array<std::uint8_t, kLength + 1>, 3> rows{};
    for (std::size_t j = 0; j <= other.size(); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
    for (std::size_t i = 1; i <= one.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        row[0] = static_cast<std::uint8_t>(i);
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const int change = one[i - 1] == other[j - 1] ? 0 : 1;
            int best = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                best = std::min(best, rows[(i - 2) % 3][j - 2] + 1);
            row[j] = static_cast<std::uint8_t>(best);
        }
    }
    return std::min<std::size_t>(rows[one.size() % 3][other.size()], kMost);
}

/// A slip more is allowed in a long word.
bool wordsAlike(std::u32string_view one, std::u32string_view other) {
    const std::size_t length = std::min(one.size(), other.size());
    return slips(one, other) <= (length >= 8 ? 2U : length >= 4 ? 1U : 0U);
}

/// Takes words that `are_one` pairs off out of both lists; how many pairs.
template <class AreOne>
std::size_t pairOff(std::vector<std::u32string>& words, std::vector<std::u32string>& others, AreOne are_one) {
    std::size_t pairs = 0;
    std::erase_if(words, [&](const std::u32string& word) {
        const auto found = std::find_if(others.begin(), others.end(), [&](const std::u32string& other) { return are_one(word, other); });
        if (found == others.end()) return false;
        others.erase(found);
        ++pairs;
        return true;
    });
    return pairs;
}

/// Letters: in any order of words, with slips in them.
Level compareLetters(const NameForm& one, const NameForm& other) {
    if (one.characters == other.characters) return Level::Same;
    std::vector<std::u32string> words = one.words;
    std::vector<std::u32string> others = other.words;
    const std::size_t few = std::min(words.size(), others.size());
    const std::size_t many = std::max(words.size(), others.size());
    if (few == 0) return wordsAlike(one.characters, other.characters) ? Level::Slip : Level::Different;
    const std::size_t same = pairOff(words, others, std::equal_to<>());
    const std::size_t alike = pairOff(words, others, wordsAlike);
    if (same == many) return Level::Same;
    if (same == few) return few > 1 ? Level::Slip : Level::WordSame;  // one has a middle name more
    if (same + alike == many) return alike == 1 ? Level::Slip : Level::Slips;
    if (one.characters.size() >= 5 && slips(one.characters, other.characters) <= 1) return Level::Slip;
    return same + alike > 0 ? Level::WordSame : Level::Different;
}

bool yearSwapped(int one, int other) { return one / 100 == other / 100 && one % 10 == other / 10 % 10 && one / 10 % 10 == other % 10; }

/// All that agrees is where and when they were born: neighbours of one birthday have that, too.
bool agreeInBirthAlone(const IdFeatures& one, const IdFeatures& other) {
    constexpr std::size_t kSequence = 4;  // then the check character
    return one.birth_date && other.birth_date && one.number.parts[kSequence] != other.number.parts[kSequence] &&
           one.number.parts[kSequence + 1] != other.number.parts[kSequence + 1];
}

}  // namespace

Level compareNames(const NameForm& one, const NameForm& other, const NameReader& names) {
    if (one.characters.empty() || other.characters.empty()) return Level::Missing;
    if (one.script == NameScript::Han && other.script == NameScript::Han) {
        if (one.characters == other.characters && !one.unreadable) return Level::Same;
        const std::size_t a = one.characters.size();
        const std::size_t b = other.characters.size();
        if (a == b) return compareInPlace(one, other, names);
        if (a == b + 1) return compareDropped(one, other, names);
        if (b == a + 1) return compareDropped(other, one, names);
        return one.characters[0] == other.characters[0] ? Level::PartSame : Level::Different;
    }
    if (one.script == NameScript::Latin && other.script == NameScript::Latin) {
        const Level written = compareLetters(one, other);
        if (written == Level::Same || one.syllables.empty() || other.syllables.empty()) return written;
        const Level heard = compareHeard(one, other);
        return heard == Level::Missing ? written : std::min(written, heard);
    }
    if (one.script == NameScript::Mixed || other.script == NameScript::Mixed)
        return one.characters == other.characters             ? Level::Same
               : wordsAlike(one.characters, other.characters) ? Level::OneOff
                                                              : Level::Different;
    return compareHeard(one, other);
}

Level compareBirthDates(const std::optional<Date>& one, const std::optional<Date>& other) {
    if (!one || !other) return Level::Missing;
    if (*one == *other) return Level::Same;
    const bool year = one->year == other->year;
    const bool month = one->month == other->month;
    const bool day = one->day == other->day;
    if (year && one->month == other->day && one->day == other->month) return Level::Swapped;
    if (month && day && yearSwapped(one->year, other->year)) return Level::Swapped;
    const auto is_new_year = [](Date date) { return date.month == 1 && date.day == 1; };
    if (year && (is_new_year(*one) || is_new_year(*other))) return Level::Swapped;
    const int years = one->year - other->year;
    if (month && day && years >= -1 && years <= 1) return Level::Near;
    if ((year ? 1 : 0) + (month ? 1 : 0) + (day ? 1 : 0) == 2) return Level::OneOff;
    return Level::Different;
}

Level compareNumbers(const NumberParts& one, const NumberParts& other) {
    if (!one.known() || !other.known()) return Level::Missing;
    if (one.whole == other.whole) return Level::Same;
    std::size_t different = 0;
    for (std::size_t i = 0; i < NumberParts::kParts; ++i) different += one.parts[i] != other.parts[i] ? 1 : 0;
    return different == 1 ? Level::OneOff : different == 2 ? Level::Swapped : Level::Different;
}

Level compareIds(const IdFeatures& one, const IdFeatures& other) {
    const Level level = compareNumbers(one.number, other.number);
    const bool doubtful = one.doubtful || other.doubtful;
    switch (level) {
        case Level::Same:
            return doubtful ? Level::PartSame : Level::Same;
        case Level::OneOff:
        case Level::Swapped:
            // Two numbers that both pass their check are two numbers, however alike: sisters and brothers have such.
            if ((!one.checked || !other.checked) && !agreeInBirthAlone(one, other)) return level;
            [[fallthrough]];
        case Level::Different:
            if (doubtful) return Level::Missing;
            return one.checked && other.checked ? Level::Different : Level::Near;
        default:
            return level;
    }
}

Level compareAddresses(const Features& one, const Features& other) {
    if (one.address_key == 0 || other.address_key == 0) return Level::Missing;
    if (one.address_key == other.address_key) return Level::Same;
    std::size_t common = 0;
    for (auto a = one.address.begin(), b = other.address.begin(); a != one.address.end() && b != other.address.end();) {
        if (*a == *b) ++common;
        const bool forward = *a <= *b;
        const bool other_forward = *b <= *a;
        a += forward ? 1 : 0;
        b += other_forward ? 1 : 0;
    }
    const std::size_t all = one.address.size() + other.address.size();
    if (20 * common >= 8 * all) return Level::Near;  // of Dice's 1, 0.8
    return 20 * common >= 5 * all ? Level::PartSame : Level::Different;
}

Levels compareFields(const Features& one, const Features& other, const NameReader& names) {
    const bool sexes = one.sex != Sex::Unknown && one.sex != Sex::NotStated && other.sex != Sex::Unknown && other.sex != Sex::NotStated;
    Levels levels{};
    const auto at = [&](Field field) -> Level& { return levels[static_cast<std::size_t>(field)]; };
    // A newborn's form names a parent: it says nothing about what the child is called.
    const bool one_newborn = one.isNewbornForm();
    if (one_newborn == other.isNewbornForm()) at(Field::Name) = compareNames(one.name, other.name, names);
    at(Field::BirthDate) = compareBirthDates(one.birth_date, other.birth_date);
    if (sexes) at(Field::Sex) = one.sex == other.sex ? Level::Same : Level::Different;
    at(Field::Id) = compareIds(one.id, other.id);
    at(Field::Phone) = compareNumbers(one.phone, other.phone);
    at(Field::Address) = compareAddresses(one, other);
    return levels;
}

}  // namespace hub::identity::matching
