// A disk as slow as a network volume, on a machine that has none: adds ONECARD_SLOW_FSYNC_US microseconds to every fsync and fdatasync
// of the program it is preloaded into. docs/operations/ledger.md says how to use it.

#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>

namespace {

timespec added() {
    const char* const text = std::getenv("ONECARD_SLOW_FSYNC_US");
    const long us = text == nullptr ? 2000 : std::strtol(text, nullptr, 10);
    return {us / 1'000'000, us % 1'000'000 * 1000};
}

int slowly(const char* name, int file) {
    static const timespec pause = added();
    timespec left = pause;
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) {
    }
    return reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, name))(file);
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] int fsync(int file) { return slowly("fsync", file); }
[[gnu::visibility("default")]] int fdatasync(int file) { return slowly("fdatasync", file); }
}
