#include "hub/identity/matching/image_blocks.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

namespace hub::identity::matching {

namespace {

constexpr std::size_t kBucketMean = 4;
constexpr unsigned kBucketBitsMost = 24;  // with a mark's 8 all of an entry's key

std::uint64_t keyOf(std::uint64_t slot, std::initializer_list<std::uint64_t> parts) {
    std::uint64_t key = slot + 1;
    for (const std::uint64_t part : parts) {
        if (part == 0) return 0;
        key = hashOf(key, part);
    }
    return key | 1U;
}

/// The sounds in no order, as a name in pinyin may begin at either end; of a name that nobody can read what is written.
std::uint64_t heardOf(const PackedRecord& record) {
    if (record.childOf() != ChildOf::Nobody) return 0;
    if (record.soundCount() == 0) return record.name;
    PackedRecord::Pieces fuzzy{};
    std::transform(record.sounds.begin(), record.sounds.end(), fuzzy.begin(), fuzzySound);
    std::sort(fuzzy.begin(), fuzzy.end());
    std::uint64_t hash = 1;
    for (const std::uint16_t sound : fuzzy) hash = hashOf(hash, sound);
    return hash | 1U;
}

/// Letters are mistyped more often than characters, and are few: those who cannot be read are all one family.
std::uint64_t surnameOf(const PackedRecord& record) {
    if (record.script() == NameScript::Latin && record.soundCount() == 0) return 1;
    if (record.soundCount() == 0 || record.surname() == 0) return 0;
    return hashOf(fuzzySound(record.sounds[0]), record.surname() > 1 ? fuzzySound(record.sounds[1]) : 0) | 1U;
}

}  // namespace

std::uint64_t imageKey(const PackedRecord& record, std::size_t slot) {
    const auto born = record.birthDate();
    const std::uint64_t year = born ? static_cast<std::uint64_t>(born->year) : 0;
    const std::uint64_t month = born ? static_cast<std::uint64_t>(born->month) : 0;
    const std::uint64_t day = born ? static_cast<std::uint64_t>(born->day) : 0;
    const std::uint64_t birth = year == 0 ? 0 : year * 512 + month * 32 + day;
    switch (slot) {
        case 0:
            return keyOf(slot, {record.id_parts[1], record.id_parts[2], record.id_sequence, record.id_parts[3]});
        case 1:
            return keyOf(slot, {record.phone});
        case 2:
            return keyOf(slot, {record.childOf() == ChildOf::Nobody ? record.name : 0});
        case 3:
            return keyOf(slot, {heardOf(record), std::min(month * 32 + day, day * 32 + month)});
        case 4:
            return keyOf(slot, {heardOf(record), year});
        case 5:
            return keyOf(slot, {birth, surnameOf(record)});
        case 6:
            return keyOf(slot, {record.address, birth});
        default:
            HUB_ASSERT(false);
    }
}

ImageKeys imageKeys(const PackedRecord& record) {
    ImageKeys keys{};
    for (std::size_t slot = 0; slot < kImageKeys; ++slot) keys[slot] = imageKey(record, slot);
    return keys;
}

BlockIndex::BlockIndex(const std::vector<Entry>& entries)
    : bucket_bits_(std::clamp(static_cast<unsigned>(std::bit_width(entries.size() / kBucketMean)), 1U, kBucketBitsMost)),
      ends_((std::size_t{1} << bucket_bits_) + 1),
      ordinals_(entries.size()),
      marks_(entries.size()) {
    for (const Entry& entry : entries) ++ends_[bucketOf(entry.key) + 1];
    for (std::size_t i = 1; i < ends_.size(); ++i) ends_[i] += ends_[i - 1];
    // Filled from where each begins, so that in the end each number is where the next one begins: one place too early.
    for (const Entry& entry : entries) {
        const std::uint32_t at = ends_[bucketOf(entry.key)]++;
        ordinals_[at] = entry.ordinal;
        marks_[at] = markOf(entry.key);
    }
    ends_.pop_back();
    ends_.insert(ends_.begin(), 0);

    std::vector<std::pair<std::uint8_t, std::uint32_t>> bucket;
    for (std::size_t i = 0; i + 1 < ends_.size(); ++i) {
        bucket.clear();
        for (std::size_t at = ends_[i]; at < ends_[i + 1]; ++at) bucket.emplace_back(marks_[at], ordinals_[at]);
        std::sort(bucket.begin(), bucket.end());
        for (std::size_t at = 0; at < bucket.size(); ++at) std::tie(marks_[ends_[i] + at], ordinals_[ends_[i] + at]) = bucket[at];
    }
}

std::span<const std::uint32_t> BlockIndex::find(std::uint64_t key) const {
    const std::uint32_t half = Entry::of(key, 0).key;
    const std::size_t bucket = bucketOf(half);
    const auto first = marks_.begin() + ends_[bucket];
    const auto last = marks_.begin() + ends_[bucket + 1];
    const auto [from, to] = std::equal_range(first, last, markOf(half));
    return std::span(ordinals_).subspan(static_cast<std::size_t>(from - marks_.begin()), static_cast<std::size_t>(to - from));
}

}  // namespace hub::identity::matching
