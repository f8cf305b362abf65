#include "hub/storage/bench/disk.h"

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace hub::storage::bench {

namespace {

constexpr int kSyncs = 300;
constexpr auto kTmpfs = 0x01021994;
constexpr auto kRamfs = 0x858458f6;

core::Failure notUsable(const std::filesystem::path& folder) { return core::Failure(core::Error::BenchDiskNotUsable, folder.string()); }

}  // namespace

core::Result<double> fsyncMedian(const std::filesystem::path& folder, const core::Clock& clock) {
    struct statfs system {};
    if (statfs(folder.c_str(), &system) != 0) return notUsable(folder);
    if (system.f_type == kTmpfs || system.f_type == kRamfs) return notUsable(folder);
    const std::filesystem::path path = folder / "fsync-probe";
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return notUsable(folder);
    const std::array<char, 4096> page{};
    std::vector<double> took;
    bool written = true;
    for (int i = 0; i < kSyncs && written; ++i) {
        const core::MonoTime began = clock.mono();
        written = write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()) && fdatasync(file) == 0;
        took.push_back(static_cast<double>((clock.mono() - began).count()) / 1000);
    }
    close(file);
    unlink(path.c_str());
    if (!written) return notUsable(folder);
    std::nth_element(took.begin(), took.begin() + kSyncs / 2, took.end());
    return took[kSyncs / 2];
}

}  // namespace hub::storage::bench
