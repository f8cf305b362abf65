#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/identity/matching/population.h"

namespace hub::identity::matching {

/// What two records have in common before they are compared at all: each record has a few keys, and only records that share one meet.
inline constexpr std::size_t kBlockKeys = 27;
using BlockKeys = std::array<std::uint64_t, kBlockKeys>;  ///< 0: none

BlockKeys blockKeys(const Features& record);

/// What each of them is made of.
inline constexpr std::array<std::string_view, kBlockKeys> kBlockNames{"id",
                                                                      "id_region_birth",
                                                                      "id_region_sequence",
                                                                      "id_birth_sequence",
                                                                      "name_birth",
                                                                      "name_year",
                                                                      "name_birthday",
                                                                      "name_phone",
                                                                      "name_address",
                                                                      "name",
                                                                      "phone_birth",
                                                                      "address_birth",
                                                                      "phone_surname",
                                                                      "birth_surname",
                                                                      "birth_given",
                                                                      "birth_stem",
                                                                      "word_year",
                                                                      "other_word_year",
                                                                      "phone",
                                                                      "address_stem",
                                                                      "birth_of_letters",
                                                                      "address_alike",
                                                                      "address_word",
                                                                      "address_other_word",
                                                                      "address_alike_too",
                                                                      "address_alike_also",
                                                                      "address_alike_besides"};

/// Records that share a key: what is compared, and nothing else is.
struct Candidates {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  ///< each once, the smaller record first
    std::uint64_t blocks_passed_over = 0;                        ///< too many records share a key to be told apart by it
};

/// A key that more than `block_max` records share brings nobody together. Takes 220 bytes a record while it runs, and 8 a pair.
Candidates candidatesOf(const Population& population, std::size_t block_max);

}  // namespace hub::identity::matching
