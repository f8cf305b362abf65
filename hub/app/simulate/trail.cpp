#include "hub/app/simulate/trail.h"

#include <fmt/format.h>

#include <algorithm>

namespace hub::simulate {

void Trail::add(std::string_view bytes) {
    for (const char byte : bytes) digest_ = (digest_ ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3;
}

void Trail::note(std::string_view about, std::string text) {
    const core::Duration after = clock_.utc() - start_;
    add(fmt::format("{}\n", after.count()));
    add(about);
    add(text);
    notes_.push_back({after, std::string(about), std::move(text)});
}

std::vector<std::string> Trail::last(const std::vector<std::string>& about, std::size_t limit) const {
    std::vector<std::string> lines;
    for (auto note = notes_.rbegin(); note != notes_.rend() && lines.size() < limit; ++note) {
        if (!note->about.empty() && std::ranges::find(about, note->about) == about.end()) continue;
        const std::int64_t ms = note->after.count();
        lines.push_back(fmt::format("+{}:{:02}:{:02}.{:03} {} {}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000,
                                    note->about.empty() ? "-" : note->about, note->text));
    }
    std::ranges::reverse(lines);
    return lines;
}

}  // namespace hub::simulate
