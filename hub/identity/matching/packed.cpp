#include "hub/identity/matching/packed.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <string_view>
#include <vector>

#include "hub/core/assert.h"

namespace hub::identity::matching {

namespace {

constexpr std::uint8_t kLayout = 1;
constexpr std::size_t kLengthMost = 15;
constexpr std::size_t kSketchBits = 80;

enum Use : std::uint64_t {
    OfName,
    OfCharacter,
    OfWord,
    OfLetter,
    OfFuzzy,
    OfExact,
    OfId,
    OfIdPart,
    OfPhone,
    OfPhonePart,
    OfAddress,
    OfPair
};

/// SipHash-2-4 of one word, as its authors define it for 16 bytes of message.
std::uint64_t sipHash(std::uint64_t secret, std::uint64_t use, std::uint64_t value) {
    std::uint64_t v0 = secret ^ 0x736f6d6570736575ULL;
    std::uint64_t v1 = ~secret ^ 0x646f72616e646f6dULL;
    std::uint64_t v2 = secret ^ 0x6c7967656e657261ULL;
    std::uint64_t v3 = ~secret ^ 0x7465646279746573ULL;
    const auto round = [&] {
        v0 += v1, v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0, v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1, v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2, v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    };
    for (const std::uint64_t word : {use, value, std::uint64_t{16} << 56U}) {
        v3 ^= word;
        round(), round();
        v0 ^= word;
    }
    v2 ^= 0xff;
    round(), round(), round(), round();
    return v0 ^ v1 ^ v2 ^ v3;
}

/// The hash's first bits, 0 made 1: 0 is for nothing.
template <class Bits>
Bits shortened(std::uint64_t hash) {
    const auto bits = static_cast<Bits>(hash);
    return bits == 0 ? Bits{1} : bits;
}

/// Where the pieces of a name of `count` characters or syllables begin, and the last ends.
std::array<std::size_t, PackedRecord::kPieces + 1> pieceEnds(std::size_t count) {
    if (count <= PackedRecord::kPieces)
        return {0, std::min<std::size_t>(1, count), std::min<std::size_t>(2, count), std::min<std::size_t>(3, count), count};
    return {0, 1, 3, count - 2, count};
}

/// Puts little-endian numbers into bytes, or takes them out again.
class Cursor {
  public:
    explicit Cursor(std::uint8_t* bytes) : bytes_(bytes) {}

    template <class Number>
    void put(Number number) {
        for (std::size_t i = 0; i < sizeof(Number); ++i) bytes_[at_++] = static_cast<std::uint8_t>(std::uint64_t{number} >> (8 * i));
    }
    template <class Number>
    void take(Number& number) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i) value |= std::uint64_t{bytes_[at_++]} << (8 * i);
        number = static_cast<Number>(value);
    }
    std::size_t at() const { return at_; }

  private:
    std::uint8_t* bytes_;
    std::size_t at_ = 0;
};

/// The one list of what a row's bytes are.
template <class Record, class Visit>
void eachNumber(Record& record, Visit visit) {
    visit(record.sketch);
    for (auto* number : {&record.name, &record.id, &record.phone, &record.address}) visit(*number);
    for (auto& piece : record.pieces) visit(piece);
    for (auto& sound : record.sounds) visit(sound);
    visit(record.born_and_flags);
    for (auto& part : record.phone_parts) visit(part);
    visit(record.id_region);
    visit(record.id_sequence);
    for (auto& part : record.id_parts) visit(part);
    for (auto* number : {&record.lengths, &record.birth_order, &record.layout, &record.address_pairs}) visit(*number);
    visit(record.sketch_too);
}

