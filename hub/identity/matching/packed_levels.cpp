#include <algorithm>
#include <bit>

#include "hub/identity/matching/packed.h"

namespace hub::identity::matching {

using contract::Sex;

namespace {

constexpr std::size_t kPieces = PackedRecord::kPieces;

/// How two pieces of Han names agree; the greater, the less.
enum class At : std::uint8_t { Same, Sound, Fuzzy, Lost, Different };

At compareAt(const PackedRecord& one, const PackedRecord& other, std::size_t at, std::size_t other_at) {
    if (one.pieces[at] == 0 || other.pieces[other_at] == 0) return At::Lost;
    if (one.pieces[at] == other.pieces[other_at]) return At::Same;
    const std::uint16_t heard = one.sounds[at];
    const std::uint16_t other_heard = other.sounds[other_at];
    if (heard == 0 || other_heard == 0) return At::Different;
    return heard == other_heard ? At::Sound : fuzzySound(heard) == fuzzySound(other_heard) ? At::Fuzzy : At::Different;
}

std::size_t surnameOf(const PackedRecord& one, const PackedRecord& other) {
    return std::max<std::size_t>({one.surname(), other.surname(), std::size_t{1}});
}

/// Han names of one length. As compareFields does it, piece for character.
Level compareInPlace(const PackedRecord& one, const PackedRecord& other) {
    const std::size_t length = one.pieceCount();
    const std::size_t count = std::min(length, kPieces);
    const std::size_t surname = surnameOf(one, other);
    At worst = At::Same;
    std::size_t different = 0;
    std::size_t lost = 0;
    bool surname_differs = false;
    bool given_differs = false;
    for (std::size_t i = 0; i < count; ++i) {
        if (length == kPieces + 1 && i == 2) continue;  // of five characters none are in the middle
        const At at = compareAt(one, other, i, i);
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
    if (different == 0) return worst == At::Same ? Level::Same : worst == At::Sound ? Level::SameSound : Level::Fuzzy;
    if (!given_differs) return count > surname ? Level::GivenSame : Level::Different;
    if (surname_differs) return Level::Different;
    return different == 1 && count >= surname + 2 ? Level::OneOff : Level::PartSame;
}

/// One has a character more. Of long names the first and the last pieces are where they were.
Level compareDropped(const PackedRecord& longer, const PackedRecord& shorter) {
    if (longer.pieceCount() > kPieces) {
        if (compareAt(longer, shorter, 0, 0) > At::Sound) return Level::Different;
        const bool other_ends = shorter.pieceCount() > kPieces &&
                                (compareAt(longer, shorter, 1, 1) <= At::Sound || compareAt(longer, shorter, 3, 3) <= At::Sound);
        return other_ends ? Level::OneOff : Level::PartSame;
    }
    const std::size_t surname = surnameOf(longer, shorter);
    if (shorter.pieceCount() <= surname || surname >= longer.pieceCount()) return Level::Different;
    for (std::size_t i = 0; i < surname; ++i) {
        if (compareAt(longer, shorter, i, i) > At::Sound) return Level::Different;
    }
    std::size_t skipped = 0;
    for (std::size_t i = surname; i < shorter.pieceCount(); ++i) {
        const auto alike = [&] { return compareAt(longer, shorter, i + skipped, i) <= At::Sound; };
        if (alike()) continue;
        if (++skipped > 1 || !alike()) return Level::PartSame;
    }
    return Level::OneOff;
}

/// One of them is written in pinyin, or both.
Level compareHeard(const PackedRecord& one, const PackedRecord& other) {
    const auto& a = one.sounds;
    const auto& b = other.sounds;
    const std::size_t length = one.soundCount();
    if (length == 0 || other.soundCount() == 0) return Level::Missing;
    if (length != other.soundCount()) return length > 1 && other.soundCount() > 1 && a[0] == b[0] ? Level::PartSame : Level::Different;
    const std::size_t count = std::min(length, kPieces);
    const bool may_turn = (one.surname() == 0 || other.surname() == 0) && length <= kPieces;
    Level best = Level::Different;
    for (std::size_t turn = 0; turn < count && (turn == 0 || may_turn); ++turn) {
        std::size_t same = 0;
        std::size_t alike = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint16_t heard = b[(i + turn) % count];
            same += a[i] == heard ? 1 : 0;
            alike += fuzzySound(a[i]) == fuzzySound(heard) ? 1 : 0;
        }
        if (same == count) return Level::SameSound;
        if (alike == count) best = Level::Fuzzy;
        if (alike + 1 == count && count > 2 && best == Level::Different) best = Level::OneOff;
    }
    return best == Level::Different && fuzzySound(a[0]) == fuzzySound(b[0]) ? Level::PartSame : best;
}

/// Words of nearly the same letters: one exchanged is two more or fewer at most.
bool lettersAlike(std::uint16_t one, std::uint16_t other) {
    return one != 0 && other != 0 && std::popcount(static_cast<std::uint16_t>(one ^ other)) <= 2;
}

/// Letters: in any order of words, with slips in them.
Level compareLetters(const PackedRecord& one, const PackedRecord& other) {
    const std::size_t few = std::min(one.pieceCount(), other.pieceCount());
    const std::size_t many = std::max(one.pieceCount(), other.pieceCount());
    if (few == 0) return lettersAlike(one.sounds[0], other.sounds[0]) ? Level::Slip : Level::Different;
    std::array<bool, kPieces> taken{};
    std::array<bool, kPieces> other_taken{};
    const auto pair_off = [&](auto are_one) {
        std::size_t pairs = 0;
        for (std::size_t i = 0; i < std::min(one.pieceCount(), kPieces); ++i) {
            for (std::size_t j = 0; j < std::min(other.pieceCount(), kPieces) && !taken[i]; ++j) {
                if (other_taken[j] || !are_one(i, j)) continue;
                taken[i] = other_taken[j] = true;
                ++pairs;
            }
        }
        return pairs;
    };
    const std::size_t same = pair_off([&](std::size_t i, std::size_t j) { return one.pieces[i] == other.pieces[j]; });
    const bool unread = one.soundCount() == 0 && other.soundCount() == 0;
    const std::size_t alike =
        unread ? pair_off([&](std::size_t i, std::size_t j) { return lettersAlike(one.sounds[i], other.sounds[j]); }) : 0;
    if (same == few) return many == few || few > 1 ? Level::Slip : Level::WordSame;
    if (same + alike == many) return alike == 1 ? Level::Slip : Level::Slips;
    return same + alike > 0 ? Level::WordSame : Level::Different;
}

Level compareNames(const PackedRecord& one, const PackedRecord& other) {
    if (one.name == 0 || other.name == 0) return Level::Missing;
    const bool han = one.script() == NameScript::Han;
    const bool other_han = other.script() == NameScript::Han;
    if (one.name == other.name && one.script() == other.script() && !(han && one.unreadable())) return Level::Same;
    if (han && other_han) {
        if (one.pieceCount() == other.pieceCount()) {
            const Level level = compareInPlace(one, other);
            return level == Level::Same ? Level::OneOff : level;  // pieces collide, or what differs is beyond the last
        }
        if (one.pieceCount() == other.pieceCount() + 1) return compareDropped(one, other);
        if (other.pieceCount() == one.pieceCount() + 1) return compareDropped(other, one);
        return one.pieces[0] == other.pieces[0] ? Level::PartSame : Level::Different;
    }
    if (one.script() == NameScript::Latin && other.script() == NameScript::Latin) {
        const Level written = compareLetters(one, other);
        const Level heard = compareHeard(one, other);
        return heard == Level::Missing ? written : std::min(written, heard);
    }
    if (one.script() == NameScript::Mixed || other.script() == NameScript::Mixed) {
        if (han || other_han) return Level::Different;
        return compareLetters(one, other) == Level::Slip ? Level::OneOff : Level::Different;
    }
    return compareHeard(one, other);
}

Level levelOf(std::size_t different_parts) {
    return different_parts == 1 ? Level::OneOff : different_parts == 2 ? Level::Swapped : Level::Different;
}

Level comparePhones(const PackedRecord& one, const PackedRecord& other) {
    if (one.phone == 0 || other.phone == 0) return Level::Missing;
    if (one.phone == other.phone) return Level::Same;
    std::size_t different = 0;
    for (std::size_t i = 0; i < NumberParts::kParts; ++i) different += one.phone_parts[i] != other.phone_parts[i] ? 1 : 0;
    return levelOf(different);
}

Level compareIds(const PackedRecord& one, const PackedRecord& other) {
    if (one.id == 0 || other.id == 0) return Level::Missing;
    const bool doubtful = one.doubtful() || other.doubtful();
    if (one.id == other.id) return doubtful ? Level::PartSame : Level::Same;
    const bool sequence_differs = one.id_sequence != other.id_sequence;
    const bool check_differs = one.id_parts[3] != other.id_parts[3];
    std::size_t different = (one.id_region != other.id_region ? 1 : 0) + (sequence_differs ? 1 : 0);
    for (std::size_t i = 0; i < one.id_parts.size(); ++i) different += one.id_parts[i] != other.id_parts[i] ? 1 : 0;
    const bool birth_alone = one.idNamesBirth() && other.idNamesBirth() && sequence_differs && check_differs;
    const bool both_checked = one.checked() && other.checked();
    if (const Level level = levelOf(different); level != Level::Different && !both_checked && !birth_alone) return level;
    if (doubtful) return Level::Missing;
    return both_checked ? Level::Different : Level::Near;
}

/// Equal bits of the sketch are half of what is not common, and all of what is (b-bit minwise hashing, Li and König 2010).
Level compareAddresses(const PackedRecord& one, const PackedRecord& other) {
    if (one.address == 0 || other.address == 0) return Level::Missing;
    if (one.address == other.address) return Level::Same;
    constexpr int kBits = 80;
    const int equal =
        kBits - std::popcount(one.sketch ^ other.sketch) - std::popcount(static_cast<std::uint16_t>(one.sketch_too ^ other.sketch_too));
    const int common = std::max(2 * equal - kBits, 0);  // of 80: the share of all pairs that both have
    // Dice's 0.8 and 0.5 are 2/3 and 1/3 of all; and no more can be common than the shorter has.
    const int few = std::min(one.address_pairs, other.address_pairs);
    const int all = one.address_pairs + other.address_pairs;
    if (3 * common >= 2 * kBits && 20 * few >= 8 * all) return Level::Near;
    return 3 * common >= kBits && 20 * few >= 5 * all ? Level::PartSame : Level::Different;
}

Level compareSexes(Sex one, Sex other) {
    const auto known = [](Sex sex) { return sex == Sex::Male || sex == Sex::Female; };
    return !known(one) || !known(other) ? Level::Missing : one == other ? Level::Same : Level::Different;
}

}  // namespace

Levels comparePacked(const PackedRecord& one, const PackedRecord& other) {
    Levels levels{};
    const auto at = [&](Field field) -> Level& { return levels[static_cast<std::size_t>(field)]; };
    if (one.isNewbornForm() == other.isNewbornForm()) at(Field::Name) = compareNames(one, other);
    at(Field::BirthDate) = compareBirthDates(one.birthDate(), other.birthDate());
    at(Field::Sex) = compareSexes(one.sex(), other.sex());
    at(Field::Id) = compareIds(one, other);
    at(Field::Phone) = comparePhones(one, other);
    at(Field::Address) = compareAddresses(one, other);
    return levels;
}

}  // namespace hub::identity::matching
