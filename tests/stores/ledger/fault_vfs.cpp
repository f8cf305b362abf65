#include "tests/stores/ledger/fault_vfs.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace tests {

namespace {

constexpr std::size_t kSector = 512;

/// A write, or the end of the file where `bytes` is empty.
struct Change {
    std::size_t offset;
    std::string bytes;
};

/// What the disk has of a file for certain, and what only the system has.
struct Shadow {
    std::string synced;
    std::vector<Change> pending;
};

void apply(std::string& content, const Change& change) {
    if (change.bytes.empty()) return content.resize(change.offset, '\0');
    content.resize(std::max(content.size(), change.offset + change.bytes.size()), '\0');
    content.replace(change.offset, change.bytes.size(), change.bytes);
}

class FaultyDisk {
  public:
    void begin(const FaultPlan& plan) { plan_ = plan; }

    /// The file's shadow, for as long as the process lives.
    Shadow& shadowOf(const std::string& path) {
        const std::lock_guard lock(mutex_);
        const auto [found, is_new] = shadows_.try_emplace(path);
        if (is_new) {
            std::ifstream in(path, std::ios::binary);
            found->second.synced.assign(std::istreambuf_iterator<char>(in), {});
        }
        return found->second;
    }

    /// Carries an operation out, or fails it. `change` and `real` take place together.
    template <class Real>
    int operate(Shadow& shadow, const Change* change, int refused, const Real& real) {
        const std::lock_guard lock(mutex_);
        const bool is_it = ++operations_ == plan_.at;
        if (is_it && plan_.fault == DiskFault::Refused) return refused;
        if (is_it && plan_.fault == DiskFault::Full && change != nullptr && !change->bytes.empty()) {
            real(change->bytes.size() / 2);
            return SQLITE_FULL;
        }
        if (change != nullptr) shadow.pending.push_back(*change);
        if (is_it && plan_.fault == DiskFault::Dies) die();
        const int code = real(change == nullptr ? 0 : change->bytes.size());
        if (code == SQLITE_OK && change == nullptr) settle(shadow);
        return code;
    }

    std::int64_t operations() const {
        const std::lock_guard lock(mutex_);
        return operations_;
    }

  private:
    static void settle(Shadow& shadow) {
        for (const Change& change : shadow.pending) apply(shadow.synced, change);
        shadow.pending.clear();
    }

    /// Sectors reach the disk in any order, each or not at all, and the last may be torn.
    [[noreturn]] void die() {
        std::mt19937_64 random(plan_.seed);
        for (const auto& [path, shadow] : shadows_) {
            std::string content = shadow.synced;
            const std::uint64_t share = random() % 3;  // of the sectors: none, half, all
            for (const Change& change : shadow.pending) {
                if (change.bytes.empty()) {
                    if (random() % 2 == 0) apply(content, change);
                    continue;
                }
                for (std::size_t at = 0; at < change.bytes.size();) {
                    const std::size_t length = std::min(kSector - (change.offset + at) % kSector, change.bytes.size() - at);
                    const bool torn = random() % 16 == 0;
                    const std::size_t kept = torn ? random() % (length + 1) : length;
                    if (kept > 0 && random() % 2 < share) apply(content, {change.offset + at, change.bytes.substr(at, kept)});
                    at += length;
                }
            }
            std::ofstream(plan_.image / std::filesystem::path(path).filename(), std::ios::binary) << content;
        }
        _exit(137);
    }

    FaultPlan plan_;
    mutable std::mutex mutex_;  // guards all below; held where the process dies, so that nothing happens afterwards
    std::map<std::string, Shadow> shadows_;
    std::int64_t operations_ = 0;
};

FaultyDisk& disk() {
    static FaultyDisk the_disk;
    return the_disk;
}

sqlite3_vfs* real_vfs = nullptr;

struct File {
    sqlite3_file base;
    Shadow* shadow;  // null: shared memory and the like
    sqlite3_file* real;
};

File& fileOf(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* realOf(sqlite3_file* file) { return fileOf(file).real; }

int closeFile(sqlite3_file* file) {
    sqlite3_file* real = realOf(file);
    const int code = real->pMethods == nullptr ? SQLITE_OK : real->pMethods->xClose(real);
    std::free(real);  // NOLINT: made by malloc, as SQLite makes its files
    return code;
}

int writeFile(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const Change change{static_cast<std::size_t>(offset), std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))};
    return disk().operate(*fileOf(file).shadow, &change, SQLITE_IOERR_WRITE, [&](std::size_t length) {
        return realOf(file)->pMethods->xWrite(realOf(file), bytes, static_cast<int>(length), offset);
    });
}

