#include "hub/identity/matching/image.h"

#include <algorithm>
#include <utility>

namespace hub::identity::matching {

namespace {

constexpr std::size_t kAhead = 8;       // fetched from memory while others are compared
constexpr std::size_t kStretch = 4096;  // some tenths of a millisecond

}  // namespace

MatchImage::MatchImage(const PackKey& key, const Weights& weights, std::size_t block_max)
    : packer_(key), block_max_(block_max), weights_(weights) {}

void MatchImage::Builder::add(std::span<const ImageRow> rows) {
    const std::unique_lock lock(image_.mutex_);
    for (const ImageRow& row : rows) image_.rows_.set(row);
}

template <class Use>
void MatchImage::eachMember(std::size_t slot, std::uint64_t key, Use use) const {
    const std::span<const std::uint32_t> block = blocks_[slot].find(key);
    std::for_each(block.begin(), block.end(), use);
    for (const LateKeys* late : {&delta_, &compacting_delta_}) late->each(key, use);
}

std::size_t MatchImage::members(std::size_t slot, std::uint64_t key) const {
    return blocks_[slot].find(key).size() + delta_.count(key) + compacting_delta_.count(key);
}

std::vector<MatchImage::Proposal> MatchImage::proposalsFor(const PackedRecord& record) const {
    std::vector<Proposal> proposals;
    const ImageKeys keys = imageKeys(record);
    for (std::size_t slot = 0; slot < kImageKeys; ++slot) {
        if (keys[slot] == 0) continue;
        if (members(slot, keys[slot]) > block_max_) {
            passed_over_.fetch_add(1, std::memory_order_relaxed);
            continue;
        }
        eachMember(slot, keys[slot], [&](std::uint32_t ordinal) { proposals.push_back({ordinal, static_cast<std::uint8_t>(slot)}); });
    }
    const auto order = [](const Proposal& proposal) { return std::pair(proposal.ordinal, proposal.key); };
    std::sort(proposals.begin(), proposals.end(), [&](const Proposal& a, const Proposal& b) { return order(a) < order(b); });
    const auto same = [](const Proposal& a, const Proposal& b) { return a.ordinal == b.ordinal; };
    proposals.erase(std::unique(proposals.begin(), proposals.end(), same), proposals.end());
    return proposals;
}

std::vector<ImageCandidate> MatchImage::find(const PackedRecord& record, std::size_t most) const {
    const std::shared_lock lock(mutex_);
    const Rarity rarity = matching::rarityOf(frequencies_, rows_.count(), record);
    const Bits prior = priorAmong(rows_.count());
    const std::vector<Proposal> proposals = proposalsFor(record);
    std::vector<ImageCandidate> found;
    found.reserve(proposals.size());
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        if (i + kAhead < proposals.size()) __builtin_prefetch(&rows_.record(proposals[i + kAhead].ordinal));
        const auto [ordinal, key] = proposals[i];
        const PackedRecord& other = rows_.record(ordinal);
        if (other.none()) continue;
        // What agrees is as rare in the other record as in this one; so it is not looked up a second time.
        found.push_back({ordinal, {}, weighed(weights_, prior, comparePacked(record, other), rarity, rarity).total, key});
    }
    compared_.fetch_add(found.size(), std::memory_order_relaxed);
    const auto better = [](const ImageCandidate& a, const ImageCandidate& b) {
        return a.total != b.total ? a.total > b.total : a.ordinal < b.ordinal;
    };
    std::make_heap(found.begin(), found.end(), [&](const auto& a, const auto& b) { return better(b, a); });
    std::vector<ImageCandidate> best;
    while (best.size() < most && !found.empty()) {
        std::pop_heap(found.begin(), found.end(), [&](const auto& a, const auto& b) { return better(b, a); });
        ImageCandidate next = found.back();
        found.pop_back();
        next.person = rows_.person(next.ordinal);
        const auto is_next = [&](const ImageCandidate& one) { return one.person == next.person; };
        if (std::none_of(best.begin(), best.end(), is_next)) best.push_back(next);
    }
    return best;
}

void MatchImage::write(const ImageRow& row) {
    const ImageKeys keys = imageKeys(row.record);
    rows_.set(row);
    for (const std::uint64_t key : keys) {
        if (key != 0) delta_.add(key, row.ordinal);
    }
}

