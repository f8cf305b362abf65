#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "hub/app/foundation.h"
#include "hub/flows/people_load.h"

namespace hub::app {

/// Of the database while it loads: the indexes of a few million rows.
inline constexpr std::size_t kLoadCacheMib = 512;

struct PeopleLoading {
    std::string file;
    std::string report;                                         ///< CSV of rejected rows and review cases; empty: none is written
    std::function<void(std::int64_t rows)> progress;            ///< rows dealt with so far; may be empty
    std::function<void(std::size_t records)> index_progress{};  ///< records in the matcher's image so far
    std::function<void(const flows::LoadedRow&)> each{};        ///< what became of each row; may be empty
};

struct PeopleLoadResult {
    identity::LoadProgress progress;
    std::int64_t taken_up_at = 0;  ///< rows that an earlier run had dealt with
    double index_seconds = 0;      ///< to make the matcher's image of those who stand
    double seconds = 0;            ///< all of it
};

/// Takes a people.csv in, on a database nobody else has open. Run again after it was stopped, it goes on; run again after it was done, it
/// changes nothing. Also: FileNotReadable, PeopleFileNotValid, RegionNotWritable (the report), what the database answers with.
core::Result<PeopleLoadResult> loadPeople(Foundation& foundation, const PeopleLoading& loading);

}  // namespace hub::app
