#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "hub/identity/matching/packed.h"

namespace hub::identity::matching {

/// Of the 24 keys by which records of files meet (blocks.h) those that are asked for one new record among millions: chosen one by one for
/// how many true pairs each adds to those before it (among a million generated people: name_year 93.6 %, name 97.1, phone 98.6,
/// id_birth_sequence 99.3, address_birth 99.75, birth_surname 99.93, name_birthday 99.98), as long as what a key brings stays few: by the
/// day of birth and the surname 2 in a million, by the name 11. The others bring who is there already.
inline constexpr std::size_t kImageKeys = 7;
using ImageKeys = std::array<std::uint64_t, kImageKeys>;  ///< 0: none; others differ from key to key

/// REQUIRES: slot < kImageKeys.
std::uint64_t imageKey(const PackedRecord& record, std::size_t slot);
ImageKeys imageKeys(const PackedRecord& record);

inline constexpr std::array<std::string_view, kImageKeys> kImageKeyNames{
    "id_birth_sequence", "phone", "name", "name_birthday", "name_year", "birth_surname", "address_birth"};

/// Ordinals by one of the keys: 5 bytes a record and 2 more for the way in. Keys are known by 8 bits more than tell the ways apart, so
/// that one look-up in a hundred or so brings records of another key, too. Immutable.
class BlockIndex {
  public:
    struct Entry {
        std::uint32_t key;  ///< its upper half
        std::uint32_t ordinal;

        static Entry of(std::uint64_t key, std::uint32_t ordinal) { return {static_cast<std::uint32_t>(key >> 32U), ordinal}; }
    };

    BlockIndex() : BlockIndex(std::vector<Entry>()) {}
    explicit BlockIndex(const std::vector<Entry>& entries);

    /// Ordinals with this key, ascending. They live as long as the index.
    std::span<const std::uint32_t> find(std::uint64_t key) const;

    std::size_t bytes() const { return ordinals_.size() * (sizeof(ordinals_[0]) + 1) + ends_.size() * sizeof(ends_[0]); }

  private:
    std::size_t bucketOf(std::uint32_t key) const { return key >> (32U - bucket_bits_); }
    std::uint8_t markOf(std::uint32_t key) const { return static_cast<std::uint8_t>(key >> (24U - bucket_bits_)); }

    unsigned bucket_bits_;
    std::vector<std::uint32_t> ends_;  ///< by bucket, after a 0: where it ends
    std::vector<std::uint32_t> ordinals_;
    std::vector<std::uint8_t> marks_;  ///< ascending in a bucket
};

}  // namespace hub::identity::matching