void MatchImage::add(const ImageRow& row) {
    HUB_ASSERT(!row.record.none());
    const std::unique_lock lock(mutex_);
    HUB_ASSERT(!rows_.has(row.ordinal));
    write(row);
}

void MatchImage::replace(std::uint32_t ordinal, const PackedRecord& record) {
    HUB_ASSERT(!record.none());
    const std::unique_lock lock(mutex_);
    HUB_ASSERT(rows_.has(ordinal));
    write({ordinal, rows_.person(ordinal), record});
}

void MatchImage::remove(std::uint32_t ordinal) {
    const std::unique_lock lock(mutex_);
    HUB_ASSERT(rows_.has(ordinal));
    rows_.set({ordinal, {}, {}});  // its keys lead to no record until they are compacted away
}

bool MatchImage::remove(const core::IdBits& person, const PackedRecord& record) {
    const std::unique_lock lock(mutex_);
    const ImageKeys keys = imageKeys(record);
    std::optional<std::size_t> fewest;  // of the blocks the record is in
    for (std::size_t slot = 0; slot < kImageKeys; ++slot) {
        if (keys[slot] != 0 && (!fewest || members(slot, keys[slot]) < members(*fewest, keys[*fewest]))) fewest = slot;
    }
    std::optional<std::uint32_t> found;
    if (!fewest) return false;
    eachMember(*fewest, keys[*fewest], [&](std::uint32_t ordinal) {
        if (rows_.person(ordinal) == person && rows_.record(ordinal) == record) found = ordinal;
    });
    if (found) rows_.set({*found, {}, {}});
    return found.has_value();
}

void MatchImage::use(const Weights& weights) {
    const std::unique_lock lock(mutex_);
    weights_ = weights;
}

Rarity MatchImage::rarityOf(const PackedRecord& record) const {
    const std::shared_lock lock(mutex_);
    return matching::rarityOf(frequencies_, rows_.count(), record);
}

Bits MatchImage::prior() const { return priorAmong(size()); }

/// In stretches, so that writers get their turn in between.
template <class Use>
void MatchImage::eachRecord(Use use) const {
    for (std::size_t first = 0;; first += kStretch) {
        const std::shared_lock lock(mutex_);
        if (first >= rows_.size()) return;
        for (std::size_t i = first; i < std::min(first + kStretch, rows_.size()); ++i) {
            const auto ordinal = static_cast<std::uint32_t>(i);
            if (!rows_.record(ordinal).none()) use(ordinal, rows_.record(ordinal));
        }
    }
}

void MatchImage::compact() {
    const std::scoped_lock alone(compacting_);
    {
        const std::unique_lock lock(mutex_);
        compacting_delta_.merge(delta_);  // it is empty but for a compact() that ran out of memory
    }
    const std::size_t records = size();
    for (std::size_t slot = 0; slot < kImageKeys; ++slot) {
        std::vector<BlockIndex::Entry> entries;
        entries.reserve(records);
        eachRecord([&](std::uint32_t ordinal, const PackedRecord& record) {
            if (const std::uint64_t key = imageKey(record, slot)) entries.push_back(BlockIndex::Entry::of(key, ordinal));
        });
        BlockIndex made(entries);
        const std::unique_lock lock(mutex_);
        std::swap(blocks_[slot], made);
    }
    for (std::size_t i = 0; i < kCounted; ++i) {
        const auto what = static_cast<Counted>(i);
        Frequencies::Counter counter(records);
        eachRecord([&](std::uint32_t, const PackedRecord& record) { counter.count(what, record); });
        Frequencies made = counter.finish();
        const std::unique_lock lock(mutex_);
        std::swap(frequencies_[i], made);
    }
    LateKeys done;  // gives its memory back when nobody waits any more
    const std::unique_lock lock(mutex_);
    std::swap(compacting_delta_, done);
}

std::size_t MatchImage::size() const {
    const std::shared_lock lock(mutex_);
    return rows_.count();
}

std::size_t MatchImage::deltaSize() const {
    const std::shared_lock lock(mutex_);
    return delta_.size() + compacting_delta_.size();
}

std::size_t MatchImage::bytes() const {
    const std::shared_lock lock(mutex_);
    std::size_t bytes = rows_.bytes();
    for (const BlockIndex& index : blocks_) bytes += index.bytes();
    for (const Frequencies& one : frequencies_) bytes += one.bytes();
    return bytes;
}

}  // namespace hub::identity::matching
