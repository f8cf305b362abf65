#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "hub/cli/population/record.h"
#include "hub/core/result.h"
#include "hub/identity/matching/image_rows.h"
#include "hub/identity/matching/record.h"

namespace hub::cli {

/// The secret of the bench's own rows, which are of invented people.
inline constexpr std::uint64_t kBenchSecret = 0x6f6e656361726421ULL;

/// As FeatureReader takes it.
identity::matching::MatchRecord matchRecordOf(const population::Record& record);

/// An id that only says which ordinal it is of.
core::IdBits benchPersonOf(std::uint32_t ordinal);

/// Another record of somebody in the image, as another hospital wrote it down.
template <class Record>
struct Question {
    std::uint32_t ordinal = 0;
    Record record;
};

/// Takes rows, some thousand at a time.
using TakeRows = std::function<void(std::span<const identity::matching::ImageRow> rows)>;
using Questions = std::vector<Question<identity::matching::PackedRecord>>;

/// Told how many people there are so far, now and then.
using PeopleProgress = std::function<void(std::uint32_t people)>;

/// The invented people of the bench: of each person the first record is in the image, and of a few the second is asked for.
struct BenchPeople {
    std::uint32_t people = 0;
    std::uint64_t seed = 1;

    /// Makes them; about 600 bytes a person while it runs.
    Questions make(const TakeRows& take, const PeopleProgress& progress) const;

    /// From the folder's file for these people and seed, which make() fills where it is not there.
    /// Also: RegionNotWritable, FileNotReadable.
    core::Result<Questions> read(const std::filesystem::path& folder, const TakeRows& take, const PeopleProgress& progress) const;

    /// True for people who would be asked for if they have a second record: some 30,000 of them.
    bool isAsked(std::uint32_t person) const;

  private:
    core::Result<void> write(const std::filesystem::path& file, const PeopleProgress& progress) const;
};

}  // namespace hub::cli
