#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include "hub/identity/matching/levels.h"

namespace hub::identity::matching {

/// Makes hashes that tell nothing to whoever has not the secret (SipHash-2-4). Short ones can still be counted: rows stay personal data,
/// and what is common in a population can be guessed from them. Another secret makes rows that compare with none of these. Any thread.
class PackKey {
  public:
    explicit PackKey(std::uint64_t secret);

    /// `use` keeps equal values of different fields apart.
    std::uint64_t hash(std::uint64_t use, std::uint64_t value) const;

    /// What a syllable is called here: the upper 12 bits alike for syllables that are fuzzily one, the lower 4 tell those apart. 0 is 0.
    std::uint16_t soundOf(Syllable syllable) const { return sounds_[syllable]; }

  private:
    std::uint64_t secret_;
    std::array<std::uint16_t, kSyllables + 1> sounds_{};
};

/// A record as the image keeps it: hashes and small numbers, from which no name and no number can be read. Made by Packer, compared by
/// comparePacked; all zero is no record. Hashes are never 0 where there is something, and 0 where there is nothing.
struct PackedRecord {
    static constexpr std::size_t kBytes = 64;
    static constexpr std::size_t kPieces = 4;
    using Pieces = std::array<std::uint16_t, kPieces>;
    using Bytes = std::array<std::uint8_t, kBytes>;

    std::uint64_t sketch = 0;  ///< of the address: a bit for each of 80 orders of its pairs of characters, from the least of them
    std::uint32_t name = 0;    ///< the whole of it
    std::uint32_t id = 0;
    std::uint32_t phone = 0;
    std::uint32_t address = 0;
    /// Of a Han name its characters (0: one was lost); of more than four the first, the next two, the middle, the last two. Else the words.
    Pieces pieces{};
    /// Of names that were read the sounds, by pieces as above. Of letters nobody can read as pinyin which letters each word has.
    Pieces sounds{};
    std::uint32_t born_and_flags = 0;
    std::array<std::uint8_t, NumberParts::kParts> phone_parts{};
    std::uint16_t id_region = 0;
    std::uint16_t id_sequence = 0;
    std::array<std::uint8_t, 4> id_parts{};  ///< year, month, day, check character
    std::uint8_t lengths = 0;                ///< how many characters or words (15: or more), and syllables
    std::uint8_t birth_order = 0;
    std::uint8_t layout = 0;  ///< 0: no record
    std::uint8_t address_pairs = 0;
    std::uint16_t sketch_too = 0;

    friend bool operator==(const PackedRecord&, const PackedRecord&) = default;

    bool none() const { return layout == 0; }
    std::optional<core::Date> birthDate() const;
    NameScript script() const { return static_cast<NameScript>(flag(18, 2)); }
    ChildOf childOf() const { return static_cast<ChildOf>(flag(20, 2)); }
    contract::Sex sex() const { return static_cast<contract::Sex>(flag(22, 2)); }
    std::uint8_t surname() const { return static_cast<std::uint8_t>(flag(24, 2)); }
    bool unreadable() const { return flag(26, 1) != 0; }
    bool hasMother() const { return flag(27, 1) != 0; }
    bool checked() const { return flag(28, 1) != 0; }
    bool doubtful() const { return flag(29, 1) != 0; }
    bool idNamesBirth() const { return flag(30, 1) != 0; }
    bool isNewbornForm() const { return childOf() != ChildOf::Nobody || hasMother(); }
    std::size_t pieceCount() const { return lengths >> 4U; }
    std::size_t soundCount() const { return lengths & 15U; }

    /// The same on every machine: little-endian, in the order above.
    Bytes toBytes() const;
    /// Nothing for bytes of a layout that this program does not know, or of no record.
    static std::optional<PackedRecord> fromBytes(std::span<const std::uint8_t, kBytes> bytes);

  private:
    std::uint32_t flag(unsigned at, unsigned bits) const { return born_and_flags >> at & ((1U << bits) - 1U); }
};
static_assert(sizeof(PackedRecord) == PackedRecord::kBytes && std::is_trivially_copyable_v<PackedRecord>);

/// Packs features. Any thread.
class Packer {
  public:
    explicit Packer(const PackKey& key) : key_(key) {}
    PackedRecord pack(const Features& features) const;

  private:
    void packName(const NameForm& name, PackedRecord& packed) const;
    void packAddress(const Features& features, PackedRecord& packed) const;

    PackKey key_;
};

/// What compareFields says of the features both were made from, as nearly as their bytes allow. Names lose most: variants and second
/// readings of a character are known by their sound or not at all, slips in long names and in letters are guessed. Addresses are
/// estimated (0.1 of Dice's coefficient). Same may be a collision of 32 bits (of a name; of an ID, a telephone or an address).
Levels comparePacked(const PackedRecord& one, const PackedRecord& other);

/// Of one sound's upper bits: equal for syllables that are fuzzily one.
constexpr std::uint16_t fuzzySound(std::uint16_t sound) { return static_cast<std::uint16_t>(sound >> 4U); }

}  // namespace hub::identity::matching
