#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/contract/people.h"
#include "hub/core/date.h"

namespace hub::cli::population {

/// The day on which a population is looked at; nothing in it happens later.
inline constexpr core::Date kToday{2026, 1, 1};

/// From here on people carry a resident ID, and are adults at a counter.
inline constexpr int kAdultYears = 16;

int yearsOn(core::Date day, core::Date birth_date);

/// Gives out resident IDs (GB 11643-1999), none of them twice. Numbers of one region, day and sex follow each other, as twins' do.
class IdNumbers {
  public:
    explicit IdNumbers(std::uint64_t seed);

    /// REQUIRES: fewer than 500 people of one region, day and sex; born in 1900 or later.
    std::string next(std::size_t region, core::Date birth_date, contract::Sex sex);

  private:
    std::uint64_t seed_;
    std::vector<std::uint16_t> given_;  // by region, day and sex
};

}  // namespace hub::cli::population
