#pragma once

#include <filesystem>

#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace hub::storage::bench {

/// The median time in microseconds of appending 4 KiB to a file in `folder` and syncing it.
/// Also: BenchDiskNotUsable where a sync means nothing, or the folder cannot be written.
core::Result<double> fsyncMedian(const std::filesystem::path& folder, const core::Clock& clock);

}  // namespace hub::storage::bench
