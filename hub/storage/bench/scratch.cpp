#include "hub/storage/bench/scratch.h"

#include <sys/resource.h>

#include <array>
#include <system_error>

namespace hub::storage::bench {

namespace {

constexpr std::array<std::uint8_t, 32> kBytes{1, 2, 3};

}  // namespace

std::optional<vault::Key> BenchKeys::sealKey(vault::KeyNumber number) const {
    if (number != kNumber) return std::nullopt;
    return vault::Key(kBytes);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

double cpuSeconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace hub::storage::bench
