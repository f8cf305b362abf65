#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace hub::app::config {

/// A file as it was found, or why it was not read.
struct FileContent {
    std::string bytes;
    mode_t mode = 0;
    int error = 0;           ///< an errno; EINVAL for what is no regular file
    bool too_large = false;  ///< then `bytes` is empty
};

/// Reads at most `bytes_max`: never more of a large file, never a device or pipe that does not end.
FileContent readFile(const std::filesystem::path& path, std::size_t bytes_max);

}  // namespace hub::app::config
