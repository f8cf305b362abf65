#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "hub/cli/match_bench_people.h"
#include "hub/identity/matching/blocks.h"

namespace hub::cli {

/// The bench's people as whole records: what the image is compared with.
struct WholePeople {
    /// REQUIRES: as BenchPeople.
    WholePeople(std::uint32_t people, std::uint64_t seed, const identity::matching::FeatureReader& reader);

    std::uint32_t count;                                   ///< of people; the questions' records stand behind theirs
    std::vector<identity::matching::Features> records;     ///< taken by Population
    std::vector<Question<std::uint32_t>> questions;        ///< by place in records
    std::vector<identity::matching::PackedRecord> packed;  ///< of all records
    double pack_us = 0;                                    ///< to make one of them
};

/// Looks people up as matching files does: all 24 keys, and the scorer on whole records.
class WholeMatcher {
  public:
    /// The first `people` records of `population` are those looked up. All outlive this.
    WholeMatcher(const identity::matching::Population& population, std::uint32_t people, const identity::matching::Scorer& scorer);

    /// Whom any key brings, ascending.
    std::vector<std::uint32_t> proposed(std::uint32_t record) const;
    /// The best of them first.
    std::vector<std::uint32_t> best(std::uint32_t record, std::size_t most) const;

  private:
    const identity::matching::Population& population_;
    const identity::matching::Scorer& scorer_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks_;
};

}  // namespace hub::cli
