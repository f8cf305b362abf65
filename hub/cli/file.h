#pragma once

#include <string>

#include "hub/core/result.h"

namespace hub::cli {

/// The whole file, of at most kFileBytesMax. Also: FileNotReadable (missing, a folder, too large, no permission).
core::Result<std::string> readFile(const std::string& path);

inline constexpr std::size_t kFileBytesMax = std::size_t{1} << 30;

}  // namespace hub::cli