int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    const Change change{static_cast<std::size_t>(size), {}};
    return disk().operate(*fileOf(file).shadow, &change, SQLITE_IOERR_TRUNCATE,
                          [&](std::size_t) { return realOf(file)->pMethods->xTruncate(realOf(file), size); });
}

int syncFile(sqlite3_file* file, int flags) {
    return disk().operate(*fileOf(file).shadow, nullptr, SQLITE_IOERR_FSYNC,
                          [&](std::size_t) { return realOf(file)->pMethods->xSync(realOf(file), flags); });
}

template <auto Method, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments) {
    return (realOf(file)->pMethods->*Method)(realOf(file), arguments...);
}

void barrier(sqlite3_file* file) { realOf(file)->pMethods->xShmBarrier(realOf(file)); }

/// Version 2: without memory maps, which would write past us.
const sqlite3_io_methods kMethods = {
    2, closeFile,
    [](sqlite3_file* file, void* to, int size, sqlite3_int64 at) { return pass<&sqlite3_io_methods::xRead>(file, to, size, at); },
    writeFile, truncateFile, syncFile,
    [](sqlite3_file* file, sqlite3_int64* size) { return pass<&sqlite3_io_methods::xFileSize>(file, size); },
    [](sqlite3_file* file, int lock) { return pass<&sqlite3_io_methods::xLock>(file, lock); },
    [](sqlite3_file* file, int lock) { return pass<&sqlite3_io_methods::xUnlock>(file, lock); },
    [](sqlite3_file* file, int* out) { return pass<&sqlite3_io_methods::xCheckReservedLock>(file, out); },
    [](sqlite3_file* file, int op, void* argument) { return pass<&sqlite3_io_methods::xFileControl>(file, op, argument); },
    [](sqlite3_file* file) { return pass<&sqlite3_io_methods::xSectorSize>(file); },
    // Nothing is promised of a write that no sync has followed: not that it is whole, nor that it comes after the one before.
    [](sqlite3_file*) { return 0; },
    [](sqlite3_file* file, int page, int size, int extend, void volatile** out) {
        return pass<&sqlite3_io_methods::xShmMap>(file, page, size, extend, out);
    },
    [](sqlite3_file* file, int offset, int count, int flags) { return pass<&sqlite3_io_methods::xShmLock>(file, offset, count, flags); },
    barrier, [](sqlite3_file* file, int remove) { return pass<&sqlite3_io_methods::xShmUnmap>(file, remove); }, nullptr, nullptr};

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    File& opened = fileOf(file);
    opened.base.pMethods = nullptr;
    opened.real = static_cast<sqlite3_file*>(std::calloc(1, static_cast<std::size_t>(real_vfs->szOsFile)));  // NOLINT
    const int code = real_vfs->xOpen(real_vfs, name, opened.real, flags, out_flags);
    if (code != SQLITE_OK) {
        std::free(opened.real);  // NOLINT
        return code;
    }
    opened.shadow = &disk().shadowOf(name == nullptr ? "" : name);
    opened.base.pMethods = &kMethods;
    return SQLITE_OK;
}

}  // namespace

void installFaultyDisk(const FaultPlan& plan) {
    disk().begin(plan);
    real_vfs = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs faulty = *real_vfs;
    faulty.szOsFile = sizeof(File);
    faulty.zName = "faulty";
    faulty.xOpen = openFile;
    if (sqlite3_vfs_register(&faulty, /*makeDflt=*/1) != SQLITE_OK) std::abort();
}

std::int64_t diskOperations() { return disk().operations(); }

}  // namespace tests
