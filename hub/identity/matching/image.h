#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <vector>

#include "hub/identity/matching/image_blocks.h"
#include "hub/identity/matching/image_frequencies.h"
#include "hub/identity/matching/image_late.h"
#include "hub/identity/matching/image_rows.h"
#include "hub/identity/matching/scoring.h"

namespace hub::identity::matching {

/// Whom a new record could be, in the order to compare them. `total` is near what Scorer would say, without its guards.
struct ImageCandidate {
    std::uint32_t ordinal = 0;
    core::IdBits person;
    Bits total = 0;
    std::uint8_t key = 0;  ///< the first of kImageKeyNames that proposed it
};

/// All people of a region in memory, some 125 bytes each, so that the few a new record could be are found in a fraction of a millisecond.
/// The database stays the truth; whether they are one is Scorer's business, who reads the whole record of the few.
///
/// Any thread may call anything. find() waits for writers for some microseconds; so do they, one by one, for the finds under way.
/// compact() takes seconds, during which finds, writes and their results are as ever.
class MatchImage {
  public:
    /// A key that more than `block_max` records share proposes nobody, which bounds what a find can take.
    MatchImage(const PackKey& key, const Weights& weights, std::size_t block_max = 1000);

    /// Fills an image with rows that the database has packed: faster than add(), and nothing is found before finish().
    /// An ordinal that comes twice is what it was the last time.
    class Builder {
      public:
        explicit Builder(MatchImage& image) : image_(image) {}
        void add(std::span<const ImageRow> rows);
        void finish() { image_.compact(); }

      private:
        MatchImage& image_;
    };

    /// The best, each person once, best first; equals by ordinal. REQUIRES for a PackedRecord: made with this image's key.
    std::vector<ImageCandidate> find(const Features& features, std::size_t most) const { return find(packer_.pack(features), most); }
    std::vector<ImageCandidate> find(const PackedRecord& record, std::size_t most) const;

    /// Ordinals are dense: memory is taken up to the greatest. REQUIRES of add: there is no record of this ordinal; of the others: there
    /// is.
    void add(const ImageRow& row);
    void replace(std::uint32_t ordinal, const PackedRecord& record);
    void remove(std::uint32_t ordinal);

    /// One record like this of this person's. False: there is none, or it has none of the keys by which it could be found.
    bool remove(const core::IdBits& person, const PackedRecord& record);

    /// Other weights from the next find() on.
    void use(const Weights& weights);

    /// How rare the record's values are among those in the image, as of the last compact().
    Rarity rarityOf(const PackedRecord& record) const;
    /// log2 of the odds that a new record is a given one's person's.
    Bits prior() const;

    /// Takes what came since the last time into the sorted arrays, and counts anew how rare everything is. Takes 14 bytes a record more
    /// while it runs. To be called when deltaSize() is a few ten thousand. A second call waits for the first.
    void compact();

    std::size_t size() const;
    std::size_t deltaSize() const;  ///< keys not yet in the sorted arrays
    std::size_t bytes() const;      ///< of rows, arrays and counts, without the delta
    std::uint64_t blocksPassedOver() const { return passed_over_.load(std::memory_order_relaxed); }
    std::uint64_t recordsCompared() const { return compared_.load(std::memory_order_relaxed); }

  private:
    struct Proposal {
        std::uint32_t ordinal;
        std::uint8_t key;
    };
    std::vector<Proposal> proposalsFor(const PackedRecord& record) const;
    template <class Use>
    void eachMember(std::size_t slot, std::uint64_t key, Use use) const;
    std::size_t members(std::size_t slot, std::uint64_t key) const;
    void write(const ImageRow& row);
    template <class Use>
    void eachRecord(Use use) const;

    const Packer packer_;
    const std::size_t block_max_;

    mutable std::shared_mutex mutex_;  // guards what follows, up to the counters
    Weights weights_;
    ImageRows rows_;
    std::array<BlockIndex, kImageKeys> blocks_;
    AllFrequencies frequencies_;
    LateKeys delta_;
    LateKeys compacting_delta_;  ///< what compact() is about to have in the arrays

    std::mutex compacting_;  // lets one compact() run at a time
    mutable std::atomic<std::uint64_t> passed_over_ = 0;
    mutable std::atomic<std::uint64_t> compared_ = 0;
};

}  // namespace hub::identity::matching
