#pragma once

#include <deque>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "hub/cli/population/mistakes.h"
#include "hub/cli/population/rates.h"
#include "hub/cli/population/record.h"

namespace hub::cli::population {

inline constexpr std::size_t kHospitals = 60;

/// What is to be made. The same plan gives the same bytes on every machine.
struct Plan {
    std::uint64_t seed = 1;
    std::uint32_t people = 0;
    Rates rates;
};

/// All records of a plan's people, about 2.4 a person and 300 bytes each.
struct Population {
    std::deque<Record> records;         ///< person by person
    std::vector<std::uint32_t> row_of;  ///< by record: where it stands among the rows, shuffled
    MistakeCounts mistakes{};

    std::uint64_t pairs() const;  ///< of records of one person
};

/// Told how many people there are so far, now and then.
using Progress = std::function<void(std::uint32_t people)>;

/// REQUIRES: plan.people > 0.
Population generate(const Plan& plan, const Progress& progress);

/// CSV with a header, in the rows' order: record_id is the row, so that neither it nor local_id tells who belongs to whom. A stream that
/// breaks is left to the caller.
void writePeople(std::ostream& out, const Population& population);

/// CSV with a header: every pair of records of one person, the smaller record_id first, sorted.
void writeTruth(std::ostream& out, const Population& population);

}  // namespace hub::cli::population
