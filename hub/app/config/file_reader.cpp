#include "hub/app/config/file_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace hub::app::config {

namespace {

FileContent readOpen(int file, std::size_t bytes_max) {
    FileContent content;
    struct stat about {};
    if (::fstat(file, &about) != 0) {
        content.error = errno;
        return content;
    }
    content.mode = about.st_mode;
    if (!S_ISREG(about.st_mode)) {
        content.error = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        return content;
    }
    content.bytes.resize(bytes_max + 1);
    std::size_t size = 0;
    while (size < content.bytes.size()) {
        const ssize_t got = ::read(file, content.bytes.data() + size, content.bytes.size() - size);
        if (got < 0) content.error = errno;
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    content.too_large = size > bytes_max;
    content.bytes.resize(content.too_large || content.error != 0 ? 0 : size);
    return content;
}

}  // namespace

FileContent readFile(const std::filesystem::path& path, std::size_t bytes_max) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // opening a pipe must not wait
    if (file < 0) {
        FileContent content;
        content.error = errno;
        return content;
    }
    FileContent content = readOpen(file, bytes_max);
    ::close(file);
    return content;
}

}  // namespace hub::app::config
