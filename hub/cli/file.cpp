#include "hub/cli/file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace hub::cli {

core::Result<std::string> readFile(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return core::Failure(core::Error::FileNotReadable, path + " (a folder)");
    std::ifstream file(path, std::ios::binary);
    if (!file) return core::Failure(core::Error::FileNotReadable, path + " (" + std::strerror(errno) + ")");
    std::string bytes;
    char piece[1 << 16];
    while (file.read(piece, sizeof piece) || file.gcount() > 0) {
        bytes.append(piece, static_cast<std::size_t>(file.gcount()));
        if (bytes.size() > kFileBytesMax) return core::Failure(core::Error::FileNotReadable, path + " (more than 1 GiB)");
    }
    if (file.bad()) return core::Failure(core::Error::FileNotReadable, path);
    return bytes;
}

}  // namespace hub::cli