std::uint32_t bornAndFlags(const Features& features) {
    const auto bit = [](bool is, unsigned at) { return (is ? 1U : 0U) << at; };
    std::uint32_t bits = 0;
    if (const auto& born = features.birth_date) {
        bits = static_cast<std::uint32_t>(born->year - 1850 + 1) << 9U | static_cast<std::uint32_t>(born->month) << 5U |
               static_cast<std::uint32_t>(born->day);
    }
    return bits | static_cast<std::uint32_t>(features.name.script) << 18U | static_cast<std::uint32_t>(features.name.child_of) << 20U |
           static_cast<std::uint32_t>(features.sex) << 22U | static_cast<std::uint32_t>(features.name.surname) << 24U |
           bit(features.name.unreadable, 26) | bit(features.mother.has_value(), 27) | bit(features.id.checked, 28) |
           bit(features.id.doubtful, 29) | bit(features.id.birth_date.has_value(), 30);
}

}  // namespace

PackKey::PackKey(std::uint64_t secret) : secret_(secret) {
    std::array<std::uint16_t, 4096 - 1> numbers{};
    std::iota(numbers.begin(), numbers.end(), std::uint16_t{1});
    // Each group of syllables that are fuzzily one gets a number by lot, and each of its members one within the group.
    for (std::size_t i = 0; i < kSyllables; ++i) std::swap(numbers[i], numbers[i + hash(OfFuzzy, i) % (numbers.size() - i)]);
    std::array<std::uint16_t, kSyllables + 1> members{};
    for (Syllable syllable = 1; syllable <= kSyllables; ++syllable) {
        const Syllable group = fuzzySyllable(syllable);
        const std::uint16_t member = members[group]++;
        HUB_ASSERT(member < 16);
        const auto turned = static_cast<std::uint16_t>((member ^ hash(OfExact, group)) & 15U);
        sounds_[syllable] = static_cast<std::uint16_t>(numbers[group - 1] << 4U | turned);
    }
}

std::uint64_t PackKey::hash(std::uint64_t use, std::uint64_t value) const { return sipHash(secret_, use, value); }

std::optional<core::Date> PackedRecord::birthDate() const {
    const std::uint32_t year = flag(9, 9);
    if (year == 0) return std::nullopt;
    return core::Date{static_cast<std::int16_t>(1850 + year - 1), static_cast<std::int8_t>(flag(5, 4)),
                      static_cast<std::int8_t>(flag(0, 5))};
}

PackedRecord::Bytes PackedRecord::toBytes() const {
    Bytes bytes{};
    Cursor cursor(bytes.data());
    eachNumber(*this, [&](auto number) { cursor.put(number); });
    HUB_ASSERT(cursor.at() == kBytes);
    return bytes;
}

std::optional<PackedRecord> PackedRecord::fromBytes(std::span<const std::uint8_t, kBytes> bytes) {
    Bytes copy{};
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    Cursor cursor(copy.data());
    PackedRecord record;
    eachNumber(record, [&](auto& number) { cursor.take(number); });
    if (record.layout != kLayout) return std::nullopt;
    return record;
}

