#include "hub/identity/matching/image_frequencies.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hub::identity::matching {

namespace {

constexpr double kEighth = 8;
constexpr std::size_t kBytesLeast = 4096;

std::uint64_t hashOfSounds(const PackedRecord& record, std::size_t first, std::size_t last, bool fuzzy) {
    std::uint64_t hash = record.soundCount() + 1;
    for (std::size_t i = first; i < last; ++i) hash = hashOf(hash, fuzzy ? fuzzySound(record.sounds[i]) : record.sounds[i]);
    return hash | 1U;
}

/// 0: it has none. REQUIRES: not Word.
std::uint64_t valueOf(Counted what, const PackedRecord& record) {
    const std::size_t heard = std::min(record.soundCount(), PackedRecord::kPieces);
    const std::size_t surname = std::min<std::size_t>(record.surname(), heard);
    switch (what) {
        case Counted::Name:
            return record.isNewbornForm() ? 0 : record.name;
        case Counted::Sound:
            return heard == 0 ? 0 : hashOfSounds(record, 0, heard, false);
        case Counted::Fuzzy:
            return heard == 0 ? 0 : hashOfSounds(record, 0, heard, true);
        case Counted::Surname:
            return surname == 0 ? 0 : hashOf(1, fuzzySound(record.sounds[0])) + (surname > 1 ? fuzzySound(record.sounds[1]) : 0);
        case Counted::Given:
            return surname == 0 ? 0 : hashOfSounds(record, surname, heard, true);
        case Counted::BirthDate:
            return record.born_and_flags & 0x3ffffU;
        case Counted::Phone:
            return record.phone;
        case Counted::Address:
            return record.address;
        case Counted::Word:
            break;
    }
    HUB_ASSERT(false);
}

/// Calls `use` with each value of a record.
template <class Use>
void eachValue(Counted what, const PackedRecord& record, Use use) {
    if (what != Counted::Word) {
        if (const std::uint64_t value = valueOf(what, record)) use(value);
        return;
    }
    if (record.script() == NameScript::Han || record.pieceCount() < 2) return;
    for (std::size_t i = 0; i < std::min(record.pieceCount(), PackedRecord::kPieces); ++i) use(record.pieces[i]);
}

std::size_t placeOf(std::uint64_t value, std::size_t places) { return hashOf(2, value) & (places - 1); }

}  // namespace

Frequencies::Counter::Counter(std::size_t records_expected) : counts_(std::max(std::bit_ceil(records_expected) / 2, kBytesLeast)) {}

void Frequencies::Counter::count(Counted what, const PackedRecord& record) {
    bool any = false;
    eachValue(what, record, [&](std::uint64_t value) {
        ++counts_[placeOf(value, counts_.size())];
        any = true;
    });
    records_ += any ? 1 : 0;
}

Frequencies Frequencies::Counter::finish() const {
    Frequencies made;
    made.all_ = bitsOf(static_cast<double>(std::max<std::uint64_t>(records_, 2)));
    made.eighths_.clear();
    made.eighths_.reserve(counts_.size());
    for (const std::uint32_t count : counts_)
        made.eighths_.push_back(static_cast<std::uint8_t>(std::lround(kEighth * std::log2(std::max(count, 2U)))));
    return made;
}

Bits Frequencies::rarityOf(Counted what, const PackedRecord& record) const {
    Bits rarity = 0;
    bool any = false;
    eachValue(what, record, [&](std::uint64_t value) {
        const Bits own = all_ - static_cast<Bits>(eighths_[placeOf(value, eighths_.size())] * kBit / kEighth);
        rarity = any ? std::min(rarity, own) : own;
        any = true;
    });
    return std::max(rarity, 0);
}

Rarity rarityOf(const AllFrequencies& frequencies, std::size_t records, const PackedRecord& record) {
    const auto of = [&](Counted what) { return frequencies[static_cast<std::size_t>(what)].rarityOf(what, record); };
    return Rarity{.name = of(Counted::Name),
                  .sound = of(Counted::Sound),
                  .fuzzy = of(Counted::Fuzzy),
                  .surname = of(Counted::Surname),
                  .given = of(Counted::Given),
                  .word = of(Counted::Word),
                  .birth_date = of(Counted::BirthDate),
                  .id = record.id == 0 ? 0 : bitsOf(static_cast<double>(std::max<std::size_t>(records, 2)) / 2),
                  .phone = of(Counted::Phone),
                  .address = of(Counted::Address)};
}

}  // namespace hub::identity::matching
