#include "hub/app/crash_points.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <memory>
#include <string>
#include <vector>

#include "hub/core/describe.h"
#include "hub/core/exception.h"

namespace hub::app {

namespace {

constexpr int kMax = 1'000'000;

std::vector<std::string_view> parts(std::string_view text) {
    std::vector<std::string_view> found;
    for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':')) {
        found.push_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    found.push_back(text);
    return found;
}

/// -1 where there is no number from `min` to kMax.
int number(std::string_view text, int min) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && value >= min && value <= kMax ? value : -1;
}

}  // namespace

flows::CrashHook crashHookOf(std::string_view wish) {
    if (wish.empty()) return {};
    const std::vector<std::string_view> said = parts(wish);
    const auto point = core::enumFromName<flows::CrashPoint>(said.front());
    const int count = said.size() >= 2 ? number(said[1], 1) : -1;
    const int after_ms = said.size() == 3 ? number(said[2], 0) : 0;
    if (!point || count < 0 || after_ms < 0 || said.size() > 3)
        throw core::Exception("ONECARD_CRASH_AT is " + std::string(wish) + "; it must be POINT:COUNT or POINT:COUNT:MILLISECONDS");
    // Shared: a std::function can be copied, and all its copies count together.
    const auto passed = std::make_shared<std::atomic<int>>(0);
    return [at = *point, count, after_ms, passed](flows::CrashPoint now) {
        if (now != at || ++*passed != count) return;
        poll(nullptr, 0, after_ms);
        kill(getpid(), SIGKILL);
    };
}

}  // namespace hub::app