void Packer::packName(const NameForm& name, PackedRecord& packed) const {
    const bool han = name.script == NameScript::Han;
    const std::size_t count = han ? name.characters.size() : name.words.size();
    const std::size_t heard = name.syllables.size();
    packed.lengths = static_cast<std::uint8_t>(std::min(count, kLengthMost) << 4U | std::min(heard, kLengthMost));
    const auto ends = pieceEnds(count);
    for (std::size_t piece = 0; piece < PackedRecord::kPieces; ++piece) {
        if (!han) {
            if (piece < count)
                packed.pieces[piece] = shortened<std::uint16_t>(key_.hash(OfWord, hashOf(std::u32string_view(name.words[piece]))));
            continue;
        }
        const std::u32string_view written = std::u32string_view(name.characters).substr(ends[piece], ends[piece + 1] - ends[piece]);
        if (!written.empty() && written.find(kLost) == std::u32string_view::npos)
            packed.pieces[piece] = shortened<std::uint16_t>(key_.hash(OfCharacter, hashOf(written)));
    }
    const auto sound_ends = pieceEnds(heard);
    for (std::size_t piece = 0; piece < PackedRecord::kPieces && heard > 0; ++piece) {
        const std::size_t first = sound_ends[piece];
        const std::size_t last = sound_ends[piece + 1];
        if (last - first == 1) packed.sounds[piece] = key_.soundOf(name.syllables[first]);
        if (last - first <= 1) continue;
        std::uint64_t exact = 0;
        std::uint64_t fuzzy = 0;
        for (std::size_t i = first; i < last; ++i) {
            exact = key_.hash(OfExact, exact ^ key_.soundOf(name.syllables[i]));
            fuzzy = key_.hash(OfFuzzy, fuzzy ^ fuzzySound(key_.soundOf(name.syllables[i])));
        }
        packed.sounds[piece] = static_cast<std::uint16_t>(shortened<std::uint16_t>(fuzzy & 0xfffU) << 4U | (exact & 15U));
    }
    if (han || heard > 0) return;
    const auto letters_of = [&](std::u32string_view word) {
        std::uint16_t letters = 0;
        for (const char32_t c : word) letters = static_cast<std::uint16_t>(letters | 1U << (key_.hash(OfLetter, c) & 15U));
        return letters;
    };
    if (count == 0) packed.sounds[0] = letters_of(name.characters);
    // A word of three letters is another word when one of them differs.
    for (std::size_t word = 0; word < std::min(count, PackedRecord::kPieces); ++word)
        packed.sounds[word] = name.words[word].size() >= 4 ? letters_of(name.words[word]) : std::uint16_t{0};
}

void Packer::packAddress(const Features& features, PackedRecord& packed) const {
    if (features.address_key == 0) return;
    packed.address = shortened<std::uint32_t>(key_.hash(OfAddress, features.address_key));
    packed.address_pairs = static_cast<std::uint8_t>(std::min<std::size_t>(features.address.size(), 255));
    std::array<std::uint64_t, kSketchBits> least{};
    least.fill(~std::uint64_t{0});
    for (const std::uint32_t pair : features.address) {
        const std::uint64_t hash = key_.hash(OfPair, pair);
        for (std::size_t order = 0; order < kSketchBits; ++order) least[order] = std::min(least[order], hashOf(order, hash));
    }
    for (std::size_t order = 0; order < kSketchBits; ++order) {
        const std::uint64_t bit = std::popcount(least[order]) & 1U;
        if (order < 64)
            packed.sketch |= bit << order;
        else
            packed.sketch_too = static_cast<std::uint16_t>(packed.sketch_too | bit << (order - 64));
    }
}

PackedRecord Packer::pack(const Features& features) const {
    PackedRecord packed;
    packed.layout = kLayout;
    packed.born_and_flags = bornAndFlags(features);
    packed.birth_order = features.birth_order;
    if (features.name_key != 0) packed.name = shortened<std::uint32_t>(key_.hash(OfName, features.name_key));
    packName(features.name, packed);
    if (const NumberParts& id = features.id.number; id.known()) {
        packed.id = shortened<std::uint32_t>(key_.hash(OfId, id.whole));
        const auto part = [&](std::size_t at) { return key_.hash(OfIdPart + 100 * at, id.parts[at]); };
        packed.id_region = shortened<std::uint16_t>(part(0));
        packed.id_sequence = shortened<std::uint16_t>(part(4));
        packed.id_parts = {shortened<std::uint8_t>(part(1)), shortened<std::uint8_t>(part(2)), shortened<std::uint8_t>(part(3)),
                           shortened<std::uint8_t>(part(5))};
    }
    if (const NumberParts& phone = features.phone; phone.known()) {
        packed.phone = shortened<std::uint32_t>(key_.hash(OfPhone, phone.whole));
        for (std::size_t i = 0; i < NumberParts::kParts; ++i)
            packed.phone_parts[i] = shortened<std::uint8_t>(key_.hash(OfPhonePart + 100 * i, phone.parts[i]));
    }
    packAddress(features, packed);
    return packed;
}

}  // namespace hub::identity::matching
